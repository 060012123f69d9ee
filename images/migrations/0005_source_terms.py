"""What the agency that sent a picture says of its use."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0004_passing_on"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="image",
            options={
                "permissions": [
                    ("withdraw_image", "Can withdraw pictures"),
                    ("overrule_source", "Can use pictures against their agency's word"),
                ],
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
            },
        ),
        migrations.AddField(
            model_name="image",
            name="source_embargo_indefinite",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="embargo without end"
            ),
        ),
        migrations.AddField(
            model_name="image",
            name="source_embargo_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="embargo until"),
        ),
        migrations.AddField(
            model_name="image",
            name="source_expires_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="expires"),
        ),
        migrations.AddField(
            model_name="image",
            name="source_held_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="held back since"),
        ),
        migrations.AddField(
            model_name="image",
            name="source_overruled",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="used against its agency’s word"
            ),
        ),
        migrations.AddField(
            model_name="image",
            name="source_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "may be used"),
                    ("unknown", "nobody can tell whether it is released"),
                    ("withheld", "withheld"),
                    ("canceled", "killed"),
                ],
                default="",
                editable=False,
                max_length=10,
                verbose_name="status by its agency",
            ),
        ),
    ]
