"""New topics by HTTP: made by whoever may, otherwise proposed, and decided on by an editor."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from articles import permitted, verbs, workflow
from articles.models import Article, TopicChange, TopicProposal
from articles.tests.test_form import form_of
from articles.topics import services
from editions.models import Edition, Topic
from newsroom.tests.factories import MORNING, at
from newsroom.tests.test_story_life import Desk
from text.errors import DomainError

pytestmark = pytest.mark.both_databases
ROLES = ("reporter", "editor", "pictures", "chief", "admin")
State = TopicProposal.State


def save(user, article, line, **changes):
    """Post the article's form with this line of topics; return the answer and the article."""
    article.refresh_from_db()
    data = form_of(article, tags=line, **changes)
    response = Desk(user).client.post(_address("articles_article_change", article), data)
    return response, Article.objects.get(pk=article.pk)


def line_of(user, article):
    """The line of topics as the form shows it."""
    page = Desk(user).client.get(_address("articles_article_change", article))
    return page.context["adminform"].form["tags"].value()


def decide(user, proposal, **data):
    address = _address("articles_article_proposed_topic", proposal)
    return Desk(user).client.post(address, data)


def messages_of(response):
    return [str(message) for message in response.wsgi_request._messages]


def _address(name, row):
    return reverse(f"admin:{name}", args=[row.pk])


def propose(newsroom, name="Động đất Noto", **fields):
    article = newsroom.draft(tags=("Nhật Bản",), **fields)
    services.write_topics(article, ["Nhật Bản", name], by=newsroom.cast.reporter, at=MORNING)
    workflow.save(article, by=newsroom.cast.reporter, at=MORNING)
    return article, article.topic_proposals.get()


@pytest.mark.parametrize("spelling", ["NHẬT BẢN", "nhat ban", '"Nhật Bản"', "Nhật  Bản."])
@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_a_variant_is_the_topic_that_there_is_and_the_form_shows_its_name(newsroom, role, spelling):
    article, user = newsroom.draft(), getattr(newsroom.cast, role)
    _response, article = save(user, article, f"{spelling}, Nhật Bản")
    assert list(article.tags.names()) == ["Nhật Bản"]
    assert (Topic.objects.count(), TopicProposal.objects.count()) == (1, 0)
    assert line_of(user, article) == "Nhật Bản"
    assert article.version == 1  # nothing in the copy had changed


def test_a_name_with_a_comma_survives_saving_and_saving_again(newsroom, cast):
    article = newsroom.draft()
    _response, article = save(cast.editor, article, '"Washington, D.C.", Nhật Bản')
    line = line_of(cast.editor, article)
    assert line == 'Nhật Bản, "Washington, D.C."'
    for user in (cast.editor, cast.reporter):
        _response, article = save(user, article, line)
        assert sorted(article.tags.names()) == ["Nhật Bản", "Washington, D.C."]
    assert TopicProposal.objects.count() == 0


def test_an_editor_makes_a_topic_by_typing_it(newsroom, cast):
    article = newsroom.draft()
    _response, article = save(cast.editor, article, "Nhật Bản, Động đất Noto")
    topic = article.tags.get(name="Động đất Noto")
    change = topic.changes.get()
    assert (change.verb, change.created_by) == (TopicChange.Verb.ADD, cast.editor)


def test_a_reporters_new_topic_is_proposed_and_nothing_of_it_is_lost(newsroom, cast):
    article = newsroom.draft()
    response, article = save(cast.reporter, article, "Nhật Bản, Động đất Noto, Noto")
    assert list(article.tags.names()) == ["Nhật Bản"]
    proposed = article.topic_proposals.open().order_by("pk")
    assert [p.name for p in proposed] == ["Động đất Noto", "Noto"]
    assert "“Động đất Noto”, “Noto”" in " ".join(messages_of(response))
    assert line_of(cast.reporter, article) == "Nhật Bản, Noto, Động đất Noto"
    content = article.revisions.latest("number").content
    assert content["proposed_topics"] == ["Noto", "Động đất Noto"]
    assert Topic.objects.count() == 1


def test_a_reporters_new_story_may_propose_topics_too(newsroom, cast):
    data = form_of(newsroom.draft(), tags="Chủ đề mới", headline="Bài mới")
    data |= {"bylines-INITIAL_FORMS": 0, "bylines-0-id": "", "seen_version": ""}
    response = Desk(cast.reporter).post("articles_article_add", **data)
    assert response.status_code == 302
    article = Article.objects.latest("pk")
    assert article.topic_proposals.get().name == "Chủ đề mới"
    assert not article.tags.exists()


def test_saving_again_leaves_a_proposal_alone_whoever_saves(newsroom, cast):
    article, proposal = propose(newsroom)
    for user in (cast.reporter, cast.editor):
        line = line_of(user, article)
        _response, article = save(user, article, line, standfirst=f"Sapô của {user}.")
        assert article.topic_proposals.get() == proposal
        assert proposal.state == State.OPEN
    assert not Topic.objects.filter(name="Động đất Noto").exists()


