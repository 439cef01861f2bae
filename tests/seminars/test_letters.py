"""All letters about bookings: none left out, none that leaves a gap, and all say „Sie“."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from missione.shared import clock
from missione.shared.clock import BERLIN
from missione.shared.models import Letter
from seminars import actions, mails
from tests.factories.documents import DocumentFactory
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory, TeamFactory
from tests.seminars.days import SUNDAY, TUESDAY
from tests.seminars.post import booking_to_approve, free_the_seat, webinar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


SAID_TO_FRIENDS = re.compile(r"\b(du|dir|dich|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_every_letter_names_the_booking_or_the_team_and_leaves_no_gap(clock_at, staff):
    tell_what_happens_to_a_team(clock_at)
    clock_at(SUNDAY)
    tell_the_whole_story(clock_at, staff)

    letters = list(Letter.objects.all())
    trios = {path.stem for path in (TEMPLATES / "seminars/mail").glob("[!_]*.html")}
    assert {letter.kind for letter in letters} == trios == set(mails.KINDS)
    for letter in letters:
        about = "Team" if letter.key.startswith("team:") else "Buchungsnummer"
        assert re.search(rf"^{about}: +\S", letter.text, re.M) and about in letter.html, letter.kind
        assert not SAID_TO_FRIENDS.search(letter.text), letter.kind
        assert "{" not in letter.text + letter.html.split("</style>")[-1], letter.kind
        assert "kampagnenteam@missione.example" in letter.text, letter.kind
        assert letter.subject.strip() == letter.subject and 20 < len(letter.subject) < 120, letter.kind


@pytest.mark.parametrize("sentence", ["Hast du Zeit?", "Wir freuen uns auf dich!", "Deine Buchung", "für euch.", "(deinem)"])
def test_who_is_called_by_the_first_name_is_found(sentence):
    assert SAID_TO_FRIENDS.search(sentence)


@pytest.mark.parametrize("folder", ["seminars/mail", "account/email", "mail"])
def test_letters_say_sie(folder):
    written = [path for path in (TEMPLATES / folder).iterdir() if path.suffix in (".txt", ".html")]

    assert written
    assert [path.name for path in written if SAID_TO_FRIENDS.search(path.read_text())] == []


def tell_the_whole_story(clock_at, staff):
    actions.decline_request(booking=booking_to_approve(), by=staff, reason="Für Teams.")
    event = webinar(full=True)
    BookingFactory(event=event), BookingFactory(event=event), BookingFactory(event=event)
    free_the_seat(event)
    actions.change_event(event=event, changes={"mode": "vor-ort", "venue": "Rathaus"})
    clock_at(datetime(2026, 12, 7, 9, 0, tzinfo=BERLIN))
    actions.remind_of_events()
    free_the_seat(event)
    clock_at(datetime(2026, 12, 7, 22, 0, tzinfo=BERLIN))
    actions.expire_offers()
    actions.cancel_booking(booking=event.bookings.holding_a_seat().get(), by=staff)
    actions.cancel_event(event=BookingFactory().event, reason="Krank.")
    tell_what_the_clock_and_the_staff_bring()


def tell_what_happens_to_a_team(clock_at):
    lead, colleague = PersonFactory(), PersonFactory()
    team = TeamFactory(lead=lead, members=[colleague])
    event, other, third = (EventFactory(starts_at=TUESDAY + timedelta(days=day)) for day in range(3))
    (booking, *_) = actions.book_for_team(team=team, event=event, by=lead, people=[colleague], unnamed=2)
    actions.hand_over(booking=booking, to=lead, by=colleague)
    for one in (other, third):
        actions.book_for_team(team=team, event=one, by=lead, people=[], unnamed=1)
    actions.change_event(event=event, changes={"mode": "vor-ort", "venue": "Rathaus"})
    actions.cancel_event(event=third, reason="Krank.")
    clock_at(datetime(2026, 12, 1, 18, 1, tzinfo=BERLIN))
    actions.ask_for_names()
    clock_at(datetime(2026, 12, 3, 18, 1, tzinfo=BERLIN))
    actions.free_unnamed_seats()


def tell_what_the_clock_and_the_staff_bring():
    mails.request_expired(booking_to_approve())
    mails.waiting_list_closed(BookingFactory(event=EventFactory(full=True)))
    online = BookingFactory(event=EventFactory(starts_at=clock.now() + timedelta(hours=6)))
    actions.change_event(event=online.event, changes={"join_link": "https://konferenz.example/neu"})
    mails.booking_moved(online, BookingFactory(person=online.person))
    mails.hand_outs(online, [DocumentFactory()])
