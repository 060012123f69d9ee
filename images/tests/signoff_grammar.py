"""Captions with sign-offs of every agency, put together from parts that are known: invented names of
many scripts, labels, marks, carriers, separators, brackets, and what follows for editors.

What is right is what a caption was put together from; nothing here asks the reader.
"""

import random
import re
from collections import namedtuple
from functools import partial
from itertools import product

from attribution import agencies
from attribution.wording import FILE, HANDOUT, POOL

# A name as it is spelled, in capitals, and as it is set when only its capitals are known.
Name = namedtuple("Name", "spelled capitals from_capitals")
Signed = namedtuple("Signed", "caption creator qualifier origin via left")

_GIVEN = (
    "Anna",
    "Jean-Pierre",
    "J. Scott",
    "K.K.",
    "D'Arcy",
    "Łukasz",
    "Çağla",
    "María José",
    "Md. Abul",
)
_FAMILY = (
    ("Exempla", "Exempla"),
    ("Li", "Li"),
    ("Probe-Sample", "Probe-Sample"),
    ("van der Probe", "Van Der Probe"),
    ("de la Prueba", "De La Prueba"),
    ("bin Samplan", "Bin Samplan"),
    ("al-Samplani", "Al-Samplani"),
    ("el-Din Samplani", "El-Din Samplani"),
    ("O'Sampley", "O'Sampley"),
    ("O’Sampley", "O’Sampley"),
    ("McSampley", "Mcsampley"),
    ("Próbálkozó", "Próbálkozó"),
    ("Sample Jr.", "Sample Jr."),
    ("St. Sampler", "St. Sampler"),
    ("Poolman", "Poolman"),
    ("Outram", "Outram"),
    ("Viasson", "Viasson"),
)
_WHOLE = (
    "Đặng Thử Nghiệm", "Lâm Thử", "Nguyễn Thị Ánh Thử", "Ý Lan", "Иван Пробин", "Анна Примерова-Пробина",
    "Δοκιμή Πρόβα", "Þór Prófun",
)  # fmt: skip
_WITHOUT_CASE = (
    "李试", "王 小样", "山田試", "ヤマダ・タメシ", "김시험", "남궁 시험", "محمد تجريبي", "תום ניסוי",
    "สมชาย ทดสอบ", "राम परीक्षण",
)  # fmt: skip
NAMES = (
    *(
        Name(f"{given} {family}", f"{given} {family}".upper(), f"{given} {back}")
        for given, (family, back) in product(_GIVEN, _FAMILY)
    ),
    *(Name(name, name.upper(), name) for name in _WHOLE),
    *(Name(name, name, name) for name in _WITHOUT_CASE),
)
BODIES = (
    "A quiet river near the town on June 3, 2020.",
    "TOKYO (AP) — A quiet river.",
    "Two ministers (L-R) shake hands; the third (C) waits at 9/11 Street.",
    "He asked: “Is it quiet?”",
    "Dòng sông yên ả chảy qua thị trấn ngày 8/6/2024.",
    "Тихая река у города.",
    "静かな川。",
)
# What follows a sign-off and is for editors.
TAILS = (
    *(
        "",
        "",
        "",
        "",
        ".",
        " JAPAN OUT",
        " SOUTH KOREA OUT",
        " / VIETNAM OUT",
        " - MANDATORY CREDIT",
    ),
    *(" AUSTRALIA AND NEW ZEALAND OUT", " VIETNAM, THAILAND OUT", " / Vietnam OUT"),
    *(" EDITORIAL USE ONLY/NO SALES", " RESTRICTED TO EDITORIAL USE", " NO ARCHIVES"),
    *(" ---EDITORS NOTE--- NO SALES", " --- EDITORS NOTE --- CALL US", ", *MANDATORY CREDIT*"),
    *(" ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY.", " *** NO SALES ***"),
)
# Forms that no agency has for itself: {n} is a name, {N} one in capitals, {a} and {b} are agencies.
# A mark, and which agency is origin and which is carrier.
FORMS = (
    ("({n}/{a})", "", "a", ""),
    ("[{n}/{a}]", "", "a", ""),
    ("（{n}/{a}）", "", "a", ""),
    ("({n} – {a})", "", "a", ""),
    ("(Photo by {n}/{a})", "", "a", ""),
    ("(Photo by {n} / {a})", "", "a", ""),
    ("(Photo: {n}/{a})", "", "a", ""),
    ("Photo by {n}/{a}", "", "a", ""),
    ("Foto: {n} / {a}", "", "a", ""),
    ("Foto: {n} - {a}", "", "a", ""),
    ("Credit: {n}/{a}", "", "a", ""),
    ("Photo credit should read: {n}/{a}", "", "a", ""),
    ("Mandatory credit: {n}/{a}", "", "a", ""),
    ("(Photo by {n} / POOL / {a})", POOL, "a", ""),
    ("({n}/Pool via {a})", POOL, "a", ""),
    ("({n}/Handout via {a})", HANDOUT, "a", ""),
    ("(Photo by {n}/Handout/{a})", HANDOUT, "a", ""),
    ("({n}, Pool/{a})", POOL, "a", ""),
    ("({n}/{a} via {b})", "", "a", "b"),
    ("(Photo by {n}/{a}/{b})", "", "a", "b"),
    ("{n}/{a} via {b}", "", "a", "b"),
    ("{N}/{a}/{b}", "", "a", "b"),
    ("({n}/{a}, File)", FILE, "a", ""),
    ("Ảnh: {n}/{a}", "", "a", ""),
    ("Ảnh: {n} – {a}", "", "a", ""),
    ("(Ảnh: {n} - {a})", "", "a", ""),
    ("(Ảnh: {n}/{a}/{b})", "", "a", "b"),
    ("Ảnh: {n}/{a} qua {b}", "", "a", "b"),
    ("Ảnh minh họa: {n}/{a}", "", "a", ""),
    ("Ảnh minh hoạ: {n} — {a}", "", "a", ""),
    ("Ảnh chụp màn hình: {n}/{a}", "", "a", ""),
    ("Ảnh tư liệu: {n}/{a}", FILE, "a", ""),
    ("(Ảnh: {n}/NVCC/{a})", HANDOUT, "a", ""),
    ("Nguồn: {n}/{a}", "", "a", ""),
    ("– Ảnh: {n}/{a}", "", "a", ""),
)
# Forms of those who sign before the name: {s} is their signature.
LEADING = (
    ("{s}/{n}", ""),
    ("({s}/{n})", ""),
    ("{s} / {n}", ""),
    ("{s} Photo/{n}", ""),
    ("({s} Photo/{n})", ""),
    ("({s} Photo/{n}, Pool)", POOL),
    ("{s}/{N}", ""),
    ("{s}/{N} HANDOUT", HANDOUT),
    ("{s}/{N} / POOL", POOL),
    ("{s}/HO-{n}", HANDOUT),
)


