"""What may be passed on is a term of its own; when an agency’s terms changed is known."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attribution", "0003_folded_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="terms_changed_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When one of its contracts was last saved or deleted.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="may_pass_on",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "Otherwise partners get no story that rests on its text, and none"
                    " of its pictures."
                ),
                verbose_name="may be passed on to partners",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="archive_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text=(
                    "How long published material may stay, counted from its first day"
                    " on our pages. Then it leaves them by itself. Leave empty for no"
                    " limit."
                ),
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36525),
                ],
                verbose_name="days in the archive",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="credit_form",
            field=models.CharField(
                blank=True,
                help_text=(
                    "As the contract asks, with {agency}, and for pictures {creator}."
                    " Leave empty for the house’s own."
                ),
                max_length=120,
                verbose_name="credit wording",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="link_required",
            field=models.BooleanField(
                default=False,
                help_text="For text: the agency’s name in the source line links to its homepage.",
                verbose_name="must link to the agency",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="monthly_quota",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Stories, or pictures, that are printed for the first time in a month.",
                null=True,
                verbose_name="pieces a month",
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="territory",
            field=models.CharField(
                blank=True,
                help_text=(
                    "Where it may be used, such as Vietnam, or not, such as “Asia except Vietnam”."
                ),
                max_length=120,
                verbose_name="territory",
            ),
        ),
    ]
