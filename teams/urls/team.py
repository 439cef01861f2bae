"""The pages of teams under /team/. The page of a team itself is put together in the wiring: it shows what other apps know."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from teams.urls import belonging, local_actions, registering

app_name = "teams"
urlpatterns: list[URLPattern | URLResolver] = [
    *registering.urlpatterns,
    *belonging.urlpatterns,
    path("<slug:slug>/aktionen/", include(local_actions.in_team)),
]
