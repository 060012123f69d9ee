"""PA announces restrictions in a sentence of its own before it states them."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="PA",
        house_zone="Europe/London",
        credit_names=("PA", "Press Association"),
        signoff_examples={
            "Photo credit should read Jane Doe/PA Wire.": ("Jane Doe", "", "PA Wire", ""),
        },
        terms_codes={"Use subject to restrictions": ()},
        terms_examples={
            "Use subject to restrictions. Editorial use only. No commercial use.": (
                "EDITORIAL USE ONLY",
                "NO COMMERCIAL USE",
            )
        },
    ),
)
