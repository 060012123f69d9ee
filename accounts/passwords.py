"""A password that is not guessed from where it is used: a validator for AUTH_PASSWORD_VALIDATORS.

The lists of Django know English words. Newsrooms here make passwords of the paper's name, of what
people say every day, and of a year.
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from text import normalise

MIN_REST = 8  # characters that are left without the words below
# Folded, as `normalise.fold` returns them, and without blanks.
COMMON_WORDS = (
    *("newsroom", "news", "press", "admin", "administrator", "editor", "reporter", "password"),
    *("matkhau", "toasoan", "baochi", "phongvien", "bientap", "bientapvien", "tongbientap"),
    *("anhyeuem", "emyeuanh", "yeuem", "yeuanh", "iloveyou", "giadinh", "conyeu", "mevabe"),
    *("vietnam", "hanoi", "saigon", "danang", "hochiminh", "xinchao", "hanhphuc", "maimai"),
    *("123456789", "12345678", "1234567", "123456", "12345", "1234", "qwertyuiop", "qwerty"),
    *("asdfgh", "abc123", "abcd", "abc", "0123456789", "987654321", "111111", "000000"),
)
_YEAR = re.compile(r"(19|20)\d\d")
_NO_LETTER = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")


class GuessablePasswordValidator:
    """Refuse a password of which little is left without common words, the paper's name and years."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is easy to guess here."""
        if len(_rest(password)) < MIN_REST:
            raise ValidationError(
                _(
                    "This password is easy to guess: it is made of the paper’s name, of everyday words or"
                    " of numbers in a row. Choose four or more words that have nothing to do with each"
                    " other."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _(
            "Not the paper’s name, everyday words or numbers in a row. Four words that have nothing to"
            " do with each other are a good one."
        )


def _rest(password: str) -> str:
    """Return what is left of a password without what everybody would try."""
    rest = _NO_LETTER.sub("", normalise.fold(password))
    of_the_paper = _NO_LETTER.sub("", normalise.fold(settings.SITE_NAME))
    for word in sorted({of_the_paper, *COMMON_WORDS} - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return _REPEATED.sub("", _YEAR.sub("", rest))
