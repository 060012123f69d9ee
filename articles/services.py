"""What people do to copy that moves it to no other stage: writing its fields, adding a note.

Revisions and stages are the workflow's.
"""

from collections.abc import Collection

from accounts.models import User
from articles.models import Article, Note
from text import normalise


def write_fields(article: Article, names: Collection[str], *, by: User) -> None:
    """Write an article: all of a new one, of an existing one only the fields `names`.

    Stage and version are not among them; the workflow writes those.
    """
    if article.pk:
        columns = {field.name for field in article._meta.concrete_fields}
        article.save(update_fields=columns.intersection(names))
    else:
        article.created_by = by
        article.save()


def add_note(article: Article, text: str, *, by: User) -> Note | None:
    """Add a note for colleagues and return it; None when the text is blank."""
    text = normalise.normalise(text)
    return article.notes.create(text=text, created_by=by) if text else None
