"""The view that polls a feed at once, for somebody at the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wires import permissions
from wires.ingest import scheduler
from wires.models import Feed, FeedPoll
from wires.views import items


@require_POST
def poll_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Poll a feed at once and show the result as a message."""
    items.require_permission(request, permissions.CHANGE_FEED)
    feed = get_object_or_404(Feed, pk=pk)
    if feed.transport == Feed.Transport.HANDED_IN:
        messages.error(request, _("Nobody looked: copy of this feed is handed in by the desk."))
    else:
        poll = scheduler.poll_feed(feed, at=timezone.now())
        if poll.error:
            messages.error(request, _("The look failed. %s") % poll.error)
        _show_result(request, poll)
    return HttpResponseRedirect(reverse("admin:wires_feed_change", args=[feed.pk]))


def _show_result(request: HttpRequest, poll: FeedPoll) -> None:
    if poll.received:
        text = ngettext("%d delivery has arrived.", "%d deliveries have arrived.", poll.received)
        messages.success(request, text % poll.received)
    elif not poll.error:
        sentence = _(
            "Nothing new was there. A file that may still be growing is left for the next look."
        )
        messages.info(request, sentence)
