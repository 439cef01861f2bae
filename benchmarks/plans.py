"""python -m benchmarks.plans: goes through the deeds of the portal and asks PostgreSQL how it would run each statement.

Prints JSON: the number of statements of each step, the steps that would read all bookings, seconds of check_invariants.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import django
from django.db import connection
from django.test import Client

EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
TABLE = "seminars_booking"


class Watch:
    """Counts the statements of a step, and notes those that would read the whole table."""

    def __init__(self):
        self.statements: dict[str, int] = {}
        self.scans: list[str] = []

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.name, self.statements[name] = name, 0
        with connection.execute_wrapper(self):
            yield

    def __call__(self, execute, sql, params, many, context):
        self.statements[self.name] += 1
        if sql.lstrip().upper().startswith(EXPLAINED) and not many:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                if _reads_all(cursor.fetchone()[0][0]["Plan"]):
                    self.scans.append(f"{self.name}: {sql}")
        return execute(sql, params, many, context)


def _reads_all(node: dict) -> bool:
    here = node["Node Type"] == "Seq Scan" and node["Relation Name"] == TABLE
    return here or any(map(_reads_all, node.get("Plans", [])))


class Visitor(Client):
    def __init__(self, person=None):
        super().__init__(headers={"host": "portal.example"})
        if person:
            self.force_login(person)

    def see(self, path: str, status: int = 200, data: dict | None = None) -> str:
        """The place that the answer leads to, if it does."""
        answer = self.get(path, secure=True) if data is None else self.post(path, data, secure=True)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.headers.get("Location", "")


def walk(watch: Watch) -> None:
    from missione.shared import clock
    from seminars import actions
    from seminars.models import Event
    from seminars.tasks import do_what_is_due
    from teams.models import Person

    first, second, third = (Visitor(person) for person in Person.objects.order_by("pk")[:3])
    look_around(watch, first)
    event = one_seat(Event.objects.upcoming().first().offer)
    own = book(watch, first, "booking", event)
    waits = book(watch, second, "joining the waiting list", event, warteliste="1")
    for name, path in (("my bookings", ""), ("my waiting list", "warteliste/"), ("my past", "vergangen/")):
        with watch.step(name):
            second.see(f"/meine-termine/{path}")
    here, there = Event.objects.upcoming().filter(offer=event.offer).select_related("offer")[2:4]
    moved = book(watch, third, "booking another date", here)
    with watch.step("page to move"):
        third.see(f"{moved}umbuchen/")
    with watch.step("moving"):
        third.see(f"{moved}umbuchen/", 302, {"to": there.slug})
    with watch.step("cancelling, and the next moves up"):
        first.see(f"{own}stornieren/", 302, {"reason": ""})
    with watch.step("moved up"):
        second.see(waits)
    book(watch, third, "waiting", event, warteliste="1")
    Event.objects.filter(pk=event.pk).update(seats=2)
    with watch.step("tick that moves somebody up"):
        do_what_is_due()
    actions.change_seats(event=event, seats=2)
    book(watch, first, "waiting again", event, warteliste="1")
    with watch.step("tick that reminds"), clock.moved_to(event.starts_at - timedelta(hours=1)):
        do_what_is_due()
    with watch.step("tick that closes a list"), clock.moved_to(event.starts_at + timedelta(minutes=1)):
        do_what_is_due()


def one_seat(offer):
    from missione.shared import clock
    from seminars import actions

    start = clock.now() + timedelta(days=80)
    event = actions.create_event(offer=offer, days=[actions.Span(start, start + timedelta(hours=1))], seats=1)
    return actions.publish_event(event=event)


def look_around(watch: Watch, member: Visitor) -> None:
    for name, visitor in (("visitor", Visitor()), ("logged in", member)):
        for page, path in (
            ("front page", "/"),
            ("list", "/seminare/"),
            ("list with filters", "/seminare/?q=strom&teilnahme=online&frei=1"),
            ("event", "/seminare/kompakt-webinar-strom-1/termin-0/"),
            ("offer", "/seminare/kompakt-webinar-strom-1/"),
        ):
            with watch.step(f"{page}, {name}"):
                visitor.see(path)


def book(watch: Watch, visitor: Visitor, name: str, event, **extra: str) -> str:
    path = f"{event.get_absolute_url()}buchen/"
    with watch.step(f"{name}: form"):
        visitor.see(path)
    with watch.step(name):
        address = visitor.see(path, 302, {"request_key": str(uuid4()), "message": "", **extra})
    with watch.step(f"{name}: confirmation"):
        visitor.see(address)
    return address


def main() -> None:
    os.environ["LOG_LEVEL"] = "ERROR"
    django.setup()
    from missione.shared.invariants import broken_promises

    begun = time.perf_counter()
    broken = list(broken_promises())
    seconds = time.perf_counter() - begun
    walk(watch := Watch())
    print(json.dumps({"statements": watch.statements, "scans": watch.scans, "broken": broken, "invariants": seconds}))


if __name__ == "__main__":
    main()
