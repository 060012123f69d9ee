"""The one error with which the newsroom refuses what a person asked for.

Knows neither what was refused nor how it is shown.
"""

from django.utils.functional import Promise


class DomainError(Exception):
    """An action that was not done: `message` says why and what to do; `code` never changes.

    The message is a translated sentence for the person who asked. The code is for programs, logs
    and tests: lower case, words joined by underscores.
    """

    def __init__(self, message: str | Promise, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
