"""Fold the quotes and dashes of word processors in what is searched, as new rows have them."""

from functools import reduce

from django.db import migrations, models
from django.db.models.functions import Replace

FOLDED = dict.fromkeys("’‘", "'") | dict.fromkeys("“”«»", '"') | dict.fromkeys("‐‑–—", "-")
SEARCHED = (
    *(("articles", "Article"), ("images", "Image"), ("wires", "WireItem"), ("wires", "Feed")),
    *(("attribution", "Author"), ("attribution", "Agency"), ("accounts", "User")),
    *(("editions", "Section"), ("editions", "Partner"), ("editions", "Edition")),
)


def fold(apps, schema_editor):
    folded = reduce(
        lambda text, pair: Replace(text, *map(models.Value, pair)),
        FOLDED.items(),
        models.F("search_fold"),
    )
    has_one = reduce(
        models.Q.__or__, (models.Q(search_fold__contains=mark) for mark in FOLDED), models.Q()
    )
    for app, name in SEARCHED:
        rows = apps.get_model(app, name)._base_manager.using(schema_editor.connection.alias)
        rows.filter(has_one).update(search_fold=folded)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_fold_rows_from_before"),
        ("accounts", "0003_folded_search"),
        ("attribution", "0003_folded_search"),
        ("editions", "0012_folded_search_of_editions"),
        ("wires", "0004_folded_search"),
    ]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
