"""What a reader is answered, as tests compare it, and how its HTML is read.

Knows nothing of stories: a test says which words it looks for.
"""

import json
from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True)
class Answer:
    """All that a reader gets: status, headers, bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def header(self):
        return dict(self.headers)

    @property
    def text(self):
        """Headers and body as one text. Of a picture, its headers."""
        is_text = not self.header.get("Content-Type", "").startswith("image/")
        body = self.body.decode() if is_text else ""
        return "\n".join([*(f"{name}: {value}" for name, value in self.headers), body])


def ask(client, address, method="get", **headers):
    """The answer at a public address. Such an answer sets no cookie and never asks who is there."""
    response = getattr(client, method)(address, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    # A page that is never cached says when it was made.
    sent = {name: value for name, value in response.headers.items() if name != "Expires"}
    assert not response.cookies, f"{address} sets a cookie"
    session = response.wsgi_request.session
    assert not session.accessed, f"{address} was made with a look at the session or the user"
    return Answer(response.status_code, tuple(sorted(sent.items())), body)


def shown_in(answer, marked):
    """Which of the words are in the answer, whatever the case.

    The terms of a picture travel in its files, for whoever takes one; no page has them.
    """
    if answer.header.get("Content-Type", "").startswith("image/"):
        marked = set(marked) - {"QTERMSZ"}
    text = answer.text.lower()
    return {word for word in marked if word.lower() in text}


class Page(HTMLParser):
    """What on an HTML page could run or could not be under the policy, and its structured data."""

    def __init__(self, html):
        super().__init__()
        self.wrong, self.json_ld, self._in_json = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self._in_json = tag == "script" and attributes.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and (not self._in_json or "src" in attributes)):
            self.wrong.append(tag)
        self.wrong += [
            f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")
        ]

    def handle_endtag(self, tag):
        self._in_json = False

    def handle_data(self, data):
        if self._in_json:
            self.json_ld.append(json.loads(data))
