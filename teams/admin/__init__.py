"""The back office of people and authorities."""

from teams.admin import agencies, people

__all__ = ["agencies", "people"]
