"""The portal with 1,000,000 bookings against the portal with 100, A B A B in one run.

    .venv/bin/python -m benchmarks.scale [rounds]

Prints ratios (1.00: costs as much as with 100 bookings; asked for: at most 1.20), the statements of each step, the steps whose
plan would read all bookings (asked for: none), and how long check_invariants takes.
"""

import statistics
import sys
from contextlib import ExitStack

from benchmarks.servers import PORTAL, Web, new_database, postgres, running
from benchmarks.visitors import Visitors

FEW, MANY = (100, 10), (1_000_000, 50)  # bookings, and how many of them at each past event
PAGES, BOOKINGS = 240, 64
CASES = [
    ("list, visitor", Visitors.see_list, PAGES),
    ("event, visitor", Visitors.see_event, PAGES),
    ("event, logged in", Visitors.see_event_logged_in, PAGES),
    ("my past bookings", Visitors.see_mine, PAGES),
    ("whole booking", Visitors.book, BOOKINGS),
]
GOAL = 1.2


def main(rounds: int = 5) -> None:
    with postgres() as server, ExitStack() as stack:
        sides = []
        for name, bookings in (("few", FEW), ("many", MANY)):
            print(f"writing {bookings[0]:,} bookings ...", file=sys.stderr, flush=True)
            web = Web(server.place, PORTAL, new_database(server, name))
            facts = web.prepare(*map(str, bookings))
            sides.append(Visitors(stack.enter_context(running(web)), server, facts))
        for number in range(rounds + 1):
            print(f"round {number} of {rounds} ..." if number else "warming up ...", file=sys.stderr, flush=True)
            for name, visit, count in CASES:
                for visitors in sides:
                    visitors.measure(name, visit, count if number else count // 4, keep=number > 0)
        report(*sides)
        print("asking for plans ...", file=sys.stderr, flush=True)
        report_plans(sides[1].web.run("benchmarks.plans"))


def report(few: Visitors, many: Visitors) -> None:
    print(f"{MANY[0]:,} bookings against {FEW[0]}: cost of a visit, goal at most {GOAL}")
    print(f"{'':18}{'time':>8}{'web CPU':>10}{'with database':>15}   milliseconds of CPU: web, database")
    for name, *_ in CASES:
        pairs = list(zip(many.figures[name], few.figures[name], strict=True))
        time = max(b.rate for _, b in pairs) / max(a.rate for a, _ in pairs)  # what else runs on the machine only slows down
        web = statistics.median(a.web / b.web for a, b in pairs)
        both = statistics.median((a.web + a.database) / (b.web + b.database) for a, b in pairs)
        spent = "   ".join(
            f"{words} {statistics.median(f.web for f in figures):.2f}, {statistics.median(f.database for f in figures):.2f}"
            for words, figures in (("many", many.figures[name]), ("few", few.figures[name]))
        )
        print(f"{name:18}{time:8.2f}{web:10.2f}{both:15.2f}   {spent}")


def report_plans(found: dict) -> None:
    print("statements of each step: " + ", ".join(f"{name} {count}" for name, count in found["statements"].items()))
    print(f"steps that would read all bookings: {len(found['scans'])}", *found["scans"], sep="\n  ")
    print(
        f"check_invariants: {found['invariants']:.1f} s, {len(found['broken'])} broken promises", *found["broken"][:5], sep="\n  "
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
