"""Agencies of which no more is known than their names, and that some sign before the photographer."""

from attribution.agencies import AgencyProfile

# The names of one agency, in its own script too, stand between slashes.
_NAMES = """
    Abaca · Alamy · Anadolu/Anadolu Ajansı · ANP · APA · BelTA/БелТА/БЕЛТА · Bernama · Bloomberg
    CNS/中新社 · DHA · EFE · IHA · Imago · Interfax/Интерфакс · IRNA/ایرنا · ISNA/ایسنا/اسنا
    Jiji Press/Jiji/時事通信/時事 · Keystone · LaPresse · Lehtikuva · Lusa · NTB Scanpix · NurPhoto
    PAP · PTI · REX · Ritzau Scanpix · SANA/سانا · Scanpix · Sipa
    Sipa USA · SOPA · Sputnik/РИА Новости · Ukrinform/Укринформ/Укрінформ · UPI · VCG · WENN
    Yonhap/연합뉴스/聯合ニュース
"""
_PASS_ON = ("Picture Alliance", "Shutterstock", "ZUMA", "Zumapress")
_SIGN_BEFORE = {
    "ANSA": ("ANSA",),
    "NTB": ("NTB",),
    "TASS": ("TASS", "ТАСС"),
    "VGP": ("VGP",),  # the paper of Vietnam's government
}
PROFILES = (
    *(
        AgencyProfile(
            name=names.split("/")[0].strip(), credit_names=tuple(names.strip().split("/"))
        )
        for line in _NAMES.strip().splitlines()
        for names in line.split("·")
    ),
    *(AgencyProfile(name=name, credit_names=(name,), passes_on_others=True) for name in _PASS_ON),
    *(
        AgencyProfile(
            name=name,
            credit_names=spellings,
            signs_before=spellings,
            signoff_examples={
                f"{spelling}/Jane Doe": ("Jane Doe", "", spelling, "") for spelling in spellings
            },
        )
        for name, spellings in _SIGN_BEFORE.items()
    ),
)
