"""How long the search for an authority takes at 5,000 of them.

    python -m devstack exec --throwaway -- python -m benchmarks.authorities

Prints milliseconds of each way to type (median and slowest of its tries), with the database and without the page around it.
Asked for: at most 50. Everything is written and taken back in one transaction.
"""

import os
import statistics
import time

import django

KINDS = [
    "Finanzamt",
    "Amtsgericht",
    "Landgericht",
    "Polizeipräsidium",
    "Justizvollzugsanstalt",
    "Bezirksregierung",
    "Staatsanwaltschaft",
    "Zentrum für schulpraktische Lehrerausbildung",
    "Landesbetrieb Straßenbau NRW Niederlassung",
    "Landesamt für Natur und Umwelt",
]
BEGINNINGS = "Alten Berg Düssel Eschen Groß Hohen Klein Lüden Münster Neuen Ober Reckling Soest Unter Wupper".split()
ENDS = "au bach berge dorf feld hausen heim kirchen scheid tal".split()
PLACES = [begin + end for begin in BEGINNINGS for end in ENDS]
MANY = 5000
TYPED = {
    "one place": "wuppertal",
    "abbreviation": "FA",
    "abbreviation and place": "pp muensterau",
    "three words, any order": "nrw bergfeld strassenbau",
    "a part that most names hold": "amt",
    "former name": "kreisamt 4711",
    "slip of the finger": "Finnazamt Wupertal",
    "slips in long words": "Justizvolzugsanstallt Recklinghausn",
    "nothing of the kind": "xylophonquartett",
    "eight long words": "aaaaaaaaaaaa bbbbbbbbbbbb cccccccccccc dddddddddddd eeeeeeeeeeee ffffffffffff gggggggggggg hhhhhhhhhhhh",
}
TRIES = 25
GOAL = 50


def main() -> None:
    os.environ.update(DEBUG="1", LOG_LEVEL="ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "missione.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        write()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE teams_agency")
        report()
        transaction.set_rollback(True)


def write() -> None:
    from teams.models import Agency

    rows = []
    for number in range(MANY):
        place = PLACES[number // len(KINDS) % len(PLACES)]
        name = f"{KINDS[number % len(KINDS)]} {place} {number // (len(KINDS) * len(PLACES)) + 1}"
        agency = Agency(name=name, city=place, former_names=[f"Kreisamt {number}"])
        agency.tidy()
        rows.append(agency)
    Agency.objects.bulk_create(rows)


def report() -> None:
    from teams.models import Agency

    print(f"{Agency.objects.count():,} authorities, {TRIES} tries each, milliseconds; asked for: at most {GOAL}")
    print(f"{'':30}{'median':>8}{'slowest':>9}{'found':>7}")
    worst = 0.0
    for words, typed in TYPED.items():
        Agency.objects.pickable().named_like(typed)
        spent = []
        for _ in range(TRIES):
            begun = time.perf_counter()
            found = Agency.objects.pickable().named_like(typed)
            spent.append((time.perf_counter() - begun) * 1000)
        worst = max(worst, statistics.median(spent))
        print(f"{words:30}{statistics.median(spent):8.1f}{max(spent):9.1f}{len(found):7}")
    print("kept" if worst <= GOAL else "not kept", f"(slowest median {worst:.1f} ms)")


if __name__ == "__main__":
    main()
