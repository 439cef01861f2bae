"""Hand-outs: who has attended gets the documents of the offer, finds them, and loses them only with the attendance."""

from datetime import timedelta

import pytest
from django.urls import reverse

from materials.actions.documents import entitle
from materials.document_choices import Visibility
from materials.models import Document, Entitlement
from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import change_hand_outs, forget_people, hand_over, record_attendance
from seminars.choices import State
from seminars.errors import NotPossible
from seminars.models import Booking, Offer
from teams.actions.deleting import delete_account
from tests.factories.documents import DocumentFactory, document_with_file
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.seminars.admin_desk import told, typed_in
from tests.seminars.post import lines
from tests.seminars.reading import links_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]


@pytest.fixture
def compendium():
    return document_with_file("Kompendium.pdf", title="Kompendium", slug="kompendium", entitled_only=True)


@pytest.fixture
def seminar(compendium):
    return offer_with(compendium, title="Psychologie und Praxis", slug="psychologie")


@pytest.fixture
def booking(seminar, member):
    return held(seminar, member)


def offer_with(*documents, **facts):
    offer = OfferFactory(**facts)
    change_hand_outs(offer=offer, documents=documents)
    return offer


def held(offer, person=None, weeks_ago=2):
    """A booking of an event that is over; no two at the same time."""
    event = EventFactory(offer=offer, starts_at=clock.now() - timedelta(weeks=weeks_ago, days=Booking.objects.count()))
    return BookingFactory(event=event, person=person or PersonFactory())


def marked(booking, attended=True):
    return record_attendance(booking=booking, attended=attended)


def opens(client, document):
    return client.get(document.get_absolute_url()).status_code == 200


def letters(*states):
    about = Letter.objects.filter(kind="hand_outs").order_by("pk")
    return list(about.filter(state__in=states) if states else about)


def documents_of(person):
    return set(person.entitlements.values_list("document__title", flat=True))


# --- attending ---


def test_staff_record_the_attendance_and_the_person_opens_the_document(desk, me, booking, compendium):
    before = opens(me, compendium)

    desk.post(reverse("admin:seminars_booking_attendance", args=[booking.pk]), {"value": "1"})

    assert (before, opens(me, compendium)) == (False, True)
    file = me.get(compendium.file_url)
    assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(b"%PDF")
    assert Entitlement.objects.get().because.startswith("Teilnahme an „Psychologie und Praxis“ am ")


def test_a_stranger_and_who_did_not_attend_read_the_same_as_nonsense(logged_in, client, booking, compendium, member, stranger):
    marked(booking, attended=False)
    marked(held(booking.event.offer))

    pages = [
        [visitor.get(address) for address in (compendium.get_absolute_url(), compendium.file_url, "/mediathek/gibt-es-nicht/")]
        for visitor in (client, logged_in(member), logged_in(stranger))
    ]

    assert [[page.status_code for page in three] for three in pages] == [[404] * 3] * 3
    for page, file, nonsense in pages:
        assert words_of(page) == words_of(file) == words_of(nonsense)


def test_all_attended_gives_to_everybody_at_once(desk, seminar):
    event = EventFactory(offer=seminar, past=True)
    people = [BookingFactory(event=event).person for _ in range(3)]

    desk.post(reverse("admin:seminars_event_all_attended", args=[event.pk]))

    assert [documents_of(person) for person in people] == [{"Kompendium"}] * 3
    assert [letter.recipient for letter in letters()] == [person.email for person in people]


def test_who_stands_in_gets_it_not_who_gave_the_seat_away(seminar, member, leader):
    with clock.moved_to(clock.now() - timedelta(weeks=3)):
        booking = BookingFactory(event=EventFactory(offer=seminar), person=member)
        from_the_same_house(member, leader)
        taken_over = hand_over(booking=booking, to=leader, by=member)

    with clock.moved_to(booking.event.ends_at):
        marked(taken_over)

    assert (documents_of(member), documents_of(leader)) == (set(), {"Kompendium"})


def from_the_same_house(*people):
    agency = AgencyFactory()
    for person in people:
        person.agency = agency
        person.save()


# --- corrected ---


def test_taken_back_with_the_attendance_and_given_again(me, booking, compendium):
    marked(booking)
    marked(booking, attended=False)
    without = opens(me, compendium)
    marked(booking)

    assert (without, opens(me, compendium)) == (False, True)
    assert list(broken_promises()) == []


def test_another_attendance_keeps_it(me, booking, compendium, member):
    guide = DocumentFactory(title="Leitfaden", entitled_only=True)
    other = held(offer_with(compendium, guide), member)
    marked(booking)
    marked(other)

    marked(other, attended=False)
    assert documents_of(member) == {"Kompendium"}
    marked(booking, attended=False)
    assert documents_of(member) == set()


