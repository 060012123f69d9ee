"""Agência Brasil signs on either side of a slash, and file pictures “Name/Agência Brasil/Arquivo”."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Agência Brasil",
        house_zone="America/Sao_Paulo",
        credit_names=("Agência Brasil", "Agencia Brasil", "ABr"),
        signs_before=("Agência Brasil", "Agencia Brasil"),
        file_marks=("Arquivo",),
        last_lines=(r"Edição: [A-ZÀ-Þ][\w.'’ -]{1,60}",),
        signoff_examples={
            "Foto: Jane Doe/Agência Brasil": ("Jane Doe", "", "Agência Brasil", ""),
            "Jane Doe/Agência Brasil": ("Jane Doe", "", "Agência Brasil", ""),
            "Agência Brasil/Jane Doe": ("Jane Doe", "", "Agência Brasil", ""),
            "Foto: Jane Doe/Agência Brasil/Arquivo": ("Jane Doe", "file", "Agência Brasil", ""),
            "Foto: Jane Doe/Agencia Brasil": ("Jane Doe", "", "Agencia Brasil", ""),
            "Jane Doe/ABr": ("Jane Doe", "", "ABr", ""),
            "(Agência Brasil)": ("", "", "Agência Brasil", ""),
        },
        last_line_examples=("Edição: Jane Doe",),
    ),
)
