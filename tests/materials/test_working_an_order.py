"""Staff and an order: look, promise, pack, ship in parts, take leftovers back, end it. Each deed once, whoever is faster."""

from datetime import timedelta

import pytest

from materials.actions import working
from materials.actions.addresses import accept_address, confirm_address
from materials.actions.deciding import Decision
from materials.actions.orders import ask_as_guest, cancel_order, confirm_order, request_order
from materials.answers import Guest, Wish
from materials.choices import LineState, OrderState
from materials.errors import AlreadyWorkedOn, LinesNotWorked, LoanStillOpen, NotNow
from materials.models import Loan, Order
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import ANSWERS, ArticleFactory, know_the_address_of, order_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return PersonFactory(is_staff=True, first_name="Karla", last_name="Kampagne")


@pytest.fixture
def hanger():
    return ArticleFactory(title="Türklinkenhänger", stock=1000)


@pytest.fixture
def order(hanger):
    return order_of(team_of(), hanger, 300)


@pytest.fixture(autouse=True)
def every_promise_holds_in_the_end():
    yield
    assert list(broken_promises()) == []


def approve(order, by, quantity=None, reason="", **more):
    """Of each line so many, or all."""
    decisions = {
        line.pk: Decision(line.requested if quantity is None else quantity, "" if quantity is None else reason)
        for line in order.lines.all()
    }
    return working.approve_order(order=order, decisions=decisions, by=by, **more)


def looked_at(order, by):
    """Its address is new to staff, and in order."""
    confirm_address(order=order, by=by)
    return order


def of_each(order, quantity):
    return {line.pk: quantity for line in order.lines.all()}


def packed(order, by):
    approve(order, by)
    working.pack_order(order=order, by=by)
    return order


def seen_by(order):
    return working.last_entry(order).pk


def stand(order):
    """State of the order; of its first line: state, approved, reserved, shipped, returned."""
    order.refresh_from_db()
    line = order.lines.first()
    return order.state, line.state, line.approved, line.reserved, line.shipped, line.returned


def shelf(article):
    article.refresh_from_db()
    return article.in_stock, article.reserved


def history(order):
    return [(change.to_state, change.by, change.note) for change in order.changes.all()][1:]


def letter(kind):
    return Letter.objects.get(kind=kind)


# --- looking at it, and promising ---


def test_who_looks_at_it_is_seen(order, staff):
    working.start_review(order=order, by=staff)

    assert history(order) == [("in_review", staff, "")]


def test_all_is_promised(order, hanger, staff):
    approve(order, staff)

    assert stand(order) == ("approved", "approved", 300, 300, 0, 0)
    assert shelf(hanger) == (1000, 300)
    assert letter("order_approved").subject == f"Ihre Bestellung {order.reference} ist zugesagt"
    assert "300 × Türklinkenhänger" in letter("order_approved").text


def test_less_is_promised_with_a_reason_that_the_letter_says(order, hanger, staff):
    approve(order, staff, 200, "Es müssen alle etwas bekommen.")

    assert stand(order) == ("partly_approved", "approved", 200, 200, 0, 0)
    assert shelf(hanger) == (1000, 200)
    assert order.lines.get().reason == "Es müssen alle etwas bekommen."
    said = letter("order_approved")
    assert said.subject == f"Ihre Bestellung {order.reference} ist teilweise zugesagt"
    for text in (said.text, said.html):
        assert "Türklinkenhänger: 200 statt 300." in text
        assert "Der Grund: Es müssen alle etwas bekommen." in text
    assert history(order) == [
        ("partly_approved", staff, "Türklinkenhänger: 200 von 300. Es müssen alle etwas bekommen."),
    ]


def test_less_needs_a_reason(order, staff):
    with pytest.raises(LinesNotWorked) as refusal:
        approve(order, staff, 200)

    assert refusal.value.problems == {order.lines.get().pk: "Schreiben Sie dazu, warum es weniger ist. Der Grund steht im Brief."}
    assert stand(order)[0] == "received"


@pytest.mark.parametrize("quantity", [-1, 301, 10**9])
def test_nobody_is_promised_more_than_asked_for(order, staff, quantity):
    with pytest.raises(LinesNotWorked):
        approve(order, staff, quantity, "Warum nicht")


def test_a_line_that_nobody_decided_is_no_yes(order, staff):
    with pytest.raises(LinesNotWorked):
        working.approve_order(order=order, decisions={}, by=staff)


