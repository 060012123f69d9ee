"""Give each topic its key, and merge those that are spellings of one name.

The topic under which most editions were printed stays, of several the oldest; the others point to
it. The key is made as text/normalise.py made it when this was written.
"""

import unicodedata

from django.db import migrations, models

LETTERS = str.maketrans("ĐÐƉđðɖØøŁłĦħŦŧı", "DDDdddOoLlHhTti") | dict(
    zip(map(ord, "ÆæŒœÞþ"), ("AE", "ae", "OE", "oe", "TH", "th"), strict=True)
)


def key_of(name):
    """Return what spellings of one name share."""
    decomposed = unicodedata.normalize(
        "NFD", unicodedata.normalize("NFKC", name).translate(LETTERS)
    )
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    key, gap = "", False
    for c in folded:
        category = unicodedata.category(c)
        if c in "&+%@" or category[0] in "LMN" or category in ("Sm", "Sc", "So"):
            key += f" {c}" if gap and c.isdigit() and key[-1:].isdigit() else c
            gap = False
        else:
            gap = True
    return (key or name)[:200]


def merge(apps, schema_editor):
    Topic = apps.get_model("editions", "Topic").objects.using(schema_editor.connection.alias)
    kept = {}
    topics = Topic.annotate(printed=models.Count("printings")).order_by("-printed", "pk")
    for topic in topics:
        topic.key = key_of(topic.name)
        topic.merged_into = kept.get(topic.key)
        topic.save(update_fields=["key", "merged_into"])
        kept.setdefault(topic.key, topic)


class Migration(migrations.Migration):
    dependencies = [("editions", "0004_topic_key")]

    operations = [migrations.RunPython(merge, migrations.RunPython.noop)]
