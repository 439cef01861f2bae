"""Booking through the address: the form, what it refuses, and what it never loses."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from seminars.actions import cancel_booking, cancel_event
from seminars.choices import State
from seminars.models import Booking
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory
from tests.seminars.reading import chosen_in, field_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(member, logged_in):
    return logged_in(member)


def form_of(event):
    return reverse("seminars:book", args=[event.offer.slug, event.slug])


def send(client, event, **fields):
    """Fills in the form and sends it; the key is made with the form."""
    fields.setdefault("request_key", uuid4())
    return client.post(form_of(event), {name: value for name, value in fields.items() if value is not None})


def test_from_the_page_to_the_confirmation_in_four_requests(me, member):
    event = EventFactory(offer__title="Richtig heizen")

    page = me.get(event.get_absolute_url())
    form = me.get(form_of(event))
    answer = send(me, event, needs=["dgs"], message="Bis dann!", request_key=field_of(form, "request_key"))
    confirmation = me.get(answer["Location"])

    booking = Booking.objects.get()
    assert f'href="{form_of(event)}"' in page.content.decode()
    assert f"Sie buchen als {member.name} {member.email}" in words_of(form)
    assert (answer.status_code, answer["Location"]) == (302, f"/meine-termine/{booking.reference}/")
    assert f"Ihr Platz ist gebucht Buchungsnummer {booking.reference}" in words_of(confirmation)
    assert (booking.person, booking.state, booking.needs, booking.message) == (member, State.BOOKED, ["dgs"], "Bis dann!")
    assert list(Letter.objects.values_list("kind", "recipient")) == [("booking_confirmed", member.email)]


def test_the_form_leads_a_visitor_through_the_login_and_back(client):
    event = EventFactory()

    assert client.get(form_of(event))["Location"] == f"/konto/anmelden/?next={form_of(event)}"


def test_the_way_of_taking_part_is_asked_only_where_there_are_two(me):
    assert "Wie möchten Sie teilnehmen?" not in words_of(me.get(form_of(EventFactory(onsite=True))))
    assert "Wie möchten Sie teilnehmen?" in words_of(me.get(form_of(EventFactory(hybrid=True))))


def test_a_hybrid_event_wants_to_know_how(me):
    event = EventFactory(hybrid=True)

    refused = send(me, event, message="Ich komme gern")

    assert refused.status_code == 422
    assert words_of(refused).count("Wählen Sie aus, wie Sie teilnehmen möchten.") == 2  # in the summary and at the field
    assert "Fehler: " in refused.content.decode().split("</title>")[0]
    assert "Ich komme gern" in words_of(refused)
    assert send(me, event, taking_part="online").status_code == 302
    assert Booking.objects.get().taking_part == "online"


@pytest.mark.parametrize(
    ("facts", "offered"),
    [
        ({}, ["dgs", "schrift"]),
        ({"onsite": True}, ["dgs", "schrift", "stufenlos", "hoeranlage"]),
        ({"hybrid": True}, ["dgs", "schrift", "stufenlos", "hoeranlage"]),
    ],
)
def test_only_where_a_building_awaits_people_its_needs_are_asked(me, facts, offered):
    form = me.get(form_of(EventFactory(**facts))).content.decode()

    assert re.findall(r'name="needs" value="(\w+)"', form) == offered


def test_what_the_profile_says_of_buildings_is_left_out_of_an_online_event(me, member):
    member.needs = ["hoeranlage"]
    member.save()
    event = EventFactory()

    assert "Übernommen aus" not in words_of(me.get(form_of(event)))
    assert send(me, event, needs=["hoeranlage"]).status_code == 422
    assert "Übernommen aus" in words_of(me.get(form_of(EventFactory(onsite=True))))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"message": "x" * 401}, "Kürzen Sie Ihre Nachricht auf höchstens 400 Zeichen. Jetzt sind es 401."),
        ({"message": "x" * 1_000_000}, "Kürzen Sie Ihre Nachricht auf höchstens 400 Zeichen. Jetzt sind es 1000000."),
        ({"message": "Hallo\x0bWelt"}, "Der Text enthält unsichtbare Steuerzeichen."),
        ({"message": "Hallo\x00Welt"}, "Der Text enthält unsichtbare Steuerzeichen."),
        ({"needs": ["dgs", "sekt"]}, "Wählen Sie nur aus den angebotenen Möglichkeiten."),
        ({"request_key": None}, "Das Formular kam unvollständig bei uns an. Bitte senden Sie es noch einmal ab."),
        ({"request_key": "1 or 1=1"}, "Das Formular kam unvollständig bei uns an. Bitte senden Sie es noch einmal ab."),
        ({"request_key": "\x00"}, "Das Formular kam unvollständig bei uns an. Bitte senden Sie es noch einmal ab."),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_written(me, fields, sentence):
    refused = send(me, EventFactory(), **fields)

    assert refused.status_code == 422
    assert sentence in words_of(refused)
    assert (Booking.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_broken_key_is_replaced_and_the_form_can_be_sent_again(me):
    event = EventFactory()
    refused = send(me, event, message="Noch da", request_key="kaputt")

    again = send(me, event, message="Noch da", request_key=field_of(refused, "request_key"))

    assert (again.status_code, Booking.objects.get().message) == (302, "Noch da")


def test_four_hundred_characters_over_several_lines_are_not_too_long(me):
    send(me, EventFactory(), message="\r\n".join(["x" * 99] * 4) + "y")

    assert len(Booking.objects.get().message) == 400


def test_sent_twice_is_booked_once(me):
    event, key = EventFactory(), uuid4()

    first, second = send(me, event, request_key=key), send(me, event, request_key=key)

    assert first["Location"] == second["Location"]
    assert (Booking.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_same_form_with_other_words_is_a_conflict(me):
    event, key = EventFactory(), uuid4()
    send(me, event, request_key=key)

    other = send(me, event, request_key=key, message="Doch anders")

    assert other.status_code == 409
    assert "Dieses Formular wurde schon mit anderen Angaben abgeschickt." in words_of(other)
    assert field_of(other, "request_key") != str(key)


def test_another_persons_key_books_nothing(me, stranger, logged_in):
    event, key = EventFactory(), uuid4()
    send(logged_in(stranger), event, request_key=key)

    assert send(me, event, request_key=key).status_code == 409
    assert Booking.objects.get().person == stranger


def test_a_full_event_says_so_and_offers_the_waiting_list(me, member):
    event = EventFactory(full=True)
    form = me.get(form_of(event))

    assert (
        "Alle Plätze sind vergeben. Wird bis zwei Tage vor dem Beginn ein Platz frei, rücken Sie der Reihe nach auf"
        in words_of(form)
    )
    assert 'name="warteliste" value="1"' in form.content.decode()
    answer = me.get(send(me, event, warteliste=1)["Location"])
    assert "Sie stehen auf Platz 1 der Warteliste" in words_of(answer)


def test_how_many_wait_already_is_said(me):
    event = EventFactory(full=True)
    BookingFactory(event=event)
    assert "Eine Person wartet schon." in words_of(me.get(form_of(event)))

    BookingFactory(event=event)
    assert "2 Personen warten schon." in words_of(me.get(form_of(event)))


def test_the_last_seat_gone_while_writing_loses_nothing(me):
    event = EventFactory(hybrid=True, seats=1)
    form = me.get(form_of(event))
    BookingFactory(event=event)

    written = {
        "taking_part": "online",
        "needs": ["schrift"],
        "message": "Drei Zeilen Mühe",
        "request_key": field_of(form, "request_key"),
    }
    late = send(me, event, **written)

    assert late.status_code == 409
    assert "Der letzte Platz ist gerade vergeben" in words_of(late)
    assert "Drei Zeilen Mühe" in words_of(late)
    assert (chosen_in(late, "taking_part"), chosen_in(late, "needs")) == (["online"], ["schrift"])
    assert 'name="warteliste" value="1"' in late.content.decode()
    assert send(me, event, **written, warteliste=1).status_code == 302
    assert Booking.objects.get(state=State.WAITING).message == "Drei Zeilen Mühe"


def test_who_has_a_booking_is_led_there(me, member):
    booking = BookingFactory(person=member)

    for answer in (me.get(form_of(booking.event)), send(me, booking.event)):
        assert answer["Location"] == booking.get_absolute_url()
    assert "Sie haben diesen Termin schon gebucht." in words_of(me.get(booking.get_absolute_url()))


def test_a_seat_elsewhere_at_the_same_time_is_named(me, member):
    other = BookingFactory(person=member, event__offer__title="Wärme am Vormittag").event
    refused = send(me, EventFactory(starts_at=other.starts_at))

    assert refused.status_code == 422
    assert "Zur selben Zeit ist schon ein Platz in „Wärme am Vormittag“ gebucht." in words_of(refused)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"closes_at": clock.now() - timedelta(hours=1)}, "Der Anmeldeschluss ist vorbei."),
        ({"opens_at": clock.now() + timedelta(days=1)}, "Die Anmeldung beginnt am"),
        ({"past": True}, "Der Termin hat schon begonnen."),
    ],
)
def test_outside_its_time_the_form_leads_back_and_the_post_is_refused(me, facts, sentence):
    event = EventFactory(**facts)

    assert me.get(form_of(event))["Location"] == event.get_absolute_url()
    refused = send(me, event)
    assert (refused.status_code, sentence in words_of(refused)) == (422, True)


def test_an_event_called_off_while_writing_says_so(me):
    event = EventFactory()
    me.get(form_of(event))
    cancel_event(event=event, reason="Sturm")

    refused = send(me, event)

    assert (refused.status_code, "Dieser Termin ist abgesagt." in words_of(refused)) == (422, True)


@pytest.mark.parametrize("is_full", [False, True])
def test_a_request_is_asked_for_by_its_name(me, is_full):
    event = EventFactory(seats=1)
    if is_full:
        BookingFactory(event=event)
    event.offer.needs_approval = True
    event.offer.save()

    page, form = me.get(event.get_absolute_url()), me.get(form_of(event))

    assert f'href="{form_of(event)}"><span class="kern-label">Platz anfragen<' in page.content.decode()
    assert "Anfrage abschicken" in words_of(form)
    assert "Auf die Warteliste" not in words_of(page) + form.content.decode()
    sent = {"warteliste": 1} if 'name="warteliste" value="1"' in form.content.decode() else {}
    assert "Ihre Anfrage ist bei uns" in words_of(me.get(send(me, event, **sent)["Location"]))


def test_the_last_seat_gone_while_writing_leaves_the_request(me):
    event = EventFactory(seats=1)
    BookingFactory(event=event)
    event.offer.needs_approval = True
    event.offer.save()

    late = send(me, event)

    assert "Weiter geht es mit „Anfrage abschicken“." in words_of(late)
    assert "Auf die Warteliste" not in words_of(late)


def test_a_free_seat_beside_a_queue_is_not_called_taken(me, clock_at):
    event = queue_beside_a_free_seat(clock_at)

    page, form, late = me.get(event.get_absolute_url()), me.get(form_of(event)), send(me, event)

    for answer in (page, form, late):
        assert "Alle Plätze sind vergeben" not in words_of(answer)
        assert "In den letzten vier Stunden vor Beginn rückt niemand mehr von selbst nach" in words_of(answer)
    assert "Vor Ihnen warten schon andere." in words_of(page)
    assert "Eine Person wartet schon." in words_of(form)
    assert "Inzwischen warten schon andere" in words_of(late)


def queue_beside_a_free_seat(clock_at):
    """Three hours before the start somebody cancels, and nobody moves up any more."""
    event = EventFactory(seats=1)
    holder = BookingFactory(event=event)
    BookingFactory(event=event)
    clock_at(event.starts_at - timedelta(hours=3))
    cancel_booking(booking=holder, by=holder.person)
    return event


@pytest.mark.parametrize("facts", [{"full": True}, {"offer__needs_approval": True}])
def test_who_waits_or_asked_is_not_told_of_a_booking(me, member, facts):
    booking = BookingFactory(event=EventFactory(**facts), person=member)

    assert me.get(form_of(booking.event))["Location"] == booking.get_absolute_url()
    assert "schon gebucht" not in words_of(me.get(booking.get_absolute_url()))


@pytest.mark.parametrize("facts", [{"draft": True}, {"offer__draft": True}])
def test_a_draft_cannot_be_booked(me, facts):
    assert send(me, EventFactory(**facts)).status_code == 404
    assert Booking.objects.count() == 0


def test_who_books_is_who_is_logged_in_whatever_the_form_says(me, member, stranger):
    send(me, EventFactory(), person=stranger.pk, booked_by=stranger.pk, state="attended", seat_number=7)

    booking = Booking.objects.get()
    assert (booking.person, booking.booked_by, booking.state, booking.seat_number) == (member, member, State.BOOKED, 1)


def test_a_locked_account_books_nothing(me, member):
    member.is_active = False
    member.save()

    assert send(me, EventFactory())["Location"].startswith("/konto/anmelden/")


def test_a_form_without_its_token_is_refused(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    assert send(client, EventFactory()).status_code == 403


def test_names_are_shown_as_names(logged_in):
    someone = PersonFactory(first_name="<b>Bo</b>", last_name="O'Neil")

    page = logged_in(someone).get(form_of(EventFactory())).content.decode()

    assert "<b>Bo</b>" not in page
