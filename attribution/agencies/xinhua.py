"""Xinhua of China: its code is THX, and the Vietnamese press calls it Tân Hoa xã."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Xinhua",
        house_zone="Asia/Shanghai",
        credit_names=("Xinhua", "THX", "Tân Hoa xã", "新华社", "新華社"),
        signs_before=("XINHUA", "Xinhua"),
        signoff_examples={
            "(Xinhua/Jane Doe)": ("Jane Doe", "", "Xinhua", ""),
            "(Photo by Jane Doe/Xinhua)": ("Jane Doe", "", "Xinhua", ""),
            "[Photo/Xinhua]": ("", "", "Xinhua", ""),
            "(Jane Doe/Xinhua via AP)": ("Jane Doe", "", "Xinhua", "AP"),
        },
    ),
)
