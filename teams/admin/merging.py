"""Free entries are confirmed, duplicates become one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from missione.shared.errors import Refused
from missione.shared.validators import without_control_characters
from teams import actions
from teams.admin.base import note, work_page, work_view
from teams.facts import in_the_same_building
from teams.models import Agency, Team, TeamDraft
from teams.signals import agencies_to_be_merged


def preview_address(one: Agency, other: Agency) -> str:
    return f"{reverse('admin:teams_agency_merge', args=[one.pk])}?mit={other.pk}"


@work_view
@require_POST
def confirm(request, pk):
    agency = get_object_or_404(Agency, pk=pk)
    try:
        actions.confirm_agency(agency=agency)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        note(request, agency, "Bestätigt.")
        messages.success(request, f"„{agency}“ ist bestätigt und kann von allen gewählt werden.")
    return redirect("admin:teams_agency_change", pk)


@work_view
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk):
    """Find the other one, look at what would be carried along either way, say which of the two stays."""
    agency = get_object_or_404(Agency, pk=pk)
    other = _other(request, agency)
    if request.method == "POST" and other:
        return _carry_out(request, agency, other)
    words = without_control_characters(request.GET.get("suche", "")).strip()[:100]
    found = Agency.objects.pickable().exclude(pk=pk).named_like(words) if words else []
    ways = [_way(agency, other), _way(other, agency)] if other else []
    return work_page(
        request,
        "merge",
        "Zusammenführen",
        agency=agency,
        other=other,
        words=words,
        found=found,
        ways=[way for way in ways if way],
    )


def _other(request, agency: Agency) -> Agency | None:
    wanted = request.GET.get("mit", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        return None
    return get_object_or_404(Agency.objects.exclude(pk=agency.pk), pk=int(wanted))


def _way(survivor: Agency, merged: Agency) -> dict | None:
    """What staff read before they decide; none if this one cannot stay."""
    if not survivor.is_confirmed or not survivor.is_active or not merged.is_active:
        return None
    together = [moved for _, moved in in_the_same_building(survivor, merged)]
    return {"survivor": survivor, "merged": merged, "carried": carried_along(merged), "together": together}


def carried_along(merged: Agency) -> list[tuple[str, int]]:
    ours = [
        ("Personen", merged.people.count()),
        ("Teams", merged.teams.count()),
        ("angefangene Anmeldungen von Teams", TeamDraft.objects.filter(agency=merged).count()),
        ("nachgeordnete Dienststellen", merged.children.count()),
    ]
    answers = agencies_to_be_merged.send(sender=Agency, merged=merged)
    return [*ours, *(pair for _, pairs in answers for pair in pairs)]


def _carry_out(request, agency: Agency, other: Agency):
    sides = {str(agency.pk): (agency, other), str(other.pk): (other, agency)}
    if request.POST.get("survivor") not in sides:
        messages.error(request, "Wählen Sie, welche Dienststelle bleibt.")
        return redirect(preview_address(agency, other))
    survivor, merged = sides[request.POST["survivor"]]
    together = [moved.pk for _, moved in in_the_same_building(survivor, merged)]
    try:
        actions.merge_agencies(survivor=survivor, merged=merged)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:teams_agency_changelist")
    note(request, survivor, f"„{merged}“ aufgenommen.")
    note(request, merged, f"In „{survivor}“ aufgegangen.")
    messages.success(request, f"„{merged}“ ist jetzt Teil von „{survivor}“.")
    for team in Team.objects.select_related("agency").filter(pk__in=together):
        messages.warning(
            request,
            f"Beide hatten ein Team im selben Gebäude. Das eine steht jetzt unter „{team.site}“. Fragen Sie nach, ob die zwei "
            "Teams zusammengehen.",
        )
    for team in Team.objects.asked().select_related("agency").filter(agency=survivor):
        address = reverse("admin:teams_team_change", args=[team.pk])
        messages.info(request, format_html('<a href="{}">{}</a> wartet noch auf Ihre Entscheidung.', address, team))
    return redirect("admin:teams_agency_change", survivor.pk)
