"""What a server runs. Without NEWSROOM_MODE it is production, which refuses a missing secret."""

import codecs
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_django = get_wsgi_application()
_REFUSAL = b"Text is taken in UTF-8 only."


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request: Django does. 400 for text in another encoding, on which Django fails."""
    if is_utf_8(environ.get("CONTENT_TYPE", "")):
        return _django(environ, start_response)
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(_REFUSAL)))]
    start_response("400 Bad Request", headers)
    return [_REFUSAL]


def is_utf_8(content_type: str) -> bool:
    """Return whether a Content-Type states UTF-8, or no encoding."""
    try:
        _type, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name == "utf-8"
    except (ValueError, LookupError):
        return False
