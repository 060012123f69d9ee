"""The page of a correction that an agency sent for a picture: what it changes, and the answer."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.users import signed_in_user
from images import permissions, proposals
from images.models import Image, ImageProposal
from text.errors import DomainError

MAX_REASON = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int, proposal_id: int) -> HttpResponse:
    """Show a correction; its POST accepts the fields that are ticked, or declines it with a reason."""
    user = signed_in_user(request)
    if not user.has_perm(permissions.CHANGE_IMAGE):
        raise PermissionDenied
    rows = ImageProposal.objects.select_related("image", "replacement", "answered_by")
    correction = get_object_or_404(rows, pk=proposal_id, image=pk)
    refusal = None
    reason = request.POST.get("reason", "")[:MAX_REASON]
    accepted = request.POST.getlist("accept")[: len(proposals.FIELDS)]
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "decline":
                proposals.decline(correction, reason=reason, by=user, at=timezone.now())
                done = _("The correction was declined. Your reason is on record.")
            else:
                proposals.accept(correction, accepted, reason=reason, by=user, at=timezone.now())
                done = _("The correction is in the library.")
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:images_image_change", args=[pk]))
    changes = proposals.changes(correction)
    context = {
        **admin.site.each_context(request),
        "title": _("Correction by the agency"),
        "opts": Image._meta,
        "image": correction.image,
        "proposal": correction,
        "changes": changes,
        "restrictions": proposals.restrictions_changed(correction),
        "ticked": accepted if refusal else [change.name for change in changes],
        "reason": reason,
        "refused": refusal,
        "max_reason": MAX_REASON,
    }
    status = 409 if refusal else 200
    return TemplateResponse(request, "images/proposal.html", context, status=status)
