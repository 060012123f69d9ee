"""Topics of before they had keys: spellings of one name become one, and no link is lost."""

import importlib

import pytest
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsroom.tests.test_migrations import ALIAS, DISK, migrate, scratch, scratch_name
from text import normalise

__all__ = ["scratch", "scratch_name"]


def named(app, ending):
    """The name of a migration, whatever its number."""
    (name,) = [name for label, name in DISK if label == app and name.endswith(ending)]
    return name


def before(app, ending):
    """The name of the migration of an app that another one follows."""
    parents = DISK[app, named(app, ending)].dependencies
    return next(name for label, name in parents if label == app)


MERGE = named("editions", "merge_spellings_of_a_topic")
key_of = importlib.import_module(f"editions.migrations.{MERGE}").key_of
# A name, its address, and how many editions were printed under it.
BEFORE = [
    ("NHẬT BẢN", "nhat-ban", 1),
    ("Nhật Bản", "nhat-ban-1", 2),
    ("Nhat Ban", "nhat-ban-2", 0),
    ("Hòa bình", "hoa-binh", 1),
    ("Hoà bình", "hoa-binh-1", 1),
    ("Đà Nẵng", "da-nang", 0),
    ("Ðà Nẵng", "a-nang", 0),
    ("Hàn Quốc", "han-quoc", 0),
    ("…", "x", 0),
    ("???", "x-1", 0),
]


@given(st.text(max_size=30).map(normalise.one_line).filter(bool))
def test_the_key_of_the_migration_is_that_of_today(name):
    """Should the key change one day, rows need a migration of their own; this one stays."""
    assert key_of(name) == (normalise.name_key(name) or name)


def fill(state):
    """Rows as 0.1.0 left them; return the numbers of the topics by name."""
    models = {name: state.get_model(*name.split(".")) for name in NEEDED}
    make = {name: model.objects.using(ALIAS).create for name, model in models.items()}
    user = make["accounts.User"](username="lan", is_staff=True)
    section = make["editions.Section"](name="Thế giới", slug="the-gioi")
    topics = {}
    for name, slug, printed in BEFORE:
        topics[name] = topic = make["editions.Topic"](name=name, slug=slug)
        for _number in range(printed):
            story = make["editions.Story"]()
            edition = make["editions.Edition"](
                story=story,
                number=1,
                kind="first",
                section=section,
                slug=slug,
                headline=name,
                language="vi",
                published_by=user,
                **dict.fromkeys(("published_at", "first_published_at"), timezone.now()),
            )
            make["editions.EditionTopic"](edition=edition, topic=topic)
    for names in (("NHẬT BẢN", "Nhat Ban", "Hàn Quốc"), ("Nhật Bản",), ("Hoà bình", "Hoà bình")):
        article = make["articles.Article"](
            section=section, headline=" ".join(names), created_by=user, search_fold="łodz ða nang"
        )
        for name in names:
            make["articles.TaggedArticle"](content_object=article, tag=topics[name])
    return {name: topic.pk for name, topic in topics.items()}


NEEDED = (
    *("accounts.User", "editions.Section", "editions.Topic", "editions.Story", "editions.Edition"),
    *("editions.EditionTopic", "articles.Article", "articles.TaggedArticle"),
)


@pytest.mark.slow
@pytest.mark.both_databases
def test_spellings_of_one_name_become_one_topic(scratch):
    migrate("articles", before("articles", "topic_trail_and_proposals"))
    migrate("editions", before("editions", "topic_key"))
    topics = fill(_state_of(scratch))
    migrate("articles", named("articles", "fold_more_letters"))
    state = _state_of(scratch)
    rows = {row.name: row for row in state.get_model("editions", "Topic").objects.using(ALIAS)}
    kept = {name: row.merged_into and row.merged_into.name for name, row in rows.items()}
    assert kept == {
        "NHẬT BẢN": "Nhật Bản",  # printed more often
        "Nhật Bản": None,
        "Nhat Ban": "Nhật Bản",
        "Hòa bình": None,  # as often, and older
        "Hoà bình": "Hòa bình",
        "Đà Nẵng": None,
        "Ðà Nẵng": "Đà Nẵng",
        "Hàn Quốc": None,
        "…": None,
        "???": None,
    }
    assert {name: (row.pk, row.slug) for name, row in rows.items()} == {
        name: (topics[name], slug) for name, slug, _printed in BEFORE
    }
    tagged = state.get_model("articles", "TaggedArticle").objects.using(ALIAS)
    assert sorted(tagged.values_list("content_object__headline", "tag__name")) == [
        ("Hoà bình Hoà bình", "Hòa bình"),
        ("NHẬT BẢN Nhat Ban Hàn Quốc", "Hàn Quốc"),
        ("NHẬT BẢN Nhat Ban Hàn Quốc", "Nhật Bản"),
        ("Nhật Bản", "Nhật Bản"),
    ]
    printed = state.get_model("editions", "EditionTopic").objects.using(ALIAS)
    names = printed.order_by("topic").values_list("topic__name", "edition__headline")
    assert all(name == headline for name, headline in names) and len(names) == 5
    changes = state.get_model("articles", "TopicChange").objects.using(ALIAS)
    assert sorted(changes.values_list("name", "into__name", "verb", "created_by")) == sorted(
        (name, into, "merge", None) for name, into in kept.items() if into
    )
    article = state.get_model("articles", "Article").objects.using(ALIAS).first()
    assert article.search_fold == "lodz da nang"


def _state_of(connection):
    """The models as the migrations that were applied left them."""
    executor = MigrationExecutor(connection)
    return executor._create_project_state(with_applied_migrations=True).apps
