"""Teamplätze: what members and leads see and do. Vertretung, from the own booking and by the lead."""

import pytest
from django.urls import reverse

from missione.shared.models import Letter
from seminars import actions
from seminars.actions import book_for_team, book_seat
from seminars.choices import State
from seminars.errors import NotAColleague, NotPossible
from seminars.models import Booking
from tests.conftest import person
from tests.factories.seminars import EventFactory
from tests.factories.teams import AgencyFactory, MembershipFactory, TeamFactory
from tests.seminars.admin_desk import told
from tests.seminars.days import TUESDAY, berlin
from tests.seminars.reading import links_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Energieteam")


@pytest.fixture
def lead(team, leader, logged_in):
    return logged_in(leader)


@pytest.fixture
def held(team, leader, event):
    """Two seats without a name."""
    return book_for_team(team=team, event=event, by=leader, people=[], unnamed=2)


def seats_of(team):
    return reverse("seminars:team_seats", args=[team.slug])


def to(deed, team, booking):
    return reverse(f"seminars:{deed}", args=[team.slug, booking.reference])


def key_of(team, someone):
    return str(team.memberships.get(person=someone).reference)


# --- The page ----------------------------------------------------------------------------------------------


def test_members_see_who_goes_and_the_lead_sees_what_to_do(lead, team, member, leader, event, held, me):
    book_seat(event=event, person=leader)

    for_the_lead, for_a_member = words_of(lead.get(seats_of(team))), words_of(me.get(seats_of(team)))

    assert "2 Plätze haben noch keinen Namen. Bitte benennen Sie sie bis Do, 3. Dezember 2026, 18:00 Uhr ." in for_the_lead
    assert "2 Plätze haben noch keinen Namen. Die Frist dafür ist Do, 3. Dezember 2026, 18:00 Uhr ." in for_a_member
    assert "Lea Leitung" in for_a_member
    assert "Benennen" in for_the_lead and "Benennen" not in for_a_member
    assert "Vertretung" in for_the_lead and "Vertretung" not in for_a_member


def test_needs_and_messages_of_others_are_not_shown(lead, team, member, event):
    book_seat(event=event, person=member, answers=actions.Answers("", ["dgs"], "Mein Geheimnis"))

    page = lead.get(seats_of(team)).content.decode()

    assert "Miriam Mitglied" in page
    assert "Mein Geheimnis" not in page and "Gebärden" not in page


def test_an_empty_page_says_what_to_do(lead, team):
    assert "Zurzeit ist nichts gebucht Suchen Sie einen Termin aus." in words_of(lead.get(seats_of(team)))


def test_others_do_not_see_it(team, stranger, logged_in, held, staff):
    TeamFactory(lead=stranger)

    assert logged_in(stranger).get(seats_of(team)).status_code == 404
    assert logged_in(staff).get(seats_of(team)).status_code == 200


