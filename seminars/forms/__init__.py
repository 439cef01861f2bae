"""What people type, cleaned: what they look for, and what they say with a booking."""

from seminars.forms.bookings import AnswersForm, BookingForm, CancelForm, MoveForm
from seminars.forms.finding import Wanted

__all__ = ["AnswersForm", "BookingForm", "CancelForm", "MoveForm", "Wanted"]
