"""python -m missione.shared.files.looking look|read KIND FILE OUT [LONGEST_EDGE]: one look, findings as JSON, and gone.

The limits are set before a byte of the file is read: whatever wants more memory or time than a file of the allowed size needs,
gets an end instead.
"""

import json
import resource
import sys
from pathlib import Path

from missione.shared.files.looking.findings import Task
from missione.shared.files.looking.looking import eye_for

MB = 1024 * 1024
MORE_MEMORY = 150 * MB
SECONDS = 10  # of work
LARGEST_FILE = 100 * MB  # that it may write


def limit() -> None:
    memory = data_in_use() + MORE_MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def data_in_use() -> int:
    """As RLIMIT_DATA counts it; elsewhere than on Linux, where nobody counts, none."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 0)


if __name__ == "__main__":
    way, kind, file, out, *edge = sys.argv[1:]
    eye = eye_for(way, kind)
    limit()
    json.dump(eye(Task(Path(file), kind, Path(out), int(*edge or "0"))), sys.stdout)