def test_the_page_costs_the_same_with_one_date_and_with_ten(lead, team, leader, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(15) as captured:
            lead.get(seats_of(team))
        return len(captured)

    book_for_team(team=team, event=EventFactory(), by=leader, people=[leader], unnamed=1)
    one = asked()
    for _ in range(9):
        someone = MembershipFactory(team=team).person
        book_for_team(team=team, event=EventFactory(), by=leader, people=[someone], unnamed=2)

    assert asked() == one


# --- Naming and giving back --------------------------------------------------------------------------------


def test_the_lead_names_a_seat(lead, team, member, held):
    page = lead.get(to("name_seat", team, held[0]))
    answer = lead.post(to("name_seat", team, held[0]), {"person": key_of(team, member)}, follow=True)

    assert "Miriam Mitglied" in words_of(page)
    assert "Miriam Mitglied hat jetzt den Platz und bekommt eine E-Mail." in answer.content.decode()
    assert Booking.objects.of(member).get().reference == held[0].reference
    assert lead.post(to("name_seat", team, held[0]), {"person": key_of(team, member)}).status_code == 302


@pytest.mark.parametrize("data", [{}, {"person": "quatsch"}, {"person": "00000000-0000-4000-8000-000000000000"}])
def test_naming_nobody_is_told(lead, team, held, data):
    answer = lead.post(to("name_seat", team, held[0]), data)

    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in words_of(answer)


def test_who_cannot_be_named_is_shown_with_the_reason(lead, team, member, event, held):
    book_seat(event=event, person=member)

    page = lead.get(to("name_seat", team, held[0]))
    answer = lead.post(to("name_seat", team, held[0]), {"person": key_of(team, member)})

    assert "Miriam Mitglied Hat schon einen Platz." in words_of(page)
    assert answer.status_code == 422


def test_if_nobody_is_left_the_page_says_what_to_do(leader, logged_in, event):
    team = TeamFactory(lead=leader)
    book_seat(event=event, person=leader)
    (booking,) = book_for_team(team=team, event=event, by=leader, people=[], unnamed=1)

    words = words_of(logged_in(leader).get(to("name_seat", team, booking)))

    assert "Zurzeit kann niemand aus dem Team diesen Platz nehmen" in words


def test_the_lead_gives_a_seat_back(lead, team, held):
    assert "Der Platz ohne Namen wird frei für andere." in words_of(lead.get(to("give_back_seat", team, held[0])))
    for _ in range(2):
        answer = lead.post(to("give_back_seat", team, held[0]), follow=True)

    assert answer.redirect_chain == [(seats_of(team), 302)]
    assert list(Booking.objects.order_by("number").values_list("state", flat=True)) == [State.CANCELLED, State.BOOKED]


@pytest.mark.parametrize("deed", ["name_seat", "give_back_seat", "cancel_for", "hand_over_for"])
def test_members_and_leads_of_other_teams_cannot(deed, team, held, me, stranger, logged_in):
    other = TeamFactory(lead=stranger)
    theirs = logged_in(stranger)

    assert me.post(to(deed, team, held[0])).status_code == 403
    assert theirs.post(to(deed, team, held[0])).status_code == 404
    assert theirs.post(to(deed, other, held[0])).status_code == 404
    assert not Booking.objects.exclude(state=State.BOOKED).exists()


@pytest.fixture
def named(team, leader, member, event):
    """A seat that the lead booked for the member."""
    (booking,) = book_for_team(team=team, event=event, by=leader, people=[member])
    return booking


def test_the_lead_gives_back_the_seat_of_a_colleague_who_is_told_by_whom(lead, team, member, named):
    links = links_in(lead.get(seats_of(team)))
    page = lead.get(to("cancel_for", team, named))
    answers = [lead.post(to("cancel_for", team, named), follow=True) for _ in range(2)]
    letter = Letter.objects.filter(recipient=member.email).latest("pk")

    assert to("cancel_for", team, named) in links.values()
    assert "Der Platz von Miriam Mitglied wird frei für andere." in words_of(page)
    assert told(answers[0]) == ["Der Platz von Miriam Mitglied ist zurückgegeben. Andere können ihn jetzt nutzen."]
    assert [answer.redirect_chain for answer in answers] == [[(seats_of(team), 302)]] * 2
    named.refresh_from_db()
    assert (named.state, named.cancelled_by_staff) == (State.CANCELLED, False)
    assert (letter.kind, letter.calendar_method) == ("booking_cancelled", "CANCEL")
    for words in (letter.text, letter.html):
        assert "Lea Leitung hat den Platz für Ihr Team zurückgegeben." in words
        assert "Kampagnenteam hat" not in words


def test_a_seat_given_back_goes_to_who_waits(lead, team, stranger, member, leader):
    event = EventFactory(seats=1, starts_at=TUESDAY)
    (booking,) = book_for_team(team=team, event=event, by=leader, people=[member])
    waiting = book_seat(event=event, person=stranger, join_waiting_list=True)

    lead.post(to("cancel_for", team, booking))

    waiting.refresh_from_db()
    assert waiting.state == State.BOOKED


def test_what_a_member_booked_alone_is_not_the_leads_to_give_back(lead, team, booking):
    page = lead.get(seats_of(team))

    assert to("hand_over_for", team, booking) in links_in(page).values()
    assert to("cancel_for", team, booking) not in links_in(page).values()
    assert lead.post(to("cancel_for", team, booking)).status_code == 404


def test_a_page_left_open_gives_back_nobodys_seat(lead, team, leader, member, held):
    """The seat had no name when the page was opened; by now somebody is looking forward to it."""
    actions.name_seat(booking=held[0], person=member, by=leader)

    lead.post(to("give_back_seat", team, held[0]))

    held[0].refresh_from_db()
    assert held[0].state == State.BOOKED


def test_who_left_the_team_meanwhile_keeps_the_seat(team, leader, member, named):
    actions.part_from_team(team=team, person=member)

    with pytest.raises(NotPossible):
        actions.cancel_booking(booking=named, by=leader, for_team=team)
    assert Booking.objects.get(pk=named.pk).state == State.BOOKED


# --- Vertretung --------------------------------------------------------------------------------------------


@pytest.fixture
def agency(member):
    member.agency = AgencyFactory()
    member.save()
    return member.agency


@pytest.fixture
def colleague(agency):
    vera = person("Vera", "Vertretung")
    vera.agency = agency
    vera.save()
    return vera


def hand_over(client, booking, **data):
    return client.post(f"{booking.get_absolute_url()}vertretung/", data, follow=True)


def test_a_colleague_is_found_by_the_address(me, booking, colleague):
    answer = hand_over(me, booking, email="VERA.Vertretung@behoerde.example")

    assert "Vera Vertretung hat jetzt den Platz und bekommt eine E-Mail." in answer.content.decode()
    assert "Ihr Platz ist weitergegeben Vera Vertretung vertritt Sie." in words_of(answer)
    assert Booking.objects.of(colleague).get().state == State.BOOKED


def test_who_takes_over_reads_for_whom(me, booking, colleague, logged_in):
    hand_over(me, booking, email=colleague.email)
    new = Booking.objects.of(colleague).get()

    words = words_of(logged_in(colleague).get(new.get_absolute_url()))

    assert "Sie vertreten Miriam Mitglied Eingetragen von Miriam Mitglied" in words


def test_a_member_of_the_team_is_found_by_name(me, team, leader, booking):
    page = me.get(f"{booking.get_absolute_url()}vertretung/")
    hand_over(me, booking, colleague=key_of(team, leader), email="")

    assert "Lea Leitung" in words_of(page)
    assert Booking.objects.of(leader).get().state == State.BOOKED


def elsewhere(vera):
    vera.agency = AgencyFactory()
    vera.save()


def suspended(vera):
    vera.is_active = False
    vera.save()


def unconfirmed(vera):
    vera.emailaddress_set.update(verified=False)


def unknown(vera):
    vera.emailaddress_set.all().delete()
    vera.delete()


@pytest.mark.parametrize("is_", [elsewhere, suspended, unconfirmed, unknown])
def test_who_is_no_colleague_is_answered_like_who_does_not_exist(me, booking, colleague, is_):
    is_(colleague)

    answer = hand_over(me, booking, email="vera.vertretung@behoerde.example")

    assert answer.status_code == 422
    assert NotAColleague.sentence in words_of(answer)
    assert words_of(answer) == words_of(hand_over(me, booking, email="niemand@behoerde.example")).replace(
        "niemand@behoerde.example", "vera.vertretung@behoerde.example"
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Geben Sie die E-Mail-Adresse der Person ein, die den Platz nimmt."),
        ({"email": "vera.müller@behoerde.example"}, "E-Mail-Adressen enthalten keine Umlaute"),
        ({"email": "keine Adresse"}, "Geben Sie eine E-Mail-Adresse ein, zum Beispiel"),
        ({"email": "miriam.mitglied@behoerde.example"}, "Das ist die Adresse der Person, die den Platz jetzt hat."),
    ],
)
def test_what_is_missing_is_told_at_the_field(me, booking, agency, data, told):
    answer = hand_over(me, booking, **data)

    assert answer.status_code == 422
    assert told in words_of(answer)


