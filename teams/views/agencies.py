"""Where a person works: the page, and the suggestions while typing."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from missione.shared.errors import Refused
from teams import actions
from teams.forms import FreeEntry, PickAgency
from teams.forms.agencies import Typed
from teams.models import Person

FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class MyAgency(FormView):
    form_class = PickAgency
    template_name = "teams/my_agency.html"
    success_url = reverse_lazy("account")

    def get_initial(self) -> dict:
        return {"agency": Person.objects.select_related("agency").get(pk=self.request.user.pk).agency}

    def form_valid(self, form) -> HttpResponse:
        try:
            sentence = _settle(self.request.user, form.cleaned_data["agency"])
        except Refused as refusal:
            form.add_error("agency", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, sentence)
        return redirect(self.get_success_url())


def _settle(person: Person, picked) -> str:
    if isinstance(picked, FreeEntry):
        agency = actions.propose_agency(person=person, name=picked.name)
    else:
        agency = actions.choose_agency(person=person, agency=picked)
    if agency.is_confirmed:
        return f"Ihre Dienststelle ist gespeichert: {agency}."
    return f"Ihr Eintrag „{agency}“ ist gespeichert. Das Kampagnenteam sieht ihn sich an."


@require_POST
def leave_agency(request: HttpRequest) -> HttpResponse:
    try:
        actions.leave_agency(person=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ihre Dienststelle ist gelöscht.")
    return redirect("account")


@require_GET
def agency_suggestions(request: HttpRequest) -> HttpResponse:
    """The part of the form below the words; the form may call its field as it likes."""
    name = request.GET.get("feld", "")
    if not FIELD_NAME.fullmatch(name):
        return HttpResponse(status=400)
    typed = Typed(request.GET.get(name, ""))
    return render(
        request, "teams/_agency_choices.html", {"name": name, "id": f"id_{name}", "typed": typed, "show": bool(typed.words)}
    )
