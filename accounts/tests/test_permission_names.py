"""Permissions and roles as the desk shows them."""

from collections import Counter

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation

NAMES = {
    "en": {
        ("articles", "add_article"): "Articles | article | Can add article",
        ("articles", "kill_article"): "Articles | article | Can kill a published story",
        ("attribution", "view_agency"): "Credits and sources | agency | Can view agency",
    },
    "vi": {
        ("articles", "add_article"): "Bài viết | bài viết | Thêm bài viết",
        ("articles", "kill_article"): "Bài viết | bài viết | Được hủy bài đã đăng",
        ("articles", "view_revision"): "Bài viết | phiên bản | Xem phiên bản",
    },
}


@pytest.mark.parametrize("language", NAMES)
def test_a_permission_has_a_name_in_the_language_of_the_desk(db, language):
    with translation.override(language):
        for (app_label, codename), name in NAMES[language].items():
            where = {"content_type__app_label": app_label, "codename": codename}
            assert str(Permission.objects.get(**where)) == name


@pytest.mark.parametrize("language", NAMES)
def test_no_two_permissions_have_the_same_name(db, language):
    with translation.override(language):
        counts = Counter(map(str, Permission.objects.select_related("content_type")))
    assert [name for name, count in counts.items() if count > 1] == []
