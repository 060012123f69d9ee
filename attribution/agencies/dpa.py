"""dpa writes its name in small letters and signs pictures in capitals; its eastern branch has a name of
its own.
"""

from attribution.agencies import AgencyProfile

PROFILES = (
    AgencyProfile(
        name="dpa",
        house_zone="Europe/Berlin",
        credit_names=("DPA", "dpa-Zentralbild"),
        signs_before=("DPA",),
        desk_roles=frozenset(("dpacontacts",)),
        signoff_examples={
            "Foto: Jane Doe/dpa": ("Jane Doe", "", "dpa", ""),
            "Foto: Jane Doe/dpa-Zentralbild": ("Jane Doe", "", "dpa-Zentralbild", ""),
            "DPA/JANE DOE": ("Jane Doe", "", "DPA", ""),
        },
        terms_codes={  # the written agreement is the contract
            "Use only with the written agreement with dpa": (),
            "Nutzung nur nach schriftlicher Vereinbarung mit dpa": (),
        },
        terms_examples={"Use only with the written agreement with dpa": ()},
    ),
)
