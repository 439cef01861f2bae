"""What staff do with one person beside the form. Each page asks first; the deed is in the person's history."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from missione.shared.errors import Refused
from teams.actions.deleting import delete_account, what_stands_in_the_way
from teams.actions.second_factor import take_second_factor_off
from teams.admin.base import note, work_view
from teams.models import Person


@work_view
def take_factor_off(request: HttpRequest, pk: int) -> HttpResponse:
    """For who can give rights, too: with this one gets into the account of a colleague whose mailbox one can read."""
    person = get_object_or_404(Person, pk=pk, deleted_at=None)
    if not request.user.is_superuser:
        raise PermissionDenied("Die Anmeldung in zwei Schritten schaltet nur aus, wer alle Rechte hat.")
    if request.method != "POST":
        return _page(request, person, "take_factor_off", "Anmeldung in zwei Schritten ausschalten")
    if take_second_factor_off(person=person):
        note(request, person, "Anmeldung in zwei Schritten ausgeschaltet.")
        told = "Die Anmeldung in zwei Schritten ist ausgeschaltet, die Person benachrichtigt und überall abgemeldet."
        messages.success(request, told)
    else:
        messages.info(request, "Diese Person hat keine Anmeldung in zwei Schritten eingerichtet.")
    return redirect("admin:teams_person_change", person.pk)


@work_view
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """At the person's wish. In place of Django's own page, which would delete the row and what hangs on it."""
    person = get_object_or_404(Person, pk=pk, deleted_at=None)
    if person.is_staff and not request.user.is_superuser:
        raise PermissionDenied("Konten des Kampagnenteams löscht nur, wer alle Rechte hat.")
    if request.method == "POST":
        try:
            delete_account(person=person)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:teams_person_change", person.pk)
        note(request, Person.objects.get(pk=pk), "Konto gelöscht.")
        messages.success(request, "Das Konto ist gelöscht. Die Person hat eine letzte E-Mail bekommen.")
        return redirect("admin:teams_person_changelist")
    return _page(request, person, "delete", "Konto löschen", obstacles=what_stands_in_the_way(person))


def _page(request: HttpRequest, person: Person, name: str, title: str, *, status: int = 200, **context) -> TemplateResponse:
    frame = {**admin.site.each_context(request), "opts": Person._meta, "title": title, "person": person}
    return TemplateResponse(request, f"admin/teams/person/{name}.html", {**frame, **context}, status=status)
