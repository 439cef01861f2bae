"""A team that belongs to another authority than it says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from teams import actions
from teams.admin.base import note, work_view
from teams.admin.forms import MoveForm
from teams.admin.teams_deeds import find, page_or_post, refusals_told, team_page, to_team
from teams.facts import who_goes_along


@work_view
@page_or_post
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other authority, read who goes along, and move."""
    team = find(pk)
    form = MoveForm(request.POST or None, initial={"site": team.site})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusals_told(request):
            actions.move_team(team=team, to=said["agency"], site=said["site"], by=request.user, words=said["words"])
            note(request, team, f"Zu „{said['agency']}“ verschoben.")
            messages.success(request, f"Das Team gehört jetzt zu „{said['agency']}“. Alle Mitglieder bekommen eine E-Mail.")
        return to_team(team)
    return team_page(request, "move", "Andere Dienststelle", team, form, along=who_goes_along(team))
