"""Getty Images passes on pictures of many agencies and stands behind them; its collections have names of
their own.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Getty Images",
        credit_names=("Getty Images", "Getty"),
        passes_on_others=True,
        signoff_examples={
            "(Photo by Jane Doe/Getty Images)": ("Jane Doe", "", "Getty Images", ""),
            "(Photo by Jane Doe/Redferns/Getty Images)": (
                "Jane Doe",
                "",
                "Redferns",
                "Getty Images",
            ),
            "(Photo by Jane Doe/Anadolu via Getty Images)": (
                "Jane Doe",
                "",
                "Anadolu",
                "Getty Images",
            ),
            "(Anadolu via Getty Images)": ("", "", "Anadolu", "Getty Images"),
            "Jiji Press/AFP/Getty Images": ("Jiji Press", "", "AFP", "Getty Images"),
        },
    ),
    AgencyProfile(
        name="Redferns",
        credit_names=("Redferns",),
        signoff_examples={"Photo by Jane Doe/Redferns": ("Jane Doe", "", "Redferns", "")},
    ),
    AgencyProfile(name="WireImage", credit_names=("WireImage",)),
)
