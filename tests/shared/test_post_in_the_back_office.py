"""Staff read letters, send them again, hold them back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from missione.shared import clock
from missione.shared.delivery import deliver
from missione.shared.letters import KINDS
from missione.shared.models import Letter
from tests.conftest import person
from tests.factories.shared import LetterFactory, calendar_letter

State = Letter.State
TEMPLATES = Path(settings.BASE_DIR) / "templates"
pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    """On the campaign team, without running the portal."""
    return person("Kim", "Kollegin", is_staff=True)


@pytest.fixture
def desk(logged_in, colleague):
    return logged_in(colleague)


def page_of(letter):
    return reverse("admin:shared_letter_change", args=[letter.pk])


def press(desk, letter, label):
    """Press the button on the letter's page, as it was drawn."""
    html = desk.get(page_of(letter)).content.decode()
    form = next(form for form in html.split("<form") if f"<button>{label}</button>" in form)
    address = form.split('action="')[1].split('"')[0]
    key = form.split('name="request_key" value="')[1].split('"')[0] if "request_key" in form else ""
    return lambda: desk.post(address, {"request_key": key}, follow=True)


def test_the_list_shows_who_got_what_and_what_went_wrong(desk):
    LetterFactory(recipient="miriam@behoerde.example", state=State.FAILED, last_error="550 no such person")
    LetterFactory(recipient="otto@behoerde.example", sent=True)

    found = desk.get(reverse("admin:shared_letter_changelist"), {"q": "miriam", "state__exact": "failed"}).content.decode()

    assert "miriam@behoerde.example" in found
    assert "550 no such person" in found
    assert "otto@behoerde.example" not in found


def test_staff_read_what_kind_of_letter_it_is_in_their_own_words(desk):
    LetterFactory(kind="booking_confirmed", subject="Ihr Platz")
    reset = LetterFactory(kind="account_password_reset_key", subject="Neues Passwort")
    unknown = LetterFactory(kind="parcel_sent")

    found = desk.get(reverse("admin:shared_letter_changelist"), {"kind": "booking_confirmed"}).content.decode()
    page = desk.get(page_of(reset)).content.decode()

    assert "Buchung bestätigt" in found and "Konto: Passwort vergessen" in found
    assert "Ihr Platz" in found and "Neues Passwort" not in found
    assert ">booking_confirmed<" not in found
    assert "Konto: Passwort vergessen" in page and "account_password_reset_key" not in page
    assert "Für die Technik: Zu einem Anlass gibt es genau einen Brief." in page
    assert "parcel_sent" in desk.get(page_of(unknown)).content.decode()


def test_of_doubts_a_letter_speaks_only_where_there_are_any(desk):
    said = [desk.get(page_of(LetterFactory(doubts=number))).content.decode() for number in (0, 1)]

    assert ["Der Brief kann angekommen sein." in page for page in said] == [False, True]


def test_every_letter_has_a_name_for_staff():
    trios = {f"account_{path.stem}" for path in (TEMPLATES / "account/email").glob("[!_]*.html")}
    trios |= {path.stem for path in (TEMPLATES / "seminars/mail").glob("[!_]*.html")}

    assert trios <= set(KINDS)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_often_for_many_as_for_one(desk, count, django_assert_max_num_queries):
    LetterFactory.create_batch(count)

    with django_assert_max_num_queries(8):
        desk.get(reverse("admin:shared_letter_changelist"))


def test_a_letter_shows_its_text_its_way_and_its_calendar_entry(desk):
    letter = calendar_letter(3, text="Ihr Platz ist gebucht.", headers={"Reply-To": "team@missione.example"})

    html = desk.get(page_of(letter)).content.decode()

    for words in ("Ihr Platz ist gebucht.", "SEQUENCE:3", "Reply-To: team@missione.example", "wartet"):
        assert words in html


def test_the_designed_letter_opens_on_a_page_that_can_do_nothing(desk):
    letter = LetterFactory(html="<p style='color: red'>Guten Tag</p>")

    answer = desk.get(reverse("admin:shared_letter_html", args=[letter.pk]))

    assert answer.content.decode() == letter.html
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert page_of(letter) + "ansicht/" == reverse("admin:shared_letter_html", args=[letter.pk])


