"""clamd with the configuration of production, but for its paths, and with one signature: that of EICAR."""

import os
import re
import shutil
import uuid

import pytest

from devstack.place import IS_ROOT, LOW, ROOT, Place, low_account, own_folder
from devstack.service import Service
from missione.shared.files.scanning import Clamd, ScannerAway
from tests.materials.clamd import EICAR
from tests.ops.servers import free_port

CONFIGURATION = ROOT / "deploy" / "clamav" / "clamd.conf"


class VirusScanner(Service):
    """`without` is a word of the configuration that is left out, for controls."""

    name = process_name = "clamd"

    def __init__(self, place: Place, *, without: str = ""):
        self.folder = own_folder(place.state / f"clamd-{uuid.uuid4().hex[:8]}")
        self.log, self.pidfile = self.folder / "log", self.folder / "pid"
        self.port, self.socket = free_port(), place.sockets / f"{uuid.uuid4().hex[:8]}.clamd"
        self._configure(without)

    def _configure(self, without: str) -> None:
        signatures = own_folder(self.folder / "signatures")
        (signatures / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        words = {
            "DatabaseDirectory": signatures,
            "TemporaryDirectory": own_folder(self.folder / "tmp"),
            "LocalSocket": self.socket,
            "TCPSocket": f"{self.port}\nTCPAddr 127.0.0.1",
            "PidFile": self.pidfile,
        }
        kept = re.sub(
            rf"^({'|'.join([*words, *filter(None, [without])])}) .*\n", "", CONFIGURATION.read_text(), flags=re.MULTILINE
        )
        (self.folder / "clamd.conf").write_text(kept + "".join(f"{word} {value}\n" for word, value in words.items()))
        if IS_ROOT:
            for path in [self.socket.parent, self.folder, *self.folder.rglob("*")]:
                shutil.chown(path, LOW)

    def launch(self) -> None:
        clamd = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
        if not clamd:
            pytest.fail("No clamd for the tests of the production shape: run script/servers, it says what to do.", pytrace=False)
        self.spawn([clamd, f"--config-file={self.folder / 'clamd.conf'}"], **low_account())

    def answers(self) -> bool:
        try:
            return self.over_tcp.look_at([b""]).is_clean
        except ScannerAway:
            return False

    @property
    def over_tcp(self) -> Clamd:
        return Clamd(f"tcp://127.0.0.1:{self.port}")

    @property
    def over_a_socket(self) -> Clamd:
        return Clamd(f"unix://{self.socket}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
