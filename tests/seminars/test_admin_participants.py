"""The back office: who takes part, and what staff do for them."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from seminars.actions import approve_request, book_seat, call_the_roll, cancel_booking, cancel_event, decline_request
from seminars.models import Booking, Event
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.seminars.admin_desk import rows, told


def at(event, deed="participants"):
    return reverse(f"admin:seminars_event_{deed}", args=[event.pk])


def deed(booking, name):
    return reverse(f"admin:seminars_booking_{name}", args=[booking.pk])


def letters_to(person):
    return set(Letter.objects.filter(recipient=person.email).values_list("kind", flat=True))


def state_of(booking):
    return Booking.objects.get(pk=booking.pk).state


@pytest.fixture
def request_to_decide(db):
    return BookingFactory(event__offer__needs_approval=True, event__seats=1)


# --- the list ---


def test_the_list_shows_who_comes_and_what_they_need(desk):
    booking = BookingFactory(person__first_name="Ute", person__last_name="Kalk")
    booking.needs, booking.message = ["dgs"], "Ich komme später."
    booking.save()

    (row,) = rows(desk.get(at(booking.event)), 'class="me-table"')

    assert row[:4] == [
        "1",
        f"Ute Kalk {booking.person.email}",
        "Gebucht, Platz 1",
        "Bedarf: Gebärdensprachdolmetschung Ich komme später.",
    ]


def test_a_request_stands_above_those_who_are_in(desk):
    event = EventFactory(seats=1, offer__needs_approval=True)
    granted, declined, asked = BookingFactory.create_batch(3, event=event)
    decline_request(booking=declined, by=declined.person, reason="Nur für Teams.")
    approve_request(booking=granted, by=granted.person)

    page = desk.get(at(event))

    assert [caption.split(",")[0] for caption, _ in page.context["groups"]] == ["Anfragen", "Dabei"]
    (request,) = rows(page, "Anfragen, über die Sie entscheiden")
    (seated,) = rows(page, "Dabei, in der Reihenfolge des Eingangs")
    assert (request[:3], seated[:3]) == (
        ["1", f"{asked.person} {asked.person.email}", "Angefragt"],
        ["1", f"{granted.person} {granted.person.email}", "Gebucht, Platz 1"],
    )


def test_who_waits_is_counted_from_one(desk):
    waiting = BookingFactory(event=EventFactory(full=True))

    (row,) = rows(desk.get(at(waiting.event)), "Warteliste, in der Reihenfolge des Eingangs")

    assert row[:3] == ["1", f"{waiting.person} {waiting.person.email}", "Warteliste"]


def test_page_and_file_name_the_authority(desk):
    booking = BookingFactory(person__agency=AgencyFactory(name="Landesarchiv", city="Duisburg"))

    page, file = desk.get(at(booking.event)), desk.get(at(booking.event, "participant_list"))

    (row,) = rows(page, 'class="me-table"')
    (line,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert row[1] == f"{booking.person} {booking.person.email} Landesarchiv, Duisburg"
    assert line["Dienststelle"] == "Landesarchiv, Duisburg"


@pytest.mark.parametrize(("people", "words"), [(0, "war kein Platz"), (1, "war 1 Platz"), (3, "waren 3 Plätze")])
def test_a_list_of_what_is_called_off_says_how_many_had_a_seat(people, words, desk):
    event = EventFactory(seats=3)
    gone, *_ = BookingFactory.create_batch(people + 1, event=event)
    cancel_booking(booking=gone, by=gone.person)
    cancel_event(event=event, reason="Krank.")

    page = desk.get(at(event)).content.decode()

    assert f"Der Termin ist abgesagt. Bis dahin {words} vergeben." in page
    assert "Noch hat niemand gebucht." not in page


def test_a_long_list_of_participants_costs_no_more_queries(desk, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(20) as asked:
            assert desk.get(at(event)).status_code == 200
        return len(asked)

    event = EventFactory(seats=10)
    BookingFactory(event=event, person__agency=AgencyFactory())
    with_one = queries()
    for _ in range(20):
        BookingFactory(event=event, person__agency=AgencyFactory())

    assert queries() == with_one


def test_the_file_opens_in_excel_and_runs_nothing(desk):
    evil = '=HYPERLINK("https://böse.example";"Klick")'
    booking = BookingFactory(person__first_name="@SUM(1)", person__last_name="Öz")
    booking.message = evil
    booking.save()

    answer = desk.get(at(booking.event, "participant_list"))

    assert answer["Content-Disposition"].startswith('attachment; filename="teilnehmende-')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    line = dict(zip(head, row, strict=True))
    assert (line["Vorname"], line["Nachname"], line["Nachricht"]) == ("'@SUM(1)", "Öz", f"'{evil}")
    assert (line["Stand"], line["Platz"], line["Buchungsnummer"]) == ("Gebucht", "1", booking.reference)


def test_taking_the_list_out_stands_in_the_history(desk):
    event = BookingFactory().event

    desk.get(at(event, "participant_list"))

    history = desk.get(reverse("admin:seminars_event_history", args=[event.pk]))
    assert "Teilnahmeliste heruntergeladen." in history.content.decode()


def test_what_was_done_with_its_bookings_stands_in_the_history(desk, staff, request_to_decide):
    event = request_to_decide.event
    asked, person = request_to_decide.person, PersonFactory()
    desk.get(at(event, "participant_list"))
    desk.post(deed(request_to_decide, "approve"))
    desk.post(at(event, "enter"), {"person": person.pk})
    desk.get(at(EventFactory(), "participant_list"))

    history = desk.get(reverse("admin:seminars_event_history", args=[event.pk]))

    assert [row[1:] for row in rows(history, 'id="change-history"')] == [
        [f"{staff.email} ({staff})", "Teilnahmeliste heruntergeladen."],
        [f"{staff.email} ({staff})", f"{asked}: Zugesagt."],
        [f"{staff.email} ({staff})", f"{person}: Von Hand eingetragen."],
    ]


def test_a_move_stands_in_the_history_of_both_events(desk):
    booking = BookingFactory()
    other = EventFactory(starts_at=booking.event.starts_at + timedelta(days=3))

    desk.post(deed(booking, "move"), {"to": other.pk})

    for event in (booking.event, other):
        history = desk.get(reverse("admin:seminars_event_history", args=[event.pk]))
        assert [row[2] for row in rows(history, 'id="change-history"')] == [f"{booking.person}: Umgebucht."]


def test_the_history_costs_no_more_queries_for_many_deeds(desk, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(15) as asked:
            assert desk.get(reverse("admin:seminars_event_history", args=[event.pk])).status_code == 200
        return len(asked)

    event = EventFactory()
    desk.post(at(event, "enter"), {"person": PersonFactory().pk})
    with_one = queries()
    for person in PersonFactory.create_batch(3):
        desk.post(at(event, "enter"), {"person": person.pk})

    assert queries() == with_one


# --- entering somebody ---


def test_a_person_is_found_and_entered(desk):
    event = EventFactory()
    person = PersonFactory(first_name="Phuong", last_name="Tran")
    PersonFactory()

    found = desk.get(at(event, "enter"), {"suche": "tran phu"}).context["form"].found
    answer = desk.post(at(event, "enter") + "?suche=tran", {"person": person.pk, "message": "am Telefon"}, follow=True)

    assert found == [person]
    assert told(answer) == ["Phuong Tran ist eingetragen: Gebucht, Platz 1."]
    assert event.bookings.get().message == "am Telefon"
    assert "booking_confirmed" in letters_to(person)


def test_nobody_is_entered_past_those_who_wait(desk):
    event = EventFactory(full=True)
    person = PersonFactory()

    answer = desk.post(at(event, "enter"), {"person": person.pk}, follow=True)

    assert told(answer) == [f"{person} ist eingetragen: Warteliste."]


def test_entering_twice_is_refused_with_a_sentence(desk):
    booking = BookingFactory()

    answer = desk.post(at(booking.event, "enter"), {"person": booking.person.pk})

    assert told(answer) == ["Die Person ist bei diesem Termin schon dabei: gebucht, angefragt oder auf der Warteliste."]
    assert booking.event.bookings.count() == 1


def test_who_is_suspended_is_not_found(desk):
    event = EventFactory()
    person = PersonFactory(is_active=False)

    found = desk.get(at(event, "enter"), {"suche": person.email}).context["form"].found
    answer = desk.post(at(event, "enter"), {"person": person.pk})

    assert found == []
    assert list(answer.context["form"].errors) == ["person"]


def test_at_a_hybrid_event_staff_say_how_the_person_takes_part(desk):
    event = EventFactory(hybrid=True)
    person = PersonFactory()

    answer = desk.post(at(event, "enter"), {"person": person.pk})
    desk.post(at(event, "enter"), {"person": person.pk, "taking_part": "online"})

    assert list(answer.context["form"].errors) == ["taking_part"]
    assert event.bookings.get().taking_part == "online"


# --- leaving, deciding, moving ---


def test_staff_cancel_with_a_reason_and_the_next_person_moves_up(desk):
    event = EventFactory(seats=1)
    first, second = BookingFactory.create_batch(2, event=event)

    desk.post(deed(first, "cancel"), {"reason": "Auf eigenen Wunsch am Telefon."})

    assert (state_of(first), state_of(second)) == ("cancelled", "booked")
    assert "booking_cancelled_by_staff" in letters_to(first.person)


def test_cancelling_needs_a_reason(desk):
    booking = BookingFactory()

    answer = desk.post(deed(booking, "cancel"), {"reason": ""})

    assert list(answer.context["form"].errors) == ["reason"]
    assert state_of(booking) == "booked"


def test_a_request_is_granted(desk, request_to_decide):
    answer = desk.post(deed(request_to_decide, "approve"), follow=True)

    assert state_of(request_to_decide) == "booked"
    assert told(answer) == [f"{request_to_decide.person}: Gebucht, Platz 1."]


def test_a_request_is_declined_with_a_reason(desk, request_to_decide):
    desk.post(deed(request_to_decide, "decline"), {"reason": "Nur für Teams."})

    assert state_of(request_to_decide) == "cancelled"
    assert "booking_declined" in letters_to(request_to_decide.person)


def test_deciding_twice_is_answered_with_a_sentence(desk, request_to_decide):
    desk.post(deed(request_to_decide, "approve"))

    answer = desk.post(deed(request_to_decide, "approve"), follow=True)

    assert told(answer)[-1] == "Diese Anfrage ist schon entschieden."


def test_who_sits_elsewhere_by_now_is_not_granted_a_second_seat(desk, request_to_decide):
    same_time = {"starts_at": request_to_decide.event.starts_at, "offer__title": "Wärme"}
    BookingFactory(person=request_to_decide.person, event=EventFactory(**same_time))

    answer = desk.post(deed(request_to_decide, "approve"), follow=True)

    assert told(answer) == ["Zur selben Zeit ist schon ein Platz in „Wärme“ gebucht."]
    assert state_of(request_to_decide) == "requested"


def test_a_booking_moves_to_another_event(desk):
    booking = BookingFactory()
    other = EventFactory(starts_at=booking.event.starts_at + timedelta(days=3))

    desk.post(deed(booking, "move"), {"to": other.pk})

    assert state_of(booking) == "cancelled"
    assert other.bookings.get().person == booking.person
    (row,) = rows(desk.get(at(booking.event)), 'class="me-table"')
    assert "Umgebucht" in row


def test_moving_into_a_full_event_leaves_the_old_seat_untouched(desk):
    booking = BookingFactory()
    full = EventFactory(full=True, starts_at=booking.event.starts_at + timedelta(days=3))

    answer = desk.post(deed(booking, "move"), {"to": full.pk})

    assert told(answer) == [
        "Dort ist kein Platz frei, oder andere warten schon. Mit dem Haken kommt die Person auf die Warteliste."
    ]
    assert state_of(booking) == "booked"


# --- the roll call ---


@pytest.fixture
def held(db):
    """An event that has begun, with three people."""
    event = EventFactory()
    BookingFactory.create_batch(3, event=event)
    Event.objects.filter(pk=event.pk).update(starts_at=clock.now() - timedelta(hours=1))
    return event


def test_the_roll_is_called_one_by_one_and_all_at_once(desk, held):
    missing, *_ = held.bookings.all()

    desk.post(deed(missing, "attendance"), {"value": "0"})
    answer = desk.post(at(held, "all_attended"), follow=True)

    assert [booking.state for booking in held.bookings.order_by("number")] == ["missed", "attended", "attended"]
    assert told(answer)[-1] == "2 Personen sind als teilgenommen eingetragen."


def test_one_person_is_one_person(desk):
    event = EventFactory()
    BookingFactory(event=event)
    Event.objects.filter(pk=event.pk).update(starts_at=clock.now() - timedelta(hours=1))

    assert told(desk.post(at(event, "all_attended"), follow=True)) == ["1 Person ist als teilgenommen eingetragen."]


def test_the_roll_of_a_full_house_costs_no_more_queries_than_that_of_three(db, django_assert_max_num_queries):
    def queries(people):
        event = EventFactory(past=True, seats=30)
        bookings = BookingFactory.create_batch(people, event=event)
        with django_assert_max_num_queries(12) as asked:
            call_the_roll(event=event, missed=[bookings[0].pk])
        assert [state_of(booking) for booking in bookings] == ["missed"] + ["attended"] * (people - 1)
        return len(asked)

    assert queries(3) == queries(30)


def test_staff_read_of_who_was_passed_over_in_the_third_person(desk):
    event = EventFactory(full=True)
    waiting = BookingFactory(event=event)
    BookingFactory(event=EventFactory(starts_at=event.starts_at, offer__title="Wärme"), person=waiting.person)
    (holder,) = event.bookings.holding_a_seat()
    cancel_booking(booking=holder, by=holder.person)

    pages = [desk.get(at(event)), desk.get(reverse("admin:seminars_booking_change", args=[waiting.pk]))]

    for page in pages:
        assert "Die Person hatte zur selben Zeit einen Platz in „Wärme“." in page.content.decode()
        assert "Sie hatten" not in page.content.decode()


def test_attendance_is_not_recorded_before_the_start(desk):
    booking = BookingFactory()

    answer = desk.post(deed(booking, "attendance"), {"value": "1"}, follow=True)

    assert told(answer) == ["Die Teilnahme wird nach dem Beginn eingetragen, und nur für gebuchte Plätze."]


def labels(page):
    return [deed.label for deed in page.context["groups"][0][1][0]["deeds"]]


def test_the_page_offers_only_what_can_be_done(desk, held, request_to_decide):
    booked = BookingFactory()

    pages = [desk.get(at(event)) for event in (booked.event, request_to_decide.event, held)]

    assert [labels(page) for page in pages] == [
        ["Umbuchen", "Stornieren"],
        ["Zusagen", "Ablehnen"],
        ["Teilnahme eintragen", "Fehlen eintragen"],
    ]


def test_nobody_is_entered_once_it_has_begun(desk, held):
    coming = EventFactory()

    pages = [desk.get(at(event)).content.decode() for event in (coming, held)]

    assert ["Person eintragen" in page for page in pages] == [True, False]


@pytest.mark.parametrize("name", ["approve", "decline", "cancel", "move", "attendance"])
def test_no_deed_on_a_booking_is_open_to_others(name, member, logged_in):
    booking = book_seat(event=EventFactory(), person=member)
    client = logged_in(member)

    answers = [client.get(deed(booking, name), follow=True), client.post(deed(booking, name), {"reason": "x"}, follow=True)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert state_of(booking) == "booked"
