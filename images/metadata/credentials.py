"""The Content Credentials (C2PA 2.x) of a picture, as verifying them left them.

Pure. images/files/verify_credentials.py verifies them; nothing here reads a manifest.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What is known of a manifest. Anybody can sign one: only TRUSTED says who did."""

    TRUSTED = "trusted"  # whole, and signed by somebody on the trust list
    VALID = "valid"  # whole, but signed by somebody who is on no trust list
    INVALID = "invalid"
    UNCHECKED = "unchecked"


class Unchecked(StrEnum):
    """Why a manifest was not verified."""

    NOT_INSTALLED = "not-installed"
    GAVE_UP = "gave-up"  # the verifier took too long or too much memory, or fell over


@dataclass(frozen=True)
class Credentials:
    """The active manifest of a picture.

    `reason` is the code of C2PA's specification for which it is invalid, the name of the library's
    error where there is none, or why it is unchecked. The names are empty unless the manifest is whole.
    `source_type` is given where an action of it says that AI took part.
    """

    state: State
    reason: str = ""
    signer: str = ""
    issuer: str = ""
    generator: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    source_type: str = ""

    @property
    def is_whole(self) -> bool:
        return self.state in (State.TRUSTED, State.VALID)
