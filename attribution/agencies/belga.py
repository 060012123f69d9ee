"""Belga of Belgium signs “BELGA PHOTO NAME”, without a slash."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Belga",
        credit_names=("Belga",),
        signs_before=("BELGA",),
        signs_before_blanks=("BELGA PHOTO",),
        signoff_examples={
            "BELGA PHOTO JANE DOE": ("Jane Doe", "", "BELGA", ""),
            "BELGA PHOTO Jane Doe": ("Jane Doe", "", "BELGA", ""),
            "(BELGA/Jane Doe)": ("Jane Doe", "", "BELGA", ""),
        },
    ),
)
