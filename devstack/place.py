"""Where a checkout keeps its servers' data and sockets, and under which account they run."""

import contextlib
import fcntl
import os
import pwd
import shutil
import uuid
from pathlib import Path

from devstack.service import Unavailable

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
IS_ROOT = os.geteuid() == 0
LOW = "nobody"  # PostgreSQL refuses to run as root; any other account does
SHARED = Path("/var/tmp/missione") if IS_ROOT else VAR / "devstack"  # as root: a checkout under /root is closed to LOW


def low_account() -> dict:
    """What subprocess needs to run something as another account; nothing where we are an ordinary user already."""
    return {"user": LOW, "group": pwd.getpwnam(LOW).pw_gid, "extra_groups": []} if IS_ROOT else {}


def own_folder(folder: Path, mode: int = 0o755) -> Path:
    """The folder, made if need be. Below /tmp somebody else could have made it before us."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    owners = {os.geteuid(), *([pwd.getpwnam(LOW).pw_uid] if IS_ROOT else [])}
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise Unavailable(f"{folder} belongs to somebody else: remove it, then start again.")
    return folder


class Place:
    """Two folders of a checkout (or of one run of the tests): `state` for data and logs, `sockets` with a short path."""

    def __init__(self, state: Path, sockets: Path):
        self.state, self.sockets = own_folder(state), own_folder(sockets, 0o700)

    @classmethod
    def of_checkout(cls) -> "Place":
        key = checkout_key()
        return cls(SHARED / key, Path(f"/tmp/missione-{os.getuid()}-{key}"))

    @classmethod
    def throwaway(cls) -> "Place":
        sweep()
        base = own_folder(Path(f"/tmp/missione-test-{uuid.uuid4().hex[:8]}"))
        place = cls(base / "state", base / "sockets")
        place.in_use = (base / "new").open("w")
        fcntl.flock(place.in_use, fcntl.LOCK_EX)
        (base / "new").rename(base / "in-use")
        return place

    def remove(self) -> None:
        shutil.rmtree(self.state.parent, ignore_errors=True)
        self.in_use.close()


def sweep() -> None:
    """Remove what runs left behind that were killed: the kernel has let go of their locks."""
    for path in Path("/tmp").glob("missione-test-*/in-use"):
        with contextlib.suppress(OSError), path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path.parent)


def checkout_key() -> str:
    """Lies in the checkout, not computed from its path: a new clone at an old path starts with a new database."""
    path = VAR / "devstack" / "key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            file.write(uuid.uuid4().hex[:8])
    except FileExistsError:
        pass
    return path.read_text()