def test_in_a_team_one_chooses_a_name_or_types_an_address_but_not_both(me, team, leader, booking, colleague):
    neither = hand_over(me, booking, email="")
    both = hand_over(me, booking, colleague=key_of(team, leader), email=colleague.email)
    no_address = hand_over(me, booking, colleague="andere", email="")
    other = hand_over(me, booking, colleague="andere", email=colleague.email)

    assert "Wählen Sie aus, wer den Platz nimmt." in words_of(neither)
    assert "Lassen Sie dieses Feld dann leer." in words_of(both)
    assert "Geben Sie die E-Mail-Adresse der Person ein" in words_of(no_address)
    assert "Vera Vertretung vertritt Sie." in words_of(other)


def test_who_is_busy_is_told_without_saying_where(me, booking, colleague):
    book_seat(event=EventFactory(starts_at=TUESDAY, offer__title="Geheimes Treffen"), person=colleague)

    answer = hand_over(me, booking, email=colleague.email)

    assert "Vera Vertretung hat zur selben Zeit schon einen anderen Termin." in words_of(answer)
    assert "Geheimes" not in words_of(answer)


def test_without_an_authority_the_page_says_what_to_do_first(me, booking):
    page = me.get(f"{booking.get_absolute_url()}vertretung/")

    assert links_in(page)["Tragen Sie bitte zuerst Ihre Dienststelle ein."] == reverse("account_agency")


