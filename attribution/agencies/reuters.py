"""Reuters signs “REUTERS/Name”; its items say by signals that they are withdrawn, or set line by line."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Reuters",
        house_zone="Europe/London",
        credit_names=("Reuters",),
        signs_before=("REUTERS", "Reuters"),
        caption_tails=(r"TPX IMAGES",),
        withdrawal_signals=frozenset(("edstat:d",)),
        preformatted_signals=frozenset(("TABLE",)),
    ),
)
