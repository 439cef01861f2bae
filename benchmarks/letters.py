"""10,000 letters to many: our delivery against Django's send_messages on one connection, A B A B in one run.

    .venv/bin/python -m benchmarks.letters [how many]

Prints letters a second of both, their ratio, and how far our memory rose. The database is a throw-away PostgreSQL that does not
wait for a disk, as the mail server (aiosmtpd in a process of its own) has none either.
"""

import multiprocessing
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from benchmarks.servers import free_port, new_database, postgres

ROUNDS = 20
TEXT = "Guten Tag,\n\n" + "ein Absatz über das Lüften im Büro.\n" * 30
PARAGRAPHS = "<p>ein Absatz über das Lüften im Büro.</p>" * 30
HTML = f"<!doctype html><html lang='de'><body><p>Guten Tag,</p>{PARAGRAPHS}</body></html>"


def main(count: int = 10_000) -> None:
    with postgres() as server, mail_server() as port:
        os.environ.update(
            DEBUG="1",
            LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="missione.settings",
            DATABASE_URL=new_database(server, "letters"),
            EMAIL_URL=f"smtp://127.0.0.1:{port}",
        )
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        compare(count)


def compare(count: int) -> None:
    deliver_plainly(200)
    deliver_ours(200, Memory())
    memory, ratios = Memory(), []
    for part in range(ROUNDS):
        plain, ours = deliver_plainly(count // ROUNDS), deliver_ours(count // ROUNDS, memory)
        ratios.append(ours / plain)
        print(f"round {part + 1:2}: send_messages {plain:6.0f}/s, delivery {ours:6.0f}/s, ratio {ratios[-1]:.2f}")
    print(
        f"{count} letters: ratio {statistics.median(ratios):.2f} (asked for: 0.80); memory rose by {memory.rise:.1f} MB at most"
    )


def deliver_plainly(count: int) -> float:
    from django.core.mail import EmailMultiAlternatives, get_connection

    messages = [EmailMultiAlternatives("Neues im Dezember", TEXT, to=[f"p{n}@behoerde.example"]) for n in range(count)]
    for message in messages:
        message.attach_alternative(HTML, "text/html")
    begin = time.perf_counter()
    sent = get_connection().send_messages(messages)
    assert sent == count
    return count / (time.perf_counter() - begin)


def deliver_ours(count: int, memory: "Memory") -> float:
    from missione.shared.delivery import deliver
    from missione.shared.postmen import Outcome

    write_letters(count)
    with memory:
        begin = time.perf_counter()
        outcomes = deliver(seconds=600)
        took = time.perf_counter() - begin
    assert outcomes == {Outcome.ACCEPTED: count}, outcomes
    return count / took


def write_letters(count: int) -> None:
    from missione.shared.models import Letter

    first = Letter.objects.count()
    letters = (
        Letter(
            key=f"newsletter:{n}",
            message_id=f"<{n}@localhost>",
            recipient=f"p{n}@behoerde.example",
            kind="newsletter",
            subject="Neues im Dezember",
            text=TEXT,
            html=HTML,
            headers={"Auto-Submitted": "auto-generated", "Reply-To": "kampagnenteam@missione.example"},
            is_bulk=True,
        )
        for n in range(first, first + count)
    )
    Letter.objects.bulk_create(letters, batch_size=500)


class Memory:
    """How far the resident memory rose, at most, between going in and coming out."""

    rise = 0.0

    def __enter__(self):
        self.base = resident_mb()
        self.inside = True
        self.observer = threading.Thread(target=self.look)
        self.observer.start()

    def __exit__(self, *_):
        self.inside = False
        self.observer.join()

    def look(self):
        while self.inside:
            self.rise = max(self.rise, resident_mb() - self.base)
            time.sleep(0.05)


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


# --- The mail server ------------------------------------------------------------------------------------


class Swallow:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[int]:
    port, ready = free_port(), multiprocessing.Event()
    process = multiprocessing.get_context("fork").Process(target=serve, args=(port, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(20):
            sys.exit("The mail server did not start.")
        yield port
    finally:
        process.terminate()


def serve(port: int, ready) -> None:
    Controller(Swallow(), hostname="127.0.0.1", port=port).start()
    ready.set()
    threading.Event().wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
