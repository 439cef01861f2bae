"""What the letters about orders say."""

from datetime import UTC, date, datetime

import pytest

from materials.actions.deciding import Decision
from materials.actions.orders import cancel_order, request_order
from materials.actions.working import approve_order
from materials.answers import OrderAnswers, Wish
from missione.shared.models import Letter
from tests.factories.materials import ANSWERS, SOMEWHERE, ArticleFactory, loan_of, order_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(clock_at):
    clock_at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def said(kind):
    """All that a letter says, in both parts, without the frame."""
    letter = Letter.objects.get(kind=kind)
    assert "{" not in letter.text and "{{" not in letter.html
    return f"{letter.subject}\n{letter.text}\n{letter.html}"


def in_both_parts(kind, *sentences):
    letter = Letter.objects.get(kind=kind)
    for sentence in sentences:
        assert " ".join(letter.text.split()).count(sentence) == 1, sentence
        assert sentence in " ".join(letter.html.replace("<b>", "").replace("</b>", "").split()), sentence


def test_the_team_reads_what_it_ordered_where_to_and_until_when(leader):
    order = order_of(team_of(leader), ArticleFactory(title="Plakat", stock=100), 20)

    assert Letter.objects.get(kind="order_received").subject == f"Ihre Bestellung {order.reference} ist angekommen"
    in_both_parts(
        "order_received",
        "Guten Tag Lea Leitung,",
        "Alles ist für Sie reserviert.",
        "voraussichtlich bis Montag, 7. Dezember 2026 bei Ihnen.",
        "20 × Plakat",
        "Poststelle, Hauptstraße 1, 45127 Essen",
    )
    assert f"http://testserver{order.get_absolute_url()}" in said("order_received")


def test_a_loan_comes_with_its_days(leader):
    box = ArticleFactory(loan=True, units=1, title="Kiste")

    order_of(team_of(leader), box, from_day=date(2027, 2, 1), to_day=date(2027, 3, 5))

    in_both_parts("order_received", "1 × Kiste, 1. Februar 2027 bis 5. März 2027")
    assert "voraussichtlich" not in said("order_received")


def test_a_request_promises_nothing(stranger):
    stranger.agency = AgencyFactory()
    stranger.save()

    request_order(person=stranger, wishes=[Wish(ArticleFactory().pk, 3)], answers=ANSWERS)

    in_both_parts("order_received", "Reserviert ist noch nichts.", "7. Dezember 2026 bei Ihnen, wenn wir zusagen.")


def test_staff_read_who_wants_what_and_what_to_look_at(leader):
    team = team_of(leader, name="Energieteam")
    answers = OrderAnswers(SOMEWHERE, "Aktionswoche", date(2027, 2, 1))

    order = order_of(team, ArticleFactory(title="Plakat", stock=100), 20, answers=answers, elsewhere=True)

    letter = Letter.objects.get(kind="order_to_decide")
    assert letter.subject == f"Neue Bestellung {order.reference}: {team.agency}"
    for words in ("Energieteam", "Aktionswoche", "1. Februar 2027", "20 × Plakat", "Die Lieferadresse ist neu für uns."):
        assert words in letter.text and words in letter.html
    assert f"/verwaltung/materials/order/{order.pk}/change/" in letter.text


def test_what_is_cancelled_is_said_once(leader):
    order = order_of(team_of(leader), ArticleFactory(title="Plakat", stock=100), 20)

    cancel_order(order=order, by=leader)

    in_both_parts("order_cancelled", "Ihre Bestellung ist storniert.", "20 × Plakat")


def test_the_promise_of_a_loan_speaks_of_its_days_and_of_no_parcel(leader):
    loan = loan_of(team_of(leader))
    hangers = order_of(team_of(leader), ArticleFactory(stock=10), 2)
    staff = PersonFactory(is_staff=True)
    for order in (loan.line.order, hangers):
        approve_order(order=order, decisions={line.pk: Decision(line.requested) for line in order.lines.all()}, by=staff)

    of_the_loan, of_the_parcel = Letter.objects.filter(kind="order_approved").order_by("pk")

    for said in (of_the_loan.text, of_the_loan.html):
        assert "für Ihre Tage reserviert" in said and "Wir packen jetzt" not in said
    for said in (of_the_parcel.text, of_the_parcel.html):
        assert "Wir packen jetzt" in said and "für Ihre Tage reserviert" not in said
