"""A password that is not guessed from where it is used: a validator for AUTH_PASSWORD_VALIDATORS.

The lists of Django know English words. Newsrooms here make passwords of the paper's name, of their own,
of what people say every day, and of a year; they write digits for letters, and everything twice.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from text import normalise

MIN_REST = 8  # characters that are left without the words below
# Folded, as `normalise.fold` returns them, and without blanks.
COMMON_WORDS = (
    *("newsroom", "news", "press", "admin", "administrator", "editor", "reporter", "password"),
    *("changeme", "welcome", "letmein", "sunshine", "football", "dragon", "monkey", "secret"),
    *(
        "tintuc",
        "tinnhanh",
        "online",
        "baodientu",
        "bongda",
        "congan",
        "tphcm",
        "thaydoi",
        "cuatoi",
    ),
    *("matkhau", "toasoan", "baochi", "phongvien", "bientap", "bientapvien", "tongbientap"),
    *("anhyeuem", "emyeuanh", "yeuem", "yeuanh", "iloveyou", "giadinh", "conyeu", "mevabe"),
    *("vietnam", "hanoi", "saigon", "danang", "hochiminh", "xinchao", "hanhphuc", "maimai"),
    *("123456789", "12345678", "1234567", "123456", "12345", "1234", "qwertyuiop", "qwerty"),
    *("asdfgh", "abc123", "abcd", "abc", "0123456789", "987654321", "111111", "000000"),
)
# What a person's name, username and mail address are kept in.
_NAMES = ("username", "first_name", "last_name", "email")
MIN_NAME = 3  # letters; a shorter name is in many words
_AS_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_YEAR = re.compile(r"(19|20)\d\d")
_NO_LETTER = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.{2,8}?)\1+")


class GuessablePasswordValidator:
    """Refuse a password of which little is left without common words, names and years."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is easy to guess here."""
        known = {*COMMON_WORDS, *_names(user)}
        if min(len(_rest(spelling, known)) for spelling in _spellings(password)) < MIN_REST:
            raise ValidationError(
                _(
                    "This password is easy to guess: it is made of the name of the paper or the person, of"
                    " everyday words or of numbers in a row. Choose four or more words that have nothing"
                    " to do with each other."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _(
            "Not the paper’s name, your own, everyday words or numbers in a row. Four words that have"
            " nothing to do with each other are a good one."
        )


def _spellings(password: str) -> Iterator[str]:
    """Yield the letters and digits of a password, and the letters that digits and marks stand for."""
    folded = normalise.fold(unicodedata.normalize("NFKC", password))
    yield _NO_LETTER.sub("", folded)
    yield _NO_LETTER.sub("", folded.translate(_AS_LETTERS))


def _names(user: object) -> Iterator[str]:
    """Yield the names of the paper and of the person, folded and without blanks."""
    texts = [str(getattr(user, name, "")) for name in _NAMES]
    texts += [settings.SITE_NAME, " ".join(texts[1:3]), " ".join(texts[2:0:-1])]
    texts += [part for text in texts for part in re.split(r"[@.\s]+", text)]
    for name in texts:
        folded = _NO_LETTER.sub("", normalise.fold(name))
        if len(folded) >= MIN_NAME:
            yield folded


def _rest(spelling: str, known: set[str]) -> str:
    """Return what is left of a password without what everybody would try."""
    rest = _TWICE.sub(r"\1", spelling)
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    for start in range(len(_ALPHABET) - 3):
        rest = rest.replace(_ALPHABET[start : start + 4], "")
    return _REPEATED.sub("", _YEAR.sub("", rest))
