"""Verifies the Content Credentials of a picture, offline and in a process of its own.

The verifier is an extra (requirements-c2pa.txt). Without it a manifest stays unchecked.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from images.files import child
from images.metadata import encoding
from images.metadata.credentials import Credentials, State, Unchecked

SECONDS = 10
_PROGRAM = Path(__file__).with_name("credentials_program.py")


def verify(file: BinaryIO, format: str) -> Credentials:
    """Return what the Content Credentials in `file`, of Pillow's `format`, are worth. Never fails."""
    if find_spec("c2pa") is None:
        return Credentials(State.UNCHECKED, Unchecked.NOT_INSTALLED)
    media_type, trust_list = f"image/{format.lower()}", settings.C2PA_TRUST_LIST
    printed = child.run(str(_PROGRAM), media_type, trust_list, file=file, seconds=SECONDS)
    if printed is None:
        return Credentials(State.UNCHECKED, Unchecked.GAVE_UP)
    answer = json.loads(printed)
    authors = filter(None, map(encoding.line, answer.pop("authors", ())))
    state = State(answer.pop("state"))
    texts = {name: encoding.line(text) for name, text in answer.items()}
    return Credentials(state, authors=tuple(authors), **texts)