def test_nothing_of_anything_is_a_decline_and_not_a_promise(order, staff):
    with pytest.raises(Refused, match="lehnen Sie die Bestellung bitte ganz ab"):
        approve(order, staff, 0, "Nein")

    assert stand(order) == ("received", "requested", None, 300, 0, 0)


def test_staff_think_again_until_it_leaves(order, hanger, staff):
    poster = ArticleFactory(title="Plakat", stock=10)
    both = order_of(team_of(), hanger, 100)
    both.lines.create(article=poster, requested=10)
    first, second = both.lines.order_by("pk")
    working.approve_order(order=both, decisions={first.pk: Decision(100), second.pk: Decision(0, "vergriffen")}, by=staff)
    assert [line.state for line in both.lines.order_by("pk")] == ["approved", "declined"]

    working.approve_order(order=both, decisions={first.pk: Decision(60, "knapp"), second.pk: Decision(10)}, by=staff)

    assert [(line.state, line.approved, line.reserved) for line in both.lines.order_by("pk")] == [
        ("approved", 60, 60),
        ("approved", 10, 10),
    ]
    assert both.lines.last().reason == ""
    assert shelf(hanger) == (1000, 360)
    assert Letter.objects.filter(kind="order_approved").count() == 2


def test_what_is_packed_and_changed_is_packed_again(order, staff):
    packed(order, staff)

    approve(order, staff, 250, "Zwei Kartons sind nass geworden.")

    assert stand(order) == ("partly_approved", "approved", 250, 250, 0, 0)


# --- requests: nothing was reserved ---


def request_of(article, quantity, agency=None):
    person = PersonFactory(agency=know_the_address_of(agency or AgencyFactory()))
    return request_order(person=person, wishes=[Wish(article.pk, quantity)], answers=ANSWERS)


def test_a_request_is_reserved_when_it_is_promised(hanger, staff):
    order = request_of(hanger, 40)
    assert shelf(hanger) == (1000, 0)

    approve(order, staff)

    assert stand(order) == ("approved", "approved", 40, 40, 0, 0)
    assert shelf(hanger) == (1000, 40)


def test_a_request_for_more_than_there_is(staff):
    scarce = ArticleFactory(stock=30)
    order = request_of(scarce, 40)

    with pytest.raises(LinesNotWorked) as refusal:
        approve(order, staff)
    assert refusal.value.problems == {order.lines.get().pk: "So viele sind nicht frei. Zusagen können Sie höchstens 30 Stück."}
    assert stand(order) == ("received", "requested", None, 0, 0, 0)

    approve(order, staff, 30, "Mehr ist nicht da.")
    assert stand(order)[0] == "partly_approved"


def test_the_limit_of_the_authority_holds_for_its_requests_together(staff):
    limited = ArticleFactory(stock=1000, limit_per_year=100)
    agency = AgencyFactory()
    first, second = request_of(limited, 40, agency), request_of(limited, 40, agency)
    third = request_of(limited, 20, agency)
    first.lines.update(requested=60)
    third.lines.update(requested=60)
    approve(first, staff)
    working.decline_order(order=second, reason="Doppelt", by=staff)

    with pytest.raises(LinesNotWorked) as refusal:
        approve(third, staff)

    assert list(refusal.value.problems.values()) == [
        "Je Dienststelle und Jahr sind es höchstens 100 Stück. Zusagen können Sie noch 40 Stück."
    ]
    approve(third, staff, 40, "Mehr gibt es in diesem Jahr nicht.")
    assert limited.pk and shelf(limited) == (1000, 100)


def test_a_guest_is_promised_as_much_as_an_authority_at_most(staff):
    limited = ArticleFactory(stock=1000, limit_per_year=100)
    guest = Guest("Gerda Gast", "gerda.gast@amt.example", "Amtsgericht")
    order = ask_as_guest(guest=guest, wishes=[Wish(limited.pk, 80)], answers=ANSWERS)
    looked_at(confirm_order(reference=order.reference), staff)
    order.lines.update(requested=120)

    with pytest.raises(LinesNotWorked):
        approve(order, staff)
    approve(order, staff, 100, "Mehr gibt es nicht.")

    assert letter("order_approved").recipient == "gerda.gast@amt.example"


