"""The article's form, and the form of a verb. They check what was entered; rules are elsewhere."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.model_admin import row_counts
from articles import press
from articles.candidate import earliest_publication
from articles.conflicts import Conflict
from articles.editor import BodyWidget
from articles.models import Article, Placement
from articles.topics.forms import TopicsField
from articles.topics.services import line_of
from articles.verbs import EDITABLE, Verb
from attribution.wording import house_time
from editions import body
from editions.kinds import CHOICES
from editions.models import Edition
from images.forms import PictureInput
from images.models import Image
from text.forms import BoundedDateTimeField


class ArticleForm(forms.ModelForm[Article]):
    """The copy. Refuses to save over a version that the writer has not seen; the input stays."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # What a colleague changed meanwhile, merged into what was posted: then the save is refused.
    conflict: Conflict | None = None

    class Meta:
        model = Article
        fields = (
            "section",
            "kicker",
            "headline",
            "standfirst",
            "dateline",
            "body",
            "provenance",
            "tags",
            "language",
            "embargo_until",
            "due_at",
            "slugline",
            "urgency",
            "assignee",
        )
        widgets = {
            "headline": forms.Textarea({"rows": 2}),
            "standfirst": forms.Textarea({"rows": 3}),
            "body": BodyWidget,
        }
        field_classes = {"tags": TopicsField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version
        if self.instance.pk and "tags" in self.initial:
            self.initial["tags"] = line_of(self.instance, self.initial["tags"])

    def clean_body(self) -> str:
        """Return the HTML of the text. Refuse one that is too long, and pictures not in the library."""
        html: str = self.cleaned_data["body"]
        if len(html) > body.LONGEST:
            raise ValidationError(
                _(
                    "The text has %(count)d characters, and at most %(limit)d can be saved. Divide it."
                ),
                params={"count": len(html), "limit": body.LONGEST},
            )
        ids = {figure.image_id for figure in body.figures(html)}
        if ids - set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True)):
            raise ValidationError(
                _("A picture in the text is not in the library. Take it out, or choose another.")
            )
        return html

    def clean(self) -> dict[str, Any]:
        """Return the fields. Refuse to save over a version that the writer has not seen."""
        cleaned = super().clean() or {}
        if self.instance.pk:
            self._require_current_version(cleaned.get("seen_version"))
        return cleaned

    def _require_current_version(self, seen_version: int | None) -> None:
        """Raise ValidationError when the copy moved on or a colleague saved another version.

        Runs in the transaction of the save, so the lock holds until it is done. A version that was
        saved since the post was merged is merged when the form is posted once more.
        """
        current = Article.objects.select_for_update().get(pk=self.instance.pk)
        if current.stage not in EDITABLE:
            raise ValidationError(
                _("It became %(stage)s a moment ago. Your words are still here and not saved."),
                params={"stage": current.get_stage_display()},
            )
        if current.version == seen_version and self.conflict is None:
            return
        last = current.revisions.select_related("created_by").latest("number")
        if self.conflict is None:  # saved between the merge of this post and its lock
            advice = _("Save again: then it is merged into your text.")
        elif self.conflict.questions:
            advice = _(
                "Choose below what stays where both of you changed the same, and save again."
            )
        else:
            advice = _("Read below what was merged into your text, and save again.")
        raise ValidationError(
            _(
                "%(who)s saved version %(number)d at %(time)s, while you were writing. Your words are "
                "still here and not saved. %(advice)s"
            ),
            params={
                "who": last.created_by,
                "number": last.number,
                "time": house_time(last.created_at),
                "advice": advice,
            },
        )


