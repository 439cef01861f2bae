"""python -m benchmarks.prepare MODULE [NUMBERS]: tables, static files, the data of that module; prints what visitors need."""

import importlib
import json
import sys

import django
from django.core.management import call_command


def main(module: str, *numbers: str) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps(importlib.import_module(module).fill(*map(int, numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
