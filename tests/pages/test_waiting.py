"""The front page of the administration: what waits for the campaign team, and what waits for others."""

import pytest

from missione.shared.models import Letter
from missione.waiting import lines_for
from seminars.actions import book_seat
from seminars.choices import State
from seminars.models import Booking
from teams.actions import deciding
from tests.factories.seminars import EventFactory, call_off
from tests.factories.shared import LetterFactory
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def words(staff):
    return [line.words for line in lines_for(staff)]


def test_what_waits_for_nobody_has_no_line(staff):
    assert words(staff) == []


def test_a_request_for_a_seat_waits_until_the_event_is_called_off(staff):
    event = EventFactory(offer__needs_approval=True)
    for _ in range(2):
        book_seat(event=event, person=PersonFactory())

    assert Booking.objects.filter(state=State.REQUESTED).count() == 2
    assert words(staff) == ["2 Anfragen nach Plätzen warten auf Ihre Entscheidung"]

    call_off(event)

    assert words(staff) == []


def test_a_letter_that_did_not_arrive_waits_until_it_is_withdrawn(staff):
    letter = LetterFactory(state=Letter.State.FAILED)

    (line,) = lines_for(staff)
    assert (line.words, line.late) == ("1 Brief ist nicht angekommen", True)

    letter.state = Letter.State.CANCELLED
    letter.save()
    assert words(staff) == []


def test_a_team_that_was_asked_something_waits_for_nobody_here(staff):
    team = TeamFactory(asked=True)
    assert words(staff) == ["1 Team wartet auf Ihre Entscheidung"]

    deciding.ask_back(team=team, by=staff, question="Wie viele sind Sie?")

    assert words(staff) == []
