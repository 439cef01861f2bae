"""What is due is done row by row and deed by deed, so that one that fails delays no other."""

from collections.abc import Callable, Iterable

import structlog

log = structlog.get_logger(__name__)


class SomeFailed(Exception):
    """Of many deeds that were due some failed; the others are done. Not a no to a person: the log says what went wrong."""


def one_by_one(deed: Callable[..., bool], rows: Iterable[tuple]) -> int:
    """Do the deed for each row, in a transaction of its own; one that fails delays no other. Returns how many were done.

    What failed is in the log by its keys and comes again with the next tick; the caller hears of it at the end (SomeFailed).
    """
    done, failed = 0, 0
    for row in list(rows):
        try:
            done += deed(*row)
        except Exception:
            failed += 1
            log.exception("due_deed_failed", deed=deed.__name__, row=row)
    if failed:
        raise SomeFailed(f"{deed.__name__}: {failed} failed, {done} done")
    return done


def one_after_another(*deeds: Callable[[], object]) -> None:
    """Do what is due, whatever some rows of the deeds before failed of. What failed is said at the end."""
    failed = []
    for deed in deeds:
        try:
            deed()
        except SomeFailed as failure:
            failed.append(failure)
    if failed:
        raise ExceptionGroup("Not everything that was due could be done", failed)
