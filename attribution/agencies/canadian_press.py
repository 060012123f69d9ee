"""The Canadian Press signs in English and in French: “THE CANADIAN PRESS/Name”. A code before a hyphen is
an agency whose picture it is, or a handout: “THE CANADIAN PRESS/AP-Name”, “/HO-Name”.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="CP",
        house_zone="America/Toronto",
        credit_names=("CP", "The Canadian Press", "La Presse Canadienne"),
        signs_before=("THE CANADIAN PRESS", "LA PRESSE CANADIENNE"),
        signoff_examples={
            "THE CANADIAN PRESS/Jane Doe": ("Jane Doe", "", "THE CANADIAN PRESS", ""),
            "LA PRESSE CANADIENNE/Jane Doe": ("Jane Doe", "", "LA PRESSE CANADIENNE", ""),
            "THE CANADIAN PRESS/HO-Jane Doe": ("Jane Doe", "handout", "THE CANADIAN PRESS", ""),
            "THE CANADIAN PRESS/HO-Jane Doe, *MANDATORY CREDIT*": (
                "Jane Doe",
                "handout",
                "THE CANADIAN PRESS",
                "",
            ),
            "THE CANADIAN PRESS/AP-Jane Doe": ("Jane Doe", "", "AP", "THE CANADIAN PRESS"),
        },
    ),
)
