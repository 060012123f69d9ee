"""Fields of models that keep what is stored in one form, so that no caller has to remember it.

Text has one spelling: composed Unicode (NFC) without invisible characters; forms, imports, factories
and queries all pass through the field. Moments and days lie within bounds: what is typed is refused
with a sentence, what the code would store outside raises, and a row from elsewhere is read as the
bound. In migrations they are Django's own fields.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from text import datetimes, normalise
from text.forms import FIRST_YEAR, BoundedDateField, BoundedDateTimeField

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


# Types of what is assigned to a field and of what it gives, as django-stubs has them.
_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)


class MomentField(models.DateTimeField[_ST, _GT]):
    """A moment between `datetimes.EARLIEST` and `LATEST`.

    `first_year`, where it is given, is the first in a row and in forms alike; otherwise people may
    type from FIRST_YEAR on. With `in_minutes` seconds count up to the next whole minute: for a moment
    that something must wait for, which forms show and propose without seconds.
    """

    def __init__(
        self, *args: Any, first_year: int | None = None, in_minutes: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first_year = first_year or FIRST_YEAR
        self.earliest = datetimes.EARLIEST
        if first_year:  # which begins earlier in the east
            self.earliest = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=1)
        self.in_minutes = in_minutes

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._kept(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return super().get_db_prep_save(self._kept(value), connection)

    def get_prep_value(self, value: Any) -> Any:
        return self._clamped(super().get_prep_value(value))  # rows are compared with it

    def from_db_value(self, value: Any, *_args: object) -> Any:
        return self._clamped(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        kwargs["form_class"] = BoundedDateTimeField
        return super().formfield(first_year=self.first_year, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", list(args), kwargs

    def _clamped(self, value: Any) -> Any:
        is_moment = isinstance(value, datetime)
        return min(max(value, self.earliest), datetimes.LATEST) if is_moment else value

    def _kept(self, value: Any) -> Any:
        """Return a moment as it is stored. Raises ValueError for one outside the bounds."""
        if not isinstance(value, datetime):
            return value
        if not self.earliest <= value <= datetimes.LATEST:
            raise ValueError(f"{self.model.__name__}.{self.name} cannot be {value}")
        return datetimes.next_minute(value) if self.in_minutes else value


class DayField(models.DateField[_ST, _GT]):
    """A day between those of `datetimes.EARLIEST` and `LATEST`; `first_year` as MomentField has it."""

    def __init__(self, *args: Any, first_year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_year = first_year or FIRST_YEAR
        self.bounds = (
            datetimes.EARLIEST.replace(year=first_year or datetimes.EARLIEST.year).date(),
            datetimes.LATEST.date(),
        )

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        first, last = self.bounds
        if isinstance(value, date) and not first <= value <= last:
            raise ValueError(f"{self.model.__name__}.{self.name} cannot be {value}")
        return super().get_db_prep_save(value, connection)

    def from_db_value(self, value: Any, *_args: object) -> Any:
        first, last = self.bounds
        return min(max(value, first), last) if value else value

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        kwargs["form_class"] = BoundedDateField
        return super().formfield(first_year=self.first_year, **kwargs)

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", list(args), kwargs
