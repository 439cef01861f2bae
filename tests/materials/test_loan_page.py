"""The page of a loan: what, until when, for whom; and for nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from materials.actions.protocols import pictures_kept
from materials.actions.unit_change import check_unit
from materials.answers import Findings
from materials.models import Loan, ReportPicture
from missione.shared import clock
from missione.shared.models import Letter
from tests.factories.materials import ArticleFactory, loan_of, png, team_of
from tests.materials.lending import back, lent

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(leader, member):
    return loan_of(team_of(leader, member), ArticleFactory(loan=True, title="Messgeräte-Paket", units=1))


def page_for(client, loan):
    return client.get(loan.get_absolute_url()).content.decode()


def test_the_order_leads_to_it_and_it_says_what_is_reserved(logged_in, member, loan):
    client = logged_in(member)

    assert loan.get_absolute_url() in client.get(loan.line.order.get_absolute_url()).content.decode()
    page = page_for(client, loan)
    assert "Messgeräte-Paket" in page and loan.unit.number in page and "Reserviert ab" in page


def test_after_the_last_day_it_is_overdue(logged_in, member, loan):
    Loan.objects.filter(pk=loan.pk).update(state="out", handed_out_at=clock.now())

    with clock.moved_to(clock.now() + timedelta(days=43)):
        assert "Ausgeliehen bis" in page_for(logged_in(member), loan)
    with clock.moved_to(clock.now() + timedelta(days=44)):
        assert "Überfällig seit" in page_for(logged_in(member), loan)


def test_while_it_is_out_page_and_letter_say_where_it_goes_back_to(logged_in, member, leader, staff, settings):
    settings.RETURN_ADDRESS = "mission E, Musterweg 1, 40213 Düsseldorf"
    team = team_of(leader, member)
    waiting, out = loan_of(team), lent(staff, team=team)

    pages = [page_for(logged_in(member), each) for each in (waiting, out)]
    letter = Letter.objects.get(kind="loan_handed_out")

    assert [settings.RETURN_ADDRESS in page for page in pages] == [False, True]
    assert f"Zurück an: {settings.RETURN_ADDRESS}" in letter.text and settings.RETURN_ADDRESS in letter.html


def test_for_anybody_else_it_is_not_there(logged_in, stranger, loan):
    team_of(stranger)

    assert logged_in(stranger).get(loan.get_absolute_url()).status_code == 404


# --- protocols ---


@pytest.fixture
def returned(own_drawer, leader, member, staff):
    """With a picture from the hand-out, and one meter missing."""
    return back(lent(staff, team=team_of(leader, member), pictured=True), staff, meters=19, note="Fach 7 war leer.")


def test_both_protocols_stand_on_the_page_with_their_pictures(logged_in, member, returned):
    page = page_for(logged_in(member), returned)

    for words in ("Ausgabe am", "20 von 20", "Rücknahme am", "19 von 20", "(1 fehlt)", "Fach 7 war leer."):
        assert words in page
    assert picture_of(returned) in page


def test_a_picture_is_for_the_team_and_the_campaign_team_and_kept_nowhere(logged_in, member, staff, stranger, client, returned):
    team_of(stranger)
    address = picture_of(returned)

    for someone in (member, staff):
        answer = logged_in(someone).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        assert "sandbox" in answer["Content-Security-Policy"]
    for ask in (logged_in(stranger).get, logged_in(stranger).head):
        assert ask(address).status_code == 404
        assert ask(address.replace(address[-8:-4], "0000")).status_code == 404
    assert client.get(address).url.startswith("/konto/anmelden/")


def test_who_has_left_the_team_sees_it_no_more(logged_in, member, returned):
    returned.line.order.team.memberships.filter(person=member).delete()

    assert logged_in(member).get(picture_of(returned)).status_code == 404


def test_what_was_found_on_the_shelf_is_for_the_campaign_team_alone(logged_in, member, staff, returned):
    with pictures_kept([png()]) as pictures:
        check_unit(unit=returned.unit, findings=Findings(note="Nachgelegt.", pictures=pictures), by=staff)
    address = reverse("materials:loan_picture", args=[ReportPicture.objects.latest("pk").key])

    assert logged_in(staff).get(address).status_code == 200
    assert logged_in(member).get(address).status_code == 404
    assert "Nachgelegt." not in page_for(logged_in(member), returned)


def picture_of(loan):
    return reverse("materials:loan_picture", args=[loan.reports.get(kind="handed_out").pictures.get().key])
