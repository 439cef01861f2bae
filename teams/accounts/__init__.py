"""Where allauth meets our house: letters, the second factor, the identity provider of the state."""

from teams.accounts.letters import AccountAdapter, display

__all__ = ["AccountAdapter", "display"]
