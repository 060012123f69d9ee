"""Search at the desk: words match with or without diacritics, in rows that keep a folded text."""

from django.db import models

from text import normalise


class FoldedQuerySet(models.QuerySet):
    """Rows with a column `search_fold`, which holds `vietnamese.fold` of their words."""

    def matching(self, words):
        """Those whose words hold every one of `words`; "" matches all."""
        for word in normalise.fold(words).split():
            self = self.filter(search_fold__contains=word)
        return self
