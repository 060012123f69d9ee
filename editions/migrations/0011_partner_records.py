"""What partners are given is recorded. What those that asked before may have is recorded as given."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

CHUNK = 500
STATUS_CHANGES = ("withdrawn", "released")  # each made the version of a story grow by one


def record_what_was_given(apps, schema_editor):
    """Record every story that readers have had as given to each partner that has ever asked."""
    alias = schema_editor.connection.alias

    def rows(app, model):
        return apps.get_model(app, model)._default_manager.using(alias)

    partners = rows("editions", "Partner").exclude(last_used_on=None)
    partners = list(partners.values_list("pk", flat=True))
    if not partners:
        return
    now = timezone.now()
    versions, deliveries = [], []
    for pk in rows("editions", "Story").order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        version, tokens = _given(apps, rows, pk, now)
        if version is None:
            continue
        versions.append(version)
        deliveries += [
            apps.get_model("editions", "PartnerDelivery")(
                partner_id=partner,
                story_id=pk,
                version=version.number,
                is_recall=version.edition.kind in ("kill", "takedown"),
                pictures=tokens,
                first_given_at=version.began_at,
                given_at=version.began_at,
            )
            for partner in partners
        ]
        if len(versions) >= CHUNK:
            _write(rows, versions, deliveries)
            versions, deliveries = [], []
    _write(rows, versions, deliveries)


def _given(apps, rows, story, now):
    """Return the version of a story that partners had, and the tokens of all its pictures so far."""
    seen = rows("editions", "Edition").filter(
        story=story, published_at__lte=now, superseded_at__gt=F("published_at")
    )
    last = seen.only("number", "kind", "published_at").order_by("-number").first()
    if last is None:
        return None, []
    images = (
        rows("editions", "EditionImage")
        .filter(edition__in=seen)
        .values_list("image", "image__token")
    )
    by_id = dict(images)
    changes = rows("images", "ImageChange").filter(image__in=by_id, verb__in=STATUS_CHANGES)
    version = apps.get_model("editions", "SyndicatedVersion")(
        story_id=story,
        number=last.number + changes.count(),
        edition=last,
        digest="",
        began_at=last.published_at,
    )
    return version, sorted(by_id.values())


def _write(rows, versions, deliveries):
    rows("editions", "SyndicatedVersion").bulk_create(versions)
    rows("editions", "PartnerDelivery").bulk_create(deliveries)


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0010_public_until"),
        ("images", "0004_passing_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "is_recall",
                    models.BooleanField(
                        default=False,
                        help_text="Whether the last version told it to use the story no more.",
                    ),
                ),
                ("pictures", models.JSONField(default=list)),
                ("first_given_at", models.DateTimeField()),
                ("given_at", models.DateTimeField()),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="editions.partner",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="editions.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery to a partner",
                "verbose_name_plural": "deliveries to partners",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "story"), name="partner_delivery_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SyndicatedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("digest", models.CharField(max_length=64)),
                ("began_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editions.edition",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="syndicated_versions",
                        to="editions.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "syndicated version",
                "verbose_name_plural": "syndicated versions",
                "indexes": [models.Index(fields=["began_at"], name="syndicated_version_began")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("story", "number"), name="syndicated_version_once"
                    )
                ],
            },
        ),
        migrations.RunPython(record_what_was_given, migrations.RunPython.noop),
    ]
