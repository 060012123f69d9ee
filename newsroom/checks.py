"""System checks for what must hold between apps. docs/checks.md explains each."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import get_resolver

from editions.models import RESERVED
from newsroom import catalogues


@register(Tags.urls)
def first_parts_are_reserved(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Return newsroom.E001 when a section could take the address of another page."""
    first = {
        str(pattern.pattern).split("/")[0] for pattern in get_resolver("editions.urls").url_patterns
    }
    first |= {str(pattern.pattern).split("/")[0] for pattern in get_resolver().url_patterns}
    reserved = {part for part in first if part and "<" not in part} | {
        settings.STATIC_URL.strip("/")
    }
    reserved = {part for part in reserved if "." not in part}  # a slug has no dot
    missing = reserved - RESERVED
    if not missing:
        return []
    return [
        Error(
            f"Addresses that a section could take: {', '.join(sorted(missing))}.",
            hint="Add them to RESERVED in editions/models.py.",
            id="newsroom.E001",
        )
    ]


@register(Tags.translation)
def catalogues_are_compiled(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Return newsroom.E002 for each catalogue whose compiled file is missing or out of date."""
    return [
        Error(
            f"The catalogue {catalogues.name(path)} is not compiled, or has changed since.",
            hint="Run “manage.py compile_catalogues”.",
            id="newsroom.E002",
        )
        for path in catalogues.paths(catalogues.LOCALE)
        if not catalogues.is_current(path)
    ]
