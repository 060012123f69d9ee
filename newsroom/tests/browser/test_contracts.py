"""The form of a contract asks for what its service has, and no more."""

from newsroom.tests.browser.actions import add_inline, address


def test_terms_of_text_are_not_asked_for_of_pictures_nor_those_of_pictures_of_text(site):
    terms = {"text": ("may_translate", "may_use_verbatim"), "picture": ("does_not_cover",)}
    with site.visit(site.cast.chief) as page:
        page.goto(address("attribution_agency_change", site.newsroom.kyodo.pk))
        row = page.locator(f"#contracts-{add_inline(page, 'contracts')}")
        for service in terms:
            row.locator("[name$='-service']").select_option(service)
            for other, names in terms.items():
                shown = [row.locator(f".field-{name}").is_visible() for name in names]
                assert set(shown) == {other == service}
            assert row.locator(".field-territory").is_visible()
