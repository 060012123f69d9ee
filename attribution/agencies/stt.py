"""STT of Finland: its items say by a signal that they are withdrawn."""

from attribution.agencies import AgencyProfile

PROFILES = (AgencyProfile(name="STT", withdrawal_signals=frozenset(("sttinstruct:remove",))),)
