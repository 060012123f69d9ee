"""The desk: articles, what belongs to them, and their trail."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attribution', '0001_initial'),
        ('editions', '0001_initial'),
        ('images', '0001_initial'),
        ('wires', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kicker', models.CharField(blank=True, help_text='A few words above the headline.', max_length=60, verbose_name='kicker')),
                ('headline', models.CharField(max_length=200, verbose_name='headline')),
                ('standfirst', models.TextField(blank=True, verbose_name='standfirst')),
                ('dateline', models.CharField(blank=True, help_text='Where it was reported, such as TOKYO.', max_length=80, verbose_name='dateline')),
                ('body', models.TextField(blank=True, verbose_name='body')),
                ('provenance', models.CharField(choices=[('staff', 'our own reporting'), ('wire', 'agency copy'), ('staff_and_wire', 'agency copy and our own reporting')], default='staff', max_length=20, verbose_name='provenance')),
                ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], default='vi', max_length=5, verbose_name='language')),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('published', 'published'), ('killed', 'killed'), ('spiked', 'spiked')], default='draft', editable=False, max_length=12, verbose_name='stage')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('slugline', models.CharField(blank=True, help_text='The agency’s short name of the story. Readers never see it.', max_length=200, verbose_name='slugline')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, help_text='From 1, the most urgent, to 9.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9)], verbose_name='urgency')),
                ('embargo_until', models.DateTimeField(blank=True, help_text='Readers cannot see it before then.', null=True, verbose_name='embargo until')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun at')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last change')),
                ('search_fold', models.TextField(default='', editable=False)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_articles', to=settings.AUTH_USER_MODEL, verbose_name='given to')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='begun_articles', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='editions.section', verbose_name='section')),
                ('story', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='article', to='editions.story')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'permissions': [('review_article', 'Can approve copy and send it back'), ('publish_article', 'Can publish and hold'), ('kill_article', 'Can kill a published story')],
            },
        ),
        migrations.CreateModel(
            name='ArticleAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attribution.agency', verbose_name='agency')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agency_credits', to='articles.article')),
                ('wire_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='wires.wireitem', verbose_name='wire item')),
                ('wire_version', models.ForeignKey(blank=True, editable=False, help_text='The version that was in front of the writer.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wires.wireversion', verbose_name='version of the wire item')),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies it rests on',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='agencies',
            field=models.ManyToManyField(related_name='articles', through='articles.ArticleAgency', to='attribution.agency'),
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attribution.author', verbose_name='author')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'byline',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='authors',
            field=models.ManyToManyField(related_name='articles', through='articles.Byline', to='attribution.author'),
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='articles.article')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('lead', 'lead picture'), ('inline', 'in the body')], default='lead', max_length=6)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('caption', models.TextField(blank=True, help_text='Leave empty to use the library’s caption.', verbose_name='caption for this use')),
                ('alt', models.TextField(blank=True, help_text='Leave empty to use the library’s alternative text.', verbose_name='alternative text for this use')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='articles.article')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='images.image', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'lead picture',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='pictures',
            field=models.ManyToManyField(related_name='articles', through='articles.Placement', to='images.image'),
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField()),
                ('content', models.JSONField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='articles.article')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
            },
        ),
        migrations.CreateModel(
            name='StageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12)),
                ('from_stage', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('published', 'published'), ('killed', 'killed'), ('spiked', 'spiked')], max_length=12)),
                ('to_stage', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('published', 'published'), ('killed', 'killed'), ('spiked', 'spiked')], max_length=12)),
                ('created_at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stage_changes', to='articles.article')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'stage change',
                'verbose_name_plural': 'stage changes',
            },
        ),
        migrations.CreateModel(
            name='TaggedArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='articles.article')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_articles', to='editions.topic')),
            ],
            options={
                'verbose_name': 'tagged article',
                'verbose_name_plural': 'tagged articles',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='Separated by commas.', through='articles.TaggedArticle', to='editions.Topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='WireAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('changed', 'changed by the agency'), ('killed', 'killed by the agency')], max_length=10)),
                ('raised_at', models.DateTimeField()),
                ('notified_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolution', models.CharField(blank=True, choices=[('killed', 'killed the story'), ('corrected', 'published a new edition'), ('dismissed', 'found nothing to do')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wire_alarms', to='articles.article')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='wires.wireversion')),
            ],
            options={
                'verbose_name': 'wire alarm',
                'verbose_name_plural': 'wire alarms',
            },
        ),
        migrations.AddConstraint(
            model_name='articleagency',
            constraint=models.UniqueConstraint(fields=('article', 'agency', 'wire_item'), name='article_agency_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('article', 'author'), name='byline_once'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('place', 'lead')), fields=('article',), name='one_lead_picture'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='revision_number_once'),
        ),
        migrations.AddIndex(
            model_name='stagechange',
            index=models.Index(fields=['article', '-id'], name='stage_change_last'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['stage', '-updated_at'], name='article_stage'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-updated_at'], name='article_newest'),
        ),
        migrations.AddIndex(
            model_name='wirealarm',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['-raised_at'], name='wire_alarm_open'),
        ),
        migrations.AddConstraint(
            model_name='wirealarm',
            constraint=models.UniqueConstraint(fields=('article', 'version'), name='wire_alarm_once'),
        ),
    ]
