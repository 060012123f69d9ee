"""Topics: by name in one line of a form, one for all spellings of a name, and their lists after a merge."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from editions import topics
from editions.models import Edition, Topic
from newsroom.tests.factories import at
from text import normalise

pytestmark = pytest.mark.both_databases
NAMES = st.text(
    st.sampled_from("ab \"“”„«»,，.đNhật'-&") | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Nhật Bản", ["Nhật Bản"]),
        ("Nhật Bản, an ninh", ["Nhật Bản", "an ninh"]),
        (' "Nhật Bản" ,, an  ninh,', ["Nhật Bản", "an ninh"]),
        ("Cảng, Cảng", ["Cảng"]),
        ("Nhật Bản, NHẬT BẢN, Nhat Ban", ["Nhật Bản"]),
        ('"Washington, D.C.", Nhật Bản', ["Washington, D.C.", "Nhật Bản"]),
        ("“Washington, D.C.”, Nhật Bản", ["Washington, D.C.", "Nhật Bản"]),
        ("«Washington, D.C.»", ["Washington, D.C."]),
        ("Nhật Bản，Hàn Quốc", ["Nhật Bản", "Hàn Quốc"]),
        ('Phim "Mai", Hà Nội', ['Phim "Mai"', "Hà Nội"]),
        ('"Chiến dịch ""Xuân"", phần hai"', ['Chiến dịch "Xuân", phần hai']),
        ('"Mai, Hà Nội', ["Mai", "Hà Nội"]),
        ("", []),
        (' ,"", ,', []),
    ],
)
def test_commas_separate_topics_and_blanks_do_not(line, names):
    assert topics.from_line(line) == names


def test_a_line_is_read_back_as_it_was_written():
    line = topics.to_line(
        [Topic(name="Nhật Bản"), Topic(name="An ninh"), Topic(name="Washington, D.C.")]
    )
    assert line == 'An ninh, Nhật Bản, "Washington, D.C."'
    assert topics.from_line(line) == ["An ninh", "Nhật Bản", "Washington, D.C."]


@given(st.lists(NAMES.map(normalise.one_line).filter(normalise.name_key), max_size=5))
def test_any_names_are_read_back_from_their_line(names):
    by_key = {normalise.name_key(name): name for name in names}
    line = topics.names_to_line(by_key.values())
    assert sorted(topics.from_line(line)) == sorted(by_key.values())


@given(st.lists(NAMES, max_size=4).map(",".join))
def test_any_line_is_the_same_after_it_was_read_and_written(line):
    names = topics.from_line(line)
    assert sorted(topics.from_line(topics.names_to_line(names))) == sorted(names)


def test_a_long_line_is_read_in_no_time():
    for part in ('"', '",', '""', "“", ',"a', "«,"):
        topics.from_line(part * 4000)


@pytest.mark.django_db
def test_a_topics_address_has_no_diacritics():
    assert Topic.objects.create(name="Đường sắt").slug == "duong-sat"
    assert Topic.objects.create(name="Đường + sắt").slug == "duong-sat-1"


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["NHẬT BẢN", "Nhat Ban", "“Nhật  Bản”", "Ｎｈａｔ Ｂａｎ"])
def test_a_second_spelling_is_the_same_topic_and_no_second_row(spelling):
    topic = Topic.objects.create(name="Nhật Bản")
    assert topics.find_or_make(spelling) == (topic, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name=spelling)
    assert [topic.name for topic in Topic.objects.all()] == ["Nhật Bản"]


@pytest.mark.django_db
def test_a_name_means_the_topic_that_stands_for_it(newsroom):
    kept, merged = Topic.objects.create(name="Nhật Bản"), Topic.objects.create(name="Nhật")
    Topic.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert topics.find(["NHAT", "Nhật Bản", "Không có"]) == {"nhat": kept, "nhatban": kept}
    article = newsroom.draft(tags=["nhật", "Nhat Ban"])
    assert list(article.tags.all()) == [kept]


@pytest.mark.django_db
def test_the_database_refuses_a_topic_merged_into_itself():
    topic = Topic.objects.create(name="Nhật Bản")
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(merged_into=topic)


@pytest.mark.django_db
def test_lists_find_what_was_printed_under_a_merged_topic_each_story_once(newsroom):
    both = newsroom.published(at=at(9), tags=("Nhật Bản", "Nhật"), headline="Cả hai")
    old = newsroom.published(at=at(10), tags=("Nhật",), headline="Tên cũ")
    newsroom.published(at=at(11), tags=("Khác",), headline="Chuyện khác")
    kept = Topic.objects.get(name="Nhật Bản")
    Topic.objects.filter(name="Nhật").update(merged_into=kept)
    for slug in ("nhat", "nhat-ban"):
        assert set(topics.merged_together([slug])) == set(
            Topic.objects.filter(name__in=["Nhật", "Nhật Bản"]).values_list("pk", flat=True)
        )
    editions = Edition.objects.on_topics(topics.merged_together(["nhat-ban"])).newest_first()
    assert [edition.story for edition in editions] == [old.story, both.story]
