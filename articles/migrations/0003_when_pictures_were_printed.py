"""Pictures printed before the library kept when: the ledger says it."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def note(apps, schema_editor):
    EditionImage = apps.get_model("editions", "EditionImage")
    Image = apps.get_model("images", "Image")
    first = (
        EditionImage.objects.filter(
            image=OuterRef("pk"), edition__superseded_at__gt=F("edition__published_at")
        )
        .order_by("edition__published_at", "edition")
        .values("edition__published_at", "edition__story")
    )
    Image.objects.filter(printings__isnull=False).update(
        first_printed_at=Subquery(first.values("edition__published_at")[:1]),
        first_story=Subquery(first.values("edition__story")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_roles"),
        ("editions", "0003_longer_descriptions"),
        ("images", "0003_known_pictures"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
