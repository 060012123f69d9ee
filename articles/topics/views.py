"""The desk's pages on topics: merging one into another, and deciding on one that was proposed.

Only POST changes anything; articles/topics/services.py asks who may.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.users import signed_in_user
from articles.models import Article, TaggedArticle, TopicProposal
from articles.topics import services
from articles.topics.forms import MergeForm, TopicNameForm
from editions import permissions
from editions.models import Edition, Topic
from editions.topics import merged_together
from text.errors import DomainError
from text.integers import parse_digits


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which topic this one is merged, show what changes, and merge on POST."""
    editor = signed_in_user(request)
    if not editor.has_perm(permissions.MERGE_TOPIC):
        raise PermissionDenied
    topic = get_object_or_404(Topic.objects.select_related("merged_into"), pk=pk)
    if request.method == "POST":
        return _merge(request, topic, editor)
    if topic.merged_into is not None:
        sentence = _("“%(topic)s” was merged into “%(into)s” already.")
        messages.info(request, sentence % {"topic": topic, "into": topic.merged_into})
        return _to_topic(topic)
    form = MergeForm(request.GET if "name" in request.GET else None, topic=topic)
    into = form.cleaned_data["name"] if form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": _("Merge “%s” into another topic") % topic,
        "opts": Topic._meta,
        "topic": topic,
        "form": form,
        "into": into,
        **(_consequences(topic) if into else {}),
    }
    return TemplateResponse(request, "articles/merge_topic.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a topic that was proposed, with its article; accept or decline it on POST."""
    editor = signed_in_user(request)
    if not editor.has_perm(permissions.ADD_TOPIC):
        raise PermissionDenied
    rows = TopicProposal.objects.select_related("article", "created_by", "decided_by")
    proposal = get_object_or_404(rows, pk=pk)
    if not services.may_decide(proposal.article, editor):
        raise PermissionDenied
    if proposal.state != TopicProposal.State.OPEN:
        messages.error(request, str(services.decided_before(proposal)))
        return _to_article(proposal.article)
    declines = "decline" in request.POST
    data = request.POST if request.method == "POST" and not declines else None
    form = TopicNameForm(data, initial={"name": proposal.name})
    if request.method == "POST" and (declines or form.is_valid()):
        return _decide(request, proposal, None if declines else form.cleaned_data["name"], editor)
    context = {
        **admin.site.each_context(request),
        "title": _("Proposed topic “%s”") % proposal,
        "opts": Article._meta,
        "proposal": proposal,
        "article": proposal.article,
        "form": form,
    }
    return TemplateResponse(request, "articles/proposed_topic.html", context)


def _merge(request: HttpRequest, topic: Topic, editor: User) -> HttpResponseRedirect:
    into = get_object_or_404(Topic, pk=parse_digits(request.POST.get("into", "")))
    try:
        services.merge(topic, into, by=editor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _to_topic(topic)
    sentence = _("“%(topic)s” was merged into “%(into)s”.")
    messages.success(request, sentence % {"topic": topic, "into": into})
    return _to_topic(into)


def _decide(
    request: HttpRequest, proposal: TopicProposal, name: str | None, editor: User
) -> HttpResponseRedirect:
    """Accept the proposal under `name`, or decline it; redirect to its article."""
    at = timezone.now()
    try:
        if name is None:
            services.decline(proposal, by=editor, at=at)
            messages.success(request, _("“%s” was declined.") % proposal)
        else:
            topic = services.accept(proposal, name, by=editor, at=at)
            messages.success(request, _("The article has the topic “%s”.") % topic)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _to_article(proposal.article)


def _consequences(topic: Topic) -> dict[str, Any]:
    """Return how much a merge of the topic changes."""
    live = Edition.objects.live(timezone.now()).on_topics(merged_together([topic.slug]))
    return {
        "articles": TaggedArticle.objects.filter(tag=topic).count(),
        "live": live.count(),
        "merged_before": topic.merged.order_by("name"),
    }


def _to_topic(topic: Topic) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:editions_topic_change", args=[topic.pk]))


def _to_article(article: Article) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
