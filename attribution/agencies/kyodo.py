"""Kyodo of Japan ends captions and texts with “==Kyodo”, and dates telegraph text in Tokyo's time."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Kyodo",
        house_zone="Asia/Tokyo",
        credit_names=("Kyodo", "共同", "共同通信"),
        signs_before=("KYODO",),
        caption_tails=(r"== ?Kyodo",),
        zones={"KWS": 9},
        day_first=True,
    ),
)
