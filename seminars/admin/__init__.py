"""The back office of the seminars: offers, events, bookings. Every deed goes through seminars.actions."""

from seminars.admin import bookings, events, offers

__all__ = ["bookings", "events", "offers"]
