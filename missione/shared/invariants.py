"""The promises of the portal as questions: each yields one line per broken promise. Asked by manage.py check_invariants.

An app keeps its own in its invariants.py, where the command finds them.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from django.utils.module_loading import autodiscover_modules

Question = Callable[[], Iterable[str]]

_questions: dict[str, Question] = {}


def promise(question: Question) -> Question:
    """Register a read-only question; its docstring is the promise. It names ids, never people."""
    _questions[f"{question.__module__.removesuffix('.invariants')}: {question.__name__}"] = question
    return question


def all_promises() -> dict[str, Question]:
    _find_the_rooms()
    return dict(sorted(_questions.items()))


@cache
def _find_the_rooms() -> None:
    autodiscover_modules("invariants", "promises")


def broken_promises(*of: str) -> Iterator[str]:
    """One line per broken promise; nothing when all hold. Asks all, or only those of the apps that are named."""
    for name, question in all_promises().items():
        if not of or name.startswith(of):
            for line in question():
                yield f"{name}: {line}"
