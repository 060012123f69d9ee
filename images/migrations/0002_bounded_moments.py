"""Bring the moments of pictures and of rulings on them within bounds. No picture gets more time by it.

A picture may run from a whole minute on, as forms show it. No row is read before it is repaired:
PostgreSQL holds years that Python does not.
"""

from datetime import UTC, datetime, timedelta

from django.db import migrations

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST_PHOTOGRAPH = datetime(1826, 1, 1, tzinfo=UTC)
LONG_OVER = datetime(2000, 1, 1, tzinfo=UTC)  # the first moment that forms take


def bring_within_bounds(apps, schema_editor):
    database = schema_editor.connection.alias
    images = apps.get_model("images", "Image")._default_manager.using(database)
    images.filter(date_created__lt=FIRST_PHOTOGRAPH).update(date_created=None)
    images.filter(date_created__gt=LATEST).update(date_created=None)
    images.filter(usable_until__gt=LATEST).update(usable_until=None)
    images.filter(usable_from__lt=EARLIEST).update(usable_from=None)
    images.filter(usable_until__lt=EARLIEST).update(usable_until=LONG_OVER)
    images.filter(usable_from__gt=LATEST).update(usable_from=LATEST)
    windows = images.exclude(usable_from=None).values_list("pk", "usable_from", "usable_until")
    for pk, begins, ends in windows:
        minute = begins.replace(second=0, microsecond=0)
        next_minute = minute + timedelta(minutes=1)
        if minute != begins:
            is_in_one_minute = ends is not None and ends <= next_minute
            images.filter(pk=pk).update(usable_from=minute if is_in_one_minute else next_minute)
    images.filter(terms_expire_at__lt=EARLIEST).update(terms_expire_at=EARLIEST)
    images.filter(terms_expire_at__gt=LATEST).update(terms_expire_at=None)
    leases = apps.get_model("images", "Lease")._default_manager.using(database)
    # None may end before it begins, not even between two of these statements.
    leases.filter(ends_at__lte=EARLIEST).update(starts_at=EARLIEST, ends_at=EARLIEST + DAY)
    leases.filter(starts_at__gte=LATEST).update(starts_at=LATEST - DAY, ends_at=LATEST)
    leases.filter(starts_at__lt=EARLIEST).update(starts_at=EARLIEST)
    leases.filter(ends_at__gt=LATEST).update(ends_at=LATEST)


class Migration(migrations.Migration):
    dependencies = [("images", "0001_initial")]

    operations = [migrations.RunPython(bring_within_bounds, migrations.RunPython.noop)]
