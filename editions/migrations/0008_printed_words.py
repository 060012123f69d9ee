"""An edition freezes all words that any surface prints of a picture, and when what readers see changed."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0007_folded_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="edition",
            name="printed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="editionimage",
            name="agencies",
            field=models.JSONField(
                default=list, help_text="The names: the origin, who passed it on."
            ),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="ai_label",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="copyright_notice",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="creator",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="file_rights",
            field=models.JSONField(default=dict, help_text="What the picture’s files say."),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="has_own_alt",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="has_own_caption",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="licensor_url",
            field=models.URLField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="source_type",
            field=models.URLField(
                blank=True, default="", help_text="IPTC’s term as a full address."
            ),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="usage_terms",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="editionimage",
            name="web_statement",
            field=models.URLField(blank=True, default="", max_length=500),
        ),
    ]
