"""The demo's accounts, agencies and contracts. Names of agencies are facts; their terms are invented."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from articles import roles
from attribution.models import Agency, Contract

# username: (family name and given name, roles, whether everything is allowed)
ACCOUNTS = {
    "reporter": ("Vũ", "Minh An", (roles.REPORTER,), False),
    "editor": ("Trần", "Thanh Hà", (roles.EDITOR,), False),
    "pictures": ("Lê", "Hoài Nam", (roles.PICTURE_DESK,), False),
    "chief": ("Nguyễn", "Bích Ngọc", (roles.CHIEF_EDITOR,), False),
    "admin": ("Phạm", "Quang Huy", (), True),
}
AGENCIES: dict[str, dict[str, Any]] = {
    "kyodo": {
        "name": "Kyodo",
        "aliases": ["KYODO", "KYODONEWS", "Kyodo News", "共同", "共同通信"],
        "homepage": "https://english.kyodonews.net/",
    },
    "ap": {"name": "AP", "aliases": ["The Associated Press", "Associated Press"]},
    "reuters": {"name": "Reuters", "aliases": ["REUTERS", "Thomson Reuters"]},
    "afp": {
        "name": "AFP",
        "aliases": ["Agence France-Presse"],
        "homepage": "https://www.afp.com/",
    },
    "ttxvn": {
        "name": "TTXVN",
        "aliases": ["Thông tấn xã Việt Nam", "VNA", "Vietnam News Agency"],
        "text_form_en": "VNA",
        "picture_form_en": "VNA",
        "joins_with_slash": True,
    },
    "xinhua": {
        "name": "Tân Hoa xã",
        "aliases": ["Xinhua", "THX", "新华社"],
        "text_form_en": "Xinhua",
        "picture_form_en": "Xinhua",
    },
}
# Terms of contracts besides translation, by agency and service. AFP's text leaves the pages after a
# week, so that the desk's home shows a story that runs out.
TERMS: dict[tuple[str, str], dict[str, Any]] = {
    ("ttxvn", Contract.Service.TEXT): {"may_pass_on": True},
    ("ttxvn", Contract.Service.PICTURE): {"monthly_quota": 6, "may_pass_on": True},
    ("kyodo", Contract.Service.PICTURE): {"monthly_quota": 40},
    ("afp", Contract.Service.TEXT): {"archive_days": 7, "link_required": True, "monthly_quota": 5},
}


def make_accounts() -> dict[str, User]:
    """Create the accounts and return them by username.

    They have no password of their own: only the demo's backend authenticates them.
    """
    users = {}
    for username, (family_name, given_name, groups, is_superuser) in ACCOUNTS.items():
        user = User(
            username=username,
            last_name=family_name,
            first_name=given_name,
            email=f"{username}@example.org",
            is_staff=True,
            is_superuser=is_superuser,
        )
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name__in=groups))
        users[username] = user
    return users


def make_agencies(on: date) -> dict[str, Agency]:
    """Create the agencies, each with a two-year-old contract for text and for pictures, and return them.

    The key is that of AGENCIES.
    """
    agencies = {}
    for key, fields in AGENCIES.items():
        agencies[key] = agency = Agency.objects.create(**fields)
        for service in Contract.Service.values:
            Contract.objects.create(
                agency=agency,
                service=service,
                valid_from=on.replace(year=on.year - 2, day=1),
                may_translate=True,
                **TERMS.get((key, service), {}),
            )
    return agencies