def test_what_staff_gave_by_hand_stays(me, booking, compendium, member):
    entitle(person=member, document=compendium, because="Nachgeholt")
    marked(booking)

    marked(booking, attended=False)

    assert opens(me, compendium)
    assert Entitlement.objects.get().because == "Nachgeholt"


def test_staff_see_and_take_away_only_what_was_given_by_hand(desk, booking, compendium):
    marked(booking)
    marked(held(booking.event.offer))
    entitle(person=booking.person, document=compendium, because="Nachgeholt")
    address = reverse("admin:materials_document_change", args=[compendium.pk])

    page = desk.get(address)
    desk.post(address, {**typed_in(page), "entitlements-0-DELETE": "on"})

    assert "2 Personen" in words_of(page)
    assert [name for name in typed_in(page) if name.endswith("-because")] == ["entitlements-0-because"]
    assert documents_of(booking.person) == {"Kompendium"}
    assert list(broken_promises()) == []


def test_given_twice_by_hand_is_told_beside_the_field(desk, compendium, member):
    entitle(person=member, document=compendium, because="Nachgeholt")
    address = reverse("admin:materials_document_change", args=[compendium.pk])
    row = {"entitlements-TOTAL_FORMS": 2, "entitlements-1-person": member.pk, "entitlements-1-because": "Noch einmal"}

    answer = desk.post(address, {**typed_in(desk.get(address)), **row, "entitlements-1-document": compendium.pk})

    assert answer.status_code == 200
    assert Entitlement.objects.count() == 1


# --- the offer's hand-outs change ---


def choose(desk, offer, *documents):
    address = reverse("admin:seminars_offer_change", args=[offer.pk])
    form = typed_in(desk.get(address), hand_outs=[document.pk for document in documents])
    return desk.post(address, form, follow=True)


def test_staff_choose_what_an_offer_hands_out_also_to_those_who_have_attended(desk, me, compendium, member):
    offer = OfferFactory()
    marked(held(offer, member))
    marked(held(offer), attended=False)

    answer = choose(desk, offer, compendium)

    assert "Das gilt auch für die Person, die schon teilgenommen hat." in told(answer)
    assert opens(me, compendium)
    assert Entitlement.objects.count() == 1
    assert list(broken_promises()) == []


def test_what_an_offer_hands_out_no_more_is_taken_back_by_the_same_rule(desk, booking, compendium, seminar, member):
    guide = document_with_file(title="Leitfaden", entitled_only=True)
    change_hand_outs(offer=seminar, documents=[compendium, guide])
    by_hand = held(seminar)
    entitle(person=by_hand.person, document=compendium, because="Nachgeholt")
    for each in (booking, by_hand):
        marked(each)

    choose(desk, seminar, guide)

    assert (documents_of(member), documents_of(by_hand.person)) == ({"Leitfaden"}, {"Leitfaden", "Kompendium"})
    assert list(broken_promises()) == []


def test_only_what_is_hidden_from_others_can_be_handed_out(desk, seminar, compendium):
    public = DocumentFactory(title="Für alle")

    page = desk.get(reverse("admin:seminars_offer_change", args=[seminar.pk])).content.decode()
    choose(desk, seminar, compendium, public)

    assert "Für alle" not in page
    assert list(seminar.hand_outs.all()) == [compendium]
    with pytest.raises(NotPossible):
        change_hand_outs(offer=seminar, documents=[public])


def test_what_became_public_later_stays_with_the_offer(desk, seminar, compendium):
    Document.objects.filter(pk=compendium.pk).update(visibility=Visibility.PUBLIC)
    guide = DocumentFactory(entitled_only=True)

    choose(desk, seminar, compendium, guide)

    assert set(seminar.hand_outs.all()) == {compendium, guide}


def test_a_new_offer_hands_out_from_the_start(desk, compendium):
    address = reverse("admin:seminars_offer_add")
    words = {"title": "Neu", "slug": "neu", "format": "webinar", "topic": "strom", "audience": "employees", "summary": "Kurz."}

    desk.post(address, {**typed_in(desk.get(address), **words), "hand_outs": [compendium.pk]})

    assert list(Offer.objects.get(slug="neu").hand_outs.all()) == [compendium]


# --- where it is found ---


def test_the_offer_says_what_one_receives_and_links_it_to_who_may_open_it(client, me, seminar, booking, compendium):
    addresses = [seminar.get_absolute_url(), booking.event.get_absolute_url()]
    before = [client.get(address) for address in addresses] + [me.get(address) for address in addresses]
    marked(booking)
    after = [me.get(address) for address in addresses]

    for page in before + after:
        assert "Nach der Teilnahme erhalten Sie Kompendium" in words_of(page)
    assert ["Kompendium" in links_in(page) for page in before + after] == [False] * 4 + [True] * 2


def test_a_draft_is_not_promised(client, seminar, compendium):
    Document.objects.filter(pk=compendium.pk).update(published_at=None)

    assert "Kompendium" not in words_of(client.get(seminar.get_absolute_url()))


