"""The deeds. Every one that touches a seat locks the event first and counts after it."""

from seminars.actions.attendance import call_the_roll, change_hand_outs, record_attendance
from seminars.actions.bookings import (
    accept_offer,
    approve_request,
    approve_requests,
    book_seat,
    book_seats,
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
from seminars.actions.forgetting import forget_people, forget_words
from seminars.actions.leaving import part_with
from seminars.actions.standing_in import hand_over
from seminars.actions.team_seats import book_for_team, part_from_team
from seminars.actions.timetable import close_waiting_lists, expire_offers, promote_who_waits, remind_of_events
from seminars.actions.unnamed import ask_for_names, free_unnamed_seats, give_back_seat, name_seat, release_seats_of
from seminars.answers import Answers

__all__ = [
    "Answers",
    "Span",
    "accept_offer",
    "approve_request",
    "approve_requests",
    "ask_for_names",
    "book_for_team",
    "book_seat",
    "book_seats",
    "call_the_roll",
    "cancel_booking",
    "cancel_event",
    "change_answers",
    "change_event",
    "change_hand_outs",
    "change_seats",
    "close_waiting_lists",
    "copy_event",
    "create_event",
    "create_series",
    "decline_request",
    "enter_by_hand",
    "expire_offers",
    "forget_people",
    "forget_words",
    "free_unnamed_seats",
    "give_back_seat",
    "hand_over",
    "move_booking",
    "name_seat",
    "part_from_team",
    "part_with",
    "promote_who_waits",
    "publish_event",
    "record_attendance",
    "release_seats_of",
    "remind_of_events",
    "repeated_dates",
]
