"""TT of Sweden: items with a profile of their own are information for desks."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="TT",
        house_zone="Europe/Stockholm",
        credit_names=("TT",),
        signs_before=("TT",),
        desk_profiles=frozenset(("info", "information")),
        signoff_examples={
            "Foto: Jane Doe / TT": ("Jane Doe", "", "TT", ""),
            "(TT Foto/Jane Doe)": ("Jane Doe", "", "TT", ""),
        },
    ),
)
