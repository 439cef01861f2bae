"""A box leaves the desk with a protocol and comes back with another; what is missing, the letter says kindly."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions import lending, working
from materials.actions.addresses import confirm_address
from materials.actions.protocols import Findings
from materials.choices import Condition, LoanState
from materials.errors import AlreadyWorkedOn, LoanNotNow, UnitStillAway
from materials.models import Loan, LoanReport, Order, OrderLine, ReportPicture
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.files import cabinet
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import ArticleFactory, loan_of, png, team_of
from tests.factories.teams import PersonFactory
from tests.materials.lending import back, fresh, in_days, lent, meter_box, packed_loan, page_of, post, seen, stand
from tests.materials.test_working_an_order import approve, packed
from tests.seminars.admin_desk import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(staff, logged_in):
    return logged_in(staff)


@pytest.fixture
def loan(staff):
    return packed_loan(staff)


@pytest.fixture(autouse=True)
def every_promise_holds_in_the_end(own_drawer):
    yield
    assert list(broken_promises()) == []


def letter(kind):
    return Letter.objects.get(kind=kind)


def counted(report):
    return {part.name: (part.counted, part.expected) for part in report.parts.all()}


# --- out ---


def test_it_leaves_with_a_protocol_and_a_letter(office, staff, loan):
    answer = post(office, loan, "ausgeben", meters="19", note="Ein Gerät ist in Reparatur.")

    assert told(answer) == ["EM-01: Ausgegeben."]
    assert stand(loan) == ("out", "shipped", "shipped")
    report = loan.reports.get()
    assert (report.kind, report.by, counted(report)["Strommessgerät"]) == ("handed_out", staff, (19, 20))
    assert fresh(loan).line.order.changes.last().note == "Ausgegeben: EM-01, Strommessgeräte"
    said = letter("loan_handed_out")
    for text in (said.text, said.html):
        assert "19 × Strommessgerät (sonst 20)" in text and "1 × Kurzanleitung" in text
        assert "Ein Gerät ist in Reparatur." in text and loan.get_absolute_url() in text
    assert said.recipient == loan.line.order.person.email


def test_the_next_page_proposes_what_was_there_last(office, staff):
    box = meter_box(units=1)
    first = lent(staff, article=box)
    back(first, staff, meters=19)
    second = packed_loan(staff, article=box, starts_in=60)

    page = office.get(page_of(second)).content.decode()

    assert 'value="19"' in page and "gehören dazu: 20" in page


def test_pictures_are_drawn_anew_and_kept_in_their_drawer(office, loan):
    post(office, loan, "ausgeben", pictures=[png("eins.png", (3000, 2000)), png("zwei.png")])

    pictures = list(ReportPicture.objects.all())
    assert [(picture.width, picture.height) for picture in pictures] == [(1280, 853), (1280, 720)]
    assert all(picture.read().startswith(b"\xff\xd8") for picture in pictures)


def test_an_order_of_a_loan_alone_goes_from_received_to_done(office, staff):
    loan = loan_of(team_of(), meter_box())
    order = loan.line.order
    packed(order, staff)
    page = office.get(f"/verwaltung/materials/order/{order.pk}/change/").content.decode()
    assert "EM-01 ausgeben" in page and page_of(loan) in page and "Als versandt eintragen" not in page

    post(office, loan, "ausgeben")
    page = office.get(f"/verwaltung/materials/order/{order.pk}/change/").content.decode()
    assert "EM-01 zurücknehmen" in page and "Abschließen" not in page
    post(office, fresh(loan), "zuruecknehmen")

    assert stand(loan) == ("returned", "returned", "done")


def test_what_comes_in_a_parcel_waits_for_its_own(staff):
    """Beside 5 hangers: the loan is out, the order is partly shipped; all back and sent, staff close it."""
    team, box, hanger = team_of(), meter_box(), ArticleFactory(stock=10)
    loan = loan_of(team, box)
    order = loan.line.order
    OrderLine.objects.create(order=order, article=hanger, requested=5)
    packed(order, staff)
    lending.hand_out(loan=loan, findings=Findings(), by=staff)
    assert stand(loan)[2] == "partly_shipped"
    hangers = order.lines.get(from_day=None)
    working.ship_order(order=order, quantities={hangers.pk: 5}, by=staff)
    assert stand(loan)[2] == "shipped"

    back(loan, staff)

    assert stand(loan)[2] == "shipped"
    working.close_order(order=order, by=staff)


@pytest.mark.parametrize("state", ["received", "approved"])
def test_before_it_is_packed_it_does_not_leave(office, staff, state):
    loan = loan_of(team_of(), meter_box())
    if state == "approved":
        approve(loan.line.order, staff)

    assert "Bestellung</a> gepackt ist" in office.get(page_of(loan)).content.decode()
    with pytest.raises(LoanNotNow):
        lending.hand_out(loan=loan, findings=Findings(), by=staff)


def test_what_somebody_else_still_has_does_not_leave(staff):
    box = meter_box(units=1)
    lent(staff, article=box, starts_in=10, days=28)
    late = packed_loan(staff, article=box, starts_in=50)

    with pytest.raises(UnitStillAway, match="EM-01 ist noch ausgeliehen"):
        lending.hand_out(loan=late, findings=Findings(), by=staff)


def test_early_only_while_nobody_else_was_to_have_it(staff):
    box = meter_box(units=1)
    first, second = (packed_loan(staff, article=box, starts_in=days, days=28) for days in (10, 60))

    with pytest.raises(UnitStillAway, match="für jemand anderen vorgemerkt"):
        lending.hand_out(loan=second, findings=Findings(), by=staff)
    lending.hand_out(loan=first, findings=Findings(), by=staff)

    assert fresh(first).period.lower == clock.today()


def test_after_its_last_day_it_does_not_leave(staff, loan, clock_at):
    clock_at(in_days(60))

    with pytest.raises(LoanNotNow, match="Zeitraum dieser Ausleihe ist vorbei"):
        lending.hand_out(loan=loan, findings=Findings(), by=staff)


# --- back ---


def test_all_of_it_comes_back_and_we_say_thanks(office, staff):
    loan = lent(staff)

    answer = post(office, loan, "zuruecknehmen")

    assert told(answer) == ["EM-01: Zurückgenommen."]
    assert stand(loan) == ("returned", "returned", "done")
    assert fresh(loan).line.returned == 1
    said = letter("loan_taken_back")
    assert said.subject == "Danke, alles ist zurück: Strommessgeräte" and "Vielen Dank!" in said.text
    assert "fehlt" not in said.text


def test_the_box_comes_back_with_one_meter_missing_and_the_letter_says_so(office, staff):
    loan = lent(staff)

    post(office, loan, "zuruecknehmen", meters="19", note="Nr. 7 fehlt.")

    said = letter("loan_taken_back")
    assert said.subject == "Zurück, aber nicht ganz: Strommessgeräte"
    for text in (said.text, said.html):
        assert "Es fehlt noch" in text and "1 × Strommessgerät" in text and "Nr. 7 fehlt." in text
        assert "Kurzanleitung" not in text
    assert fresh(loan).unit.condition == Condition.USABLE


def test_what_was_missing_before_is_not_asked_of_them(staff):
    box = meter_box(units=1)
    loan = packed_loan(staff, article=box)
    lending.hand_out(loan=loan, findings=seen(loan, 19), by=staff)

    back(loan, staff, meters=19)

    assert letter("loan_taken_back").subject == "Danke, alles ist zurück: Strommessgeräte"


def test_a_damaged_one_is_not_lent_again(staff):
    loan = back(lent(staff), staff, condition=Condition.DAMAGED)

    assert (loan.state, loan.unit.condition) == ("returned", "damaged")
    assert "beschädigt zurückgekommen" in letter("loan_taken_back").text


def test_a_lost_one_ends_loan_and_order(office, staff):
    loan = lent(staff)

    assert "Was ist bekannt?" in post(office, loan, "verloren").content.decode()
    answer = post(office, loan, "verloren", note="Auf dem Weg verschwunden.")

    assert told(answer) == ["EM-01: Als verloren eingetragen."]
    assert stand(loan) == ("lost", "shipped", "done")
    assert fresh(loan).unit.condition == Condition.LOST
    assert set(counted(loan.reports.get(kind="taken_back")).values()) == {(0, 20), (0, 1)}
    assert letter("loan_taken_back").subject == "Verloren gemeldet: Strommessgeräte"


def test_back_early_the_rest_of_its_days_is_free(staff):
    box = meter_box(units=1)
    back(lent(staff, article=box), staff)

    assert loan_of(team_of(), box).unit.number == "EM-01"


def test_the_letter_goes_to_the_lead_if_who_ordered_has_gone(staff):
    lead = PersonFactory()
    loan = lent(staff, team=team_of(lead))
    loan.line.order.person = None
    loan.line.order.save()

    back(loan, staff)

    assert letter("loan_taken_back").recipient == lead.email


# --- twice, and at the wrong moment ---


def test_a_double_click_is_one_deed(office, staff, loan):
    on_page = lending.seen_of(loan.unit)

    answers = [post(office, loan, "ausgeben", on_page=on_page) for _ in range(2)]

    assert [told(answer) for answer in answers] == [["EM-01: Ausgegeben."], ["EM-01: Das ist schon eingetragen."]]
    assert LoanReport.objects.count() == 1 and Letter.objects.filter(kind="loan_handed_out").count() == 1


def test_the_back_button_with_other_numbers_is_told(office, loan):
    on_page = lending.seen_of(loan.unit)
    post(office, loan, "ausgeben", on_page=on_page)

    answer = post(office, loan, "ausgeben", on_page=on_page, meters="18")

    assert "Inzwischen hat Karla Kampagne" in told(answer)[0] and "„Ausgabe“" in told(answer)[0]


def test_a_colleague_was_faster(staff):
    loan = lent(staff)
    on_page = lending.seen_of(loan.unit)
    back(loan, PersonFactory(is_staff=True, first_name="Konrad", last_name="Kollege"))

    with pytest.raises(AlreadyWorkedOn, match="Konrad Kollege"):
        lending.take_back(loan=loan, findings=seen(loan), by=staff, seen=on_page)


@pytest.mark.parametrize("on_page", [("", ""), ("abc", "0"), ("-1", "-1"), ("９", "０"), ("1" * 40, "0")])
def test_a_page_that_is_none_of_ours_does_nothing(office, loan, on_page):
    post(office, loan, "ausgeben", on_page=on_page)

    assert stand(loan)[0] == "reserved"


@pytest.mark.parametrize("deed", ["zuruecknehmen", "verloren"])
def test_what_is_not_out_does_not_come_back(office, loan, deed):
    assert "hat sich inzwischen geändert" in told(post(office, loan, deed, note="Ende"))[0]


def test_bad_numbers_are_refused_beside_their_part(office, loan):
    for typed in ("-1", "1000000000", "５", "", "21", "2,5", "zwanzig", "'; --"):
        answer = post(office, loan, "ausgeben", meters=typed)
        assert (answer.status_code, typed) == (422, typed)
        assert "errorlist" in answer.content.decode()

    assert stand(loan)[0] == "reserved" and not LoanReport.objects.exists()


def test_a_picture_that_is_none_is_named_and_nothing_is_left_behind(office, loan):
    broken = SimpleUploadedFile("kiste.png", b"kein Bild", "image/png")

    answer = post(office, loan, "ausgeben", pictures=[png(), broken])

    assert answer.status_code == 422 and "„kiste.png“ lässt sich nicht als Bild lesen" in answer.content.decode()
    answer = post(office, loan, "ausgeben", pictures=[png() for _ in range(6)])
    assert "höchstens 5 Bilder" in answer.content.decode()
    assert not list(cabinet.root().glob("loans/*/*"))


def test_pictures_of_what_is_refused_are_thrown_away(office, staff, loan):
    on_page = lending.seen_of(loan.unit)
    lending.hand_out(loan=loan, findings=Findings(), by=staff)

    post(office, loan, "ausgeben", on_page=on_page, meters="1", pictures=[png()])

    assert not list(cabinet.root().glob("loans/*/*"))


def test_deeds_are_posts_of_staff(office, loan, logged_in, leader, client):
    for name in ("ausgeben", "zuruecknehmen", "anderes-geraet", "verloren", "stornieren"):
        address = f"/verwaltung/materials/loan/{loan.pk}/{name}/"
        assert office.get(address).status_code == 405
        for someone in (logged_in(leader), client):
            assert someone.post(address).url.startswith(("/verwaltung/login/", "/konto/anmelden/"))


# --- it does not come about ---


def test_cancelled_with_a_reason_the_rest_goes_on(office, staff):
    loan = loan_of(team_of(), meter_box())
    OrderLine.objects.create(order=loan.line.order, article=ArticleFactory(stock=10), requested=5)
    packed(loan.line.order, staff)

    assert post(office, loan, "stornieren", reason=" ").status_code == 422
    answer = post(office, loan, "stornieren", reason="Die Kiste ist defekt.")

    assert told(answer) == ["EM-01: Storniert."]
    assert stand(loan) == ("cancelled", "declined", "packed")
    assert "Der Grund: Die Kiste ist defekt." in letter("loan_cancelled").text
    shipped_line = loan.line.order.lines.get(from_day=None)
    working.ship_order(order=loan.line.order, quantities={shipped_line.pk: 5}, by=staff)
    assert stand(loan)[2] == "shipped"


def test_the_last_one_cancelled_cancels_the_order(staff, loan):
    lending.cancel_loan(loan=loan, reason="Defekt.", by=staff)
    lending.cancel_loan(loan=loan, reason="Defekt.", by=staff)

    assert stand(loan) == ("cancelled", "declined", "cancelled")
    assert Letter.objects.filter(kind="loan_cancelled").count() == 1


def test_what_is_out_is_not_cancelled(staff):
    with pytest.raises(LoanNotNow):
        lending.cancel_loan(loan=lent(staff), reason="Nein", by=staff)
    assert Loan.objects.get().state == LoanState.OUT


def test_an_undecided_order_is_decided_as_a_whole(staff):
    with pytest.raises(Refused):
        lending.cancel_loan(loan=loan_of(team_of(), meter_box()), reason="Nein", by=staff)


def test_nothing_is_handed_out_to_an_address_that_nobody_confirmed(staff):
    loan = packed_loan(staff)
    Order.objects.update(is_other_address=True, address_confirmed_at=None)

    with pytest.raises(Refused, match="Prüfen Sie zuerst die Lieferadresse"):
        lending.hand_out(loan=loan, findings=Findings(), by=staff)

    confirm_address(order=loan.line.order, by=staff)
    lending.hand_out(loan=loan, findings=Findings(), by=staff)
    assert fresh(loan).is_out
