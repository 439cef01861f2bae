"""The promises of the portal as questions: each yields one line per broken promise. Asked by manage.py check_invariants."""

from collections.abc import Callable, Iterable, Iterator

_questions: dict[str, Callable[[], Iterable[str]]] = {}


def promise(question: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Register a read-only question; its docstring is the promise."""
    _questions[f"{question.__module__}.{question.__name__}"] = question
    return question


def broken_promises() -> Iterator[str]:
    """One line per broken promise; nothing when all hold. Names ids only, no personal data."""
    for name, question in sorted(_questions.items()):
        for line in question():
            yield f"{name}: {line}"
