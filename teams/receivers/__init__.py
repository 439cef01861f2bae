"""What we do when somebody announces something."""

from teams.receivers import accounts, local_actions, own_data

__all__ = ["accounts", "local_actions", "own_data"]
