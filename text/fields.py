"""Text fields that store one spelling: composed Unicode (NFC) without invisible characters.

Forms, imports, factories and queries all pass through the field, so no caller has to remember it. In
migrations they are Django's own fields.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models

from text import normalise

# What a field deconstructs into: name, path, positional and keyword arguments.
Deconstructed = tuple[str, str, list[Any], dict[str, Any]]


class _NormalisedField(models.Field[Any, str]):
    """Normalises text on its way in from forms, into queries and into rows."""

    spelling: Callable[[str], str] = staticmethod(normalise.normalise)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.spelling(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return self.spelling(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class LineField(_NormalisedField, models.CharField[str, str]):
    """One line of plain text: a headline, a name, a credit. Never HTML."""

    spelling = staticmethod(normalise.one_line)

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), kwargs


class PlainField(_NormalisedField, models.TextField[str, str]):
    """Plain text of any length: a standfirst, a caption, terms. Never HTML."""

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", list(args), kwargs


class AddressField(_NormalisedField, models.URLField[str, str]):
    """A web address; one typed without a scheme means https."""

    spelling = staticmethod(normalise.one_line)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(assume_scheme="https", **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", list(args), kwargs
