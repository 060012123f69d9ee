"""System checks of the project. docs/checks.md explains each."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from newsroom import catalogues


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
