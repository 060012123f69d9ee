"""Forms of the wire desk: a feed, copy handed in by upload or paste, and a saved filter."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.uploads import UploadForm
from text import normalise
from wires.ingest import folder, safe_http
from wires.models import Feed, SavedFilter
from wires.models.feeds import ZONES

Transport = Feed.Transport


class FeedForm(forms.ModelForm[Feed]):
    """A feed. Which addresses are valid depends on its transport."""

    zone = forms.ChoiceField(
        label=capfirst(Feed._meta.get_field("zone").verbose_name),
        help_text=Feed._meta.get_field("zone").help_text,
        choices=lambda: [("", _("that of its agency")), *((n, n) for n in sorted(ZONES))],
        required=False,
    )

    class Meta:
        model = Feed
        fields = (
            "name",
            "agency",
            "language",
            "zone",
            "active",
            "transport",
            "address",
            "hosts",
            "interval",
            "max_bytes",
            "max_silence_minutes",
        )

    def clean_hosts(self) -> str:
        """Return the hosts, one per line, as the HTTP client reads them."""
        hosts = (self.cleaned_data["hosts"] or "").split()
        wrong = [host for host in hosts if not _is_host(host)]
        if wrong:
            sentence = _("“%s” is no host. Write names alone, such as images.example.com.")
            raise ValidationError(sentence % wrong[0])
        return "\n".join(dict.fromkeys(hosts))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        transport, address = cleaned.get("transport"), (cleaned.get("address") or "").strip()
        if transport and "address" in cleaned:
            try:
                cleaned["address"] = self._address(transport, address)
            except ValidationError as wrong:
                self.add_error("address", wrong)
        if {"address", "transport"} & set(self.changed_data):
            # Validators of another address (ETag, Last-Modified) mean nothing at this one.
            self.instance.etag = self.instance.last_modified = ""
            self.instance.next_poll_at, self.instance.consecutive_failures = None, 0
        return cleaned

    def _address(self, transport: str, address: str) -> str:
        if transport == Transport.HANDED_IN:
            return ""  # never polled
        if not address:
            raise ValidationError(_("Say where its copy arrives."))
        if transport == Transport.POLLED:
            return _fetchable(address)
        return self._folder(address)

    def _folder(self, address: str) -> str:
        try:
            place = folder.resolve(address)
        except folder.FolderError as error:
            raise ValidationError(str(error), code=error.code) from error
        others = Feed.objects.filter(transport=Transport.FOLDER).exclude(pk=self.instance.pk)
        for other in others:
            if _place(other) == place:
                raise ValidationError(
                    _("The feed “%s” takes in this folder already. Choose another.") % other
                )
        return address


class HandInForm(UploadForm):
    """Copy handed in by the desk: pasted text; uploaded files are read by the view."""

    feed = forms.ModelChoiceField(
        Feed.objects.filter(active=True).order_by("name", "pk"),
        label=_("Feed"),
        empty_label=_("choose"),
        error_messages={
            "required": _("Nothing was handed in: choose the feed that it belongs to."),
            "invalid_choice": _(
                "Nothing was handed in: there is no such feed, or it is not active."
            ),
        },
    )
    text = forms.CharField(
        label=_("Or paste copy"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
        help_text=_("The whole of it as it came, with its headers; the reader finds the format."),
    )


class SaveFilterForm(forms.ModelForm[SavedFilter]):
    """The name under which a user saves a filter."""

    class Meta:
        model = SavedFilter
        fields = ("name",)

    def clean_name(self) -> str:
        return normalise.one_line(self.cleaned_data["name"])


def _is_host(entry: str) -> bool:
    try:
        parts = urlsplit(f"//{entry}")
        return (
            bool(parts.hostname) and parts.netloc == entry and "@" not in entry and parts.port != 0
        )
    except ValueError:
        return False


def _fetchable(address: str) -> str:
    """Return an address that the HTTP client accepts. Nothing is fetched to check it."""
    try:
        parts = urlsplit(address)
        host = safe_http.host_of(address)
    except ValueError:
        parts, host = urlsplit(""), ""
    if not host or parts.scheme not in ("http", "https"):
        raise ValidationError(_("It is no address on the web. Begin it with https://."))
    if "@" in parts.netloc:
        raise ValidationError(
            _("An address with a name and password in it is not kept. Ask for one without.")
        )
    return address


def _place(feed: Feed) -> Path | None:
    try:
        return folder.resolve(feed.address)
    except folder.FolderError:
        return None
