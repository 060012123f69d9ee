"""AAP of Australia: its texts end with its name, the desk's code and the editors' initials."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="AAP",
        house_zone="Australia/Sydney",
        credit_names=("AAP",),
        last_lines=(r"AAP(?: [A-Z]{2,4})?(?: [a-z]{2,3}(?:/[a-z]{2,3})?){0,2}",),
        last_line_examples=("AAP RTV ar", "AAP", "AAP abc/de"),
    ),
)
