"""10,000 letters: our delivery against Django's send_messages on one connection, A B A B in one run.

    .venv/bin/python -m devstack exec --throwaway -- .venv/bin/python -m benchmarks.letters [how many]

Prints both as letters a second, their ratio, and how far our memory grew. The mail server is aiosmtpd in a process of its own.
"""

import multiprocessing
import os
import socket
import statistics
import sys
import threading
import time
from pathlib import Path

ROUNDS = 20
HTML = (
    "<!doctype html><html lang='de'><body><p>Guten Tag,</p>"
    + "<p>ein Absatz über das Lüften im Büro.</p>" * 30
    + "</body></html>"
)
TEXT = "Guten Tag,\n\n" + "ein Absatz über das Lüften im Büro.\n" * 30


class Swallow:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


def mail_server(port: int) -> None:
    from aiosmtpd.controller import Controller

    controller = Controller(Swallow(), hostname="127.0.0.1", port=port)
    controller.start()
    threading.Event().wait()


def main(count: int) -> None:
    port = free_port()
    os.environ.update(DEBUG="1", EMAIL_URL=f"smtp://127.0.0.1:{port}", LOG_LEVEL="ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "missione.settings")
    server = multiprocessing.get_context("spawn").Process(target=mail_server, args=(port,), daemon=True)
    server.start()
    try:
        wait_for(port)
        measure(count)
    finally:
        server.terminate()


def measure(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    plain, ours = [], []
    deliver_plainly(200)
    deliver_ours(200, Memory())
    memory = Memory()
    for part in range(ROUNDS):
        plain.append(deliver_plainly(count // ROUNDS))
        ours.append(deliver_ours(count // ROUNDS, memory))
        print(
            f"round {part + 1}: send_messages {plain[-1]:6.0f}/s   delivery {ours[-1]:6.0f}/s   ratio {ours[-1] / plain[-1]:.2f}"
        )
    ratio = statistics.median(our / their for our, their in zip(ours, plain, strict=True))
    print(
        f"{count} letters: ratio {ratio:.2f} (asked for: 0.8); memory grew by {memory.growth_mb:.1f} MB at most while delivering"
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
    from missione.shared.models import Letter
    from missione.shared.postmen import Outcome

    write_letters(count)
    with memory:
        begin = time.perf_counter()
        outcomes = deliver(seconds=600)
        took = time.perf_counter() - begin
    assert outcomes == {Outcome.ACCEPTED: count}, outcomes
    assert Letter.objects.exclude(state="sent").count() == 0
    return count / took


def write_letters(count: int) -> None:
    from missione.shared.models import Letter

    first = Letter.objects.count()
    Letter.objects.bulk_create(
        (
            Letter(
                key=f"newsletter:{n}",
                message_id=f"<{n}@testserver>",
                recipient=f"p{n}@behoerde.example",
                kind="newsletter",
                subject="Neues im Dezember",
                text=TEXT,
                html=HTML,
                headers={"Auto-Submitted": "auto-generated", "Reply-To": "kampagnenteam@missione.example"},
                is_bulk=True,
            )
            for n in range(first, first + count)
        ),
        batch_size=500,
    )


class Memory:
    """How far the resident memory rose, at most, between going in and coming out."""

    growth_mb = 0.0

    def __enter__(self):
        self.base = rss_mb()
        self.inside = True
        self.observer = threading.Thread(target=self.look)
        self.observer.start()

    def __exit__(self, *_):
        self.inside = False
        self.observer.join()

    def look(self):
        while self.inside:
            self.growth_mb = max(self.growth_mb, rss_mb() - self.base)
            time.sleep(0.05)


def rss_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("The mail server did not start.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