def test_a_proposal_that_leaves_the_line_is_taken_back_and_may_come_again(newsroom, cast):
    article, _proposal = propose(newsroom)
    save(cast.reporter, article, "Nhật Bản")
    save(cast.reporter, article, "Nhật Bản, dong dat noto")
    states = [(p.name, p.state) for p in article.topic_proposals.order_by("pk")]
    assert states == [("Động đất Noto", State.WITHDRAWN), ("dong dat noto", State.OPEN)]


def test_a_proposal_becomes_the_topic_that_was_made_meanwhile(newsroom, cast):
    article, proposal = propose(newsroom)
    topic = services.add("ĐỘNG ĐẤT NOTO", by=cast.editor, at=at(9, 30))
    _response, article = save(cast.reporter, article, "Nhật Bản, Động đất Noto")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.topic) == (State.ACCEPTED, topic)
    assert list(article.tags.names()) == ["Nhật Bản", "ĐỘNG ĐẤT NOTO"]


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_a_form_with_the_name_of_before_a_renaming_makes_no_second_topic(newsroom, role):
    article, user = newsroom.draft(tags=("Miến Điện",)), getattr(newsroom.cast, role)
    topic = article.tags.get()
    services.rename(topic, "Myanmar", by=newsroom.cast.chief, at=MORNING)
    _response, article = save(user, article, "Miến Điện, Nhật Bản")
    assert topic in article.tags.all()
    assert "Miến Điện" not in line_of(user, article)
    own = services.add("Miến Điện", by=newsroom.cast.chief, at=MORNING)
    _response, article = save(user, article, "Miến Điện")
    assert list(article.tags.all()) == [own]


def test_what_cannot_be_a_topic_is_refused_with_the_words_in_place(newsroom, cast):
    article = newsroom.draft()
    many = ", ".join(f"Chủ đề {number}" for number in range(41))
    for line in ("Nhật Bản, ???", "x" * 101, many, "a," * 2100):
        response, article = save(cast.reporter, article, line)
        assert (response.status_code, article.version) == (200, 1)
        assert response.context["adminform"].form["tags"].value() == line
    assert (TopicProposal.objects.count(), Topic.objects.count()) == (0, 1)


def test_an_editor_sees_a_proposal_on_the_article_and_at_home(newsroom, cast):
    article, proposal = propose(newsroom)
    address = _address("articles_article_proposed_topic", proposal)
    shown = {}
    for role in ROLES:
        client = Desk(getattr(cast, role)).client
        copy = client.get(_address("articles_article_change", article)).content.decode()
        home = client.get(reverse("admin:index")).content.decode()
        shown[role] = ("Động đất Noto" in copy, address in copy, address in home)
    editors = (True, True, True)
    others = (True, False, False)
    assert shown == {
        **dict.fromkeys(("reporter", "pictures", "admin"), others),
        **dict.fromkeys(("editor", "chief"), editors),
    }


def test_only_editors_decide(newsroom, cast):
    statuses = {}
    for role in ROLES:
        _article, proposal = propose(newsroom, f"Chủ đề của {role}")
        got = Desk(getattr(cast, role)).client.get(
            _address("articles_article_proposed_topic", proposal)
        )
        posted = decide(getattr(cast, role), proposal, accept="1", name=proposal.name)
        proposal.refresh_from_db()
        statuses[role] = (got.status_code, posted.status_code, proposal.state)
    refused, done = (403, 403, State.OPEN), (200, 302, State.ACCEPTED)
    assert statuses == {
        **dict.fromkeys(("reporter", "pictures", "admin"), refused),
        **dict.fromkeys(("editor", "chief"), done),
    }


def test_no_get_decides(newsroom, cast):
    _article, proposal = propose(newsroom)
    address = _address("articles_article_proposed_topic", proposal)
    assert Desk(cast.editor).client.get(f"{address}?accept=1&name=x").status_code == 200
    proposal.refresh_from_db()
    assert proposal.state == State.OPEN


def test_accepting_makes_the_topic_and_a_revision(newsroom, cast):
    article, proposal = propose(newsroom)
    decide(cast.editor, proposal, accept="1", name="Động đất ở Noto")
    article.refresh_from_db()
    proposal.refresh_from_db()
    assert list(article.tags.names()) == ["Nhật Bản", "Động đất ở Noto"]
    assert (proposal.state, proposal.decided_by, proposal.topic.name) == (
        State.ACCEPTED,
        cast.editor,
        "Động đất ở Noto",
    )
    revision = article.revisions.latest("number")
    assert (revision.created_by, revision.content["proposed_topics"]) == (cast.editor, None)
    assert line_of(cast.reporter, article) == "Nhật Bản, Động đất ở Noto"


