"""What people do on either side, and what that costs."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.client import Browser, load
from benchmarks.people import PEOPLE, PEOPLE_OF_OLD
from benchmarks.servers import Web, cpu_seconds
from devstack.postgres import Postgres


class Figures(NamedTuple):
    """Visits a second, and milliseconds of CPU for each."""

    rate: float
    web: float
    database: float


class Visitors:
    """`facts` are what the module of the side's data printed."""

    def __init__(self, web: Web, server: Postgres, facts: dict):
        self.web, self.server, self.facts = web, server, facts
        self.figures: dict[str, list[Figures]] = defaultdict(list)
        self.first = 0  # nobody books the same event twice

    def measure(self, name: str, visit: Callable[["Visitors", Browser, int], None], count: int, *, keep: bool = True) -> None:
        web, database = self.web.cpu(), cpu_seconds(self.server.process.pid)
        numbers = range(self.first, self.first + count)
        if visit is Visitors.book:
            self.first += count
        seconds = load(self.web.port, self.web.side.scheme, lambda browser, number: visit(self, browser, number), numbers)
        web, database = self.web.cpu() - web, cpu_seconds(self.server.process.pid) - database
        if keep:
            self.figures[name].append(Figures(count / seconds, 1000 * web / count, 1000 * database / count))

    def see_list(self, browser: Browser, number: int) -> None:
        browser.get(self.facts["list"])

    def see_event(self, browser: Browser, number: int) -> None:
        browser.get(self.facts["events"][number % len(self.facts["events"])])

    def see_list_logged_in(self, browser: Browser, number: int) -> None:
        self._log_in(browser, number)
        self.see_list(browser, number)

    def see_event_logged_in(self, browser: Browser, number: int) -> None:
        self._log_in(browser, number)
        self.see_event(browser, number)

    def see_mine(self, browser: Browser, number: int) -> None:
        self._log_in(browser, number % PEOPLE_OF_OLD)
        browser.get(self.facts["mine"])

    def book(self, browser: Browser, number: int) -> None:
        """Page, form, post, confirmation. Neighbours in time are different people at different events."""
        self._log_in(browser, number)
        events = self.facts["events"]
        event = events[(number // PEOPLE + number % PEOPLE) % len(events)]
        browser.get(event)
        form = browser.get(event + self.facts["book"])
        booked = browser.post(event + self.facts["book"], {**form.hidden_fields, "message": "Ich bringe Fragen mit."})
        browser.get(booked.location)

    def _log_in(self, browser: Browser, number: int) -> None:
        browser.session = self.facts["sessions"][number % PEOPLE]
