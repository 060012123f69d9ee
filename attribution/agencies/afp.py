"""AFP signs “AFP PHOTO / NAME”, “/ AFP / Name” and “(Photo by Name / AFP)”. “-” stands for nobody, STR for
a stringer, and a note for editors may follow between dashes.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="AFP",
        house_zone="Europe/Paris",
        credit_names=("AFP", "Agence France-Presse", "法新社"),
        signs_before=("AFP",),
        signoff_examples={
            "(Photo by Jane Doe / AFP)": ("Jane Doe", "", "AFP", ""),
            "(Photo by Jane Doe / POOL / AFP)": ("Jane Doe", "pool", "AFP", ""),
            "(Photo by Handout / TEST MINISTRY / AFP)": ("Test Ministry", "handout", "AFP", ""),
            "(Photo by Jane Doe / AFP) / JAPAN OUT": ("Jane Doe", "", "AFP", ""),
            "(Photo by STR / AFP)": ("", "", "AFP", ""),
            "AFP PHOTO / JANE DOE": ("Jane Doe", "", "AFP", ""),
            "/ AFP / JANE DOE": ("Jane Doe", "", "AFP", ""),
            "AFP PHOTO / JANE DOE --- EDITORS NOTE --- RESTRICTED TO EDITORIAL USE": (
                "Jane Doe",
                "",
                "AFP",
                "",
            ),
            'AFP PHOTO / JANE DOE / RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT "AFP PHOTO / JANE'
            ' DOE" - NO MARKETING NO ADVERTISING CAMPAIGNS - DISTRIBUTED AS A SERVICE TO CLIENTS': (
                "Jane Doe",
                "",
                "AFP",
                "",
            ),
            "(Photo by - / AFP)": ("", "", "AFP", ""),
            "JANE DOE/AFP/Getty Images": ("Jane Doe", "", "AFP", "Getty Images"),
        },
    ),
)
