"""Asking to join a team of one's own authority. Of the teams only what helps to choose is shown, and nobody's name."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from missione.shared.errors import Refused
from teams.actions import joining
from teams.choices import Answer
from teams.forms.belonging import AskForm
from teams.models import JoinRequest, Person, Team
from teams.views.agencies import MyAgency
from teams.views.team_finders import answer


@require_safe
def join_page(request: HttpRequest) -> HttpResponse:
    person = _fresh(request)
    if not person.agency_id:
        return redirect("teams:join_agency")
    asked = {wish.team_id: wish for wish in open_wishes(person)}
    teams = list(Team.objects.joinable_by(person).select_related("agency").with_sizes())
    for team in teams:
        team.wish = asked.get(team.pk)
    elsewhere = [wish.team for wish in asked.values() if wish.team_id not in {team.pk for team in teams}]
    return render(request, "teams/join.html", {"agency": person.agency, "teams": teams, "elsewhere": elsewhere})


class ChooseAgency(MyAgency):
    template_name = "teams/join_agency.html"
    success_url = reverse_lazy("teams:join")


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    person = _fresh(request)
    team = get_object_or_404(Team.objects.joinable_by(person).select_related("agency").with_sizes(), slug=slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            joining.ask_to_join(team=team, person=person, message=form.cleaned_data["message"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Ihre Anfrage ist unterwegs. Sobald das Team geantwortet hat, bekommen Sie eine E-Mail.")
            return redirect("teams:join")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "teams/join_ask.html", {"team": team, "form": form}, status=status)


def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method == "POST":
        wish = get_object_or_404(open_wishes(request.user), team__slug=slug)
        answer(request, lambda: _withdraw(wish))
    return redirect("teams:join")


def _withdraw(wish: JoinRequest) -> str:
    joining.withdraw_wish(wish=wish)
    return "Ihre Anfrage ist zurückgenommen."


def open_wishes(person: Person):
    return JoinRequest.objects.filter(person=person, state=Answer.OPEN).select_related("team__agency")


def _fresh(request: HttpRequest) -> Person:
    return Person.objects.select_related("agency").get(pk=request.user.pk)
