"""A machine on which something is missing is told in one sentence what to do."""

import os
import subprocess

import pytest

from devstack import bootstrap
from devstack.place import ROOT


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """Nothing installed in this checkout yet, no package index, and no npm on the machine."""
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_npm_and_without_the_package_that_brings_one(bare):
    with pytest.raises(SystemExit) as end:
        bootstrap.find_npm()

    assert end.value.code == (
        "There is no npm, and the Python package that brings one could not be installed: install Node.js with npm first."
    )


def test_where_a_package_has_no_wheel(bare):
    with pytest.raises(SystemExit) as end:
        bootstrap.make_venv()

    assert "has no ready-made wheel of one of them" in end.value.code
    assert end.value.code.endswith("use Linux on x86_64 or aarch64, or macOS, with Python 3.11 to 3.14.")


def test_without_a_browser():
    environment = {"PATH": os.environ["PATH"], "CHROMIUM": "/gibt/es/nicht"}

    done = subprocess.run(["script/browser"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("No Chromium for the browser tests. Install one")
    assert 'script/test -m "not browser"' in done.stderr


def test_without_a_python():
    environment = {"PATH": os.environ["PATH"], "PYTHON": "/gibt/es/nicht"}

    done = subprocess.run(["script/bootstrap"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 to 3.14 is needed")
