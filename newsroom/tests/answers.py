"""Answers to readers, as tests compare them. Knows nothing of stories."""

from dataclasses import dataclass


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
    """Return the answer at a public address. It sets no cookie and does not depend on the user."""
    response = getattr(client, method)(address, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    # A page that is never cached has the time at which it was made.
    sent = {name: value for name, value in response.headers.items() if name != "Expires"}
    assert not response.cookies, f"{address} sets a cookie"
    session = getattr(response.wsgi_request, "session", None)  # none where the path is refused
    assert session is None or not session.accessed, (
        f"{address} was made with a look at the session or the user"
    )
    return Answer(response.status_code, tuple(sorted(sent.items())), body)


def shown_in(answer, marked):
    """Return which of the marked words are in the answer, in upper or lower case.

    The files of a picture embed its terms; no page has them.
    """
    if answer.header.get("Content-Type", "").startswith("image/"):
        marked = set(marked) - {"QTERMSZ"}
    text = answer.text.lower()
    return {word for word in marked if word.lower() in text}
