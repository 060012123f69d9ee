"""The body field: django-prose-editor with what our stories are made of, and figures of the library.

The server's cleaner is editions/body.py, whatever the editor sends.
"""

from typing import Any

from django import forms
from django.db import models
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import AdminProseEditorWidget

from editions import body
from images.forms import PICKER

EXTENSIONS = {
    "Heading": {"levels": [2, 3]},
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "LibraryFigure": True,
}


class BodyField(ProseEditorField):  # type: ignore[misc]  # the library ships no types
    """HTML that is clean whichever way it was set: by form, by code, by import."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        super().__init__(*args, **kwargs, sanitize=body.clean)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        cleaned: str = body.clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, cleaned)
        return cleaned


class BodyWidget(AdminProseEditorWidget):  # type: ignore[misc]  # the library ships no types
    """The editor with the library's picker."""

    @property
    def media(self) -> forms.Media:
        media: forms.Media = super().media + PICKER
        return media
