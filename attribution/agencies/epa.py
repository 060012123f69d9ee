"""EPA was called EPA-EFE from 2017 on; archives have both names."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="EPA",
        house_zone="Europe/Berlin",
        credit_names=("EPA", "EPA-EFE", "European Pressphoto Agency"),
        signs_before=("EPA", "EPA-EFE"),
    ),
)
