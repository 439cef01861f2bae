"""The deeds. Every one that touches a seat locks the event first and counts after it."""

from seminars.actions.bookings import (
    accept_offer,
    approve_request,
    book_seat,
    cancel_booking,
    change_answers,
    decline_request,
    enter_by_hand,
    move_booking,
)
from seminars.actions.events import (
    Span,
    cancel_event,
    change_event,
    change_seats,
    copy_event,
    create_event,
    create_series,
    publish_event,
    repeated_dates,
)
from seminars.actions.timetable import close_waiting_lists, expire_offers, promote_who_waits, record_attendance, remind_of_events
from seminars.answers import Answers

__all__ = [
    "Answers",
    "Span",
    "accept_offer",
    "approve_request",
    "book_seat",
    "cancel_booking",
    "cancel_event",
    "change_answers",
    "change_event",
    "change_seats",
    "close_waiting_lists",
    "copy_event",
    "create_event",
    "create_series",
    "decline_request",
    "enter_by_hand",
    "expire_offers",
    "move_booking",
    "promote_who_waits",
    "publish_event",
    "record_attendance",
    "remind_of_events",
    "repeated_dates",
]
