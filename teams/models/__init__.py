"""The nouns: people, and the authorities they work for."""

from teams.models.authorities import Agency, Ministry
from teams.models.people import Person, PersonManager

__all__ = ["Agency", "Ministry", "Person", "PersonManager"]
