"""The lead says what the team is called and where it sits."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missione.shared.errors import Refused
from teams import actions
from teams.forms.registering import NameForm
from teams.models import Team
from teams.views.team_finders import for_the_lead


@for_the_lead
def describe(request: HttpRequest, team: Team) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": team.name, "site": team.site})
    if form.is_valid():
        try:
            actions.describe_team(team=team, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("site", str(refusal))
        else:
            messages.success(request, "Name und Gebäude sind gespeichert.")
            return redirect(team)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "teams/describe.html", {"team": team, "step": "Name und Gebäude", "form": form}, status=status)
