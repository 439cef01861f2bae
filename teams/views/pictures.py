"""The pictures of an action: put in, described, taken out; and the one view that hands them out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from missione.shared.errors import Refused
from teams.actions import local_actions as actions
from teams.actions import pictures as deeds
from teams.forms.pictures import ChangePicture, NewPicture
from teams.models import LocalAction, Picture
from teams.models.local_actions import MOST_PICTURES
from teams.renditions import PictureRefused
from teams.views.local_actions import form_page
from teams.views.local_actions_finders import for_members, for_members_of_a_resting_team_too, with_action

# Nothing in a picture may act, whatever a browser takes it for.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@login_not_required
@require_safe
def picture_file(request: HttpRequest, key: str, size: int) -> HttpResponse:
    """Asked anew each time; what is not public is kept by nobody on the way, what is may stay in the browser for five minutes."""
    picture = get_object_or_404(Picture.objects.visible_to(request.user), key=key)
    if size not in Picture.SIZES:
        raise Http404
    is_public = picture.may_be_public and picture.action.is_public
    return HttpResponse(
        picture.read(size),
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, max-age=300" if is_public else "private, no-store",
            "Content-Disposition": "inline",
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
        },
    )


@with_action
@for_members
def pictures(request: HttpRequest, action: LocalAction) -> HttpResponse:
    """Those that are there, and a form for one more."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NewPicture(*posted)
    if form.is_valid():
        try:
            deeds.add_picture(
                action=action,
                by=request.user,
                file=form.cleaned_data["file"],
                said=form.said,
                request_key=form.cleaned_data["request_key"],
            )
        except PictureRefused as refusal:
            form.add_error("file", str(refusal))
        except Refused as refusal:
            return form_page(request, "teams/local_action_pictures.html", form, refusal, **_entered(action))
        else:
            messages.success(request, "Das Bild ist hinzugefügt.")
            return redirect("teams:action_pictures", action.team.slug, action.slug)
    return form_page(request, "teams/local_action_pictures.html", form, **_entered(action))


@with_action
@for_members
def picture(request: HttpRequest, action: LocalAction, key: str) -> HttpResponse:
    found = get_object_or_404(action.pictures, key=key)
    form = ChangePicture.of(found, request.POST if request.method == "POST" else None)
    context = {"team": action.team, "action": action, "picture": found}
    context |= {"step": "Bild ändern", "button": "Änderungen speichern"}
    if form.is_valid():
        try:
            deeds.describe_picture(picture=found, by=request.user, said=form.said, seen_at=form.cleaned_data["seen_at"])
        except actions.ChangedInBetween as refusal:
            stored = action.pictures.filter(pk=found.pk).first() or found
            form.see(stored)
            return form_page(
                request, "teams/local_action_picture.html", form, refusal, differences=form.differences(stored), **context
            )
        except Refused as refusal:
            return form_page(request, "teams/local_action_picture.html", form, refusal, **context)
        messages.success(request, "Ihre Änderungen sind gespeichert.")
        return redirect("teams:action_pictures", action.team.slug, action.slug)
    return form_page(request, "teams/local_action_picture.html", form, **context)


@with_action
@for_members_of_a_resting_team_too
def remove(request: HttpRequest, action: LocalAction, key: str) -> HttpResponse:
    found = get_object_or_404(action.pictures, key=key)
    if request.method != "POST":
        context = {"team": action.team, "action": action, "picture": found, "step": "Bild entfernen?"}
        return render(request, "teams/local_action_picture_remove.html", context)
    try:
        deeds.remove_picture(picture=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Das Bild ist entfernt.")
    return redirect(action.team_url)


def _entered(action: LocalAction) -> dict:
    entered = list(action.pictures.all())
    frame = {"team": action.team, "action": action, "step": "Bilder", "button": "Bild hinzufügen"}
    return frame | {"pictures": entered, "has_room": len(entered) < MOST_PICTURES}
