"""The pictures of a NewsML-G2 item: its own file, or those that its copy points to. Pure."""

from collections.abc import Iterator
from itertools import chain, islice

from lxml.etree import _Element

from text.integers import parse_int
from wires.parsers import nitf
from wires.parsers.newsml_g2_fields import (
    creators_of,
    described,
    dialects_of,
    in_our_language,
    of_rights,
    role_of,
    usage_of,
)
from wires.parsing import bodies
from wires.parsing.parsed import Kind, ParsedPicture
from wires.parsing.strict_xml import children, descendants, find, text_of
from wires.parsing.urls import valid_href

_MAX_PICTURES = 100  # of one item
# Renditions for choosing, small or with a watermark; not for print.
_PREVIEWS = frozenset(("thumbnail", "thumb", "viewimage", "preview", "web"))


def pictures_of(
    item: _Element, content: _Element | None, rights: list[_Element], kind: Kind
) -> tuple[ParsedPicture, ...]:
    """Return the picture of a picture item, or those that copy points to, with their captions."""
    files = _picture_files(item)
    if kind is Kind.PICTURE:
        return _picture(files, content, rights) if files else ()
    if kind is not Kind.TEXT:
        return ()
    inside = find(item, "contentSet")
    pictures = nitf.pictures(inside)
    for inline in descendants(inside, "inlineXML"):
        for dialect in dialects_of(inline):
            pictures += dialect.pictures(inline)
    linked = _linked(find(item, "itemMeta"))
    return tuple(islice(chain(pictures, _beside_copy(files), linked), _MAX_PICTURES))


def _beside_copy(files: list[_Element]) -> Iterator[ParsedPicture]:
    """Yield the files that come with copy. The texts of the item are not theirs."""
    for file in files:
        href = valid_href(file.get("href"))
        if href and file.get("contenttype", "").startswith("image/") and not _is_preview(file):
            width, height = parse_int(file.get("width")), parse_int(file.get("height"))
            yield ParsedPicture(href=href, width=width, height=height)


def _linked(meta: _Element | None) -> Iterator[ParsedPicture]:
    """Yield the pictures that STT sends beside the copy, named in links with their captions."""
    for link in children(meta, "link"):
        href = valid_href(text_of(next(iter(children(link, "filename", "fileName")), None)))
        if href and link.get("contenttype", "").startswith("image/"):
            titles = [
                title for title in children(link, "title") if role_of(title) in ("", "caption")
            ]
            yield ParsedPicture(href=href, caption=in_our_language(titles))


def _picture_files(item: _Element) -> list[_Element]:
    remote = descendants(find(item, "contentSet"), "remoteContent")
    kinds = ("", "image")
    images = [file for file in remote if file.get("contenttype", "").partition("/")[0] in kinds]
    return images or remote


def _is_preview(remote: _Element) -> bool:
    return bodies.code_in(remote, "rendition") in _PREVIEWS


def _picture(
    files: list[_Element], content: _Element | None, rights: list[_Element]
) -> tuple[ParsedPicture, ...]:
    """Return one picture: the largest file that is no preview."""
    ranked = sorted(
        (file for file in files if valid_href(file.get("href"))),
        key=lambda file: (
            not _is_preview(file),
            parse_int(file.get("width")) or 0,
            parse_int(file.get("size")) or 0,
        ),
        reverse=True,
    )
    best = ranked[0] if ranked else files[0]
    return (
        ParsedPicture(
            href=valid_href(best.get("href")),
            caption=described(content, "caption") or described(content, ""),
            alt=described(content, "alttext"),
            creator=text_of(find(content, "by")) or creators_of(content, rights, Kind.PICTURE),
            credit_line=text_of(find(content, "creditline")),
            copyright_notice=of_rights(rights, "copyrightNotice"),
            usage_terms="\n".join(usage_of(rights).terms),
            width=parse_int(best.get("width")),
            height=parse_int(best.get("height")),
        ),
    )
