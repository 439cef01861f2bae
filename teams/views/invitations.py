"""The page behind the key of a letter. Opening it does nothing: mail gateways open every link.

Whoever does not hold a living key gets one and the same answer, whatever became of it, and so does who is logged in with another
address. Only the invited person is told more.
"""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from missione.shared.errors import Refused
from teams.actions import invitations
from teams.choices import Answer
from teams.errors import InvitationGone
from teams.models import Invitation
from teams.permissions import can_answer_invitation


@login_not_required
@require_safe
def invitation_page(request: HttpRequest, key: str) -> HttpResponse:
    invitation = _found(key)
    if not _may_see(request, invitation):
        return _nothing(request, key)
    here = reverse("teams:invitation", args=[key])
    return render(
        request,
        "teams/invitation.html",
        {
            "invitation": invitation,
            "team": invitation.team,
            "key": key,
            "login": f"{reverse('account_login')}?{urlencode({'next': here})}",
            "signup": f"{reverse('account_signup')}?{urlencode({'next': here, 'email': invitation.email})}",
        },
    )


def accept(request: HttpRequest, key: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("teams:invitation", key)
    invitation = _found(key)
    if not invitation or not can_answer_invitation(request.user, invitation):
        return _nothing(request, key)
    try:
        member = invitations.accept_invitation(invitation=invitation, person=request.user)
    except InvitationGone:
        return _nothing(request, key)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("teams:invitation", key)
    messages.success(request, f"Sie gehören jetzt zum Team „{member.team}“.")
    return redirect(member.team)


@login_not_required
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody needs an account to say no."""
    if request.method != "POST":
        return redirect("teams:invitation", key)
    invitation = _found(key)
    if not _may_see(request, invitation):
        return _nothing(request, key)
    try:
        invitations.decline_invitation(invitation=invitation)
    except InvitationGone:
        return _nothing(request, key)
    messages.success(request, "Sie haben die Einladung abgelehnt. Es kommt keine weitere Nachricht dazu.")
    return redirect("home")


def _found(key: str) -> Invitation | None:
    rows = Invitation.objects.select_related("team__agency", "invited_by")
    return rows.filter(key_hash=invitations.hash_of(key)).first()


def _may_see(request: HttpRequest, invitation: Invitation | None) -> bool:
    if not invitation or not invitation.is_open or not invitation.team.is_let_in:
        return False
    return not request.user.is_authenticated or can_answer_invitation(request.user, invitation)


def _nothing(request: HttpRequest, key: str) -> HttpResponse:
    """The same for everybody, but for the person who was invited."""
    invitation = _found(key) if request.user.is_authenticated else None
    own = invitation if invitation and can_answer_invitation(request.user, invitation) else None
    context = {
        "own": own,
        "accepted": bool(own and own.state == Answer.ACCEPTED),
        "here": reverse("teams:invitation", args=[key]),
    }
    return render(request, "teams/invitation_gone.html", context, status=HTTPStatus.NOT_FOUND)