def test_a_request_for_a_loan_gets_its_unit_with_the_promise(staff):
    box = ArticleFactory(loan=True, units=1, min_days=1)
    day = clock.today() + timedelta(days=20)
    person = PersonFactory(agency=know_the_address_of(AgencyFactory()))
    orders = [
        request_order(person=person, wishes=[Wish(box.pk, 1, day, day + timedelta(days=5))], answers=ANSWERS) for _ in range(2)
    ]

    approve(orders[0], staff)
    assert Loan.objects.get().line.order == orders[0]

    with pytest.raises(LinesNotWorked) as refusal:
        approve(orders[1], staff)
    assert list(refusal.value.problems.values()) == ["In diesem Zeitraum ist alles ausgeliehen. Bitte wählen Sie einen anderen."]


# --- to an address that nobody knows ---


@pytest.fixture
def elsewhere(hanger):
    return order_of(team_of(), hanger, 300, elsewhere=True)


NEW_TO_US = "Prüfen Sie zuerst die Lieferadresse"


def test_nothing_is_promised_to_an_address_that_nobody_looked_at(elsewhere, staff):
    with pytest.raises(Refused, match=NEW_TO_US):
        approve(elsewhere, staff)
    assert stand(elsewhere)[0] == "received"

    confirm_address(order=elsewhere, by=staff)
    approve(elsewhere, staff)

    elsewhere.refresh_from_db()
    assert [(state, note) for state, _, note in history(elsewhere)] == [("received", "Lieferadresse geprüft."), ("approved", "")]
    assert elsewhere.is_other_address and not elsewhere.has_unconfirmed_address


def test_nothing_is_packed_or_sent_to_it(elsewhere, staff):
    confirm_address(order=elsewhere, by=staff)
    approve(elsewhere, staff)
    Order.objects.update(address_confirmed_at=None)
    with pytest.raises(Refused, match=NEW_TO_US):
        working.pack_order(order=elsewhere, by=staff)

    confirm_address(order=elsewhere, by=staff)
    working.pack_order(order=elsewhere, by=staff)
    Order.objects.update(address_confirmed_at=None)
    with pytest.raises(Refused, match=NEW_TO_US):
        working.ship_order(order=elsewhere, quantities=of_each(elsewhere, 300), by=staff)

    assert stand(elsewhere)[0] == "packed"
    confirm_address(order=elsewhere, by=staff)


def test_an_address_is_confirmed_once(elsewhere, staff):
    confirm_address(order=elsewhere, by=staff)

    assert confirm_address(order=elsewhere, by=staff) is None
    assert len(history(elsewhere)) == 1


def test_who_takes_the_address_over_for_the_authority_confirms_it(elsewhere, staff):
    accept_address(order=elsewhere, by=staff)
    approve(elsewhere, staff)

    assert history(elsewhere)[0] == ("received", staff, "Lieferadresse geprüft und für die Dienststelle gemerkt.")
    assert not order_of(elsewhere.team, elsewhere.lines.get().article, elsewhere=True).is_other_address


def test_the_address_of_what_is_over_is_nobodys_business(elsewhere, staff):
    cancel_order(order=elsewhere, by=elsewhere.person)

    with pytest.raises(NotNow):
        confirm_address(order=elsewhere, by=staff)


# --- no ---


def test_a_decline_releases_and_says_why(order, hanger, staff):
    working.decline_order(order=order, reason="Ihr Haus gehört nicht zur Landesverwaltung.", by=staff)

    assert stand(order) == ("declined", "declined", None, 0, 0, 0)
    assert shelf(hanger) == (1000, 0)
    assert "Ihr Haus gehört nicht zur Landesverwaltung." in letter("order_declined").text
    assert history(order) == [("declined", staff, "Ihr Haus gehört nicht zur Landesverwaltung.")]


@pytest.mark.parametrize("deed", [working.decline_order, working.cancel_by_staff])
def test_no_no_without_a_reason(order, staff, deed):
    with pytest.raises(Refused, match="Schreiben Sie den Grund dazu"):
        deed(order=order, reason=" ", by=staff)


def test_staff_cancel_until_it_leaves(order, hanger, staff):
    packed(order, staff)

    working.cancel_by_staff(order=order, reason="Das Haus zieht um.", by=staff)

    assert stand(order) == ("cancelled", "cancelled", 300, 0, 0, 0)
    assert shelf(hanger) == (1000, 0)
    assert "mussten wir leider stornieren. Der Grund:\n\nDas Haus zieht um." in letter("order_cancelled_by_staff").text


def test_what_has_left_is_not_cancelled(order, staff):
    packed(order, staff)
    working.ship_order(order=order, quantities=of_each(order, 100), by=staff)

    with pytest.raises(NotNow):
        working.cancel_by_staff(order=order, reason="Zu spät", by=staff)


