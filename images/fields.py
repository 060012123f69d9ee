"""Fields of pictures that ask functions of ours for a value, a name or a storage.

In migrations they are Django's own fields without these functions, so that no migration imports
code that changes later.
"""

from django.db import models

from text.fields import Deconstructed


class TokenField(models.CharField[str, str]):
    """Text whose default a function of ours makes."""

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.CharField", list(args), kwargs


class StoredFileField(models.FileField):
    """A file that a function of ours names, kept in a storage of its kind."""

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        return name, "django.db.models.FileField", list(args), {**kwargs, "upload_to": ""}
