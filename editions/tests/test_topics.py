"""Topics in one line of a form."""

import pytest

from editions import topics
from editions.models import Topic

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Nhật Bản", ["Nhật Bản"]),
        ("Nhật Bản, an ninh", ["Nhật Bản", "an ninh"]),
        (' "Nhật Bản" ,, an  ninh,', ["Nhật Bản", "an ninh"]),
        ("Cảng, Cảng", ["Cảng"]),
        ("", []),
    ],
)
def test_commas_separate_topics_and_blanks_do_not(line, names):
    assert topics.from_line(line) == names


def test_a_line_is_read_back_as_it_was_written():
    line = topics.to_line([Topic(name="Nhật Bản"), Topic(name="An ninh")])
    assert line == "An ninh, Nhật Bản"
    assert topics.from_line(line) == ["An ninh", "Nhật Bản"]


@pytest.mark.django_db
def test_a_topics_address_has_no_diacritics():
    assert Topic.objects.create(name="Đường sắt").slug == "duong-sat"
    assert Topic.objects.create(name="Dương sắt").slug == "duong-sat-1"
