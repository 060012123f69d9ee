"""Where an item says that its pictures are. Only what may ever be fetched or looked up is kept."""

import re
from urllib.parse import unquote, urlsplit

from text import normalise

_NAME = re.compile(r"(?:\./)?[^/\\:?#\x00-\x1f]+(?:/[^/\\:?#\x00-\x1f]+)*")


def valid_href(href: str | None) -> str:
    """Return an http or https address, or a name below the delivery's own place; else "".

    `file:`, `javascript:` and other schemes, paths that go up or begin at a root, and addresses
    with a user name in them are dropped.
    """
    href = (href or "").strip()
    try:
        parts = urlsplit(href)
        if parts.scheme in ("http", "https"):
            return href if parts.hostname and parts.username is None else ""
    except ValueError:
        return ""
    if parts.scheme or not _NAME.fullmatch(href) or ".." in href.split("/"):
        return ""
    return href.removeprefix("./").strip()


def url_path(href: str) -> str:
    """Return the path of an address, without its host and its query; "" where there is none."""
    try:
        return unquote(urlsplit(href).path)
    except ValueError:
        return ""


def file_name(href: str) -> str:
    """Return the file name at the end of an address or path; "" where there is none."""
    return normalise.one_line(url_path(href).rsplit("/", 1)[-1])[:500]
