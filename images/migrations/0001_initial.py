"""The picture library: pictures, their files, rulings and trail."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attribution', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(editable=False, max_length=32, unique=True)),
                ('original', models.FileField(upload_to='', verbose_name='file')),
                ('format', models.CharField(editable=False, max_length=8)),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
                ('size', models.PositiveBigIntegerField(editable=False, help_text='bytes')),
                ('sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('transparent', models.BooleanField(default=False, editable=False)),
                ('embedded_metadata', models.JSONField(default=dict, editable=False, help_text='Raw, never published.', verbose_name='what the file says')),
                ('caption', models.TextField(blank=True, help_text='What is to be seen, where and when. Plain text.', verbose_name='caption')),
                ('alt', models.TextField(blank=True, help_text='For readers who cannot see the picture.', verbose_name='alternative text')),
                ('extended_description', models.TextField(blank=True, help_text='For readers who cannot see it, where a sentence does not do: charts, maps.', verbose_name='long description')),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='headline')),
                ('creator', models.CharField(blank=True, max_length=200, verbose_name='creator')),
                ('qualifier', models.CharField(blank=True, choices=[('', 'none'), ('pool', 'pool'), ('handout', 'handout'), ('file', 'file picture')], default='', max_length=10, verbose_name='kind')),
                ('credit_override', models.CharField(blank=True, help_text='Only when the line composed from creator and agency is wrong.', max_length=200, verbose_name='credit in other words')),
                ('supplied_credit', models.CharField(blank=True, editable=False, max_length=300, verbose_name='credit line in the file')),
                ('supplied_source', models.CharField(blank=True, editable=False, max_length=300, verbose_name='source in the file')),
                ('supplier_reference', models.CharField(blank=True, max_length=200, verbose_name='supplier’s number')),
                ('copyright_notice', models.CharField(blank=True, max_length=300, verbose_name='copyright notice')),
                ('usage_terms', models.TextField(blank=True, verbose_name='usage terms')),
                ('instructions', models.TextField(blank=True, verbose_name='instructions')),
                ('web_statement', models.URLField(blank=True, max_length=500, verbose_name='statement of rights on the web')),
                ('licensor_name', models.CharField(blank=True, max_length=200, verbose_name='licensor')),
                ('licensor_url', models.URLField(blank=True, max_length=500, verbose_name='licensor’s address')),
                ('data_mining', models.CharField(blank=True, choices=[('', 'not said'), ('DMI-UNSPECIFIED', 'left open'), ('DMI-ALLOWED', 'allowed'), ('DMI-PROHIBITED-AIMLTRAINING', 'not for training AI'), ('DMI-PROHIBITED-GENAIMLTRAINING', 'not for training generative AI'), ('DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING', 'for search engines only'), ('DMI-PROHIBITED', 'not allowed'), ('DMI-PROHIBITED-SEECONSTRAINT', 'see the other constraints'), ('DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR', 'see the terms in the file'), ('DMI-PROHIBITED-SEELINKEDRIGHTSEXPR', 'see the linked terms')], default='', help_text='What the rights holder says of training machines with it.', max_length=60, verbose_name='data mining')),
                ('date_created', models.DateTimeField(blank=True, null=True, verbose_name='made at')),
                ('restrictions', models.JSONField(default=list, editable=False, verbose_name='restrictions')),
                ('territory_excluded', models.BooleanField(default=False, editable=False)),
                ('single_use', models.BooleanField(default=False, editable=False)),
                ('archive_prohibited', models.BooleanField(default=False, editable=False)),
                ('terms_expire_at', models.DateTimeField(editable=False, null=True)),
                ('digital_source_type', models.CharField(blank=True, choices=[('', 'not said'), ('digitalCapture', 'camera'), ('computationalCapture', 'camera, computed from several exposures'), ('negativeFilm', 'scanned negative'), ('positiveFilm', 'scanned slide'), ('print', 'scanned print'), ('humanEdits', 'camera, changed by hand'), ('algorithmicallyEnhanced', 'camera, enhanced by a program'), ('digitalCreation', 'drawn by hand or program'), ('dataDrivenMedia', 'drawn from data'), ('algorithmicMedia', 'made by a program without AI'), ('screenCapture', 'picture of a screen'), ('virtualRecording', 'recorded in a virtual place'), ('composite', 'put together'), ('compositeCapture', 'put together from photographs'), ('trainedAlgorithmicMedia', 'made by AI'), ('compositeWithTrainedAlgorithmicMedia', 'partly made by AI'), ('compositeSynthetic', 'put together, partly made by AI'), ('minorHumanEdits', 'camera, small changes (retired term)'), ('digitalArt', 'digital art (retired term)'), ('softwareImage', 'made with software (retired term)')], default='', max_length=60, verbose_name='how it came to be')),
                ('focal_x', models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='focal point, from the left')),
                ('focal_y', models.FloatField(default=0.5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='focal point, from the top')),
                ('crops', models.JSONField(default=dict, editable=False, help_text='Set by hand: {crop: [left, top, width, height]}, in parts of the picture.')),
                ('files', models.JSONField(default=dict, editable=False)),
                ('rights', models.CharField(choices=[('unknown', 'not known yet'), ('staff', 'our own staff'), ('commissioned', 'commissioned by us'), ('agency', 'agency contract'), ('licensed', 'bought for this use'), ('handout', 'handed out for publication'), ('creative_commons', 'Creative Commons'), ('public_domain', 'public domain')], default='unknown', max_length=20, verbose_name='rights')),
                ('usable_from', models.DateTimeField(blank=True, null=True, verbose_name='may run from')),
                ('usable_until', models.DateTimeField(blank=True, null=True, verbose_name='may run until')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn at')),
                ('withdrawn_reason', models.TextField(blank=True, editable=False, verbose_name='why it was withdrawn')),
                ('first_printed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first printed')),
                ('first_story_id', models.PositiveBigIntegerField(editable=False, null=True)),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='taken in at')),
                ('search_fold', models.TextField(default='', editable=False)),
                ('origin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='attribution.agency', verbose_name='agency of origin')),
                ('portrait_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='portrait', to='attribution.author', verbose_name='portrait of')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken in by')),
                ('via', models.ForeignKey(blank=True, help_text='Another agency that passed it on. Its contract is then the one that counts.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pictures_passed_on', to='attribution.agency', verbose_name='received through')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'permissions': [('withdraw_image', 'Can withdraw pictures')],
            },
        ),
        migrations.CreateModel(
            name='ImageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('imported', 'taken in'), ('changed', 'changed'), ('lease_added', 'ruled on'), ('withdrawn', 'withdrawn'), ('released', 'released again')], max_length=11)),
                ('created_at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('changes', models.JSONField(default=dict)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='images.image', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'image change',
                'verbose_name_plural': 'image changes',
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('allow', 'may be used'), ('deny', 'may not be used')], max_length=5, verbose_name='ruling')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='given at')),
                ('given_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='images.image', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'ruling',
                'verbose_name_plural': 'rulings',
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('format', models.CharField(choices=[('jpg', 'JPEG'), ('webp', 'WebP'), ('avif', 'AVIF'), ('png', 'PNG')], max_length=4)),
                ('crop', models.CharField(default='', help_text='Empty: the whole picture.', max_length=10)),
                ('recipe', models.CharField(default='', help_text='What it was made from and with, as a digest.', max_length=8)),
                ('file', models.FileField(upload_to='')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='images.image')),
            ],
            options={
                'verbose_name': 'rendition',
                'verbose_name_plural': 'renditions',
            },
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(fields=['-uploaded_at', '-id'], name='image_newest'),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(fields=['first_printed_at'], name='image_first_printed'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=models.Q(('usable_until', None), ('usable_from', None), ('usable_until__gt', models.F('usable_from')), _connector='OR'), name='image_window_ends_after_it_begins', violation_error_message='The picture’s time ends before it begins.'),
        ),
        migrations.AddIndex(
            model_name='imagechange',
            index=models.Index(fields=['image', '-id'], name='image_change_last'),
        ),
        migrations.AddIndex(
            model_name='imagechange',
            index=models.Index(condition=models.Q(('verb__in', ['withdrawn', 'released'])), fields=['created_at'], name='image_change_turns'),
        ),
        migrations.AddConstraint(
            model_name='lease',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='lease_ends_after_it_begins', violation_error_message='The ruling ends before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='rendition',
            constraint=models.UniqueConstraint(fields=('image', 'width', 'format', 'crop'), name='rendition_made_once'),
        ),
    ]
