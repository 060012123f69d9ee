"""Copy for tests, made by a seeded generator: mark-up of every kind around words that occur once.

What has to be kept, and how many words have to be left out for which reason, the generator notes while it
writes; nothing of it comes from the readers that are tested.
"""

import random
import re
from collections import Counter

ALPHABETS = (
    "abcdefghijklmnoprstuvwy",
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéèẻẽẹ",
    "абвгдежзиклмнопрстуфхцч",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "דהוזחטיכלמנסעפצקרש",
    "かきくけこさしすせそたちつてと",
)
CODE, STRUCK, HEADS, PICTURES, EMBEDDED, FORMS, OTHERS = range(7)
EMPTY = tuple(
    re.findall(
        r"\S+",
        "title script style iframe textarea noscript video audio canvas object button figure select svg nav"
        " div p span a b li table x:box s del form",
    )
)
LEFT_OUT = {
    "script": CODE,
    "style": CODE,
    "s": STRUCK,
    "del": STRUCK,
    "strike": STRUCK,
    "title": HEADS,
    "figure": PICTURES,
    "iframe": EMBEDDED,
    "svg": EMBEDDED,
    "object": EMBEDDED,
    "button": FORMS,
    "nav": FORMS,
    "textarea": FORMS,
}
INLINE = ("b", "strong", "i", "em", "sup", "sub", "u", "x:word", "font", "cite")
BLOCKS = ("p", "div", "section", "article", "blockquote", "h2", "h3", "center", "x:box", "address")
SPACE = 'xmlns:x="urn:test:foreign"'


class Copy:
    """A body of copy: `html`, the words that it keeps, and the number of those that it does not."""

    def __init__(self, seed: int, *, is_xml: bool = True) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same copy in every run
        self.is_xml = is_xml
        self.kept: list[str] = []
        self.counts: Counter[int] = Counter()
        self.known: set[str] = set()
        self.html = " ".join(self.flow(3) for _part in range(self.random.randint(1, 5)))
        if not is_xml:  # an ampersand and elements that nobody closes: HTML, and no XML
            self.html = f"<p>{self.text()} & {self.text()}<br>{self.html}<p>{self.text()}"

    def word(self) -> str:
        alphabet = self.random.choice(ALPHABETS)
        while (
            word := "".join(self.random.choices(alphabet, k=self.random.randint(6, 10)))
        ) in self.known:
            pass
        self.known.add(word)
        return word

    def text(self, reason: int | None = None) -> str:
        """Return some words; kept, or left out for a reason."""
        drawn = [self.word() for _word in range(self.random.randint(1, 6))]
        if reason is None:
            self.kept += drawn
            drawn = [self.written(word) for word in drawn]
        else:
            self.counts[reason] += len(drawn)
        return self.random.choice((" ", "  ", "\n", " ")).join(drawn)

    def written(self, word: str) -> str:
        """Return a word as mark-up may write it: with numbers for letters, or an element within it."""
        at, kind = self.random.randrange(1, len(word)), self.random.random()
        if kind < 0.05:
            return f"{word[:at]}&#{ord(word[at])};{word[at + 1 :]}"
        if kind < 0.1:
            return f"{word[:at]}&#x{ord(word[at]):x};{word[at + 1 :]}"
        if kind < 0.15:
            return f"{word[:at]}<b>{word[at:]}</b>"
        if kind < 0.2:
            return f"{word[:at]}<!-- {self.word()} -->{word[at:]}"
        return word

    def line(self) -> str:
        """Return the inside of a paragraph."""
        return " ".join(self.span() for _part in range(self.random.randint(1, 4)))

    def span(self) -> str:
        kind = self.random.random()
        if kind < 0.45:
            return self.text()
        if kind < 0.65:
            return self.inside(self.random.choice(INLINE), self.text())
        if kind < 0.75:
            return f'<a href="https://a.test.invalid/?b=1&amp;c=&gt;" title="a &lt; b">{self.text()}</a>'
        if kind < 0.85:
            tag = self.random.choice(("s", "del", "strike"))
            return self.inside(tag, f"{self.text(STRUCK)} <b>{self.text(STRUCK)}</b>")
        return self.nothing()

    def inside(self, tag: str, content: str) -> str:
        attributes = f" {SPACE}" if tag.startswith("x:") else ""
        return f"<{tag}{attributes}>{content}</{tag}>"

    def nothing(self) -> str:
        """Return mark-up without words that anybody should read."""
        tag = self.random.choice(EMPTY)
        attributes = f" {SPACE}" if tag.startswith("x:") else ""
        return self.random.choice(
            (
                f"<{tag}{attributes}/>",
                f"<{tag}{attributes} />",
                '<iframe src="https://a.test.invalid/?a=b/" title="a &gt; b"/>',
                '<img src="https://a.test.invalid/1.gif" alt=""/>',
                f"<!-- {self.word()} <p> {self.word()} -->",
                f"<?test {self.word()} ?>",
                "<br/>",
                "<hr/>",
                "&#160;",
            )
        )

    def flow(self, depth: int) -> str:
        kind = self.random.random()
        if depth == 0 or kind < 0.3:
            return self.inside(self.random.choice(BLOCKS), self.line())
        if kind < 0.4:
            inner = " ".join(self.flow(depth - 1) for _part in range(self.random.randint(1, 3)))
            return self.inside(self.random.choice(("div", "section", "blockquote", "x:box")), inner)
        if kind < 0.5:
            return self.list(depth)
        if kind < 0.6:
            return self.table(depth)
        if kind < 0.68:
            tag = self.random.choice(tuple(LEFT_OUT))
            return self.inside(tag, self.text(LEFT_OUT[tag]))
        if kind < 0.73:
            tag = self.random.choice(("del", "s"))
            return self.inside(
                tag, f"<p>{self.text(STRUCK)}</p><ul><li>{self.text(STRUCK)}</li></ul>"
            )
        if kind < 0.8:
            return f" {self.text()} "
        if kind < 0.87:
            drawn = [self.word() for _word in range(3)]
            self.kept += drawn
            return f" <![CDATA[ {' < '.join(drawn)} ]]> "
        return self.nothing()

    def list(self, depth: int) -> str:
        points = (
            self.inside("li", self.line() if self.random.random() < 0.6 else self.flow(depth - 1))
            for _point in range(self.random.randint(1, 3))
        )
        return self.inside(self.random.choice(("ul", "ol")), "".join(points))

    def table(self, depth: int) -> str:
        rows = (
            "".join(
                self.inside(
                    "td", self.line() if self.random.random() < 0.7 else self.flow(depth - 1)
                )
                for _cell in range(self.random.randint(1, 3))
            )
            for _row in range(self.random.randint(1, 3))
        )
        caption = f"<caption>{self.text()}</caption>" if self.random.random() < 0.3 else ""
        return f"<table>{caption}{''.join(self.inside('tr', row) for row in rows)}</table>"


class PlainCopy(Copy):
    """A body of plain text: paragraphs, lines and signs that are mark-up elsewhere."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.kept, self.counts = [], Counter()
        signs = ("", "", " &", " < 3", " & co")
        paragraphs = []
        for _paragraph in range(self.random.randint(1, 6)):
            lines = []
            for _line in range(self.random.randint(1, 4)):
                drawn = [self.word() for _word in range(self.random.randint(2, 8))]
                self.kept += drawn
                sign = self.random.choice(signs)
                self.kept += [part for part in sign.split() if part.isalnum()]
                lines.append(" ".join(drawn) + sign)
            paragraphs.append("\n".join(lines))
        self.html = "\n\n   ".join(paragraphs)
