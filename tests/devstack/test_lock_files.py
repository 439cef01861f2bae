"""The lock files say what is genuine, and leave it to each machine where it comes from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def test_every_input_has_its_lock_file():
    assert [lock.stem for lock in PYTHON_LOCKS] == sorted(path.stem for path in (ROOT / "requirements").glob("*.in"))


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.name)
def test_a_python_lock_names_hashes_and_no_host(lock):
    packages = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", lock.read_text()).strip())

    assert not re.search(r"://|--index-url|--extra-index-url|--find-links|--trusted-host", lock.read_text())
    assert [
        package for package in packages if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", package, re.DOTALL)
    ] == []


def test_production_and_development_lock_the_same_versions():
    base, dev = (
        set(re.findall(r"(?m)^([\w.-]+==\S+)", (ROOT / "requirements" / f"{name}.txt").read_text())) for name in ("base", "dev")
    )

    assert len(base) > 20
    assert base - dev == set()


def test_the_npm_lock_names_hashes_and_no_host():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    own = packages.pop("")

    assert set(own["dependencies"]) | set(own["devDependencies"]) == {name.removeprefix("node_modules/") for name in packages}
    for package in packages.values():
        package.pop("funding", None)  # where to thank the author; nothing is fetched from there
        assert package["integrity"].startswith("sha512-")
        assert "://" not in json.dumps(package)
