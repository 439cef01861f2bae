"""The page of a team: what comes next, who belongs to it, what is booked. Put together in the wiring."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from materials.actions.orders import cancel_order
from materials.actions.waiting import join_waiting_list
from materials.models import Loan
from missione.shared import clock
from seminars.actions import book_for_team, book_seat
from seminars.choices import Format, Topic
from teams.choices import Answer
from teams.models import JoinRequest
from tests.factories.local_actions import LocalActionFactory
from tests.factories.materials import ArticleFactory, loan_of, order_of, team_of
from tests.factories.seminars import EventFactory
from tests.factories.teams import MembershipFactory, PersonFactory, TeamFactory
from tests.seminars.reading import links_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member])


def page(client, team):
    return client.get(team.get_absolute_url()).content.decode()


def steps(client, team):
    """The task list, as (title, state)."""
    return [(step.title, step.is_done, step.is_next) for step in client.get(team.get_absolute_url()).context["steps"]]


def test_a_lead_who_is_alone_is_told_to_invite_somebody(logged_in, leader):
    team = TeamFactory(lead=leader)

    assert steps(logged_in(leader), team)[:3] == [
        ("Team anmelden", True, False),
        ("Mitglieder einladen", False, True),
        ("Auftaktseminar buchen", False, False),
    ]
    assert "1 von " in page(logged_in(leader), team)


def test_a_colleague_and_a_seat_are_steps_done(logged_in, leader, member, team):
    kick_off = EventFactory(offer__format=Format.SEMINAR, offer__topic=Topic.AWARENESS)
    book_seat(event=kick_off, person=member)

    assert [done for _, done, _ in steps(logged_in(leader), team)][:3] == [True, True, True]


def test_once_all_steps_are_done_they_make_room_for_what_comes(logged_in, leader, member, team):
    before = page(logged_in(leader), team)
    book_seat(event=EventFactory(offer__format=Format.SEMINAR, offer__topic=Topic.AWARENESS), person=member)
    order_of(team, ArticleFactory(stock=9), 2)
    LocalActionFactory(team=team)

    after = page(logged_in(leader), team)

    assert before.index("Ihre nächsten Schritte") < before.index('id="buchungen"')
    assert "5 von 5 erledigt" in after
    assert after.index('id="schritte">Ihre ersten Schritte') > after.index('id="aktionen"')


def test_another_webinar_is_no_kick_off(logged_in, leader, member, team):
    book_seat(event=EventFactory(), person=member)

    assert steps(logged_in(leader), team)[2] == ("Auftaktseminar buchen", False, True)


def test_an_event_is_named_once_with_all_who_go(logged_in, leader, member, team):
    event = EventFactory()
    for person in (leader, member):
        book_seat(event=event, person=person)

    shown = logged_in(leader).get(team.get_absolute_url()).context["dates"]

    assert [(date.event.pk, [one.name for one in date.going]) for date in shown] == [
        (event.pk, ["Lea Leitung", "Miriam Mitglied"])
    ]


def test_what_wants_names_comes_first_and_the_rest_is_counted(logged_in, leader, member, team):
    events = [EventFactory(starts_at=clock.now() + timedelta(days=days)) for days in range(20, 27)]
    for event in events[:-1]:
        book_seat(event=event, person=member)
    book_for_team(team=team, event=events[-1], by=leader, people=[], unnamed=2)

    answer = logged_in(leader).get(team.get_absolute_url())

    assert [date.event for date in answer.context["dates"]] == [events[-1], *events[:4]]
    assert links_in(answer)["Alle 7 Termine"] == reverse("seminars:team_seats", args=[team.slug])


def test_who_sees_all_dates_is_led_to_no_more(logged_in, leader, member, team):
    book_seat(event=EventFactory(), person=member)

    assert "Alle 1 Termine" not in page(logged_in(leader), team)


def test_what_somebody_needs_is_nobody_elses_business(logged_in, leader, member, team):
    booking = book_seat(event=EventFactory(), person=member)
    booking.needs, booking.message = ["dgs"], "Streng vertraulich"
    booking.save()

    seen = page(logged_in(leader), team)

    assert "Miriam Mitglied" in seen
    assert "Streng vertraulich" not in seen and "Gebärdensprach" not in seen


def test_only_the_lead_is_told_who_wants_to_join(logged_in, leader, member, team):
    JoinRequest.objects.create(team=team, person=PersonFactory(), state=Answer.OPEN)

    assert "Eine Person möchte beitreten." in page(logged_in(leader), team)
    assert "möchte beitreten" not in page(logged_in(member), team)


def test_a_lead_who_is_asked_can_still_invite(logged_in, leader, member, team):
    JoinRequest.objects.create(team=team, person=PersonFactory(), state=Answer.OPEN)
    members = reverse("teams:members", args=[team.slug])

    links = links_in(logged_in(leader).get(team.get_absolute_url()))

    assert links["Anfragen ansehen"] == f"{members}#anfragen"
    assert links["Mitglied einladen"] == f"{members}#einladen"


def test_a_lead_finds_the_way_to_name_and_end_of_the_team(logged_in, leader, member, team):
    theirs, of_a_member = (links_in(logged_in(person).get(team.get_absolute_url())) for person in (leader, member))

    assert theirs["Mitglieder, Name und Leitung"] == reverse("teams:members", args=[team.slug])
    assert "Mitglieder, Name und Leitung" not in of_a_member and "Alle Mitglieder" in of_a_member


def test_who_has_left_sees_nothing_with_the_next_request(logged_in, member, team):
    client = logged_in(member)
    assert client.get(team.get_absolute_url()).status_code == 200

    team.memberships.get(person=member).delete()

    assert client.get(team.get_absolute_url()).status_code == 404


def test_another_team_is_as_good_as_none(logged_in, stranger, team):
    TeamFactory(lead=stranger)

    assert logged_in(stranger).get(team.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("colleagues", [1, 40])
def test_the_page_costs_the_same_however_big_the_team(logged_in, leader, team, colleagues, django_assert_max_num_queries):
    for number in range(colleagues):
        person = PersonFactory()
        MembershipFactory(team=team, person=person)
        if number % 5 == 0:
            book_seat(event=EventFactory(), person=person)
            order_of(team, ArticleFactory(stock=10))
            loan_of(team)
    client = logged_in(leader)
    cache.clear()

    with django_assert_max_num_queries(12):
        client.get(team.get_absolute_url())


def test_it_says_what_is_lent_what_is_offered_and_until_when(logged_in, leader, team):
    with clock.moved_to(datetime(2027, 1, 11, 9, tzinfo=clock.BERLIN)):
        loan = loan_of(team, ArticleFactory(loan=True, title="Infostand", units=1))
        other = loan_of(team_of(), ArticleFactory(loan=True, title="Messgeräte-Paket", units=1))
        days = {"from_day": other.from_day, "to_day": other.to_day}
        join_waiting_list(person=leader, team=team, article=other.unit.article, **days)
        assert "Reserviert ab 25. Januar" in page(logged_in(leader), team)
        assert "Auf der Warteliste" in page(logged_in(leader), team)

        Loan.objects.filter(pk=loan.pk).update(state="out", handed_out_at=clock.now())
        cancel_order(order=other.line.order, by=other.line.order.person)

        seen = page(logged_in(leader), team)
        assert "Zurück bis 23. Februar" in seen and "Angebot bis Donnerstag, 12 Uhr" in seen
        listed = logged_in(leader).get("/material/bestellungen/").content.decode()
        assert "Ausgeliehen bis 23. Februar" in listed
