"""Freeze the words of pictures printed before: caption, credit and alt were, the rest is the library's now.

A caption or alt that is not the library's counts as written for that use. The files of a picture say
from now on what its last printing says; where the library was corrected since,
`manage.py make_renditions` makes them anew.
"""

from django.db import migrations
from django.db.models import F
from django.utils import timezone

CHUNK = 500
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
DATA_MINING = "http://ns.useplus.org/ldf/vocab/"
PARTLY_AI = {"vi": "Ảnh có chi tiết do AI tạo", "en": "Parts of this picture were made by AI"}
AI_LABELS = {
    "trainedAlgorithmicMedia": {"vi": "Ảnh do AI tạo", "en": "Picture made by AI"},
    "compositeWithTrainedAlgorithmicMedia": PARTLY_AI,
    "compositeSynthetic": PARTLY_AI,
}
WORDS = (
    "ai_label",
    "creator",
    "agencies",
    "copyright_notice",
    "usage_terms",
    "source_type",
    "web_statement",
    "licensor_url",
    "file_rights",
    "has_own_caption",
    "has_own_alt",
)


def freeze(apps, schema_editor):
    def rows_of(app, model):
        return apps.get_model(app, model)._default_manager.using(schema_editor.connection.alias)

    editions = rows_of("editions", "Edition")
    editions.update(changed_at=F("published_at"), printed_at=F("published_at"))
    editions.filter(published_at__gt=timezone.now()).update(printed_at=timezone.now())
    edition_images = rows_of("editions", "EditionImage")
    rows = edition_images.select_related("edition", "image__origin", "image__via").order_by("pk")
    rows = rows.defer("edition__body", "image__embedded_metadata")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for row in chunk:
            _freeze(row)
        edition_images.bulk_update(chunk, WORDS)
        last = chunk[-1].pk
    _freeze_files(edition_images, rows_of("images", "Image"))


def _freeze(row):
    image = row.image
    term = image.digital_source_type
    origin = image.origin.name if image.origin else image.supplied_source
    via = image.via.name if image.via else ""
    labels = AI_LABELS.get(term, {})
    row.ai_label = labels.get(row.edition.language, labels.get("vi", ""))
    row.creator = image.creator
    row.agencies = list(dict.fromkeys(filter(None, (origin, via))))
    row.copyright_notice = image.copyright_notice
    row.usage_terms = image.usage_terms
    row.source_type = SOURCE_TYPE + term if term else ""
    row.web_statement = image.web_statement
    row.licensor_url = image.licensor_url
    row.has_own_caption = row.caption != image.caption
    row.has_own_alt = row.alt != image.alt
    row.file_rights = {
        "credit": row.credit_line,
        "copyright_notice": image.copyright_notice,
        "creator": image.creator,
        "source": origin,
        "usage_terms": image.usage_terms,
        "web_statement": image.web_statement,
        "alt": image.alt,
        "data_mining": DATA_MINING + image.data_mining if image.data_mining else "",
        "digital_source_type": row.source_type,
    }


def _freeze_files(edition_images, images):
    """Let each picture know the words of its last printing, held ones apart."""
    printed = edition_images.filter(edition__superseded_at__gt=F("edition__published_at"))
    rows, last = images.filter(first_printed_at__isnull=False).only("pk").order_by("pk"), 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        rights = dict(
            printed.filter(image__in=chunk)
            .order_by("edition", "-order")
            .values_list("image", "file_rights")
        )
        for image in chunk:
            image.printed_rights = rights.get(image.pk)
        images.bulk_update(chunk, ["printed_rights"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0008_printed_words"),
        ("images", "0003_printed_words"),
    ]

    operations = [migrations.RunPython(freeze, migrations.RunPython.noop)]
