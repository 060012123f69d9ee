"""A picture knows what its files say: the words with which it was last printed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0002_bounded_moments"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="printed_rights",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="imagechange",
            index=models.Index(
                condition=models.Q(("verb", "changed")),
                fields=["created_at"],
                name="image_change_newest",
            ),
        ),
    ]
