"""The inbox in the back office: what is open, who cares for it, answered and opened again."""

import pytest
from django.urls import reverse

from materials.actions.contact import leave_message, send_message
from materials.answers import Guest
from materials.choices import MessageState, Subject
from materials.models import ContactMessage
from tests.factories.materials import ArticleFactory, order_of, team_of
from tests.seminars.admin_desk import rows, told, typed_in

pytestmark = pytest.mark.django_db

INBOX = "/verwaltung/materials/contactmessage/"


@pytest.fixture
def office(staff, logged_in):
    return logged_in(staff)


@pytest.fixture
def message(member):
    return send_message(person=member, subject=Subject.COACHING, text="Wie fangen wir an?")


def test_the_oldest_open_message_stands_first(office, member, message):
    send_message(person=member, subject=Subject.QUESTION, text="Noch etwas")

    assert [row[0] for row in rows(office.get(INBOX))] == ["Coaching: Miriam Mitglied", "Eine Frage: Miriam Mitglied"]


def test_what_nobody_has_confirmed_is_not_to_be_read(office):
    hidden = leave_message(guest=Guest("Gerda", "gerda@amt.example"), subject=Subject.QUESTION, text="Kaufen!")

    assert "Kaufen!" not in office.get(f"{INBOX}?stand=alle").content.decode()
    assert office.get(reverse("admin:materials_contactmessage_change", args=[hidden.pk])).status_code == 302
    assert office.post(reverse("admin:materials_contactmessage_reopen", args=[hidden.pk])).status_code == 404


def test_somebody_cares_for_it(office, staff, message):
    address = reverse("admin:materials_contactmessage_change", args=[message.pk])

    office.post(address, typed_in(office.get(address), owner=staff.pk, note="Rufe morgen an."))

    message.refresh_from_db()
    assert (message.owner, message.note, message.text) == (staff, "Rufe morgen an.", "Wie fangen wir an?")


def answered(office, message, **typed):
    """By the button beside the one that saves."""
    address = reverse("admin:materials_contactmessage_change", args=[message.pk])
    page = office.get(address)
    button = page.content.decode().split('value="Als beantwortet eintragen" name="')[1].split('"')[0]
    return office.post(address, typed_in(page, **typed, **{button: "Als beantwortet eintragen"}), follow=True)


def test_the_button_that_answers_saves_what_was_typed_beside_it(office, message):
    answered(office, message, note="Am Telefon besprochen.")

    message.refresh_from_db()
    assert (message.state, message.note) == (MessageState.ANSWERED, "Am Telefon besprochen.")


def test_what_cannot_be_saved_is_not_answered_either(office, message):
    answer = answered(office, message, note="\x00")

    message.refresh_from_db()
    assert message.state == MessageState.OPEN
    assert answer.context["errors"]


def test_answered_and_opened_again(office, staff, message):
    answer = answered(office, message)

    message.refresh_from_db()
    assert told(answer) == ["Die Nachricht ist beantwortet."]
    assert (message.state, message.owner, bool(message.answered_at)) == (MessageState.ANSWERED, staff, True)
    assert "Wie fangen wir an" not in answer.content.decode()

    office.post(reverse("admin:materials_contactmessage_reopen", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.answered_at) == (MessageState.OPEN, None)


def test_only_what_is_answered_can_be_deleted(office, message):
    address = reverse("admin:materials_contactmessage_delete", args=[message.pk])
    assert office.post(address, {"post": "yes"}).status_code == 403

    answered(office, message)
    office.post(address, {"post": "yes"})

    assert not ContactMessage.objects.exists()


def test_the_front_page_of_the_office_says_what_waits(office, message):
    ArticleFactory(stock=5, reorder_threshold=10)
    order_of(team_of(), ArticleFactory(stock=100))

    page = office.get("/verwaltung/").content.decode()

    for words in ("1 Bestellung wartet auf Ihre Entscheidung", "1 Nachricht ist", "1 Artikel nachbestellen"):
        assert words in page
