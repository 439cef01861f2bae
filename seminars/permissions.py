"""The mays: they ask who; whether it can still be done, the action asks."""

from seminars.models import Event


def can_book(person, event: Event) -> bool:
    """Every verified account books for itself."""
    return person.is_authenticated and person.is_active


def can_run_events(person) -> bool:
    return person.is_active and person.is_staff
