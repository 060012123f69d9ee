"""Agencies of which no more is known than their names, and that some sign before the photographer."""

from attribution.agencies import AgencyProfile

_NAMES = """
    Abaca · Alamy · Anadolu · ANP · APA · Bernama · Bloomberg · CNS · DHA · EFE · Getty Images
    IHA · Imago · IRNA · ISNA · Jiji Press · KCNA · Keystone · KNS · LaPresse · Lehtikuva · Lusa
    NTB Scanpix · NurPhoto · PA · PAP · Picture Alliance · Press Association · PTI · Redferns · REX
    Ritzau Scanpix · SANA · Scanpix · Shutterstock · Sipa · Sipa USA · SOPA · Sputnik · UPI · VCG
    WENN · WireImage · Yonhap · ZUMA · Zumapress
"""
_SIGN_BEFORE = {
    "ANSA": ("ANSA",),
    "Belga": ("BELGA",),
    "ČTK": ("ČTK", "CTK"),
    "NTB": ("NTB",),
    "TASS": ("TASS",),
}
PROFILES = (
    *(
        AgencyProfile(name=name.strip(), credit_names=(name.strip(),))
        for line in _NAMES.strip().splitlines()
        for name in line.split("·")
    ),
    *(
        AgencyProfile(name=name, credit_names=(name,), signs_before=spellings)
        for name, spellings in _SIGN_BEFORE.items()
    ),
)
