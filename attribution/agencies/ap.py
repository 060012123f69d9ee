"""AP signs “(AP Photo/Name)” and “(Name/Pool via AP)”, and lists its media above its texts."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="AP",
        credit_names=("AP", "Associated Press"),
        signs_before=("AP",),
        note_prefixes=("With AP",),
    ),
)