def test_the_ways_to_it(me, booking):
    for page in (me.get(booking.get_absolute_url()), me.get(f"{booking.get_absolute_url()}stornieren/")):
        assert f"{booking.get_absolute_url()}vertretung/" in links_in(page).values()


def test_after_the_start_there_is_no_way(me, booking, clock_at):
    clock_at(berlin(2026, 12, 8, 10))

    assert "Vertretung" not in words_of(me.get(booking.get_absolute_url()))
    assert me.get(f"{booking.get_absolute_url()}vertretung/").headers["Location"] == booking.get_absolute_url()


def test_the_same_form_twice_hands_over_once(me, booking, colleague):
    hand_over(me, booking, email=colleague.email)
    again = hand_over(me, booking, email=colleague.email)

    assert "Vera Vertretung vertritt Sie." in words_of(again)
    assert Letter.objects.filter(kind="seat_taken_over").count() == 1


def test_the_lead_does_it_for_a_member(lead, team, leader, member, booking):
    page = lead.get(to("hand_over_for", team, booking))
    answer = lead.post(to("hand_over_for", team, booking), {"colleague": key_of(team, leader), "email": ""}, follow=True)

    assert "Sie geben den Platz von Miriam Mitglied an eine Kollegin oder einen Kollegen weiter." in words_of(page)
    assert answer.redirect_chain == [(seats_of(team), 302)]
    assert Booking.objects.of(leader).get().state == State.BOOKED


def test_the_lead_does_not_see_the_members_other_teams(lead, team, member, stranger, booking):
    TeamFactory(lead=stranger, members=[member])

    assert "Felix Fremd" not in words_of(lead.get(to("hand_over_for", team, booking)))


def test_who_left_the_team_is_not_the_leads_to_replace(lead, team, member, booking):
    team.memberships.filter(person=member).delete()

    assert lead.get(to("hand_over_for", team, booking)).status_code == 404
