"""Worker and timetable with the commands and health checks of docker-compose.yml, on this machine."""

import json
import os
import signal
import subprocess
import time

import pytest
import yaml

from devstack.place import ROOT, Place, own_folder
from devstack.service import Service
from devstack.valkey import Valkey
from tests.ops.servers import Web, new_database

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


class Part(Service):
    """A service of the compose file, with /tmp moved into a folder of its own."""

    def __init__(self, name: str, place: Place, environment: dict[str, str]):
        self.name, self.service = name, SERVICES[name]
        self.folder = own_folder(place.state / f"tmp-of-{name}")
        self.log, self.pidfile = self.folder / "log", self.folder / "pid"
        own = {key: value for key, value in self.service["environment"].items() if key == "PULSE_FILE"}
        self.environment = environment | {key: self.moved(value) for key, value in own.items()}

    def launch(self) -> None:
        words = " ".join(f"'{self.moved(word)}'" for word in self.service["command"])
        self.spawn(["sh", "-c", f'cd "{ROOT}" && exec {words}'], env=self.environment)

    def answers(self) -> bool:
        return self.is_healthy()

    def is_healthy(self) -> bool:
        """Asked as Docker asks it; $$ is how a compose file writes $."""
        kind, question = self.service["healthcheck"]["test"]
        assert kind == "CMD-SHELL"
        return subprocess.run(["sh", "-c", self.moved(question).replace("$$", "$")], capture_output=True).returncode == 0

    def moved(self, text: str) -> str:
        return text.replace("/tmp", str(self.folder))

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture(scope="module")
def house():
    place = Place.throwaway()
    redis = Valkey(place, throwaway=True)
    redis.start()
    web = Web(place, root=ROOT, database_url=new_database(os.environ["DATABASE_URL"]), redis_url=redis.url)
    web.manage("migrate", "--noinput")
    parts = [Part(name, place, web.environment) for name in ("worker", "timetable")]
    for part in parts:
        part.start()
    yield dict(zip(("worker", "timetable"), parts, strict=True))
    for part in reversed(parts):
        part.stop()
    redis.stop()
    place.remove()


def test_the_worker_has_a_pulse_until_it_hangs(house):
    worker = house["worker"]
    pulse = worker.environment["PULSE_FILE"]
    assert worker.is_healthy()

    worker.process.send_signal(signal.SIGSTOP)
    os.utime(pulse, (time.time() - 120, time.time() - 120))  # two minutes later
    assert not worker.is_healthy()

    worker.process.send_signal(signal.SIGCONT)
    worker.wait_until_it_answers(20)


def test_the_timetable_is_ill_when_it_stops_writing(house):
    timetable = house["timetable"]
    assert timetable.is_healthy()

    timetable.process.send_signal(signal.SIGSTOP)
    try:
        for path in timetable.folder.glob("timetable*"):
            os.utime(path, (time.time() - 600, time.time() - 600))
        assert not timetable.is_healthy()
    finally:
        timetable.process.send_signal(signal.SIGCONT)


def test_the_log_is_ours_and_says_each_thing_once(house):
    lines = house["worker"].lines()

    assert [line["event"] for line in lines if "ready" in line["event"]] != []
    assert all({"at", "level", "logger"} <= set(line) for line in lines)
    assert len({(line["at"], line["event"]) for line in lines}) == len(lines)


def test_both_end_when_told(house):
    for part in (house["timetable"], house["worker"]):
        part.stop(30)
        assert part.process.returncode == 0, part.log.read_text()
