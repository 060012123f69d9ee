"""Which pictures of the library came with which items, and what that means for them.

Of pictures that are here already it is found by their bytes: an item's pictures are deliveries of its
feed with their file name or address, and a picture that is an item is its own delivery.
"""

import collections
import urllib.parse

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

STRICTNESS = ("usable", "unknown", "withheld", "canceled")


def link(apps, schema_editor):
    alias = schema_editor.connection.alias
    DeliveredPicture = apps.get_model("wires", "DeliveredPicture")
    images = apps.get_model("images", "Image").objects.using(alias)
    deliveries = apps.get_model("wires", "Delivery").objects.using(alias)
    versions = apps.get_model("wires", "WireVersion").objects.using(alias)
    image_ids = dict(images.values_list("sha256", "pk"))
    by_name, by_delivery = {}, {}
    columns = deliveries.filter(sha256__in=list(image_ids)).order_by("pk")
    for pk, feed, name, sha256 in columns.values_list("pk", "feed", "name", "sha256"):
        by_name[feed, name] = by_delivery[pk] = image_ids[sha256]
    items_of = collections.defaultdict(set)
    rows = versions.select_related("item").only("kind", "pictures", "delivery", "item__feed")
    for version in rows.order_by("pk").iterator() if by_delivery else ():
        found = {}
        for number, picture in enumerate(version.pictures):
            href = picture.get("href", "")
            path = urllib.parse.unquote(href.partition("#")[0].partition("?")[0])
            for name in (href[:500], path.rpartition("/")[2]):
                if image := by_name.get((version.item.feed_id, name)):
                    found.setdefault(image, number)
        if version.kind == "picture" and version.delivery_id in by_delivery:
            found.setdefault(by_delivery[version.delivery_id], 0)
        for image, number in found.items():
            items_of[image].add(version.item_id)
            DeliveredPicture.objects.using(alias).create(
                item_id=version.item_id, version=version, image_id=image, number=number
            )
    items = apps.get_model("wires", "WireItem").objects.using(alias)
    for image, item_ids in items_of.items():
        restrict(images.filter(pk=image), list(items.filter(pk__in=item_ids)))


def restrict(image, items):
    """Write to the picture's row what binds of all its items: of each part the strictest."""
    status = max((item.status for item in items), key=STRICTNESS.index)
    embargoes = [item.embargo_until for item in items if item.embargo_until]
    expiries = [item.expires_at for item in items if item.expires_at]
    is_indefinite = any(item.embargo_indefinite for item in items)
    image.update(
        source_status="" if status == "usable" else status,
        source_held_at=None if status == "usable" else django.utils.timezone.now(),
        source_embargo_until=None if is_indefinite else max(embargoes, default=None),
        source_embargo_indefinite=is_indefinite,
        source_expires_at=min(expiries, default=None),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0005_source_terms"),
        ("wires", "0005_binding"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveredPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivered_with",
                        to="images.image",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivered_pictures",
                        to="wires.wireitem",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivered_pictures",
                        to="wires.wireversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of a wire item",
                "verbose_name_plural": "pictures of wire items",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "image", "number"), name="delivered_picture_once"
                    )
                ],
            },
        ),
        migrations.RunPython(link, migrations.RunPython.noop),
    ]
