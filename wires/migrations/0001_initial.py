"""The wire: feeds, deliveries, items and their versions."""

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
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('language', models.CharField(blank=True, help_text='Of copy that does not say its language, such as en.', max_length=20, verbose_name='language')),
                ('transport', models.CharField(choices=[('handed_in', 'handed in by the desk'), ('folder', 'hot folder'), ('polled', 'fetched from an address')], default='handed_in', max_length=10, verbose_name='how it arrives')),
                ('address', models.CharField(blank=True, help_text='A folder below the one for feeds, or an address that begins with https://.', max_length=500, verbose_name='folder or address')),
                ('hosts', models.TextField(blank=True, help_text='One a line: whence copy and pictures may be fetched besides the address’s own host.', verbose_name='allowed hosts')),
                ('interval', models.PositiveIntegerField(default=60, validators=[django.core.validators.MinValueValidator(5)], verbose_name='seconds between two looks')),
                ('max_bytes', models.PositiveIntegerField(default=10485760, validators=[django.core.validators.MinValueValidator(1024), django.core.validators.MaxValueValidator(67108864)], verbose_name='largest delivery, in bytes')),
                ('max_silence_minutes', models.PositiveIntegerField(blank=True, help_text='A feed that is quiet for longer raises an alarm. Leave empty for none.', null=True, verbose_name='usual gap, in minutes')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('next_poll_at', models.DateTimeField(editable=False, null=True)),
                ('last_polled_at', models.DateTimeField(editable=False, null=True, verbose_name='last look')),
                ('last_delivery_at', models.DateTimeField(editable=False, null=True, verbose_name='last delivery')),
                ('consecutive_failures', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('last_error', models.TextField(blank=True, editable=False, verbose_name='last error')),
                ('etag', models.CharField(blank=True, editable=False, max_length=300)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='attribution.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'feed',
                'verbose_name_plural': 'feeds',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=500, verbose_name='file or address')),
                ('raw', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(default=0, verbose_name='bytes')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('format', models.CharField(blank=True, max_length=20, verbose_name='format')),
                ('state', models.CharField(choices=[('accepted', 'accepted'), ('quarantined', 'quarantined')], default='accepted', max_length=12, verbose_name='state')),
                ('quarantined_because', models.TextField(blank=True, verbose_name='quarantined because')),
                ('remarks', models.TextField(blank=True, verbose_name='remarks')),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='last read')),
                ('handed_in_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='wires.feed', verbose_name='feed')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='FeedPoll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('received', models.PositiveIntegerField(default=0, verbose_name='deliveries')),
                ('quarantined', models.PositiveIntegerField(default=0, verbose_name='quarantined')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='polls', to='wires.feed')),
            ],
            options={
                'verbose_name': 'look at a feed',
                'verbose_name_plural': 'looks at feeds',
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(max_length=500)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_wire_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved filter',
                'verbose_name_plural': 'saved filters',
            },
        ),
        migrations.CreateModel(
            name='WireItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.CharField(max_length=500, verbose_name='provider’s id')),
                ('kind', models.CharField(choices=[('text', 'text'), ('picture', 'picture'), ('package', 'package'), ('other', 'other')], default='text', max_length=10, verbose_name='kind')),
                ('status', models.CharField(default='unknown', max_length=10, verbose_name='status')),
                ('embargo_until', models.DateTimeField(blank=True, null=True, verbose_name='embargo until')),
                ('embargo_indefinite', models.BooleanField(default=False, verbose_name='embargo without end')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='urgency')),
                ('language', models.CharField(blank=True, max_length=20, verbose_name='language')),
                ('subject', models.CharField(blank=True, max_length=120, verbose_name='subject')),
                ('headline', models.CharField(blank=True, max_length=500, verbose_name='headline')),
                ('slugline', models.CharField(blank=True, max_length=200, verbose_name='slugline')),
                ('has_pictures', models.BooleanField(default=False, verbose_name='with pictures')),
                ('has_version_conflict', models.BooleanField(default=False, help_text='The provider sent the same version again, and it was not the same.', verbose_name='came twice with other content')),
                ('first_received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first arrived')),
                ('current_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='arrived')),
                ('search_fold', models.TextField(default='', editable=False)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='wire_items', to='attribution.agency', verbose_name='agency')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='wires.feed', verbose_name='feed')),
            ],
            options={
                'verbose_name': 'wire item',
                'verbose_name_plural': 'wire items',
                'permissions': [('write_from_wireitem', 'Can write from agency copy')],
            },
        ),
        migrations.CreateModel(
            name='WireVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('text', 'text'), ('picture', 'picture'), ('package', 'package'), ('other', 'other')], default='text', max_length=10, verbose_name='kind')),
                ('version', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='version')),
                ('digest', models.CharField(default='', help_text='SHA-256 of what was parsed: the same words again?', max_length=64)),
                ('conflicts', models.BooleanField(default=False, verbose_name='same version, other content')),
                ('status', models.CharField(choices=[('usable', 'usable'), ('withheld', 'withheld'), ('canceled', 'canceled'), ('unknown', 'unknown')], default='unknown', max_length=10, verbose_name='status')),
                ('embargo_until', models.DateTimeField(blank=True, null=True, verbose_name='embargo until')),
                ('embargo_indefinite', models.BooleanField(default=False, verbose_name='embargo without end')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='urgency')),
                ('headline', models.CharField(blank=True, max_length=500, verbose_name='headline')),
                ('standfirst', models.TextField(blank=True, verbose_name='standfirst')),
                ('byline', models.CharField(blank=True, max_length=300, verbose_name='byline')),
                ('credit_line', models.CharField(blank=True, max_length=300, verbose_name='credit line')),
                ('provider', models.CharField(blank=True, max_length=200, verbose_name='provider')),
                ('sources', models.JSONField(blank=True, default=list, verbose_name='sources')),
                ('copyright_holder', models.CharField(blank=True, max_length=300, verbose_name='copyright holder')),
                ('copyright_notice', models.CharField(blank=True, max_length=500, verbose_name='copyright notice')),
                ('usage_terms', models.TextField(blank=True, verbose_name='usage terms')),
                ('editor_note', models.TextField(blank=True, verbose_name='editor’s note')),
                ('slugline', models.CharField(blank=True, max_length=200, verbose_name='slugline')),
                ('dateline', models.CharField(blank=True, max_length=200, verbose_name='dateline')),
                ('language', models.CharField(blank=True, max_length=20, verbose_name='language')),
                ('created_at', models.DateTimeField(blank=True, null=True, verbose_name='created')),
                ('version_at', models.DateTimeField(blank=True, null=True, verbose_name='version of')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('signals', models.JSONField(blank=True, default=list, verbose_name='signals')),
                ('subjects', models.JSONField(blank=True, default=list, verbose_name='subjects')),
                ('body_html', models.TextField(blank=True, verbose_name='body')),
                ('pictures', models.JSONField(blank=True, default=list, verbose_name='pictures')),
                ('package_items', models.JSONField(blank=True, default=list)),
                ('internal_notes', models.TextField(blank=True, verbose_name='not for publication')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='wires.delivery')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='wires.wireitem')),
            ],
            options={
                'verbose_name': 'version of a wire item',
                'verbose_name_plural': 'versions of wire items',
            },
        ),
        migrations.AddField(
            model_name='wireitem',
            name='current',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wires.wireversion'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['-received_at', '-id'], name='delivery_newest'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['feed', 'name'], name='delivery_by_name'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'quarantined')), fields=['-received_at'], name='delivery_quarantined'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('feed', 'sha256', 'name'), name='delivery_once'),
        ),
        migrations.AddIndex(
            model_name='feedpoll',
            index=models.Index(fields=['feed', '-created_at'], name='feed_poll_newest'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('user', 'name'), name='saved_filter_once'),
        ),
        migrations.AddIndex(
            model_name='wireversion',
            index=models.Index(fields=['item', '-received_at'], name='wire_version_newest'),
        ),
        migrations.AddConstraint(
            model_name='wireversion',
            constraint=models.UniqueConstraint(fields=('item', 'version', 'digest'), name='wire_version_once'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['-current_since', '-id'], name='wire_newest'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['agency', '-current_since', '-id'], name='wire_by_agency'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['urgency', '-current_since', '-id'], name='wire_by_urgency'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['subject', '-current_since', '-id'], name='wire_by_subject'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['language', '-current_since', '-id'], name='wire_by_language'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['status', '-current_since', '-id'], name='wire_by_status'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(condition=models.Q(('embargo_until__isnull', False), ('embargo_indefinite', True), _connector='OR'), fields=['-current_since', '-id'], name='wire_embargoed'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(condition=models.Q(('has_pictures', True)), fields=['-current_since', '-id'], name='wire_with_pictures'),
        ),
        migrations.AddConstraint(
            model_name='wireitem',
            constraint=models.UniqueConstraint(fields=('feed', 'guid'), name='wire_item_once'),
        ),
    ]
