"""TTXVN, the Vietnam News Agency, and its paper in English."""

from attribution.agencies import AgencyProfile

# Of names that differ in loose words alone, the last is how the agency is spelled.
PROFILES = (
    AgencyProfile(
        name="TTXVN",
        house_zone="Asia/Ho_Chi_Minh",
        credit_names=("TTXVN", "VNA", "Viet Nam News", "Vietnam News Agency"),
    ),
)