# --- parcels ---


def test_it_leaves_in_two_parcels(order, hanger, staff):
    packed(order, staff)

    working.ship_order(order=order, quantities=of_each(order, 120), tracking_number="00340-1", by=staff)
    assert stand(order) == ("partly_shipped", "partly_shipped", 300, 180, 120, 0)
    assert shelf(hanger) == (880, 180)
    said = letter("order_shipped").text
    assert "Sendungsnummer: 00340-1" in said
    assert "Im Paket:\n- 120 × Türklinkenhänger\nDas kommt noch:\n- 180 × Türklinkenhänger" in said

    working.ship_order(order=order, quantities=of_each(order, 180), tracking_number="00340-2", by=staff)
    assert stand(order) == ("shipped", "shipped", 300, 0, 300, 0)
    assert shelf(hanger) == (700, 0)
    assert order.tracking_number == "00340-2"
    assert "Damit ist alles verschickt" in Letter.objects.filter(kind="order_shipped").latest("pk").text
    assert [note for _, _, note in history(order)][2:] == [
        "120 × Türklinkenhänger\nSendungsnummer: 00340-1",
        "180 × Türklinkenhänger\nSendungsnummer: 00340-2",
    ]


def test_a_second_part_is_in_the_history_too(order, staff):
    packed(order, staff)
    for quantity in (100, 50):
        working.ship_order(order=order, quantities=of_each(order, quantity), by=staff)

    assert [step for step, _, _ in history(order)] == ["approved", "packed", "partly_shipped", "partly_shipped"]


@pytest.mark.parametrize("quantity", [-5, 301, 10**9])
def test_no_parcel_holds_what_was_not_promised(order, hanger, staff, quantity):
    packed(order, staff)

    with pytest.raises(LinesNotWorked) as refusal:
        working.ship_order(order=order, quantities=of_each(order, quantity), by=staff)

    assert list(refusal.value.problems.values()) == ["Davon sind noch 300 Stück zu verschicken."]
    assert shelf(hanger) == (1000, 300)


@pytest.mark.parametrize("quantities", [{}, {1_000_000: 5}])
def test_an_empty_parcel_does_not_leave(order, staff, quantities):
    packed(order, staff)

    with pytest.raises(Refused, match="mindestens einem Artikel"):
        working.ship_order(order=order, quantities=quantities, by=staff)


def test_what_is_not_packed_does_not_leave(order, staff):
    approve(order, staff)

    with pytest.raises(NotNow):
        working.ship_order(order=order, quantities=of_each(order, 1), by=staff)


def test_a_loan_keeps_the_order_open_and_does_not_go_with_the_parcel(hanger, staff):
    box = ArticleFactory(loan=True, units=1, min_days=1)
    team, day = team_of(), clock.today() + timedelta(days=20)
    order = order_of(team, hanger, 10)
    borrowed = order_of(team, box, from_day=day, to_day=day)
    borrowed.lines.update(order=order)
    cancel_order(order=borrowed, by=None)
    packed(order, staff)
    loan, give_away = order.lines.order_by("from_day")

    with pytest.raises(LinesNotWorked):
        working.ship_order(order=order, quantities={loan.pk: 1}, by=staff)
    working.ship_order(order=order, quantities={give_away.pk: 10}, by=staff)

    assert stand(order)[0] == "partly_shipped"
    with pytest.raises(LoanStillOpen):
        working.close_order(order=order, by=staff)


# --- leftovers, and the end ---


def shipped(order, by, quantity=300):
    working.ship_order(order=packed(order, by), quantities=of_each(order, quantity), by=by)
    return order


def test_leftovers_are_on_the_shelf_again(order, hanger, staff):
    shipped(order, staff)

    working.take_back_leftovers(order=order, quantities=of_each(order, 40), note="Karton unversehrt", by=staff)

    assert stand(order) == ("shipped", "shipped", 300, 0, 300, 40)
    assert shelf(hanger) == (740, 0)
    assert history(order)[-1] == ("shipped", staff, "Zurück im Lager: 40 × Türklinkenhänger\nKarton unversehrt")


def test_all_of_it_comes_back_when_it_is_done(order, hanger, staff):
    working.close_order(order=shipped(order, staff), by=staff)

    working.take_back_leftovers(order=order, quantities=of_each(order, 300), by=staff)

    assert stand(order) == ("done", "returned", 300, 0, 300, 300)
    assert shelf(hanger) == (1000, 0)


