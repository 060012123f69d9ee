"""Authors, agencies and their contracts."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(blank=True, max_length=80, unique=True, verbose_name='address')),
                ('aliases', models.JSONField(blank=True, default=list, help_text='Other spellings in copy and picture files, such as KYODONEWS.', verbose_name='aliases')),
                ('text_form_vi', models.CharField(blank=True, max_length=80, verbose_name='printed for text, Vietnamese')),
                ('text_form_en', models.CharField(blank=True, max_length=80, verbose_name='printed for text, English')),
                ('picture_form_vi', models.CharField(blank=True, max_length=80, verbose_name='printed for pictures, Vietnamese')),
                ('picture_form_en', models.CharField(blank=True, max_length=80, verbose_name='printed for pictures, English')),
                ('joins_with_slash', models.BooleanField(default=False, help_text='“AFP/TTXVN” instead of “AFP qua TTXVN”.', verbose_name='joined with a slash when it passes a picture on')),
                ('homepage', models.URLField(blank=True, verbose_name='homepage')),
                ('on_kill', models.CharField(choices=[('alarm', 'an alarm at the desk'), ('pictures', 'an alarm, and its pictures are withdrawn'), ('story', 'an alarm, and the story is killed')], default='alarm', help_text='What happens at once to live stories that rest on the item.', max_length=10, verbose_name='when it kills an item')),
                ('notes', models.TextField(blank=True, help_text='For the desk. Readers never see it.', verbose_name='notes')),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies',
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(blank=True, max_length=80, unique=True, verbose_name='address')),
                ('role', models.CharField(blank=True, max_length=120, verbose_name='role')),
                ('biography', models.TextField(blank=True, verbose_name='biography')),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='public contact')),
                ('user', models.OneToOneField(blank=True, help_text='Leave empty for a guest author.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(choices=[('text', 'text'), ('picture', 'pictures')], max_length=10, verbose_name='service')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('may_translate', models.BooleanField(default=False, verbose_name='may be translated')),
                ('may_use_verbatim', models.BooleanField(default=False, help_text='Otherwise long runs of the agency’s wording raise a warning.', verbose_name='may be used word for word')),
                ('archive_days', models.PositiveIntegerField(blank=True, help_text='How long published material may stay. Leave empty for no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='days in the archive')),
                ('territory', models.CharField(blank=True, max_length=120, verbose_name='territory')),
                ('credit_form', models.CharField(blank=True, help_text='As the contract asks, with {creator} and {agency}. Leave empty for the house’s own.', max_length=120, verbose_name='credit wording')),
                ('link_required', models.BooleanField(default=False, verbose_name='must link to the agency')),
                ('monthly_quota', models.PositiveIntegerField(blank=True, null=True, verbose_name='pieces a month')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to='attribution.agency', verbose_name='agency')),
                ('does_not_cover', models.ManyToManyField(blank=True, help_text='Agencies whose pictures this one passes on, but not under this contract.', related_name='+', to='attribution.agency', verbose_name='does not cover pictures of')),
            ],
            options={
                'verbose_name': 'contract',
                'verbose_name_plural': 'contracts',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='contract_ends_after_it_begins', violation_error_message='The contract ends before it begins.')],
            },
        ),
    ]
