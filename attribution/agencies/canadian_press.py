"""The Canadian Press signs in English and in French: “THE CANADIAN PRESS/Name”."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="CP",
        house_zone="America/Toronto",
        credit_names=("CP", "The Canadian Press", "La Presse Canadienne"),
        signs_before=("THE CANADIAN PRESS", "LA PRESSE CANADIENNE"),
    ),
)
