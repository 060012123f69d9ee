"""Signing in and out by hand. Everywhere else a test starts with a session; see Site.visit."""

from django.contrib.sessions.models import Session

from newsroom.tests.browser.actions import address, sign_in


def test_who_types_the_password_is_let_in_and_who_signs_out_is_out(site):
    with site.visit() as page:
        page.goto(address("articles_article_changelist"))
        sign_in(page, site.cast.reporter)
        page.wait_for_url(f"**{address('articles_article_changelist')}")
        assert page.locator("#logout-form").is_visible()
        with page.expect_navigation(url="**/admin/logout/") as left:
            page.click("#logout-form button")
        assert left.value.status == 200
        assert page.locator("#logout-form, .desk-nav").count() == 0
        for closed in ("/admin/", address("articles_article_changelist")):
            page.goto(closed)
            page.wait_for_url(f"**/admin/login/?next={closed}")
        assert Session.objects.count() == 0


def test_a_wrong_password_lets_nobody_in(site):
    with site.visit() as page:
        page.goto("/admin/login/")
        sign_in(page, site.cast.reporter, "a long enough guess")
        page.locator(".errornote").wait_for()
        assert page.input_value("#id_password") == ""
        page.goto("/admin/")
        page.wait_for_url("**/admin/login/?next=/admin/")
    assert Session.objects.count() == 0
