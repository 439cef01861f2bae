"""Registering a team, and the way to one's own."""

from django.urls import path

from missione.kern.views import answer_422
from teams.views import my_teams, registering

urlpatterns = [
    path("", my_teams.my_teams, name="my_teams"),
    path("anmelden/", registering.begin, name="register"),
    path("anmelden/dienststelle/", answer_422(registering.Where.as_view()), name="register_agency"),
    path("anmelden/team/", answer_422(registering.Who.as_view()), name="register_team"),
    path("anmelden/kolleginnen-und-kollegen/", answer_422(registering.Colleagues.as_view()), name="register_colleagues"),
    path("anmelden/absenden/", answer_422(registering.Check.as_view()), name="register_check"),
    path("anmelden/verwerfen/", registering.discard, name="register_discard"),
    path("<slug:slug>/anmeldung/", my_teams.registration, name="registration"),
    path("<slug:slug>/anmeldung/zurueckziehen/", my_teams.withdraw, name="withdraw"),
]
