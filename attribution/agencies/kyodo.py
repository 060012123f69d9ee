"""Kyodo of Japan ends captions and texts with “==Kyodo”, and dates telegraph text in Tokyo's time."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Kyodo",
        house_zone="Asia/Tokyo",
        credit_names=("Kyodo", "共同", "共同通信", "共同社"),
        signs_before=("KYODO",),
        caption_tails=(r"== ?Kyodo",),
        zones={"KWS": 9},
        day_first=True,
        signoff_examples={
            "(Kyodo)": ("", "", "Kyodo", ""),
            "(Kyodo) ==Kyodo": ("", "", "Kyodo", ""),
            "(Pool photo)(Kyodo)": ("", "pool", "Kyodo", ""),
            "(Jane Doe/Kyodo)": ("Jane Doe", "", "Kyodo", ""),
            "(Kyodo News via AP)": ("", "", "Kyodo News", "AP"),
            "(共同)": ("", "", "共同", ""),
            "Mandatory credit Kyodo/via REUTERS ATTENTION EDITORS - MANDATORY CREDIT. JAPAN OUT.": (
                "",
                "",
                "Kyodo",
                "REUTERS",
            ),
        },
    ),
)
