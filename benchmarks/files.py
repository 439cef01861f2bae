"""200 MB through the web alone (in production nginx sends them), and the looks into the worst files that were handed in.

    .venv/bin/python -m benchmarks.files

Prints how fast a file and a selection leave, and how far the memory of the web rose meanwhile; then memory and processor time of
the process that looks into files, for the files of tests/failures/hostile/files.py that cost it most.
"""

import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.servers import PORTAL, Web, new_database, postgres, running
from devstack.place import ROOT
from tests.failures.hostile.files import CORPUS

MB = 1024 * 1024
WORST = ("bombe.zip", "bombe.docx", "flache bombe.zip", "kommentar.png", "riese.png", "viele.zip", "tief.pdf", "lachen.docx")
EYES = "missione.shared.files.looking"


def main() -> None:
    with postgres() as server:
        web = Web(server.place, PORTAL, new_database(server, "files"))
        web.environment["PRIVATE_ROOT"] = str(web.folder / "private")
        addresses = web.run("benchmarks.prepare", "benchmarks.film_data")
        with running(web):
            for name, address in addresses.items():
                stream(web, name, address)
    for name, make, _ in CORPUS:
        if name in WORST:
            look(name, make)


def stream(web: Web, name: str, address: str) -> None:
    ask(web, "/gesund/", lambda piece: None)
    before, highest, began = memory_of(web), [0], time.perf_counter()
    total = ask(web, address, lambda number: number % 10 or highest.append(memory_of(web)))
    seconds = time.perf_counter() - began
    print(f"{name:6} {total / MB:6.0f} MB in {seconds:5.1f} s, memory of the web rose by {(max(highest) - before) / MB:4.1f} MB")


def ask(web: Web, address: str, each_megabyte: Callable[[int], object]) -> int:
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    line.request("GET", address, headers={"Host": "portal.example", "X-Forwarded-Proto": "https"})
    answer = line.getresponse()
    assert answer.status == 200, answer.status
    total = number = 0
    while piece := answer.read(MB):
        total, number = total + len(piece), number + 1
        each_megabyte(number)
    return total


def memory_of(web: Web) -> int:
    """Of all processes of the web together, what is theirs alone."""
    children = Path(f"/proc/{web.process.pid}/task/{web.process.pid}/children").read_text().split()
    told = (Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid in children)
    return sum(int(line.split()[1]) * 1024 for lines in told for line in lines if line.startswith("Private_"))


def look(name: str, make: Callable[[], bytes]) -> None:
    """In the process that looks, as the portal starts it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(make())
        kind = {"jpg": "jpeg"}.get(name.rpartition(".")[2], name.rpartition(".")[2])
        command = [sys.executable, "-c", MEASURED, EYES, "look", kind, str(path), str(Path(folder) / "out")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(f"{name:18} {done.stderr.splitlines()[-1] if done.stderr else done.returncode}")


# Around the process: what it needed at most, and what it needs for nothing.
MEASURED = """
import resource, runpy, sys
from missione.shared.files.looking import looking

def used():
    times = resource.getrusage(resource.RUSAGE_SELF)
    highest = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
    return int(highest.split()[1]) / 1024, times.ru_utime + times.ru_stime

before = used()
sys.argv = sys.argv[1:]
try:
    runpy.run_module(sys.argv[0], run_name="__main__")
finally:
    memory, seconds = (now - then for now, then in zip(used(), before))
    print(f"memory rose by {memory:5.1f} MB, {seconds:4.1f} s of work", file=sys.stderr)
"""


if __name__ == "__main__":
    main()
