"""The nouns: what is taught (Offer), when (Event), and who has a seat (Booking)."""

from seminars.models.bookings import Booking, Reminder
from seminars.models.events import Event, EventDay
from seminars.models.offers import Offer

__all__ = ["Booking", "Event", "EventDay", "Offer", "Reminder"]