def test_no_more_comes_back_than_left(order, staff):
    shipped(order, staff, 100)

    with pytest.raises(LinesNotWorked):
        working.take_back_leftovers(order=order, quantities=of_each(order, 101), by=staff)


def test_done(order, staff):
    working.close_order(order=shipped(order, staff), by=staff)

    assert stand(order) == ("done", "shipped", 300, 0, 300, 0)
    assert not Letter.objects.filter(kind="order_cancelled_by_staff").exists()


def test_the_rest_does_not_come_and_the_team_reads_why(order, hanger, staff):
    shipped(order, staff, 100)
    with pytest.raises(Refused, match="Grund"):
        working.close_order(order=order, by=staff)

    working.close_order(order=order, reason="Der Druckerei ist das Papier ausgegangen.", by=staff)

    assert stand(order) == ("done", "shipped", 100, 0, 100, 0)
    assert shelf(hanger) == (900, 0)
    assert "kommt leider nicht mehr. Der Grund:\n\nDer Druckerei" in letter("order_cancelled_by_staff").text


# --- twice, and too late ---


def test_each_deed_twice_from_one_page_is_once(order, hanger, staff):
    deeds = [
        lambda seen: working.start_review(order=order, by=staff, seen=seen),
        lambda seen: approve(order, staff, 200, "knapp", seen=seen),
        lambda seen: working.pack_order(order=order, by=staff, seen=seen),
        lambda seen: working.ship_order(order=order, quantities=of_each(order, 150), by=staff, seen=seen),
        lambda seen: working.take_back_leftovers(order=order, quantities=of_each(order, 10), by=staff, seen=seen),
        lambda seen: working.close_order(order=order, reason="Ende", by=staff, seen=seen),
    ]
    for deed in deeds:
        seen = seen_by(order)
        assert deed(seen) is not None
        assert deed(seen) is None

    assert [step for step, _, _ in history(order)] == [
        "in_review", "partly_approved", "packed", "partly_shipped", "partly_shipped", "done",
    ]  # fmt: skip
    assert shelf(hanger) == (860, 0)
    assert Letter.objects.filter(kind__in=["order_approved", "order_shipped"]).count() == 2


def test_the_back_button_ships_nothing_else(order, hanger, staff):
    packed(order, staff)
    seen = seen_by(order)
    working.ship_order(order=order, quantities=of_each(order, 100), by=staff, seen=seen)

    with pytest.raises(AlreadyWorkedOn, match="Karla Kampagne .* „Teilweise versandt“"):
        working.ship_order(order=order, quantities=of_each(order, 50), by=staff, seen=seen)

    assert shelf(hanger) == (900, 200)


def test_who_is_second_reads_who_was_first(order, staff):
    colleague, seen = PersonFactory(is_staff=True), seen_by(order)
    approve(order, staff, seen=seen)

    with pytest.raises(AlreadyWorkedOn, match="Inzwischen hat Karla Kampagne"):
        working.decline_order(order=order, reason="Nein", by=colleague, seen=seen)


def test_what_the_team_took_back_is_not_promised(order, staff):
    seen = seen_by(order)
    cancel_order(order=order, by=order.person)

    with pytest.raises(AlreadyWorkedOn, match="„Storniert“"):
        approve(order, staff, seen=seen)
    with pytest.raises(NotNow):
        approve(order, staff)


@pytest.mark.parametrize("state", [OrderState.DONE, OrderState.DECLINED, OrderState.CANCELLED])
def test_what_is_over_stays_over(order, staff, state):
    ends = {
        OrderState.DONE: lambda: working.close_order(order=shipped(order, staff), by=staff),
        OrderState.DECLINED: lambda: working.decline_order(order=order, reason="Nein", by=staff),
        OrderState.CANCELLED: lambda: working.cancel_by_staff(order=order, reason="Nein", by=staff),
    }
    ends[state]()
    deeds = [
        lambda: working.start_review(order=order, by=staff),
        lambda: approve(order, staff),
        lambda: working.decline_order(order=order, reason="Nein", by=staff),
        lambda: working.pack_order(order=order, by=staff),
        lambda: working.ship_order(order=order, quantities=of_each(order, 1), by=staff),
        lambda: working.cancel_by_staff(order=order, reason="Nein", by=staff),
        lambda: working.close_order(order=order, by=staff),
    ]

    for deed in deeds:
        with pytest.raises(NotNow):
            deed()

    assert Order.objects.get().state == state
    assert order.lines.get().state in (LineState.SHIPPED, LineState.DECLINED, LineState.CANCELLED)
