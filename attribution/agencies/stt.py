"""STT of Finland: its items say by a signal that they are withdrawn, and have parts for desks."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="STT",
        house_zone="Europe/Helsinki",
        withdrawal_signals=frozenset(("sttinstruct:remove",)),
        desk_roles=frozenset(("private",)),
    ),
)
