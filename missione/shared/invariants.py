"""The promises of the portal as questions: each yields one line per broken promise. Asked by manage.py check_invariants.

An app keeps its own in its invariants.py, where the command finds them.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils.module_loading import autodiscover_modules

Question = Callable[[], Iterable[str]]

_questions: dict[str, Question] = {}


def promise(question: Question) -> Question:
    """Register a read-only question; its docstring is the promise. It names ids, never people."""
    _questions[f"{question.__module__.removesuffix('.invariants')}: {question.__name__}"] = question
    return question


def all_promises() -> dict[str, Question]:
    autodiscover_modules("invariants", "promises")
    return dict(sorted(_questions.items()))


def broken_promises() -> Iterator[str]:
    """One line per broken promise; nothing when all hold."""
    for name, question in all_promises().items():
        for line in question():
            yield f"{name}: {line}"
