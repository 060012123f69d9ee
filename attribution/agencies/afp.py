"""AFP signs “AFP PHOTO / NAME” and “/ AFP / Name” at the end of its captions."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="AFP", house_zone="Europe/Paris", credit_names=("AFP",), signs_before=("AFP",)
    ),
)
