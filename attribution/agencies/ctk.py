"""ČTK of Czechia writes its name before the photographer's, in captions and as creator: “ČTK/Name”,
“ČTK Name”.
"""

from attribution.agencies import AgencyProfile

# Of names that differ in marks alone, the last is how the agency is spelled.
PROFILES = (
    AgencyProfile(
        name="ČTK",
        credit_names=("CTK", "ČTK"),
        signs_before=("ČTK", "CTK"),
        signs_before_blanks=("ČTK", "CTK"),
        signoff_examples={
            "ČTK / Jane Doe": ("Jane Doe", "", "ČTK", ""),
            "(ČTK/Jane Doe)": ("Jane Doe", "", "ČTK", ""),
            "(ČTK Jane Doe)": ("Jane Doe", "", "ČTK", ""),
            "Foto: ČTK/Jane Doe": ("Jane Doe", "", "ČTK", ""),
        },
    ),
)
