"""Record on which agency copy articles rest, and ever rested: from their rows and from all revisions.

Until now an item that was taken out left no trace but in the revisions. Of editions only the last of
each story is recorded as printed: alarms ask for no other.
"""

from itertools import groupby

from django.db import migrations

BATCH = 500


def record_sources(apps, schema_editor):
    def rows(app, model):
        return apps.get_model(app, model).objects.using(schema_editor.connection.alias)

    SourceRecord = apps.get_model("articles", "SourceRecord")
    items = set(rows("wires", "WireItem").values_list("pk", flat=True))
    versions = set(rows("wires", "WireVersion").values_list("pk", flat=True))
    in_view = {}
    sources = rows("articles", "ArticleAgency").filter(wire_item__isnull=False)
    for article, item, version in sources.values_list("article", "wire_item", "wire_version"):
        in_view.setdefault(article, {})[item] = version
    # Not their whole content: the database takes out the agencies.
    revisions = rows("articles", "Revision").order_by("article", "number")
    revisions = revisions.values_list(
        "article", "number", "created_by", "created_at", "content__agencies"
    )
    records = []
    for article, saves in groupby(revisions.iterator(BATCH), key=lambda save: save[0]):
        history = _History(SourceRecord, article, items, versions)
        saves = [(*save, _items_in(agencies)) for _article, *save, agencies in saves]
        if any(under for *_save, under in saves) or article in in_view:
            printed, edition = _last_printed(rows, article)
            for number, by, at, under in saves:
                history.follow(under, by, at)
                if number == printed:
                    history.print(edition)
            *_number, by, at, _under = saves[-1]
            history.follow(in_view.get(article, {}), by, at)
        records += history.records
        if len(records) >= BATCH:
            rows("articles", "SourceRecord").bulk_create(records)
            records = []
    rows("articles", "SourceRecord").bulk_create(records)


def _items_in(agencies):
    """Return the items under one revision, with the version of each."""
    return {
        source["wire_item"]: source.get("wire_version")
        for source in agencies or ()
        if source.get("wire_item")
    }


def _last_printed(rows, article):
    """Return the number of the revision that was printed last, and its edition; or None for both."""
    story = rows("articles", "Article").values_list("story", flat=True).get(pk=article)
    editions = rows("editions", "Edition").filter(story=story).exclude(kind="kill")
    published = rows("articles", "StageChange").filter(article=article, verb="publish")
    change = published.order_by("-pk").first()
    edition = editions.order_by("-number").first() if story else None
    return (change.version, edition) if edition and change else (None, None)


class _History:
    """What was done with the items under one article, told from what each save left."""

    def __init__(self, SourceRecord, article, items, versions):
        self.SourceRecord, self.article = SourceRecord, article
        self.items, self.versions = items, versions
        self.under, self.records = {}, []

    def follow(self, under, by, at):
        """Record the difference between the items before and those `under` the copy now."""
        under = {
            item: version if version in self.versions else None
            for item, version in under.items()
            if item in self.items
        }
        for item, version in under.items():
            if item not in self.under:
                self._record(item, version, "linked", by, at)
            elif version != self.under[item]:
                self._record(item, version, "accepted", by, at)
        for item in self.under.keys() - under.keys():
            self._record(item, self.under[item], "removed", by, at)
        self.under = under

    def print(self, edition):
        for item, version in self.under.items():
            self._record(
                item, version, "printed", edition.published_by_id, edition.published_at, edition
            )

    def _record(self, item, version, action, by, at, edition=None):
        self.records.append(
            self.SourceRecord(
                article_id=self.article,
                item_id=item,
                version_id=version,
                action=action,
                created_by_id=by,
                created_at=at,
                edition=edition,
            )
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_source_records")]

    operations = [migrations.RunPython(record_sources, migrations.RunPython.noop)]
