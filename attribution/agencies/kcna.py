"""KCNA of North Korea: its pictures come through KNS, and from there through another agency."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="KCNA",
        credit_names=("KCNA", "조선중앙통신", "朝鮮中央通信", "朝中社"),
        signoff_examples={
            "(Photo by STR / KCNA VIA KNS / AFP)": ("", "", "KCNA", "KNS/AFP"),
            "AFP PHOTO / KCNA VIA KNS": ("", "", "KCNA", "KNS/AFP"),
            "AFP PHOTO/KCNA VIA KNS ---EDITORS NOTE--- RESTRICTED TO EDITORIAL USE": (
                "",
                "",
                "KCNA",
                "KNS/AFP",
            ),
        },
    ),
    AgencyProfile(name="KNS", credit_names=("KNS",)),
)
