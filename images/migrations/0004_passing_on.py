"""Restrictions may bar a picture from being passed on to partners; those that are here are read anew."""

from django.db import migrations, models
from django.db.models import Q

PHRASES = (
    "NO SALES",
    "NO RESALE",
    "NOT FOR RESALE",
    "NO SYNDICATION",
    "NO COMMERCIAL USE",
    "ONE TIME USE",
    "SINGLE USE",
)


def read_restrictions(apps, schema_editor):
    """Mark the pictures whose instructions or terms have one of the phrases."""
    barred = Q()
    for phrase in PHRASES:
        for written in (phrase, phrase.replace(" ", "-")):
            barred |= Q(instructions__icontains=written) | Q(usage_terms__icontains=written)
    images = apps.get_model("images", "Image").objects.using(schema_editor.connection.alias)
    images.filter(barred).update(passing_on_prohibited=True)


class Migration(migrations.Migration):
    dependencies = [("images", "0003_printed_words")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="passing_on_prohibited",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(read_restrictions, migrations.RunPython.noop),
    ]
