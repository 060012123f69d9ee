from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wires", "0007_binding_by_part"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="zone",
            field=models.CharField(
                blank=True,
                help_text="Of times that say none, such as Asia/Tokyo. Leave empty for its agency’s.",
                max_length=50,
                verbose_name="time zone",
            ),
        ),
    ]
