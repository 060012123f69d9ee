"""The address moves from the story to its edition: a correction may give the story a new one."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_slugs(apps, schema_editor):
    alias = schema_editor.connection.alias
    stories = apps.get_model("editions", "Story").objects.filter(pk=OuterRef("story"))
    editions = apps.get_model("editions", "Edition").objects.using(alias)
    editions.update(slug=Subquery(stories.values("slug")[:1]))


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_one_edition_at_a_time")]

    operations = [
        migrations.AddField(
            "edition",
            "slug",
            models.SlugField(default="tin", max_length=80, verbose_name="address"),
            preserve_default=False,
        ),
        migrations.RunPython(copy_slugs, migrations.RunPython.noop),
        migrations.RemoveField("story", "slug"),
        migrations.AlterField(
            "edition",
            "kind",
            models.CharField(
                choices=[
                    ("first", "first edition"),
                    ("update", "update"),
                    ("correction", "correction"),
                    ("takedown", "taken down"),
                    ("kill", "kill"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
