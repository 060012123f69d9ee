"""Why the credit of a picture is proposed, as the desk sees it: on the picture's page and at intake."""

from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from attribution.models import Agency
from images.credits import reasons
from images.models import Image

_FIELDS = ("creator", "credit_line", "source", "caption", "instructions")


def because(image: Image) -> reasons.Because:
    """Return what the file of a picture proposes as its credit, and why, as it is read today."""
    stated = image.embedded_metadata.get("fields", {})
    metadata = SimpleNamespace(**{name: stated.get(name) for name in _FIELDS})
    return reasons.because(metadata, agencies=list(Agency.objects.all()))


def because_html(image: Image) -> SafeString:
    return render_to_string("images/_because.html", {"because": because(image)})


def short_html(image: Image) -> SafeString | str:
    """Return the proposed credit and what decided it; "" where the file names nobody."""
    proposed = because(image)
    if not proposed.credit:
        return ""
    return render_to_string("images/_because_short.html", {"because": proposed})
