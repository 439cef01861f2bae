"""The front page, gathered from the apps."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from seminars.models import Event

ROWS = 3


@login_not_required
def home(request):
    events = Event.objects.visible_to(request.user).upcoming().select_related("offer")[:ROWS]
    return render(request, "home.html", {"events": events})
