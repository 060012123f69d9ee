"""Fields of pictures that ask functions of ours for a value, a name or a storage.

In migrations they are Django's own fields without these functions, so that no migration imports
code that changes later.
"""

from django.db import models


class TokenField(models.CharField):
    """Text that a function of ours makes up."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.CharField", args, kwargs


class StoredFileField(models.FileField):
    """A file that functions of ours name, and keep in a storage of its kind."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        return name, "django.db.models.FileField", args, {**kwargs, "upload_to": ""}
