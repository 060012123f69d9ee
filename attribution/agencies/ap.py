"""AP signs “(AP Photo/Name)” and “(Name/Pool via AP)”, and lists its media above its texts.

The address of an item is signed anew with every request; the id in it stays.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="AP",
        house_zone="America/New_York",
        credit_names=("AP", "Associated Press", "美联社"),
        signs_before=("AP",),
        note_prefixes=("With AP",),
        # What every contract with it gives, and asks for in other words.
        terms_codes={
            (
                "AP PROVIDES ACCESS TO THIS THIRD PARTY PHOTO SOLELY TO ILLUSTRATE NEWS REPORTING OR"
                " COMMENTARY ON FACTS DEPICTED IN IMAGE"
            ): ("EDITORIAL USE ONLY",),
            "NO LICENSING EXCEPT BY AP COOPERATIVE MEMBERS": ("NO SALES",),
            "For other uses, additional clearances may be required": (),
            "This material may not be published, broadcast, rewritten or redistributed": (),
            (
                "This material may not be published, broadcast, rewritten or redistributed without"
                " permission"
            ): (),
        },
        terms_examples={
            (
                "AP PROVIDES ACCESS TO THIS THIRD PARTY PHOTO SOLELY TO ILLUSTRATE NEWS REPORTING OR"
                " COMMENTARY ON FACTS DEPICTED IN IMAGE; MUST BE USED WITHIN 14 DAYS FROM"
                " TRANSMISSION; NO ARCHIVING; NO LICENSING; MANDATORY CREDIT"
            ): ("EDITORIAL USE ONLY", "14 DAYS", "NO ARCHIVE", "NO SALES", "MANDATORY CREDIT"),
            (
                "This content is intended for editorial use only. For other uses, additional"
                " clearances may be required."
            ): ("EDITORIAL USE ONLY",),
        },
        item_ids=(r"https?://[^\s?#]{1,200}/content/([0-9a-f]{32})\b.{0,2000}",),
        item_id_examples={
            f"https://api.ap.org/media/v/content/{'0123456789abcdef' * 2}?qt=A1&et=0a1b": (
                "0123456789abcdef" * 2
            )
        },
        signoff_examples={
            "(AP Photo/Jane Doe)": ("Jane Doe", "", "AP", ""),
            "(AP Photo/Jane Doe, File)": ("Jane Doe", "file", "AP", ""),
            "(AP Photo/Jane Doe, Pool)": ("Jane Doe", "pool", "AP", ""),
            "(AP Photo/Jane Doe) TURKEY OUT": ("Jane Doe", "", "AP", ""),
            "(AP Photo)": ("", "", "AP", ""),
            "(Jane Doe/Pool via AP)": ("Jane Doe", "pool", "AP", ""),
            "(Jane Doe/Some Source via AP)": ("Jane Doe", "", "Some Source", "AP"),
            "(Jane Doe, Some Source via AP)": ("Jane Doe", "", "Some Source", "AP"),
        },
    ),
)
