"""The article's form as posted, read as a content and written back as one.

A content is that of articles/snapshot.py; articles/merging.py works on nothing else. What was entered
and cannot be read stays as it was entered.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from articles.models import Article, Placement
from editions import body, topics
from images.models import Image
from text.datetimes import parse_datetime
from text.integers import parse_digits

# The parts that are rows of their own, with the prefix of the inline that edits them.
ROWS = {"lead": "placements", "byline": "bylines", "agencies": "agency_credits"}
_NAMED = {"byline": "author", "agencies": "agency"}
_TEXTS = ("kicker", "headline", "standfirst", "dateline", "body", "slugline")
_MOST_ROWS = 100  # of an inline, that are read: more than anybody enters
Row = dict[str, str]


class Posted:
    """A form as posted. `data` is a copy, and is what `write` changes."""

    def __init__(self, form: forms.BaseForm, data: QueryDict) -> None:
        self._form, self.data = form, data.copy()

    def content(self, article: Article) -> dict[str, Any]:
        """Return the content that was entered, without rows that were not posted.

        A text that cannot be saved is as it was entered; of other values that cannot be read, None.
        """
        content = {name: self._value(name) for name in self._form.fields if name != "seen_version"}
        rows = {"lead": self._lead(), **self._names(article)}
        return {**content, **{key: rows[key] for key in ROWS if self._has_rows(ROWS[key])}}

    def write(self, key: str, value: Any, article: Article) -> None:
        """Write one part of a content in the place of what was posted."""
        if key == "lead":
            self._write_lead(value, article)
        elif key in _NAMED:
            self._write_rows(key, value or (), article)
        else:
            self._write_field(key, value)

    def _value(self, name: str) -> Any:
        field = self._form.fields[name]
        entered = field.widget.value_from_datadict(self.data, MultiValueDict(), name)
        try:
            value = field.clean(entered)
        except ValidationError:
            value = entered if name in _TEXTS else None
        if name == "body":
            return body.clean(value or "")
        if isinstance(value, Model):
            return {"id": value.pk, "name": str(value)}
        if name == "tags":
            return sorted(value or ())
        return value.isoformat() if isinstance(value, datetime) else value

    def _write_field(self, name: str, value: Any) -> None:
        field = self._form.fields[name]
        widget = field.widget
        if name == "tags":
            value = topics.names_to_line(value or ())
        elif isinstance(field, forms.ModelChoiceField):
            value = value["id"] if value else None
        elif isinstance(field, forms.DateTimeField):
            value = parse_datetime(value)
        if isinstance(widget, forms.MultiWidget):
            names = widget.widgets_names  # type: ignore[attr-defined]  # documented, and not in the stubs
            values = widget.decompress(value) or ()
            for sub, suffix, part in zip(widget.widgets, names, values, strict=False):
                self.data[name + suffix] = _text(sub.format_value(part))
        else:
            self.data[name] = _text(widget.format_value(value))

    def _lead(self) -> dict[str, Any] | None:
        row = next(iter(self._rows(ROWS["lead"])), {})
        if row.get("DELETE") or not (row.get("image") or row.get("caption") or row.get("alt")):
            return None
        number = parse_digits(row.get("image", "")) or 0
        texts = {name: row.get(name, "") for name in ("caption", "alt")}
        image = Image.objects.filter(pk=number).first()
        return {"id": number, "name": str(image) if image else "", **texts}

    def _write_lead(self, lead: Mapping[str, Any] | None, article: Article) -> None:
        current = article.placements.filter(place=Placement.Place.LEAD).first()
        row = {"id": _text(current and current.pk)}
        for name, key in (("image", "id"), ("caption", "caption"), ("alt", "alt")):
            row[name] = _text(lead and lead.get(key))
        self._replace_rows(ROWS["lead"], [row], 1 if current else 0)

    def _names(self, article: Article) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of authors and agencies, in their order, with the names of those there are."""
        names = {}
        for key, name in _NAMED.items():
            prefix = ROWS[key]
            rows = [row for row in self._rows(prefix) if row.get(name) and not row.get("DELETE")]
            rows.sort(key=lambda row: parse_digits(row.get("order", "")) or 0)
            model = cast(Any, getattr(article, prefix).model._meta.get_field(name).related_model)
            ids = [number for row in rows if (number := parse_digits(row[name])) is not None]
            existing = model.objects.in_bulk(ids)
            names[key] = [
                {"id": number, "name": str(existing.get(number, row[name])), "order": row["order"]}
                for row in rows
                for number in [parse_digits(row[name]) or 0]
            ]
        return names

    def _write_rows(self, key: str, refs: Iterable[Mapping[str, Any]], article: Article) -> None:
        """Post exactly these rows: those that there are keep their id, others are new or go."""
        prefix, name = ROWS[key], _NAMED[key]
        expected = {str(ref["id"]): ref.get("order") for ref in refs if not ref.get("wire_item")}
        current = getattr(article, prefix).order_by("order", "pk")
        current = current.filter(wire_item=None) if key == "agencies" else current
        rows: list[Row] = []
        for row in current:
            number = str(getattr(row, f"{name}_id"))
            entry = {"id": str(row.pk), name: number, "order": str(row.order)}
            if number not in expected:
                entry["DELETE"] = "on"
            elif (order := expected.pop(number)) is not None:
                entry["order"] = order
            rows.append(entry)
        existing = len(rows)
        rows += [{"id": "", name: n, "order": order or "0"} for n, order in expected.items()]
        self._replace_rows(prefix, rows, existing)

    def _has_rows(self, prefix: str) -> bool:
        return f"{prefix}-TOTAL_FORMS" in self.data

    def _rows(self, prefix: str) -> list[Row]:
        total = min(parse_digits(self.data.get(f"{prefix}-TOTAL_FORMS", "")) or 0, _MOST_ROWS)
        fields = ("id", "order", "author", "agency", "image", "caption", "alt", "DELETE")
        return [
            {field: self.data.get(f"{prefix}-{n}-{field}", "") for field in fields}
            for n in range(total)
        ]

    def _replace_rows(self, prefix: str, rows: list[Row], existing: int) -> None:
        for key in [key for key in self.data if key.startswith(f"{prefix}-")]:
            del self.data[key]
        self.data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        self.data[f"{prefix}-INITIAL_FORMS"] = str(existing)
        for number, row in enumerate(rows):
            for name, value in row.items():
                self.data[f"{prefix}-{number}-{name}"] = value


def _text(value: object) -> str:
    return "" if value is None else str(value)
