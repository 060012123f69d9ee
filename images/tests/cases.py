"""Generated cases of rights: basis, contract, dates, rulings, restrictions, withdrawal, all mixed;
and the sentence of each rule.

Used where the verdict itself is tested, and where every surface is held to the verdict.
"""

import random
from collections import namedtuple
from datetime import timedelta

from images.models import Image, Lease
from newsroom.tests.factories import make_agency, make_contract

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NONE, EARLIER, PAST, SOON, LATER = None, -2 * HOUR, -HOUR, HOUR, 2 * HOUR
WINDOWS = {
    "none": (NONE, NONE),
    "not yet": (SOON, NONE),
    "within": (PAST, SOON),
    "over": (NONE, PAST),
    "all over": (EARLIER, PAST),
}
LEASES = {
    "none": [],
    "allow": [("allow", PAST, SOON)],
    "deny": [("deny", PAST, SOON)],
    "both": [("allow", PAST, SOON), ("deny", PAST, SOON)],
    "allow, over": [("allow", EARLIER, PAST)],
    "allow, not yet": [("allow", SOON, LATER)],
    "deny, over": [("deny", EARLIER, PAST)],
}
# What the agency that sent it says of its use.
SOURCES = {
    "says nothing": {},
    "killed": {"status": "canceled", "held_at": PAST},
    "killed, overruled": {"status": "canceled", "held_at": PAST, "overruled": True},
    "embargo": {"embargo_until": SOON},
    "embargo, over": {"embargo_until": PAST, "expires_at": SOON},
    "embargo without end": {"embargo_indefinite": True},
    "expired": {"expires_at": PAST},
    "all of it, overruled": {
        "status": "unknown",
        "held_at": PAST,
        "embargo_indefinite": True,
        "expires_at": PAST,
        "overruled": True,
    },
}
# Each agency of the cases, with what its picture contract says.
PARTIES = {
    None: None,
    "in force": {},
    "over": {"over": True},
    "without": None,
    "leaves one out": {"does_not_cover": "in force"},
    "ten days": {"archive_days": 10},
    "used up": {"monthly_quota": 1},
}
UNCLEAR = "Not for lamplighters"  # which nobody has ruled on
TERMS = (
    *(
        "",
        "JAPAN OUT",
        "VIETNAM OUT",
        "NO INTERNET",
        "7 DAYS",
        "21 DAYS",
        "ONE TIME USE",
        "NO ARCHIVES",
    ),
    UNCLEAR,
)
SPACE = {
    "basis": ("unknown", "staff", "agency", "agency", "agency"),
    "caption": ("Chú thích.", "Chú thích.", ""),
    "creator": ("", "Trần Văn Bình"),
    "origin": tuple(PARTIES),
    "via": (None, None, None, *PARTIES),
    "window": tuple(WINDOWS),
    "lease": tuple(LEASES),
    "withdrawn": (NONE, NONE, PAST, SOON),
    "source": (*["says nothing"] * 10, *SOURCES),
    "terms": TERMS,
    "printed": (None, None, 2, 12, 40),  # days ago
}
Case = namedtuple("Case", SPACE)
STORY = 2**40  # the story in which the printed ones were printed
FILES = {"": {"jpg": ["", [[320, 213]]]}}


ENGLISH = {
    "withdrawn": "It has been withdrawn. Choose another picture.",
    "held_by_source": (
        "The agency that sent it does not allow its use any more. Its page says why."
    ),
    "under_embargo": "The agency that sent it does not allow it yet. Its page says until when.",
    "denied": "The picture desk has ruled that it may not be used. Its page says why.",
    "no_credit": "It has no credit. Enter a creator or an agency of origin.",
    "no_caption": "It has no caption. Say what is to be seen, where and when.",
    "no_basis": (
        "Nobody has said by what right it may be used. Choose its rights, or ask the picture desk."
    ),
    "no_contract": "There is no picture contract in force with %(agency)s, which supplied it.",
    "not_covered": "The contract with %(agency)s does not cover pictures of %(origin)s.",
    "over_quota": "This month’s quota of pictures from %(agency)s is used up.",
    "out_of_archive": "The contract with %(agency)s gives it no longer time on our pages.",
    "too_early": "It may not run yet on that day.",
    "expired": "The time for which it may run is over on that day.",
    "terms_over": "The time that its terms give is over.",
    "terms_not_understood": (
        "Its terms hold a wording that nobody has ruled on yet: %(not_understood)s."
    ),
    "territory_excluded": "Its terms bar it where this paper appears.",
    "online_excluded": "Its terms keep it off websites.",
    "printed_elsewhere": "Its terms allow one use, and another story has had it.",
    "archive_prohibited": "Its terms keep it out of archives, and it was printed long ago.",
}


def generated(number):
    """Cases spread evenly over the whole space, the same in every run."""
    chance = random.Random(20240608)  # noqa: S311
    return [Case(*(chance.choice(values) for values in SPACE.values())) for _ in range(number)]


