"""One include per app, and the front page."""

from django.contrib import admin
from django.urls import include, path

from missione import errors, home, pages, team_page

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("seminars.urls")),
    path("", include("materials.urls")),
    path("aktionen/", include("teams.urls.local_actions")),
    path("konto/", include("teams.urls.account")),
    path("team/", include("teams.urls.team")),
    path("team/<slug:slug>/", team_page.team, name="team"),
    path("impressum/", pages.text_page, {"slug": "impressum"}, name="imprint"),
    path("datenschutz/", pages.text_page, {"slug": "datenschutz"}, name="privacy"),
    path("barrierefreiheit/", pages.text_page, {"slug": "barrierefreiheit"}, name="accessibility"),
    path("gesund/", include("missione.health")),
    path("verwaltung/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests
handler500 = errors.server_error
