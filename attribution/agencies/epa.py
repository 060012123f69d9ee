"""EPA signs “EPA/NAME”, with a handout's mark, territories and terms in capitals behind the name. It was
called EPA-EFE from 2017 on; archives have both names.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="EPA",
        house_zone="Europe/Berlin",
        credit_names=("EPA", "EPA-EFE", "European Pressphoto Agency"),
        signs_before=("EPA", "EPA-EFE"),
        signoff_examples={
            "EPA/JANE DOE": ("Jane Doe", "", "EPA", ""),
            "EPA-EFE/JANE DOE": ("Jane Doe", "", "EPA-EFE", ""),
            "EPA/JANE DOE SOUTH KOREA OUT": ("Jane Doe", "", "EPA", ""),
            "EPA/JANE DOE AUSTRALIA AND NEW ZEALAND OUT": ("Jane Doe", "", "EPA", ""),
            "EPA/JANE DOE HANDOUT EDITORIAL USE ONLY/NO SALES": ("Jane Doe", "handout", "EPA", ""),
            "EPA-EFE/JANE DOE  HANDOUT HANDOUT EDITORIAL USE ONLY/NO SALES": (
                "Jane Doe",
                "handout",
                "EPA-EFE",
                "",
            ),
            "EPA/JANE DOE / POOL": ("Jane Doe", "pool", "EPA", ""),
        },
    ),
)
