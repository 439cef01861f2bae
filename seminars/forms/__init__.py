"""What people type, cleaned: what they look for, what they say with a booking, and whom they book or ask to stand in."""

from seminars.forms.bookings import AnswersForm, BookingForm, CancelForm, MoveForm
from seminars.forms.finding import Wanted
from seminars.forms.teams import HandOverForm, NameForm, TeamBookingForm

__all__ = ["AnswersForm", "BookingForm", "CancelForm", "HandOverForm", "MoveForm", "NameForm", "TeamBookingForm", "Wanted"]
