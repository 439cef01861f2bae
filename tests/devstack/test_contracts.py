"""The contracts of pyproject.toml must know every room, or a new one would be free to import what it likes."""

import re
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LADDER, STAIRCASE, _ = LINTER["contracts"]


def own_apps():
    return {
        config.name.partition(".")[0]
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT / config.name.partition(".")[0])
    }


def test_every_app_of_ours_stands_on_the_ladder_and_has_a_staircase():
    rungs = set(re.findall(r"[\w.]+", " ".join(LADDER["layers"])))

    assert own_apps() == set(LINTER["root_packages"]) - {"devstack"}
    assert own_apps() - {"missione"} <= rungs
    assert own_apps() - {"missione"} == set(STAIRCASE["containers"])


def rooms_of(app):
    files = {path.stem for path in (ROOT / app).glob("*.py")} | {path.parent.name for path in (ROOT / app).glob("*/*.py")}
    return files - {"__init__"}


def test_every_module_of_the_wiring_stands_on_the_ladder():
    rungs = set(re.findall(r"missione\.(\w+)", " ".join(LADDER["layers"])))

    assert rooms_of("missione") == rungs


def test_every_room_of_every_app_stands_on_the_staircase():
    steps = set(re.findall(r"\w+", " ".join(STAIRCASE["layers"])))

    assert set().union(*map(rooms_of, STAIRCASE["containers"])) == steps
