"""Agencies at the desk: their aliases are edited one a line, their homepage is a web address, and
only those who may change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attribution.models import Agency, Contract
from newsroom.tests.factories import make_agency, make_author, make_user
from newsroom.tests.test_story_life import Desk


def form_of(agency, **changes):
    """What the agency's form holds when it is opened."""
    contracts = list(agency.contracts.order_by("pk"))
    data = {
        "name": agency.name,
        "aliases": "\n".join(agency.aliases),
        "contracts-TOTAL_FORMS": len(contracts),
        "contracts-INITIAL_FORMS": len(contracts),
    }
    for number, contract in enumerate(contracts):
        data |= {
            f"contracts-{number}-id": contract.pk,
            f"contracts-{number}-agency": agency.pk,
            f"contracts-{number}-service": contract.service,
            f"contracts-{number}-valid_from": contract.valid_from,
            f"contracts-{number}-valid_until": contract.valid_until,
            f"contracts-{number}-may_pass_on": "on",
        }
        if contract.may_translate:
            data[f"contracts-{number}-may_translate"] = "on"
    return {**data, **changes}


def address_of(agency):
    return reverse("admin:attribution_agency_change", args=[agency.pk])


def everything(agency):
    contracts = agency.contracts.order_by("pk").values()
    return list(Agency.objects.filter(pk=agency.pk).values()), list(contracts)


def test_aliases_are_shown_one_a_line(newsroom, cast):
    page = Desk(cast.chief).client.get(address_of(newsroom.kyodo))
    assert page.context["adminform"].form["aliases"].value() == "KYODO\nKYODONEWS"
    assert ">\nKYODO\nKYODONEWS</textarea>" in page.content.decode()


def test_saving_an_agency_as_it_stands_changes_nothing(newsroom, cast):
    before = everything(newsroom.kyodo)
    response = Desk(cast.chief).client.post(address_of(newsroom.kyodo), form_of(newsroom.kyodo))
    assert response.status_code == 302
    assert everything(newsroom.kyodo) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param(
            "KYODO\r\n共同\r\nKyodo News", ["KYODO", "共同", "Kyodo News"], id="a line each"
        ),
        pytest.param("\n KYODO \n\n\u200b\n", ["KYODO"], id="blank lines are nothing"),
        pytest.param("KYODO\nAFP\nKYODO", ["KYODO", "AFP"], id="each once"),
        pytest.param("Kyodo  News\nHue\u0302\u0301", ["Kyodo News", "Huế"], id="normalised"),
        pytest.param("A, B", ["A, B"], id="a comma is part of a name"),
        pytest.param("", [], id="none"),
    ],
)
def test_aliases_are_kept_as_a_list(newsroom, cast, typed, kept):
    agency = newsroom.kyodo
    data = form_of(agency, aliases=typed)
    assert Desk(cast.chief).client.post(address_of(agency), data).status_code == 302
    agency.refresh_from_db()
    assert agency.aliases == kept


def test_a_new_agency_takes_its_aliases_from_the_form(newsroom, cast):
    data = {
        "name": "Tân Hoa xã",
        "aliases": "Xinhua\n新华社",
        "contracts-TOTAL_FORMS": 0,
        "contracts-INITIAL_FORMS": 0,
    }
    response = Desk(cast.chief).client.post(reverse("admin:attribution_agency_add"), data)
    assert response.status_code == 302
    agency = Agency.objects.get()
    assert (agency.slug, agency.aliases) == ("tan-hoa-xa", ["Xinhua", "新华社"])


def test_the_form_does_not_change_an_address(newsroom, cast):
    data = form_of(newsroom.kyodo, slug="another")
    assert Desk(cast.chief).client.post(address_of(newsroom.kyodo), data).status_code == 302
    assert Agency.objects.get().slug == "kyodo"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param(
            "https://english.kyodonews.net/", "https://english.kyodonews.net/", id="whole"
        ),
        pytest.param("http://kyodo.example", "http://kyodo.example", id="http stays"),
        pytest.param("kyodo.example", "https://kyodo.example", id="no scheme means https"),
        pytest.param("kyodo.example/vi?a=b", "https://kyodo.example/vi?a=b", id="with a path"),
        pytest.param("//kyodo.example", "https://kyodo.example", id="half a scheme means https"),
        pytest.param(" kyodo.example\u200b ", "https://kyodo.example", id="blanks around"),
        pytest.param("", "", id="none"),
    ],
)
def test_a_homepage_is_kept_with_its_scheme(newsroom, cast, typed, kept):
    agency = newsroom.kyodo
    data = form_of(agency, homepage=typed)
    assert Desk(cast.chief).client.post(address_of(agency), data).status_code == 302
    agency.refresh_from_db()
    assert agency.homepage == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://kyodo.example/%0aalert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:desk@kyodo.example",
        "https://",
        "https://kyodo",
        "https://kyodo.example/a b",
        'https://kyodo.example"onclick=x',
        "/the-gioi/",
    ],
)
def test_what_is_no_web_address_is_refused_as_a_homepage(newsroom, cast, typed):
    agency = newsroom.kyodo
    before = everything(agency)
    data = form_of(agency, homepage=typed)
    response = Desk(cast.chief).client.post(address_of(agency), data)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["homepage"]
    assert everything(agency) == before