def test_the_person_finds_it_with_the_booking_in_the_list_and_in_the_mediathek(me, booking, compendium):
    pages = [booking.get_absolute_url(), "/meine-termine/vergangen/", "/mediathek/"]
    before = [me.get(page) for page in pages]
    marked(booking)

    after = [me.get(page) for page in pages]

    assert ["Kompendium" in links_in(page) for page in before] == [False] * 3
    assert [links_in(page)["Kompendium"] for page in after] == [compendium.get_absolute_url()] * 3
    assert "Für Sie freigegeben" in words_of(after[2])


def test_what_staff_withdraw_is_shown_no_more(me, booking, compendium):
    marked(booking)
    Document.objects.filter(pk=compendium.pk).update(rights_end=clock.today() - timedelta(days=1))

    assert "Kompendium" not in words_of(me.get(booking.get_absolute_url()))
    assert not opens(me, compendium)


# --- the letter ---


def test_one_letter_tells_where_to_find_it(booking, seminar, member):
    guide = DocumentFactory(title="Leitfaden", entitled_only=True)
    change_hand_outs(offer=seminar, documents=[*seminar.hand_outs.all(), guide])

    for _ in range(2):
        marked(booking)

    (letter,) = letters()
    assert (letter.recipient, letter.subject) == (member.email, "Ihre Unterlagen: Psychologie und Praxis")
    assert lines(letter)[1:4] == [
        "vielen Dank, dass Sie dabei waren. Für Sie liegen jetzt bereit:",
        "- Kompendium",
        "- Leitfaden",
    ]
    assert booking.get_absolute_url() in letter.text and "/mediathek/kompendium" not in letter.text


def test_corrected_before_the_letter_left_there_is_none(booking):
    marked(booking)

    marked(booking, attended=False)

    assert [letter.state for letter in letters()] == [Letter.State.CANCELLED]


def test_corrected_twice_it_is_told_once(booking):
    for attended in (True, False, True):
        marked(booking, attended)

    assert [letter.state for letter in letters()] == [Letter.State.CANCELLED, Letter.State.WAITING]


def test_what_was_told_is_not_told_again(booking, compendium, seminar, member):
    marked(booking)
    Letter.objects.update(state=Letter.State.SENT, sent_at=clock.now())

    marked(booking, attended=False)
    marked(booking)
    marked(held(offer_with(compendium), member))
    assert len(letters()) == 1

    change_hand_outs(offer=seminar, documents=[compendium, DocumentFactory(title="Leitfaden", entitled_only=True)])
    assert [line for line in lines(letters()[-1]) if line.startswith("- ")] == ["- Leitfaden"]


def test_a_letter_taken_back_is_made_up_for_where_another_attendance_keeps_the_document(booking, compendium, member):
    other = held(offer_with(compendium), member)
    marked(booking)
    marked(other)

    marked(booking, attended=False)

    (letter,) = letters(Letter.State.WAITING)
    assert other.reference in letter.text


def test_nobody_is_told_of_what_they_have_or_cannot_open(booking, compendium, seminar, member):
    entitle(person=member, document=compendium, because="Nachgeholt")
    marked(booking)
    marked(held(seminar, PersonFactory(is_active=False)))
    marked(held(offer_with(DocumentFactory(entitled_only=True, draft=True)), member))

    assert letters() == []


# --- accounts that go ---


def test_a_deleted_account_is_given_nothing_and_told_nothing(booking, seminar, member):
    marked(booking)
    later = held(seminar, member, weeks_ago=1)
    delete_account(person=member)

    marked(later)

    assert not Entitlement.objects.exists()
    assert [letter.state for letter in letters()] == [Letter.State.CANCELLED]
    assert Booking.objects.get(pk=later.pk).state == State.ATTENDED
    assert list(broken_promises()) == []


def test_long_after_the_event_the_document_stays_and_nobody_knows_what_it_was_for(me, booking, seminar, compendium, member):
    for each in (booking, held(seminar, member)):
        marked(each)

    with clock.moved_to(clock.now() + timedelta(days=900)):
        forget_people()

        assert opens(me, compendium)
        assert broken() == set()
    assert list(Entitlement.objects.values_list("occasion", "because")) == [("", "Teilnahme an einem früheren Termin")]


# --- promises ---


def broken():
    return {line.split(": ")[1] for line in broken_promises()}


def test_check_invariants_sees_an_attendance_that_gave_nothing(booking):
    Booking.objects.update(state=State.ATTENDED)

    assert broken() == {"attendance_gives_the_hand_outs"}


def test_check_invariants_sees_a_document_kept_without_an_attendance(booking):
    marked(booking)
    Booking.objects.update(state=State.MISSED)

    assert broken() == {"hand_outs_stand_for_an_attendance"}
