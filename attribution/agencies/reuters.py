"""Reuters signs “REUTERS/Name” and writes restrictions as codes; its items say by signals that they are
withdrawn, or set line by line.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Reuters",
        house_zone="Europe/London",
        credit_names=("Reuters", "路透社", "Рейтер"),
        signs_before=("REUTERS", "Reuters"),
        caption_tails=(r"TPX IMAGES",),
        withdrawal_signals=frozenset(("edstat:d",)),
        preformatted_signals=frozenset(("TABLE",)),
        signoff_examples={
            "REUTERS/Jane Doe": ("Jane Doe", "", "REUTERS", ""),
            "REUTERS/Jane Doe/File Photo": ("Jane Doe", "file", "REUTERS", ""),
            "REUTERS/Jane Doe (BRITAIN - Tags: SPORT)": ("Jane Doe", "", "REUTERS", ""),
            "REUTERS/Jane Doe TPX IMAGES OF THE DAY": ("Jane Doe", "", "REUTERS", ""),
            "Jane Doe/Pool via REUTERS": ("Jane Doe", "pool", "REUTERS", ""),
            "Jane Doe/Handout via REUTERS ATTENTION EDITORS - NO SALES.": (
                "Jane Doe",
                "handout",
                "REUTERS",
                "",
            ),
            "REUTERS/SANA/Handout via Reuters": ("", "handout", "SANA", "Reuters"),
        },
        terms_codes={
            "NARCH": ("NO ARCHIVE",),
            "NARCH30": ("30 DAYS",),
            "EUO": ("EDITORIAL USE ONLY",),
            "3TP": (),  # a third party provided it
            "NOT FOR USE BY REUTERS THIRD PARTY DISTRIBUTORS": ("NO THIRD PARTY USE",),
        },
        terms_examples={
            "SALESOUT NARCH EUO 3TP SYROUT": (
                "NO SALES",
                "NO ARCHIVE",
                "EDITORIAL USE ONLY",
                "SYRIA OUT",
            ),
            "NO RESALES. NARCH30. Not for use by Reuters third party distributors.": (
                "NO SALES",
                "30 DAYS",
                "NO THIRD PARTY USE",
            ),
        },
    ),
)
