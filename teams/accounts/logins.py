"""Where somebody is logged in: a row beside each session, so that people see and end their own. It knows no network address."""

import re
from datetime import datetime, timedelta

from django.http import HttpRequest

from missione.shared import clock
from teams.models import Login, Person

MARK = "login_seen"  # in the session: under which key, and when, its row was written last; so most requests write nothing
OFTEN_ENOUGH = timedelta(minutes=15)
# The first that fits: everybody claims to be the ones further down, too.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrom": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "CrOS": "Chromebook",
    "Linux": "Linux",
}  # fmt: skip


def see_login(request: HttpRequest, person: Person) -> None:
    """Called with every request of somebody who is logged in; writes every quarter of an hour, and after a change of the key."""
    key, now = request.session.session_key, clock.now()
    known_as, seen_at = request.session.get(MARK) or (key, "")
    if known_as == key and seen_at and now - datetime.fromisoformat(seen_at) < OFTEN_ENOUGH:
        return
    row = Login.objects.filter(session_key__in={known_as, key}, person=person)
    if not row.update(session_key=key, seen_at=now):
        first_seen = {"person": person, "device": device_of(request), "seen_at": now}
        Login.objects.get_or_create(session_key=key, defaults=first_seen)  # two requests may be the first at once
    request.session[MARK] = (key, now.isoformat())


def device_of(request: HttpRequest) -> str:
    """What the browser calls itself, in words: Firefox auf Windows."""
    said = request.META.get("HTTP_USER_AGENT", "")
    browser, system = _first(BROWSERS, said), _first(SYSTEMS, said)
    return f"{browser or 'Browser'} auf {system}" if system else browser or "Unbekanntes Gerät"


def _first(names: dict[str, str], said: str) -> str:
    return next((name for part, name in names.items() if re.search(rf"\b{re.escape(part)}", said)), "")
