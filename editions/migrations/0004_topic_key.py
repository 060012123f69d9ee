import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_slug_of_edition")]

    operations = [
        migrations.AlterModelOptions(
            name="topic",
            options={
                "permissions": [("merge_topic", "Can merge topics")],
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
        ),
        migrations.AlterField(
            model_name="topic",
            name="name",
            field=models.CharField(max_length=100, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="topic",
            name="key",
            field=models.CharField(default="", editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="topic",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="editions.topic",
                verbose_name="merged into",
            ),
        ),
    ]
