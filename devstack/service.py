"""A server process that ends when we end, however we end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

_libc = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For preexec_fn. Linux only: the kernel sends the signal when this process is gone, kill -9 included."""
    parent = os.getpid()

    def in_the_child() -> None:
        if sys.platform == "linux":
            _libc.prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
            if os.getppid() != parent:  # gone already, before the kernel knew
                os._exit(1)

    return in_the_child


class Unavailable(SystemExit):
    """Something is missing or in the way. The sentence says what to do; uncaught, it is printed and the exit status is 1."""


class Service(ABC):
    name = ""
    process_name = ""
    stop_signal = signal.SIGTERM
    pidfile: Path
    log: Path
    process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.wait_for_the_last_one()
        self.launch()
        self.wait_until_it_answers()

    @abstractmethod
    def launch(self) -> None:
        """Start the process with `spawn`."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes a request by now."""

    def spawn(self, command: list, **options) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                cwd="/", start_new_session=True, preexec_fn=die_with_parent(self.stop_signal), **options,
            )  # fmt: skip

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not self.answers():
            ended = self.process is not None and self.process.poll() is not None
            if ended or time.monotonic() > end:
                raise Unavailable(f"{self.name} does not answer. The end of {self.log}:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.03)

    def wait_for_the_last_one(self, seconds: float = 15) -> None:
        """After a kill -9 of its parent the former server is still shutting down for a moment."""
        end = time.monotonic() + seconds
        while self._last_one_runs() and time.monotonic() < end:
            time.sleep(0.1)

    def stop(self, seconds: float = 20) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _last_one_runs(self) -> bool:
        try:
            pid = int(self.pidfile.read_text().split()[0])
            os.kill(pid, 0)
            # After a reboot the number may belong to something else.
            return not Path("/proc/self").exists() or Path(f"/proc/{pid}/comm").read_text().startswith(self.process_name)
        except (OSError, IndexError, ValueError):
            return False
