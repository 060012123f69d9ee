"""Antara of Indonesia signs “ANTARA FOTO/Name/wsj.”, with a code of its desk behind the name."""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="Antara",
        house_zone="Asia/Jakarta",
        credit_names=("Antara", "Antara Foto"),
        signs_before=("ANTARA FOTO", "Antara Foto"),
        codes_after_names=(r"[a-z]{2,4}",),
        signoff_examples={
            "ANTARA FOTO/Jane Doe/wsj.": ("Jane Doe", "", "ANTARA", ""),
            "(Antara Foto/Jane Doe/pool via AP)": ("Jane Doe", "pool", "Antara", "AP"),
            "(Antara Foto/Jane Doe/foc/file)": ("Jane Doe", "file", "Antara", ""),
            "(Antara Foto/Jane Doe/foc via REUTERS)": ("Jane Doe", "", "Antara", "REUTERS"),
        },
    ),
)
