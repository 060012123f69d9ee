"""Corrections of pictures by their agency, and the terms that it stated since they were taken in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0005_source_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="source_terms",
            field=models.TextField(
                blank=True,
                default="",
                editable=False,
                verbose_name="terms stated since it was taken in",
            ),
        ),
        migrations.AlterField(
            model_name="imagechange",
            name="verb",
            field=models.CharField(
                choices=[
                    ("imported", "taken in"),
                    ("changed", "changed"),
                    ("lease_added", "ruled on"),
                    ("withdrawn", "withdrawn"),
                    ("released", "released again"),
                    ("declined", "declined a correction"),
                ],
                max_length=11,
            ),
        ),
        migrations.CreateModel(
            name="ImageProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("stated_by", models.CharField(max_length=700)),
                ("created_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("accepted", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="images.image",
                    ),
                ),
                (
                    "replacement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="images.image",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of a picture",
                "verbose_name_plural": "corrections of pictures",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("image",),
                        name="image_proposal_open_once",
                    )
                ],
            },
        ),
    ]
