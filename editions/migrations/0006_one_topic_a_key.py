from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0005_merge_spellings_of_a_topic")]

    operations = [
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(fields=["key"], name="topic_key"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged_into", None)), fields=("key",), name="topic_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                name="topic_not_merged_into_itself",
            ),
        ),
    ]
