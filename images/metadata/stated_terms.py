"""The terms that a picture file states: in its instructions and usage terms, and behind the sign-off.

Pure.
"""

from dataclasses import dataclass

from attribution import terms
from images.credits.signoff import Reading
from images.metadata.reading import EmbeddedMetadata


@dataclass(frozen=True)
class StatedTerms:
    """What a file states, and its caption without what is terms alone."""

    instructions: str
    usage_terms: str
    caption: str


def stated_terms(metadata: EmbeddedMetadata, credit: Reading) -> StatedTerms:
    """Return the terms of a file, of which `credit` says what was cut from its caption as a sign-off."""
    caption, tail = terms.split_tail(credit.parts.caption_without)
    instructions, usage_terms = metadata.instructions or "", metadata.usage_terms or ""
    known = terms.read(instructions, usage_terms)
    behind = terms.read(*(signed.text for signed in credit.signoffs))
    at_end = terms.read(*tail)
    restrictions = dict.fromkeys((*at_end.restrictions, *behind.restrictions))
    lines = [
        instructions,
        ", ".join(r for r in restrictions if r not in known.restrictions),
        *(f"Not for use after {t.ends_on}" for t in (at_end, behind) if t.ends_on),
        *dict.fromkeys((*at_end.not_understood, *behind.not_understood)),
    ]
    return StatedTerms("\n".join(filter(None, lines)), usage_terms, caption)