def expected(case, use):  # noqa: C901, PLR0912  an oracle apart from the code: one branch a rule
    """The rules once more, in plain words and without a database: what is final, and what is not.

    `use` is "print", "print again" in the story that had it, or "show".
    """
    final, overridable = [], []
    supplier = case.via or case.origin
    contract = PARTIES[supplier]
    by_contract = case.basis == "agency"
    in_force = contract is not None and "over" not in contract
    printed = case.printed or 0
    if case.withdrawn == PAST:
        final.append("withdrawn")
    if case.source in ("killed", "expired"):
        final.append("held_by_source")
    if case.source in ("embargo", "embargo without end"):
        final.append("under_embargo")
    if case.lease in ("deny", "both"):
        final.append("denied")
    if not case.creator and not case.origin and not case.via:
        final.append("no_credit")
    if not case.caption and use != "show":
        final.append("no_caption")
    if case.basis == "unknown":
        overridable.append("no_basis")
    if by_contract and not in_force:
        overridable.append("no_contract")
    if by_contract and supplier == "leaves one out" and case.origin == "in force":
        overridable.append("not_covered")
    if by_contract and supplier == "used up" and not printed and use != "show":
        overridable.append("over_quota")
    if by_contract and supplier == "ten days" and printed >= 10:
        overridable.append("out_of_archive")
    if case.window == "not yet":
        overridable.append("too_early")
    if case.window in ("over", "all over"):
        overridable.append("expired")
    if case.terms == "7 DAYS":
        overridable.append("terms_over")
    if case.terms == UNCLEAR and use != "show":
        overridable.append("terms_not_understood")
    if case.terms == "VIETNAM OUT":
        overridable.append("territory_excluded")
    if case.terms == "NO INTERNET":
        overridable.append("online_excluded")
    if case.terms == "ONE TIME USE" and printed and use == "print":
        overridable.append("printed_elsewhere")
    if case.terms == "NO ARCHIVES" and printed >= 30:
        overridable.append("archive_prohibited")
    return final, overridable


def sentence(code, image):
    """What a rule says of a picture."""
    named = {"agency": image.via or image.origin or "an agency", "origin": image.origin}
    wordings = ", ".join(f"“{wording}”" for wording in image.terms_not_understood)
    return ENGLISH[code] % {**named, "not_understood": wordings}


def is_blocked(case, use):
    """Whether something final stands against it, or something that no ruling overrides."""
    final, overridable = expected(case, use)
    return bool(final or (overridable and case.lease not in ("allow", "both")))


def balanced(number):
    """A third that may be printed, for most combinations may not."""
    every = generated(number * 20)
    usable = [case for case in every if not is_blocked(case, "print")][: number // 3]
    blocked = [case for case in every if is_blocked(case, "print")]
    return usable + blocked[: number - len(usable)]


def make(cases, *, now, by):
    """The pictures of the cases, as rows alone: [(case, image)]."""
    agencies = _agencies(now)
    images = [_image(number, case, agencies, now) for number, case in enumerate(cases)]
    # The one picture that uses the quota up. It is no case.
    used = Case("agency", "", "", "used up", None, "none", "none", NONE, "says nothing", "", None)
    images.append(_image(len(cases), used, agencies, now))
    images[-1].first_printed_at = now
    images = Image.objects.bulk_create(images)[: len(cases)]
    Lease.objects.bulk_create(
        Lease(
            image=image,
            kind=kind,
            starts_at=now + starts,
            ends_at=now + ends,
            reason="–",
            given_by=by,
        )
        for case, image in zip(cases, images, strict=True)
        for kind, starts, ends in LEASES[case.lease]
    )
    return list(zip(cases, images, strict=True))


def _agencies(now):
    agencies = {None: None}
    for name in filter(None, PARTIES):
        agencies[name] = make_agency(name, contracts=())
    for name, terms in PARTIES.items():
        if terms is None:
            continue
        terms = dict(terms)
        left_out = terms.pop("does_not_cover", None)
        if terms.pop("over", False):
            make_contract(agencies[name], since=now - 400 * DAY, days=300)
            continue
        contract = make_contract(agencies[name], since=now, **terms)
        contract.does_not_cover.set([agencies[left_out]] if left_out else [])
    return agencies


def _image(number, case, agencies, now):
    def random_moment(offset):
        return None if offset is None else now + offset

    image = Image(
        original=f"{number}.jpg",
        format="jpg",
        width=900,
        height=600,
        size=1,
        sha256=f"case{number:060}",
        rights=case.basis,
        caption=case.caption,
        alt="Cây cầu.",
        creator=case.creator,
        origin=agencies[case.origin],
        via=agencies[case.via],
        usable_from=random_moment(WINDOWS[case.window][0]),
        usable_until=random_moment(WINDOWS[case.window][1]),
        withdrawn_at=random_moment(case.withdrawn),
        **_source_columns(SOURCES[case.source], random_moment),
        instructions=case.terms,
        uploaded_at=now,
        date_created=now - 20 * DAY,
        first_printed_at=case.printed and now - case.printed * DAY,
        first_story_id=case.printed and STORY,
        files=FILES,
    )
    image.read_restrictions()
    return image


def _source_columns(terms, at_offset):
    """The columns of what the source says; its times are offsets."""
    times = ("held_at", "embargo_until", "expires_at")
    return {
        f"source_{name}": at_offset(value) if name in times else value
        for name, value in terms.items()
    }