def test_the_key_to_an_account_is_not_shown_to_colleagues(desk, logged_in, staff):
    letter = LetterFactory(kind="account_password_reset_key", text="https://missione.example/secret/", html="<p>/secret/</p>")
    preview = reverse("admin:shared_letter_html", args=[letter.pk])

    assert "/secret/" not in desk.get(page_of(letter)).content.decode()
    assert desk.get(preview).status_code == 404
    assert "/secret/" in logged_in(staff).get(page_of(letter)).content.decode()


def test_with_the_embedded_start_every_letter_can_be_read(desk, settings):
    settings.DEBUG = True
    letter = LetterFactory(kind="account_email_confirmation", text="https://missione.example/confirm/")

    assert "/confirm/" in desk.get(page_of(letter)).content.decode()


def test_a_letter_goes_once_more_under_the_same_message_id(desk, mail_server):
    letter = LetterFactory(sent=True)

    press(desk, letter, "Erneut senden")()
    deliver()

    letter.refresh_from_db()
    assert [arrived.message_id for arrived in mail_server.received] == [letter.message_id]
    assert letter.state == State.SENT


def test_a_double_click_sends_once(desk, mail_server):
    letter = LetterFactory(sent=True)
    click = press(desk, letter, "Erneut senden")

    click()
    deliver()
    click()
    deliver()

    assert len(mail_server.received) == 1


def test_a_held_letter_goes_when_a_person_says_so(desk, mail_server):
    letter = LetterFactory(bulk=True, state=State.HELD, doubts=1)

    press(desk, letter, "Freigeben")()
    deliver()

    letter.refresh_from_db()
    assert (letter.state, letter.doubts, len(mail_server.received)) == (State.SENT, 0, 1)


def test_a_letter_that_waits_can_be_taken_back(desk, mail_server):
    letter = LetterFactory()

    press(desk, letter, "Zurückziehen")()
    deliver()

    letter.refresh_from_db()
    assert (letter.state, mail_server.received) == (State.CANCELLED, [])


def test_a_letter_taken_back_in_the_hands_of_a_deliverer_does_not_go(desk, books):
    letter = LetterFactory()
    [claimed] = books.claim()

    press(desk, letter, "Zurückziehen")()

    assert not books.turn_over(done=None, following=claimed)()


def test_an_old_invitation_is_not_sent_again_after_the_cancellation(desk):
    letter = calendar_letter(0, sent=True)
    calendar_letter(1, "CANCEL", sent=True)

    answer = press(desk, letter, "Erneut senden")()

    letter.refresh_from_db()
    assert "neueren Brief" in answer.content.decode()
    assert letter.state == State.SENT


def test_a_letter_whose_time_is_over_is_not_sent_again(desk):
    letter = LetterFactory(state=State.FAILED, not_after=clock.now() - timedelta(minutes=1))

    answer = press(desk, letter, "Erneut senden")()

    letter.refresh_from_db()
    assert "Frist ist vorbei" in answer.content.decode()
    assert letter.state == State.FAILED


def test_many_failed_letters_are_tried_again_in_one_go(desk):
    failed = LetterFactory.create_batch(3, state=State.FAILED, attempts=6)
    sent = LetterFactory(sent=True)
    chosen = [letter.pk for letter in [*failed, sent]]

    answer = desk.post(reverse("admin:shared_letter_changelist"), {"action": "retry", "_selected_action": chosen}, follow=True)

    assert Letter.objects.filter(state=State.WAITING, attempts=0).count() == 3
    sent.refresh_from_db()
    assert sent.state == State.SENT
    assert "3 Briefe" in answer.content.decode()


def test_deeds_stand_in_the_history_of_the_letter(desk, colleague):
    letter = LetterFactory()
    press(desk, letter, "Zurückziehen")()

    html = desk.get(reverse("admin:shared_letter_history", args=[letter.pk])).content.decode()

    assert "Zurückgezogen." in html


@pytest.mark.parametrize("deed", ["resend", "release", "cancel"])
def test_deeds_need_a_post_and_a_member_of_the_team(deed, desk, logged_in, member):
    letter = LetterFactory(state=State.HELD)
    address = reverse(f"admin:shared_letter_{deed}", args=[letter.pk])

    assert desk.get(address).status_code == 405
    assert logged_in(member).post(address).status_code in (302, 403)

    letter.refresh_from_db()
    assert letter.state == State.HELD


def test_the_texts_of_the_portal_can_be_edited_and_not_lost(desk):
    answer = desk.get(reverse("admin:shared_textpage_changelist"))

    assert answer.status_code == 200
    assert desk.get(reverse("admin:shared_textpage_add")).status_code == 403