@pytest.mark.parametrize("role", ["reporter", "editor", "pictures", "outsider"])
def test_who_does_not_lead_cannot_change_agencies(newsroom, cast, role):
    agency = newsroom.kyodo
    before = everything(agency)
    user = getattr(cast, role)
    user.is_staff = True
    user.save()
    client = Desk(user).client
    data = form_of(agency, name="Khác", **{"contracts-0-valid_from": "2001-01-01"})
    assert client.post(address_of(agency), data).status_code == 403
    assert client.post(reverse("admin:attribution_agency_add"), data).status_code == 403
    delete = reverse("admin:attribution_agency_delete", args=[agency.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert everything(agency) == before
    assert Agency.objects.count() == 1


def test_a_reporter_reads_what_an_agency_allows(newsroom, cast):
    page = Desk(cast.reporter).client.get(address_of(newsroom.kyodo))
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert "KYODONEWS" in page.content.decode()


MAKE = {
    "agency": make_agency,
    "author": lambda name: make_author(name, user=make_user(name)),
}


@pytest.mark.parametrize("model", MAKE)
def test_a_list_asks_as_many_questions_of_three_rows_as_of_one(newsroom, cast, model):
    client = Desk(cast.chief).client

    def questions():
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse(f"admin:attribution_{model}_changelist"))
        return page.context["cl"].result_count, len(asked)

    MAKE[model]("one")
    count, of_one = questions()
    assert count == 1
    MAKE[model]("two")
    MAKE[model]("three")
    assert questions() == (3, of_one)


def contract_fields(service="text", **fields):
    """What the form holds when a contract is added."""
    fields = {"service": service, "valid_from": "2024-01-01", **fields}
    return {
        "contracts-TOTAL_FORMS": 1,
        "contracts-INITIAL_FORMS": 0,
        **{f"contracts-0-{name}": value for name, value in fields.items()},
    }


def errors_of(response):
    """The fields of the contract that the form refuses."""
    if response.status_code == 302:
        return set()
    (formset,) = response.context["inline_admin_formsets"]
    return set(formset.formset.errors[0])


HOMEPAGE = "https://example.org/"


@pytest.mark.parametrize(
    ("homepage", "fields", "refused"),
    [
        pytest.param("", {"link_required": "on"}, {"link_required"}, id="a link to nowhere"),
        pytest.param(HOMEPAGE, {"link_required": "on"}, set(), id="a link"),
        pytest.param(
            HOMEPAGE,
            {"service": "picture", "link_required": "on"},
            {"link_required"},
            id="a link at a picture",
        ),
        pytest.param(
            "", {"credit_form": "Theo {creator}/{agency}"}, {"credit_form"}, id="creator of text"
        ),
        pytest.param("", {"credit_form": "Theo Kyodo"}, {"credit_form"}, id="without the agency"),
        pytest.param("", {"credit_form": "Nguồn: {agency}"}, set(), id="text"),
        pytest.param(
            "",
            {"service": "picture", "credit_form": "{creator}/{agency}"},
            set(),
            id="creator of a picture",
        ),
        pytest.param(
            "",
            {"service": "picture", "credit_form": "{name}/{agency}"},
            {"credit_form"},
            id="what nobody can fill in",
        ),
        *(
            pytest.param("", {"service": service, "credit_form": form}, {"credit_form"}, id=form)
            for service, form in (
                ("text", "{agency} {"),
                ("text", "Theo {{agency}}"),
                ("picture", "{creator"),
                ("picture", "creator}/{agency}"),
            )
        ),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(cast, homepage, fields, refused):
    agency = make_agency("AFP", contracts=(), homepage=homepage)
    data = form_of(agency, homepage=homepage, **contract_fields(**fields))
    response = Desk(cast.chief).client.post(address_of(agency), data)
    assert errors_of(response) == refused
    assert agency.contracts.exists() is not bool(refused)


@pytest.mark.parametrize("service", Contract.Service.values)
def test_what_only_one_service_has_is_not_stored_for_the_other(cast, service):
    agency, other = make_agency("AFP", contracts=()), make_agency("EPA", contracts=())
    terms = {"may_translate": "on", "may_use_verbatim": "on", "does_not_cover": other.pk}
    data = form_of(agency, **contract_fields(service, **terms))
    assert Desk(cast.chief).client.post(address_of(agency), data).status_code == 302
    contract = agency.contracts.get()
    is_text = service == "text"
    assert (contract.may_translate, contract.may_use_verbatim) == (is_text, is_text)
    assert contract.does_not_cover.exists() is not is_text


def test_nothing_may_be_passed_on_unless_the_form_says_so(cast):
    agency = make_agency("AFP", contracts=())
    for number, fields in enumerate(({}, {"may_pass_on": "on"})):
        data = form_of(agency, **contract_fields(**fields))
        assert Desk(cast.chief).client.post(address_of(agency), data).status_code == 302
        assert agency.contracts.latest("pk").may_pass_on is bool(number)
        agency.contracts.all().delete()


@pytest.mark.parametrize("on_kill", Agency.OnKill.values)
def test_what_a_kill_does_at_once_is_chosen_on_the_form(newsroom, cast, on_kill):
    agency = newsroom.kyodo
    data = form_of(agency, on_kill=on_kill)
    assert Desk(cast.chief).client.post(address_of(agency), data).status_code == 302
    agency.refresh_from_db()
    assert agency.on_kill == on_kill


def test_a_change_of_a_contract_is_known_of_the_agency(newsroom):
    agency = newsroom.kyodo
    for change in (lambda contract: contract.save(), lambda contract: contract.delete()):
        Agency.objects.update(terms_changed_at=None)
        change(agency.contracts.latest("pk"))
        agency.refresh_from_db()
        assert agency.terms_changed_at is not None


def test_nobody_parts_their_own_author_from_their_account(cast, client):
    """They could approve what stands under their name."""
    own = make_author("Trần Thanh Hà", user=cast.editor)
    other = make_author("Kim Phượng", user=cast.reporter)
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    for author in (own, other):
        address = reverse("admin:attribution_author_change", args=[author.pk])
        assert client.post(address, {"name": author.name, "user": ""}).status_code == 302
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.user, other.user) == (cast.editor, None)
