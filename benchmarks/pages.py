"""Pages and whole bookings of the portal against a bare Django application, A B A B in one run.

    .venv/bin/python -m benchmarks.pages [rounds]

Prints ratios (1.00: as much as the bare application): requests a second at 16 clients, CPU of the web processes, and CPU of
web and database together. The clients run on the same machine, so the CPU figures are the steady ones.
"""

import statistics
import sys
from contextlib import ExitStack

from benchmarks.servers import BARE, PORTAL, Web, new_database, postgres, running
from benchmarks.visitors import Visitors

PAGES, BOOKINGS = 400, 96  # a round
# What is measured, on either side (the bare application has one page: twenty rows); how often; the ratio asked for.
CASES = [
    ("list, visitor", Visitors.see_list, Visitors.see_list, PAGES, 0.5),
    ("event, visitor", Visitors.see_event, Visitors.see_list, PAGES, 0.5),
    ("list, logged in", Visitors.see_list_logged_in, Visitors.see_list_logged_in, PAGES, 0.5),
    ("event, logged in", Visitors.see_event_logged_in, Visitors.see_list_logged_in, PAGES, 0.5),
    ("whole booking", Visitors.book, Visitors.book, BOOKINGS, 0.2),
]


def main(rounds: int = 5) -> None:
    with postgres() as server, ExitStack() as stack:
        sides = []
        for side in (PORTAL, BARE):
            web = Web(server.place, side, new_database(server, side.name))
            facts = web.prepare()
            sides.append(Visitors(stack.enter_context(running(web)), server, facts))
        for number in range(rounds + 1):
            print(f"round {number} of {rounds} ..." if number else "warming up ...", file=sys.stderr, flush=True)
            for name, of_portal, of_bare, count, _ in CASES:
                for visitors, visit in zip(sides, (of_portal, of_bare), strict=True):
                    visitors.measure(name, visit, count if number else count // 4, keep=number > 0)
        report(*sides)


def report(portal: Visitors, bare: Visitors) -> None:
    print(f"{'':18}{'requests/s':>12}{'web CPU':>10}{'with database':>15}{'goal':>7}   milliseconds of CPU: web, database")
    for name, *_, goal in CASES:
        ours, theirs = portal.figures[name], bare.figures[name]
        rate = max(a.rate for a in ours) / max(b.rate for b in theirs)  # what else runs on the machine only slows a round down
        web = statistics.median(b.web / a.web for a, b in zip(ours, theirs, strict=True))
        both = statistics.median((b.web + b.database) / (a.web + a.database) for a, b in zip(ours, theirs, strict=True))
        spent = "   ".join(
            f"{side} {statistics.median(f.web for f in figures):.2f}, {statistics.median(f.database for f in figures):.2f}"
            for side, figures in (("portal", ours), ("bare", theirs))
        )
        print(f"{name:18}{rate:12.2f}{web:10.2f}{both:15.2f}{goal:7.1f}   {spent}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
