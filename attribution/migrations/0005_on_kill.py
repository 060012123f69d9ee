"""A kill may take live stories down. Its pictures leave the pages in every case, so that is no choice."""

from django.db import migrations, models


def raise_an_alarm(apps, schema_editor):
    agencies = apps.get_model("attribution", "Agency").objects.using(schema_editor.connection.alias)
    agencies.filter(on_kill="pictures").update(on_kill="alarm")


class Migration(migrations.Migration):
    dependencies = [
        ("attribution", "0004_passing_on"),
    ]

    operations = [
        migrations.RunPython(raise_an_alarm, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="agency",
            name="on_kill",
            field=models.CharField(
                choices=[
                    ("alarm", "an alarm at the desk"),
                    (
                        "take_down",
                        "an alarm, and live stories are taken down until somebody decides",
                    ),
                    ("story", "an alarm, and live stories are killed"),
                ],
                default="alarm",
                help_text=(
                    "What happens at once to stories that readers have. Those that wait for their time"
                    " are held, and its pictures leave the pages, in every case."
                ),
                max_length=10,
                verbose_name="when it kills an item",
            ),
        ),
    ]
