"""Text fields that keep one spelling: what is stored is composed (NFC) and has nothing invisible.

Forms, imports, factories and queries all pass here, so no caller has to remember it. In
migrations they are Django's own fields.
"""

from typing import Any

from django.db import models
from django.db.models.base import Model
from django.forms.fields import URLField

from text import normalise


class _Normalised:
    normalise = staticmethod(normalise.normalise)

    def to_python(self, value: str) -> str:
        value = super().to_python(value)
        return self.normalise(value) if isinstance(value, str) else value

    def get_prep_value(self, value: str) -> str:
        value = super().get_prep_value(value)
        return self.normalise(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: Model, add: bool) -> str:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class LineField(_Normalised, models.CharField):
    """One line of plain text: a headline, a name, a credit. Never HTML."""

    normalise = staticmethod(normalise.one_line)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PlainField(_Normalised, models.TextField):
    """Plain text of any length: a standfirst, a caption, terms. Never HTML."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class AddressField(_Normalised, models.URLField):
    """A web address; one typed without a scheme means https."""

    normalise = staticmethod(normalise.one_line)

    def formfield(self, **kwargs: Any) -> URLField:
        return super().formfield(assume_scheme="https", **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
