"""What readers see: sections, stories, editions and what they print; partners."""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attribution', '0001_initial'),
        ('images', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('token_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('token_issued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='token of')),
                ('last_used_on', models.DateField(editable=False, null=True, verbose_name='last day it asked')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80)),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('slug', models.SlugField(blank=True, max_length=60, unique=True, verbose_name='address')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('members', models.ManyToManyField(blank=True, help_text='Reporters of this desk may edit each other’s copy.', related_name='sections', to=settings.AUTH_USER_MODEL, verbose_name='desk')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('first', 'first edition'), ('update', 'update'), ('correction', 'correction'), ('kill', 'kill')], max_length=10, verbose_name='kind')),
                ('note', models.TextField(blank=True, verbose_name='note to readers')),
                ('corrections', models.JSONField(default=list)),
                ('kicker', models.CharField(blank=True, max_length=60, verbose_name='kicker')),
                ('headline', models.CharField(max_length=200, verbose_name='headline')),
                ('standfirst', models.TextField(blank=True, verbose_name='standfirst')),
                ('dateline', models.CharField(blank=True, max_length=80, verbose_name='dateline')),
                ('byline', models.TextField(blank=True, verbose_name='byline')),
                ('source_line', models.TextField(blank=True, verbose_name='source line')),
                ('copyright_holder', models.TextField(blank=True, verbose_name='copyright holder')),
                ('usage_terms', models.TextField(blank=True, verbose_name='usage terms')),
                ('body', models.TextField(blank=True, verbose_name='body')),
                ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('word_count', models.PositiveIntegerField(default=0)),
                ('linked_entities', models.JSONField(default=dict)),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('superseded_at', models.DateTimeField(default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), verbose_name='superseded at')),
                ('first_published_at', models.DateTimeField(help_text='When readers first saw the story: its time on the page and in every list.')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='editions.section', verbose_name='section')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='editions.story')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
            },
        ),
        migrations.CreateModel(
            name='EditionTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='editions.edition')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printings', to='editions.topic')),
            ],
            options={
                'verbose_name': 'edition topic',
                'verbose_name_plural': 'edition topics',
            },
        ),
        migrations.CreateModel(
            name='EditionAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printings', to='attribution.agency')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='editions.edition')),
            ],
            options={
                'verbose_name': 'edition agency',
                'verbose_name_plural': 'edition agencies',
                'constraints': [models.UniqueConstraint(fields=('edition', 'agency'), name='edition_agency_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printings', to='attribution.author')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authors', to='editions.edition')),
            ],
            options={
                'verbose_name': 'edition author',
                'verbose_name_plural': 'edition authors',
                'constraints': [models.UniqueConstraint(fields=('edition', 'author'), name='edition_author_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('lead', 'lead picture'), ('inline', 'in the body')], max_length=6)),
                ('order', models.PositiveSmallIntegerField(help_text='From 0; the lead comes first.')),
                ('caption', models.TextField()),
                ('credit_line', models.TextField()),
                ('alt', models.TextField()),
                ('extended_description', models.TextField(blank=True, default='')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='images', to='editions.edition')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printings', to='images.image')),
            ],
            options={
                'verbose_name': 'edition image',
                'verbose_name_plural': 'edition images',
                'constraints': [models.UniqueConstraint(fields=('edition', 'order'), name='edition_image_order_once')],
            },
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['-first_published_at', '-story'], name='edition_newest'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['section', '-first_published_at', '-story'], name='edition_section_newest'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['published_at'], name='edition_published'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('story', 'number'), name='edition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), fields=('story',), name='edition_one_open_end'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('superseded_at__gte', models.F('published_at'))), name='edition_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='editiontopic',
            constraint=models.UniqueConstraint(fields=('edition', 'topic'), name='edition_topic_once'),
        ),
    ]