def test_accepting_may_choose_a_topic_that_there_is(newsroom, cast):
    article, proposal = propose(newsroom)
    services.add("Động đất", by=cast.chief, at=MORNING)
    decide(cast.editor, proposal, accept="1", name="DONG DAT")
    assert list(article.tags.names()) == ["Nhật Bản", "Động đất"]
    assert Topic.objects.count() == 2


def test_declining_takes_it_off_and_the_trail_keeps_the_words(newsroom, cast):
    article, proposal = propose(newsroom)
    decide(cast.editor, proposal, decline="1", name="")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (State.DECLINED, cast.editor)
    assert line_of(cast.reporter, article) == "Nhật Bản"
    page = Desk(cast.reporter).client.get(_address("articles_article_change", article))
    assert f"Đã từ chối: {cast.editor}" in page.content.decode()
    before, after = (article.revisions.get(number=number).content for number in (2, 3))
    assert (before["proposed_topics"], after["proposed_topics"]) == (["Động đất Noto"], None)
    assert Topic.objects.count() == 1


def test_a_name_that_can_be_no_topic_is_not_accepted(newsroom, cast):
    _article, proposal = propose(newsroom)
    response = decide(cast.editor, proposal, accept="1", name="???")
    assert response.status_code == 200
    assert response.context["form"].errors["name"]
    proposal.refresh_from_db()
    assert proposal.state == State.OPEN


def test_a_second_decision_is_refused_and_says_who_was_first(newsroom, cast):
    article, proposal = propose(newsroom)
    stale = TopicProposal.objects.get(pk=proposal.pk)
    services.decline(proposal, by=cast.editor, at=MORNING)
    with pytest.raises(DomainError) as refusal:
        services.accept(stale, "Động đất Noto", by=cast.chief, at=MORNING)
    assert refusal.value.code == "proposal_decided"
    assert str(cast.editor) in str(refusal.value)
    response = decide(cast.chief, proposal, accept="1", name="Động đất Noto")
    assert response.status_code == 302
    assert str(cast.editor) in " ".join(messages_of(response))
    assert list(article.tags.names()) == ["Nhật Bản"]
    assert Topic.objects.count() == 1


def test_a_decision_voids_an_approval_and_says_so_first(newsroom, cast):
    article, proposal = propose(newsroom)
    workflow.submit(article, by=cast.reporter, at=MORNING)
    workflow.approve(article, by=cast.editor, at=MORNING)
    page = Desk(cast.chief).client.get(_address("articles_article_proposed_topic", proposal))
    assert "quay lại chờ duyệt" in page.content.decode()
    decide(cast.chief, proposal, accept="1", name=proposal.name)
    article.refresh_from_db()
    assert article.stage == Article.Stage.IN_REVIEW


def test_a_proposal_outlives_approval_and_publication_and_is_not_printed(newsroom, cast):
    article, proposal = propose(newsroom)
    workflow.submit(article, by=cast.reporter, at=MORNING)
    problems = permitted.problems_of(verbs.VERBS["approve"], article, by=cast.editor, at=MORNING)
    assert [(p.code, p.blocks) for p in problems if p.field == "tags"] == [
        ("topic_proposed", False)
    ]
    workflow.approve(article, by=cast.editor, at=MORNING)
    workflow.publish(article, by=cast.editor, at=MORNING)
    (edition,) = Edition.objects.all()
    assert [topic["name"] for topic in edition.linked_entities["topics"]] == ["Nhật Bản"]
    proposal.refresh_from_db()
    assert proposal.state == State.OPEN
    decide(cast.editor, proposal, accept="1", name=proposal.name)
    article.refresh_from_db()
    assert (article.stage, article.version) == (Article.Stage.PUBLISHED, 2)
    assert list(article.tags.names()) == ["Nhật Bản", "Động đất Noto"]
    assert Edition.objects.count() == 1


def test_proposals_of_copy_that_was_put_away_wait_for_nobody(newsroom, cast):
    article, _proposal = propose(newsroom)
    assert TopicProposal.objects.waiting().count() == 1
    workflow.spike(article, by=cast.editor, at=MORNING)
    assert TopicProposal.objects.waiting().count() == 0


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_add_topics_makes_one(newsroom, role):
    user, article = getattr(newsroom.cast, role), newsroom.draft()
    may = role in ("editor", "chief")
    response = Desk(user).client.post(reverse("admin:editions_topic_add"), {"name": "Chủ đề mới"})
    assert response.status_code == (302 if may else 403)
    assert Topic.objects.filter(name="Chủ đề mới").exists() == may
    if not may:
        with pytest.raises(PermissionDenied):
            services.add("Chủ đề khác", by=user, at=MORNING)
        services.write_topics(article, ["Chủ đề khác"], by=user, at=MORNING)
        assert not Topic.objects.filter(name="Chủ đề khác").exists()
