"""„Für mein Team buchen“: who sees the way, what the form shows, and that nothing chosen is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from missione.shared.models import Letter
from seminars.actions import book_for_team, book_seat
from seminars.choices import State
from seminars.models import Booking
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import MembershipFactory, TeamFactory
from tests.seminars.admin_desk import told
from tests.seminars.days import TUESDAY
from tests.seminars.reading import chosen_in, field_of, links_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Energieteam")


@pytest.fixture
def lead(team, leader, logged_in):
    return logged_in(leader)


def way_to(event, team=None):
    address = reverse("seminars:book_for_team", args=[event.offer.slug, event.slug])
    return f"{address}?team={team.slug}" if team else address


def key_of(team, person):
    return str(team.memberships.get(person=person).reference)


def send(client, event, people=(), unnamed="", **more):
    return client.post(way_to(event), {"request_key": uuid4(), "people": list(people), "unnamed": unnamed, **more})


# --- The way there -----------------------------------------------------------------------------------------


def test_a_lead_sees_the_way_on_the_event_and_on_the_form(lead, event):
    for page in (event.get_absolute_url(), f"{event.get_absolute_url()}buchen/"):
        assert links_in(lead.get(page))["Für mein Team buchen"] == way_to(event)


def test_others_do_not_see_it_and_cannot_go_there(team, member, stranger, logged_in, client, event):
    for visitor in (logged_in(member), logged_in(stranger), client):
        assert "Für mein Team buchen" not in words_of(visitor.get(event.get_absolute_url()))
    for visitor in (logged_in(member), logged_in(stranger)):
        assert visitor.get(way_to(event)).status_code == 403
        assert send(visitor, event, unnamed=1).status_code == 403
    assert not Booking.objects.exists()


def test_a_team_that_is_looked_at_has_no_such_way_yet(leader, logged_in, event):
    TeamFactory(asked=True, lead=leader)
    client = logged_in(leader)

    assert "Für mein Team buchen" not in words_of(client.get(event.get_absolute_url()))
    assert client.get(way_to(event)).status_code == 403


def test_a_resting_team_is_told_that_it_rests(leader, logged_in, event):
    TeamFactory(resting=True, lead=leader)

    page = logged_in(leader).get(way_to(event), follow=True)

    assert "Ihr Team ruht zurzeit." in page.content.decode()


@pytest.mark.parametrize("facts", [{"cancelled": True}, {"past": True}])
def test_where_nobody_can_book_the_page_leads_back_to_the_event(lead, facts):
    event = EventFactory(**facts)

    assert lead.get(way_to(event)).headers["Location"] == event.get_absolute_url()


def test_who_leads_two_teams_chooses_between_them(lead, team, leader, stranger, event):
    other = TeamFactory(lead=leader, members=[stranger], name="Zweites Team")

    page = lead.get(way_to(event, other))

    assert {"Energieteam", "Zweites Team"} <= links_in(page).keys()
    assert "Felix Fremd" in words_of(page) and "Miriam Mitglied" not in words_of(page)
    assert lead.get(way_to(event, TeamFactory())).status_code == 404


# --- The form ----------------------------------------------------------------------------------------------


def test_who_cannot_go_is_shown_with_the_reason_and_cannot_be_chosen(lead, team, member, event):
    book_seat(event=event, person=member)
    page = lead.get(way_to(event))

    answer = send(lead, event, [key_of(team, member)])

    assert "Miriam Mitglied Hat schon einen Platz." in words_of(page)
    assert f'value="{key_of(team, member)}"' in page.content.decode()
    assert "disabled" in page.content.decode()
    assert answer.status_code == 422
    assert "Miriam Mitglied ist bei diesem Termin schon dabei." in words_of(answer)


def test_all_are_booked_and_the_page_of_the_team_says_so(lead, team, leader, member, event):
    answer = lead.post(
        way_to(event),
        {"request_key": uuid4(), "people": [key_of(team, leader), key_of(team, member)], "unnamed": "2"},
        follow=True,
    )

    assert answer.redirect_chain == [(reverse("seminars:team_seats", args=[team.slug]), 302)]
    assert told(answer) == [
        f"„{event.title}“ am Di, 8. Dezember 2026, 10:00 Uhr: 2 Plätze mit Namen und 2 Plätze ohne Namen sind gebucht."
    ]
    words = words_of(answer)
    assert "2 Plätze haben noch keinen Namen. Bitte benennen Sie sie bis Do, 3. Dezember 2026, 18:00 Uhr ." in words
    assert event.bookings.filter(state=State.BOOKED).count() == 4


def test_the_field_for_unnamed_says_how_many_and_until_when(lead, event):
    words = words_of(lead.get(way_to(event)))

    assert "Höchstens 16. Die Namen brauchen wir bis Do, 3. Dezember 2026, 18:00 Uhr." in words


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"offer__needs_approval": True}, "Hier prüft das Kampagnenteam jede Anmeldung."),
        ({"starts_at": TUESDAY - timedelta(days=15)}, "weniger als 48 Stunden"),
    ],
)
def test_where_no_place_goes_without_a_name_the_page_says_why(lead, facts, reason):
    event = EventFactory(**facts)
    page = lead.get(way_to(event))

    answer = send(lead, event, unnamed="1")

    assert reason in words_of(page)
    assert "Weitere Plätze" not in words_of(page)
    assert answer.status_code == 422
    assert reason in words_of(answer)
    assert field_of(answer, "unnamed") == "0"


@pytest.mark.parametrize(
    ("typed", "told"), [("zwei", "Geben Sie eine Zahl ein"), ("-1", "Geben Sie 0 ein"), ("17", "Geben Sie höchstens 16 ein")]
)
def test_a_number_that_cannot_be_is_told_at_the_field(lead, event, typed, told):
    answer = send(lead, event, unnamed=typed)

    assert answer.status_code == 422
    assert told in words_of(answer)


def test_choosing_nobody_is_told(lead, event):
    answer = send(lead, event)

    assert answer.status_code == 422
    assert links_in(answer)["Wählen Sie mindestens eine Person oder einen Platz ohne Namen."] == "#id_people_0"
    assert words_of(answer).count("Wählen Sie mindestens eine Person oder einen Platz ohne Namen.") == 2


def test_what_staff_have_to_approve_is_not_called_booked(lead, team, member):
    event = EventFactory(offer__needs_approval=True, starts_at=TUESDAY)
    data = {"request_key": uuid4(), "people": [key_of(team, member)], "unnamed": "0"}

    (said,) = told(lead.post(way_to(event), data, follow=True))

    assert said.endswith(": 1 Anfrage ist beim Kampagnenteam und noch nicht gebucht.")


def test_too_few_seats_say_how_many_and_offer_the_waiting_list(lead, team, leader, member):
    event = EventFactory(seats=1, starts_at=TUESDAY)
    both = [key_of(team, leader), key_of(team, member)]

    answer = send(lead, event, both)

    assert answer.status_code == 409
    words = words_of(answer)
    assert "Es ist nur noch 1 Platz frei. Wählen Sie zusammen höchstens 1 Platz." in words
    assert "Buchen und die Übrigen auf die Warteliste" in words
    assert sorted(chosen_in(answer, "people")) == sorted(both)
    key = field_of(answer, "request_key")
    again = lead.post(way_to(event), {"request_key": key, "people": both, "unnamed": "0", "warteliste": "1"}, follow=True)
    assert told(again)[0].endswith(": 1 Platz mit Namen ist gebucht. 1 Person steht auf der Warteliste.")


def test_places_without_a_name_are_not_offered_the_waiting_list(lead, team, member):
    event = EventFactory(seats=2, starts_at=TUESDAY)

    answer = send(lead, event, [key_of(team, member)], unnamed="2")

    assert answer.status_code == 409
    words = words_of(answer)
    assert "Auf die Warteliste kommt nur, wer einen Namen hat." in words
    assert "die Übrigen" not in words


def test_a_full_event_offers_the_waiting_list_at_once(lead, team, member):
    event = EventFactory(full=True, starts_at=TUESDAY)
    page = lead.get(way_to(event))

    assert "Zurzeit ist kein Platz frei. Sie können Kolleginnen und Kollegen auf die Warteliste setzen." in words_of(page)
    assert 'name="warteliste" value="1"' in page.content.decode()
    send(lead, event, [key_of(team, member)], warteliste="1")
    assert Booking.objects.of(member).get().state == State.WAITING


def test_the_same_form_twice_books_once(lead, team, member, event):
    data = {"request_key": uuid4(), "people": [key_of(team, member)], "unnamed": "1"}

    first, again = lead.post(way_to(event), data), lead.post(way_to(event), data)

    assert (first.status_code, first.headers["Location"]) == (again.status_code, again.headers["Location"])
    assert event.bookings.count() == 2


def test_the_same_form_twice_books_once_even_if_it_took_the_last_seats(lead, team, member):
    event = EventFactory(seats=2, starts_at=TUESDAY)
    data = {"request_key": uuid4(), "people": [key_of(team, member)], "unnamed": "1"}

    assert [lead.post(way_to(event), data).status_code for _ in range(2)] == [302, 302]


def test_a_team_that_holds_sixteen_reads_why_there_are_no_more(lead, team, leader):
    event = EventFactory(seats=40, starts_at=TUESDAY)
    book_for_team(team=team, event=event, by=leader, people=[], unnamed=16)

    assert "höchstens 16 Plätze ohne Namen halten. 16 davon hat es schon." in words_of(lead.get(way_to(event)))


@pytest.mark.parametrize("key", ["", "kaputt"])
def test_a_form_without_its_key_comes_back_with_a_new_one(lead, team, member, event, key):
    answer = lead.post(way_to(event), {"request_key": key, "people": [key_of(team, member)]})

    assert answer.status_code == 422
    assert field_of(answer, "request_key") != key
    assert chosen_in(answer, "people") == [key_of(team, member)]


def test_members_of_another_team_are_not_bookable(lead, stranger, event):
    other = MembershipFactory(person=stranger)

    answer = send(lead, event, [str(other.reference)])

    assert answer.status_code == 422
    assert "Wählen Sie nur Personen aus der Liste aus." in words_of(answer)
    assert not Booking.objects.exists()


def test_a_former_address_of_the_event_leads_on(lead, event):
    event.former_slugs = ["2026-12-01"]
    event.save()

    assert lead.get(reverse("seminars:book_for_team", args=[event.offer.slug, "2026-12-01"])).headers["Location"] == way_to(event)


def test_the_page_costs_the_same_for_two_and_for_thirty(lead, team, event, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(25) as captured:
            lead.get(way_to(event))
        return len(captured)

    two = asked()
    for _ in range(28):
        BookingFactory(event=EventFactory(starts_at=TUESDAY), person=MembershipFactory(team=team).person)

    assert asked() == two


def test_hostile_names_are_harmless_in_pages_and_letters(lead, team, member, event):
    member.first_name, member.last_name = "<script>alert(1)</script>", "=HYPERLINK(1)\r\nBcc: x@y.example"
    member.save()
    team.name = "<b>Team</b> {{ 7*7 }}"
    team.save()

    page = lead.get(way_to(event))
    after = lead.post(way_to(event), {"request_key": uuid4(), "people": [key_of(team, member)], "unnamed": "1"}, follow=True)

    for answer in (page, after):
        assert "<script>alert" not in answer.content.decode() and "<b>Team" not in answer.content.decode()
    letter = Letter.objects.get(kind="team_seats_booked")
    assert "<script>alert" not in letter.html and "{{ 7*7 }}" in letter.text
    assert "\n" not in letter.subject
