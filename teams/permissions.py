"""The mays: they ask who; whether it can still be done, the action asks."""


def can_keep_authorities(person) -> bool:
    return person.is_active and person.is_staff
