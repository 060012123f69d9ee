from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("images", "0003_known_pictures")]

    operations = [
        migrations.AddIndex(
            model_name="imagechange",
            index=models.Index(
                fields=["at"],
                condition=models.Q(verb__in=["withdrawn", "released"]),
                name="image_change_turns",
            ),
        )
    ]
