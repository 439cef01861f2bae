"""XML read as a stream of elements. A document type of its own is refused: with it a few lines grow to gigabytes."""

from collections.abc import Iterator
from typing import TypeVar
from xml.parsers import expat

from missione.shared.files.looking.findings import BROKEN, Unacceptable

T = TypeVar("T")
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")


def declares_entities(content: bytes) -> bool:
    """In the head, in whatever letters it is written."""
    head = content[:4096]
    return any(word.encode(code) in head for word in _DECLARATIONS for code in ("ascii", "utf-16-le", "utf-16-be"))


def all_elements(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """(name without prefix, attributes without prefix) of every element; what is said between them is left out."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((_local(name), _locals(attributes)))
    parser.EntityDeclHandler = _refuse
    parser.StartDoctypeDeclHandler = _refuse
    yield from parsed(content, parser, found)


def parsed(content: bytes, parser, found: list[T]) -> Iterator[T]:
    """What the parser's handlers put into `found`, as it comes: a large file is never in memory as elements."""
    try:
        for start in range(0, len(content), 65536):
            parser.Parse(content[start : start + 65536], False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two of a coding nobody knows
        raise Unacceptable(BROKEN) from None
    yield from found


def elements(content: bytes, name: str) -> Iterator[dict[str, str]]:
    return (attributes for each, attributes in all_elements(content) if each == name)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _locals(attributes: dict[str, str]) -> dict[str, str]:
    return {_local(name): value for name, value in attributes.items()}


def _refuse(*_) -> None:
    raise Unacceptable(BROKEN)
