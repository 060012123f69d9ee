from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0011_partner_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="search_fold",
            field=models.TextField(default="", editable=False),
        ),
    ]