class LeadForm(forms.ModelForm[Placement]):
    """The lead picture of a piece of copy."""

    image = forms.ModelChoiceField(
        Image.objects.all(),
        label=capfirst(_("picture")),
        widget=PictureInput({"data-text-fields": "caption alt"}),
        required=False,
    )

    class Meta:
        model = Placement
        fields = ("image", "caption", "alt")
        widgets = {
            "caption": forms.Textarea({"rows": 2}),
            "alt": forms.Textarea({"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        """Return the fields. Refuse a caption or an alternative text without a picture."""
        cleaned = super().clean() or {}
        has_text = cleaned.get("caption") or cleaned.get("alt")
        if has_text and not cleaned.get("image") and not self.instance.pk:
            raise ValidationError({"image": _("These words have no picture. Choose one.")})
        return cleaned


class UniqueRowsFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Rows of which no two may be alike, and which may exchange what they hold."""

    def clean(self) -> None:
        """Refuse a row like one of the article that was not posted, which Django does not compare."""
        super().clean()
        posted = {form.instance.pk for form in self.initial_forms}
        others = {self._key(row) for row in self.get_queryset() if row.pk not in posted}
        deleted = self.deleted_forms
        for form in self.forms:
            is_entered = form.is_valid() and form.has_changed() and form not in deleted
            if is_entered and self._key(form.instance) in others:
                raise ValidationError(
                    _("“%s” stands in the copy already. Open the article again to change it.")
                    % form.instance
                )

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """Take changed rows away before they are written, each under its id.

        One after the other, the first of two that change places would be like the second.
        """
        deleted = self.deleted_forms
        changed = [f.instance.pk for f in self.initial_forms if f.has_changed() or f in deleted]
        if commit:
            self.get_queryset().model.objects.filter(pk__in=changed).delete()
        return super().save_existing_objects(commit)

    def _key(self, row: Any) -> tuple[Any, ...]:
        """Return what no two rows of one article may have in common."""
        names = [
            name
            for constraint in row._meta.constraints
            if isinstance(constraint, UniqueConstraint)
            for name in constraint.fields
            if name != self.fk.name
        ]
        return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


class LeadFormSet(UniqueRowsFormSet):
    """A lead whose picture was removed is deleted."""

    def _should_delete_form(self, form: LeadForm) -> bool:
        is_emptied = form.instance.pk and not form.cleaned_data.get("image")
        # Django documents it for overriding; django-stubs do not know it.
        return super()._should_delete_form(form) or bool(is_emptied)  # type: ignore[misc]


def renumber_formset_rows(data: QueryDict, prefix: str, known: set[str]) -> QueryDict:
    """Return the posted rows of an inline where a colleague has deleted some of them meanwhile.

    `known` are the ids of the rows that there are. A row that is gone is posted as a new one, so that
    what was entered in it can be saved again. Raise BadRequest as `row_counts` does.
    """
    first, total = row_counts(data, prefix)
    rows = [
        {key: values for key, values in data.lists() if key.startswith(f"{prefix}-{number}-")}
        for number in range(total)
    ]
    existing = [n for n in range(first) if data.get(f"{prefix}-{n}-id") in known]
    if len(existing) == first:
        return data
    data = data.copy()
    gone = [n for n in range(total) if n not in existing]
    for new, old in enumerate([*existing, *gone]):
        for key, values in rows[old].items():
            data.setlist(f"{prefix}-{new}-{key.removeprefix(f'{prefix}-{old}-')}", values)
        if old in gone:
            data[f"{prefix}-{new}-id"] = ""
    data[f"{prefix}-INITIAL_FORMS"] = str(len(existing))
    return data


class VerbForm(forms.Form):
    """What a verb's page asks for. `version` is the one that the user saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(required=False, widget=forms.Textarea({"rows": 3}), max_length=4000)

    def __init__(self, *args: Any, verb: Verb, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = str(verb.note_label)
        self.fields["note"].help_text = str(verb.note_help)
        self.fields["note"].widget.attrs["aria-required"] = str(verb.note_required).lower()

    def options(self) -> dict[str, Any]:
        """Return the keyword arguments for the verb."""
        return {"note": self.cleaned_data["note"]}


class KindForm(VerbForm):
    """What a further edition is. Not asked while readers have nothing."""

    kind = forms.ChoiceField(
        label=_("This edition is"),
        widget=forms.RadioSelect,
        choices=CHOICES,
        initial=Edition.Kind.UPDATE,
        required=False,
    )
    field_order = ("version", "kind", "goes_live_at", "note", "replaces", "has_new_address")

    def __init__(
        self, *args: Any, article: Article, at: datetime | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at = at or timezone.now()
        if press.edition_before(article, self.at):
            self.fields["note"].help_text = _(
                "With a correction: what was wrong and what is right. Readers see it."
            )
        else:
            del self.fields["kind"]

    def options(self) -> dict[str, Any]:
        kind = self.cleaned_data.get("kind") or Edition.Kind.UPDATE
        return {**super().options(), "kind": kind}


class PublishForm(KindForm):
    """When it goes live, and what a further edition is."""

    goes_live_at = BoundedDateTimeField(
        label=_("Goes live at"),
        required=False,
        help_text=_("Leave empty to publish now."),
    )
    has_new_address = forms.BooleanField(
        label=_("A new address, from the headline"),
        required=False,
        help_text=_("With a correction, where the old address says something wrong."),
    )
    replaces = forms.ChoiceField(
        label=_("The note takes the place of"),
        required=False,
        help_text=_("With a correction, where an earlier note was wrong."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, article=article, **kwargs)
        at = self.at
        self._offer_correction(article, at)
        earliest = earliest_publication(article, at=at)
        if earliest > at:
            self.fields["goes_live_at"].initial = earliest

    def _offer_correction(self, article: Article, at: datetime) -> None:
        """Leave out what there is nothing to choose of: a new address, an earlier note."""
        before = press.edition_before(article, at)
        if before is None or press.slug_for(article, at, from_headline=True) == before.slug:
            del self.fields["has_new_address"]
        if before is None or not before.corrections:
            del self.fields["replaces"]
        else:
            replaces = cast(forms.ChoiceField, self.fields["replaces"])
            replaces.choices = [
                ("", _("none: it is a further note")),
                *((entry["at"], entry["note"]) for entry in before.corrections),
            ]

    def options(self) -> dict[str, Any]:
        goes_live_at = self.cleaned_data["goes_live_at"]
        if goes_live_at == self.at.replace(second=0, microsecond=0):
            goes_live_at = None  # the minute that has begun, as it may while somebody reads: now
        correction = press.Correction(
            has_new_address=self.cleaned_data.get("has_new_address", False),
            replaces=self.cleaned_data.get("replaces", ""),
        )
        return {
            **super().options(),
            "goes_live_at": goes_live_at,
            "correction": correction,
        }