# Agencies that pass on what others sign, in every sign-off with two.
CARRIERS = ("Kyodo", "AFP", "Reuters", "AP", "TTXVN", "EPA", "Getty Images")


def captions(number, seed):
    """So many captions, the same for the same seed; the form of every agency takes its turn."""
    chance = random.Random(seed)  # noqa: S311
    makers = [maker for profile in agencies.profiles() for maker in makers_of(profile)]
    chance.shuffle(makers)
    for count in range(number):
        name, body = chance.choice(NAMES), chance.choice(BODIES)
        maker = makers[count % len(makers)]
        signoff, parts, has_tail = maker(name, chance)
        tail = "" if has_tail else chance.choice(TAILS)
        if signoff.endswith(".") and tail == ".":
            tail = ""
        yield Signed(f"{body} {signoff}{tail}", *parts, left=body)


def makers_of(profile):
    """Yield functions that make a sign-off of the agency, with its parts, and whether it has a tail."""
    for example, parts in profile.signoff_examples.items():
        yield partial(_from_example, example, parts)
    for spelling in (profile.name, *profile.credit_names) if profile.credit_names else ():
        others = [name for name in CARRIERS if name not in (profile.name, *profile.credit_names)]
        for form in FORMS:
            yield partial(_from_form, *form, spelling, others)
    for signature in profile.signs_before:
        for form, qualifier in LEADING:
            yield partial(_from_leading, form, qualifier, signature)
    for signature in profile.signs_before_blanks:
        # What is behind the slash is a name of the same agency; the last “Photo” is none.
        shown = re.sub("(?i) photo$", "", signature).partition("/")[0]
        yield lambda name, _chance, s=signature, shown=shown: (
            f"({s} {name.spelled})", (name.spelled, "", shown, ""), False
        )  # fmt: skip


def _from_example(example, parts, name, _chance):
    signoff = example.replace("Jane Doe", name.spelled).replace("JANE DOE", name.capitals)
    is_spelled = "Jane Doe" in example or "JANE DOE" not in example
    creator = name.spelled if is_spelled else name.from_capitals
    return signoff, (parts[0].replace("Jane Doe", creator), *parts[1:]), True


def _from_form(form, qualifier, origin, via, agency, others, name, chance):
    given = {"n": name.spelled, "N": name.capitals, "a": agency, "b": chance.choice(others)}
    creator = name.from_capitals if "{N}" in form else name.spelled
    # A last “Foto” says what it is, not who made it.
    origin, via = (given.get(part, "").removesuffix(" Foto") for part in (origin, via))
    return form.format(**given), (creator, qualifier, origin, via), False


def _from_leading(form, qualifier, signature, name, _chance):
    signoff = form.format(s=signature, n=name.spelled, N=name.capitals)
    creator = name.from_capitals if "{N}" in form else name.spelled
    origin = signature.removesuffix(" FOTO").removesuffix(" Foto")
    return signoff, (creator, qualifier, origin, ""), False
