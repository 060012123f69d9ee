"""TTXVN, the Vietnam News Agency, and its paper in English. It signs “Ảnh: Name – TTXVN”, “Ảnh: Phóng viên
TTXVN” and “TTXVN phát”, and stands behind the agencies whose pictures it brings.
"""

from attribution.agencies import AgencyProfile

# Of names that differ in loose words alone, the last is how the agency is spelled.
PROFILES = (
    AgencyProfile(
        name="TTXVN",
        house_zone="Asia/Ho_Chi_Minh",
        credit_names=(
            *("TTXVN", "VNA", "Viet Nam News", "Vietnam News Agency", "Thông tấn xã Việt Nam"),
            *("VNS", "越通社"),
        ),
        signs_before_blanks=("VNA/VNS Photo", "VNS Photo", "VNA Photo"),
        passes_on_others=True,
        signoff_examples={
            "Ảnh: Jane Doe/TTXVN": ("Jane Doe", "", "TTXVN", ""),
            "Ảnh: Jane Doe – TTXVN": ("Jane Doe", "", "TTXVN", ""),
            "(Ảnh: Jane Doe - TTXVN)": ("Jane Doe", "", "TTXVN", ""),
            "(Ảnh: Jane Doe/TTXVN phát)": ("Jane Doe", "", "TTXVN", ""),
            "Ảnh: TTXVN phát": ("", "", "TTXVN", ""),
            "– Ảnh: TTXVN.": ("", "", "TTXVN", ""),
            "Ảnh: Phóng viên TTXVN": ("Phóng viên TTXVN", "", "TTXVN", ""),
            "Ảnh: PV TTXVN": ("PV TTXVN", "", "TTXVN", ""),
            "Ảnh tư liệu: AFP/TTXVN": ("", "file", "AFP", "TTXVN"),
            "Ảnh minh họa: Kyodo/TTXVN": ("", "", "Kyodo", "TTXVN"),
            "(Ảnh: THX/TTXVN)": ("", "", "THX", "TTXVN"),
            "— VNA/VNS Photo Jane Doe": ("Jane Doe", "", "VNA", ""),
            "VNS Photo Jane Doe": ("Jane Doe", "", "VNS", ""),
            "(Nguồn: TTXVN)": ("", "", "TTXVN", ""),
        },
    ),
)
