"""Fold the letters that Unicode does not decompose in what is searched, as new rows have them."""

from functools import reduce

from django.db import migrations, models
from django.db.models.functions import Replace

FOLDED = {
    **dict.fromkeys("ðɖ", "d"),
    "ø": "o",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
SEARCHED = (("articles", "Article"), ("images", "Image"), ("wires", "WireItem"))


def fold(apps, schema_editor):
    folded = reduce(
        lambda text, pair: Replace(text, *map(models.Value, pair)),
        FOLDED.items(),
        models.F("search_fold"),
    )
    has_one = reduce(
        models.Q.__or__, (models.Q(search_fold__contains=letter) for letter in FOLDED), models.Q()
    )
    for app, name in SEARCHED:
        rows = apps.get_model(app, name)._base_manager.using(schema_editor.connection.alias)
        rows.filter(has_one).update(search_fold=folded)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_topic_of_an_article_once"),
        ("images", "0001_initial"),
        ("wires", "0002_search_index"),
    ]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
