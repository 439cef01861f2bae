"""The back office of people, authorities and teams."""

from teams.admin import agencies, local_actions, people, teams

__all__ = ["agencies", "local_actions", "people", "teams"]
