"""A few processes that are started, watched and ended together."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO

from devstack.place import ROOT
from devstack.service import die_with_parent

PATIENCE = 20  # seconds until what does not end is killed


class Processes:
    def __init__(self, hurry: threading.Event):
        self.hurry = hurry
        self.running: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_) -> None:
        self.hurry.clear()
        self.stop()

    def spawn(self, name: str, command: list, output: IO | None = None) -> subprocess.Popen:
        """In a session of its own: Ctrl-C reaches us alone. Without `output`, its lines are printed with the name before."""
        process = self.running[name] = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.PIPE,
            stderr=None if output else subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        if output is None:
            threading.Thread(target=_print_lines, args=(name, process.stdout), daemon=True).start()
        return process

    def ended(self) -> tuple[str, int] | None:
        """The first that ended, with its status."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name, process.returncode
        return None

    def stop(self) -> None:
        """Ask all to end; kill what has not ended in time, or at once in a hurry (a second Ctrl-C)."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while any(process.poll() is None for process in self.running.values()) and time.monotonic() < end:
            if self.hurry.wait(0.05):
                break
        for process in self.running.values():
            _kill_group(process)


def _kill_group(process: subprocess.Popen) -> None:
    """The children of a process that ended badly may still be there."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _print_lines(name: str, pipe: IO[str]) -> None:
    for line in pipe:
        sys.stdout.write(f"{name:<6} | {line}")
        sys.stdout.flush()
