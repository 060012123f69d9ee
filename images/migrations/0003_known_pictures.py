"""Pictures taken in before: which files they have, and what follows from their restrictions."""

from datetime import timedelta

from django.conf import settings
from django.db import migrations

from images import restrictions


def catch_up(apps, schema_editor):
    Image = apps.get_model("images", "Image")
    for image in Image.objects.prefetch_related("renditions").iterator(chunk_size=500):
        found = restrictions.recognise(image.instructions, image.usage_terms)
        days = restrictions.days(found)
        image.restrictions = found
        image.barred_here = restrictions.bars(found, settings.HOUSE_TERRITORIES)
        image.one_time = restrictions.ONE_TIME in found
        image.no_archive = restrictions.NO_ARCHIVE in found
        image.terms_until = None if days is None else image.uploaded_at + timedelta(days=days)
        image.files = {}
        for row in sorted(image.renditions.all(), key=lambda row: row.width):
            formats = image.files.setdefault(row.crop, {})
            formats.setdefault(row.format, [row.recipe, []])[1].append([row.width, row.height])
        image.save()


class Migration(migrations.Migration):
    dependencies = [("images", "0002_picture_desk")]

    operations = [migrations.RunPython(catch_up, migrations.RunPython.noop)]
