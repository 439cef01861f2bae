"""Straight from one authority to the next: staff arrange it, one side gives, the other confirms, and both orders go along."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from materials.actions import lending, reminding, working
from materials.actions.handing_on import arrange_hand_on, call_off_hand_on, give_on, take_over
from materials.actions.lending_on import lend_piece, set_up_counter
from materials.actions.protocols import Findings
from materials.choices import Condition, HandOnState
from materials.errors import HandOnNotNow, NotLentNow
from materials.extending import can_go_on, limit_of
from materials.models import HandOn, Loan, ReportPicture, Unit
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from missione.shared.wall_time import wall_moment
from tests.factories.materials import loan_of, png, team_of
from tests.factories.teams import PersonFactory
from tests.materials.lending import back, fresh, lent, meter_box, packed_loan, page_of, seen, stand
from tests.materials.test_working_an_order import approve
from tests.seminars.admin_desk import told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_promise_holds_in_the_end(own_drawer):
    yield
    assert list(broken_promises()) == []


@pytest.fixture
def box():
    return meter_box(units=1)


@pytest.fixture
def giving(staff, member, box):
    return lent(staff, team=team_of(member), article=box, starts_in=14)


@pytest.fixture
def taking(staff, leader, box, giving):
    """Promised, and packed by nobody: it comes from the other authority."""
    loan = loan_of(team_of(leader), box, starts_in=60)
    approve(loan.line.order, staff)
    return fresh(loan)


@pytest.fixture
def hand_on(staff, giving, taking):
    return arrange_hand_on(
        loan=giving, taking=taking, planned_on=clock.today() + timedelta(days=50), note="Bitte anrufen", by=staff
    )


@pytest.fixture
def given(hand_on, member):
    give_on(hand_on=hand_on, findings=seen(hand_on.giving, 19), by=member)
    return hand_on


def address(name, loan):
    return reverse(f"materials:{name}", args=[loan.reference])


def typed(hand_on, *, meters="20", manuals="1", condition="usable", **more):
    parts = {part.name: part.pk for part in hand_on.giving.unit.article.parts.all()}
    counts = {f"teil_{parts['Strommessgerät']}": meters, f"teil_{parts['Kurzanleitung']}": manuals}
    return {"hand_on": hand_on.pk, **counts, "condition": condition, "note": "", **more}


def said(answer):
    return " ".join(answer.content.decode().split())


def state_of(hand_on):
    return HandOn.objects.get(pk=hand_on.pk).state


def readers(kind):
    return set(Letter.objects.filter(kind=kind).values_list("recipient", flat=True))


# --- from the desk ---


def arrange(client, loan, taking, typed=()):
    day = clock.today() + timedelta(days=50)
    fields = {"taking": taking.pk, "planned_on": day, "note": "Bitte anrufen"} | dict(typed)
    return client.post(reverse("admin:materials_loan_weitergabe", args=[loan.pk]), fields, follow=True)


def test_staff_arrange_it_and_both_read_whom_to_talk_to(logged_in, staff, member, leader, giving, taking):
    office = logged_in(staff)
    assert taking.line.order.authority_in_words in said(office.get(page_of(giving)))

    assert told(arrange(office, giving, taking)) == ["EM-01: Die Weitergabe ist vereinbart."]
    assert told(arrange(office, giving, taking)) == ["EM-01: Das ist schon eingetragen."]

    letters = {letter.recipient: letter for letter in Letter.objects.filter(kind="hand_on_arranged")}
    assert set(letters) == {member.email, leader.email}
    for own, other in ((member, leader), (leader, member)):
        for text in (letters[own.email].text, letters[own.email].html):
            assert other.email in text and other.name in text and "Bitte anrufen" in text
        loan = giving if own is member else taking
        page = said(logged_in(own).get(loan.get_absolute_url()))
        assert other.email in page and "Bitte anrufen" in page
    assert "Direkte Weitergabe: Vereinbart" in said(office.get(page_of(taking)))


def test_only_to_who_has_it_next_and_on_a_day_that_fits(logged_in, staff, box, giving, taking):
    later = packed_loan(staff, article=box, starts_in=120)
    office, today = logged_in(staff), clock.today()

    for wrong in (
        {"taking": later.pk}, {"taking": giving.pk}, {"taking": ""}, {"taking": "x"}, {"planned_on": today - timedelta(days=1)},
        {"planned_on": taking.to_day + timedelta(days=1)}, {"planned_on": ""}, {"planned_on": "gestern"}, {"note": "x" * 501},
    ):  # fmt: skip
        assert arrange(office, giving, taking, wrong).status_code == 422, wrong
    with pytest.raises(HandOnNotNow):
        arrange_hand_on(loan=giving, taking=later, planned_on=today, by=staff)

    assert not HandOn.objects.exists()


def test_not_before_the_next_order_is_promised(staff, leader, box, giving):
    asked = loan_of(team_of(leader), box, starts_in=60)

    with pytest.raises(Refused, match="Sagen Sie zuerst die Bestellung zu"):
        arrange_hand_on(loan=giving, taking=asked, planned_on=asked.from_day, by=staff)


# --- giving and taking ---


def test_one_gives_the_other_confirms_and_both_orders_go_along(logged_in, member, leader, hand_on):
    giving, taking = hand_on.giving, hand_on.taking
    giver, taker = logged_in(member), logged_in(leader)
    assert address("give_on", giving) in said(giver.get(giving.get_absolute_url()))

    answer = giver.post(address("give_on", giving), typed(hand_on, meters="19", note="Ein Gerät fehlt."), follow=True)
    assert "Danke! Die andere Dienststelle bestätigt jetzt." in said(answer)
    assert (state_of(hand_on), stand(giving)[0], stand(taking)[0]) == ("given", "out", "reserved")
    assert "Weitergegeben, noch nicht bestätigt" in said(giver.get(giving.get_absolute_url()))
    letter = Letter.objects.get(kind="hand_on_given")
    assert letter.recipient == leader.email and address("take_over", taking) in letter.text
    assert "19 × Strommessgerät (sonst 20)" in letter.text and "Ein Gerät fehlt." in letter.html

    page = said(taker.get(address("take_over", taking)))
    assert 'value="19"' in page and "Ein Gerät fehlt." in page
    answer = taker.post(address("take_over", taking), typed(hand_on, meters="19"), follow=True)
    assert "Danke! Es ist jetzt an Sie ausgeliehen." in said(answer)

    assert (stand(giving), stand(taking)) == (("returned", "returned", "done"), ("out", "shipped", "shipped"))
    assert [report.kind for report in giving.reports.all()] == ["handed_out", "given_on"]
    assert [report.kind for report in taking.reports.all()] == ["taken_over"]
    assert fresh(taking).period.lower == clock.today()
    assert readers("hand_on_taken") == {member.email, leader.email}
    assert not Letter.objects.filter(kind="hand_on_differs").exists()


def test_every_button_twice_is_once(logged_in, member, leader, hand_on):
    giver, taker = logged_in(member), logged_in(leader)

    for client, name, loan in ((giver, "give_on", hand_on.giving), (taker, "take_over", hand_on.taking)):
        for words in ("Danke!", "Das ist schon eingetragen."):
            assert words in said(client.post(address(name, loan), typed(hand_on), follow=True))

    assert Letter.objects.filter(kind="hand_on_given").count() == 1
    assert Letter.objects.filter(kind="hand_on_taken").count() == 2


def test_what_they_saw_differently_staff_read_and_nobody_is_blamed(logged_in, staff, leader, given):
    taker = logged_in(leader)

    taker.post(address("take_over", given.taking), typed(given, meters="18", condition="damaged"))

    letter = Letter.objects.get(kind="hand_on_differs")
    for text in (letter.text, letter.html):
        assert "übergeben 19, übernommen 18" in text and "übergeben In Ordnung, übernommen Beschädigt" in text
    page = said(logged_in(staff).get(page_of(given.giving)))
    assert "Die beiden Seiten haben Verschiedenes eingetragen" in page
    assert Unit.objects.get().condition == Condition.DAMAGED


def test_a_broken_box_is_handed_on_and_the_next_gets_another(staff, leader, given, box):
    """Who is third does not wait for what is damaged."""
    third = packed_loan(staff, article=box, starts_in=150)
    Unit.objects.create(article=box, number="EM-02")

    take_over(hand_on=given, findings=seen(given.giving, 19, Condition.DAMAGED), by=leader)

    assert fresh(third).unit.number == "EM-02"


def test_who_takes_it_sees_the_pictures_of_who_gave_it(logged_in, member, leader, stranger, hand_on):
    team_of(stranger)
    logged_in(member).post(address("give_on", hand_on.giving), typed(hand_on, pictures=[png()]))
    picture = reverse("materials:loan_picture", args=[ReportPicture.objects.get().key])

    assert [logged_in(who).get(picture).status_code for who in (member, leader, stranger)] == [200, 200, 404]
    assert picture in said(logged_in(leader).get(address("take_over", hand_on.taking)))


def test_what_comes_beside_it_in_a_parcel_is_still_to_be_sent(staff, leader, given):
    taking = given.taking
    order = taking.line.order
    working.pack_order(order=order, by=staff)

    take_over(hand_on=given, findings=Findings(), by=leader)

    assert stand(taking) == ("out", "shipped", "shipped")
    assert [change.note.split(":")[0] for change in order.changes.all()][-1] == "Direkt übernommen"


def test_afterwards_the_taker_brings_it_back_like_everybody(staff, leader, given):
    take_over(hand_on=given, findings=seen(given.giving, 19), by=leader)

    back(fresh(given.taking), staff, meters=19)

    assert stand(given.taking) == ("returned", "returned", "done")
    assert "fehlt" not in Letter.objects.get(kind="loan_taken_back").text  # what was missing before is not theirs


# --- who may, and when ---


def test_each_side_is_for_its_own_team_and_staff_do_not_confirm_for_them(logged_in, staff, stranger, member, leader, given):
    team_of(stranger)
    pages = [address("give_on", given.giving), address("take_over", given.taking)]

    for who, told_there in ((stranger, [404, 404]), (staff, [403, 403]), (member, [302, 404]), (leader, [404, 200])):
        assert [logged_in(who).get(page).status_code for page in pages] == told_there
    for who in (stranger, staff, member):
        logged_in(who).post(pages[1], typed(given))
    assert state_of(given) == HandOnState.GIVEN


def test_nothing_is_taken_before_it_is_given(logged_in, leader, hand_on):
    answer = logged_in(leader).post(address("take_over", hand_on.taking), typed(hand_on), follow=True)

    assert "hat sich inzwischen geändert" in said(answer)
    assert stand(hand_on.taking)[0] == "reserved"


def test_what_cannot_be_stands_beside_the_field(logged_in, member, hand_on):
    client = logged_in(member)

    for wrong in (
        *({"meters": number} for number in ("21", "-1", "2.5", "", "zwei")),
        *({"condition": value} for value in ("", "lost", "x")),
        *({"note": "x" * 801}, {"note": "\x07"}, {"pictures": [png()] * 6}),
    ):
        assert client.post(address("give_on", hand_on.giving), typed(hand_on, **wrong)).status_code == 422, wrong
    for other in ("", "0", "x", hand_on.pk + 1):
        assert client.post(address("give_on", hand_on.giving), typed(hand_on) | {"hand_on": other}).status_code == 302

    assert state_of(hand_on) == HandOnState.ARRANGED


# --- reminders, calling off, other ends ---


def test_who_has_given_it_on_is_not_reminded(hand_on, staff, member, clock_at):
    late = lent(staff, starts_in=14)
    give_on(hand_on=hand_on, findings=Findings(), by=member)

    for days in (-3, 1, 8):
        clock_at(wall_moment(late.to_day + timedelta(days=days), time(10)))
        reminding.remind_of_loans()

    assert readers("loan_due_soon") | readers("loan_overdue") == {late.line.order.person.email}
    assert Letter.objects.filter(kind="loan_overdue_to_staff").count() == 2
    assert [loan.pk for loan in Loan.objects.overdue()] == [late.pk]


@pytest.mark.parametrize("is_given", [False, True])
def test_staff_call_it_off_until_it_is_confirmed(logged_in, staff, member, leader, hand_on, is_given):
    if is_given:
        give_on(hand_on=hand_on, findings=Findings(), by=member)
    off = {"hand_on": hand_on.pk, "reason": "Das Gerät muss zur Prüfung."}
    door = reverse("admin:materials_loan_weitergabe-absagen", args=[hand_on.taking_id])
    office = logged_in(staff)

    assert office.post(door, {**off, "reason": ""}).status_code == 422
    assert told(office.post(door, off, follow=True)) == ["EM-01: Die Weitergabe ist abgesagt."]
    assert told(office.post(door, off, follow=True)) == ["EM-01: Das ist schon eingetragen."]

    assert readers("hand_on_called_off") == {member.email, leader.email}
    assert "Das Gerät muss zur Prüfung." in Letter.objects.filter(kind="hand_on_called_off").first().text
    answer = logged_in(leader).post(address("take_over", hand_on.taking), typed(hand_on), follow=True)
    assert "hat sich inzwischen geändert" in said(answer)
    assert stand(hand_on.giving)[0] == "out"


def test_what_is_confirmed_cannot_be_called_off(staff, leader, given):
    take_over(hand_on=given, findings=Findings(), by=leader)

    with pytest.raises(HandOnNotNow):
        call_off_hand_on(hand_on=given, by=staff)


def taken_back(hand_on, staff):
    back(fresh(hand_on.giving), staff)


def cancelled(hand_on, staff):
    lending.cancel_loan(loan=hand_on.taking, reason="Das Haus wird umgebaut.", by=staff)


def order_cancelled(hand_on, staff):
    working.cancel_by_staff(order=hand_on.taking.line.order, reason="Das Haus wird umgebaut.", by=staff)


def moved(hand_on, staff):
    other = Unit.objects.create(article=hand_on.giving.unit.article, number="EM-02")
    lending.assign_unit(loan=hand_on.taking, unit=other, by=staff)


OVER = "Ihre Ausleihe ist damit beendet."
GOES_ON = "Ihre Ausleihe läuft weiter: Schicken Sie bitte alles bis zum"
STILL_RESERVED = "Ihre Ausleihe bleibt reserviert: Sie bekommen alles wie gewohnt von uns."


@pytest.mark.parametrize(("ends", "gives", "takes"), [
    (taken_back, OVER, STILL_RESERVED), (cancelled, GOES_ON, OVER), (order_cancelled, GOES_ON, OVER),
    (moved, GOES_ON, STILL_RESERVED),
])  # fmt: skip
def test_each_side_reads_what_holds_for_it_now(staff, member, leader, hand_on, ends, gives, takes):
    ends(hand_on, staff)

    for reader, words in ((member, gives), (leader, takes)):
        letter = Letter.objects.get(kind="hand_on_called_off", recipient=reader.email)
        assert ",\n\ndie direkte Weitergabe" in letter.text and "?" not in letter.text.split("\n--")[0]
        assert words in letter.text and words in letter.html


def test_who_is_late_when_it_is_called_off_sends_it_back_at_once(staff, member, hand_on, clock_at):
    clock_at(wall_moment(hand_on.giving.to_day + timedelta(days=1), time(10)))

    call_off_hand_on(hand_on=hand_on, by=staff)

    letter = Letter.objects.get(kind="hand_on_called_off", recipient=member.email)
    assert "Schicken Sie bitte alles gleich an uns zurück." in letter.text


@pytest.mark.parametrize("ends", [taken_back, cancelled, order_cancelled, moved])
@pytest.mark.parametrize("is_given", [False, True])
def test_when_one_side_ends_otherwise_both_read_that_nothing_is_handed_on(staff, member, leader, hand_on, ends, is_given):
    if is_given:
        give_on(hand_on=hand_on, findings=Findings(), by=member)

    ends(hand_on, staff)

    assert state_of(hand_on) == HandOnState.CANCELLED
    assert readers("hand_on_called_off") == {member.email, leader.email}


def test_after_a_protocol_that_came_to_nothing_it_comes_back_to_the_desk_first(staff, given):
    call_off_hand_on(hand_on=given, by=staff)

    with pytest.raises(Refused, match="Nehmen Sie das Gerät zuerst zurück"):
        arrange_hand_on(loan=given.giving, taking=given.taking, planned_on=given.planned_on, by=staff)


def test_a_lead_who_has_gone_is_spoken_for_by_the_team(staff, member, hand_on):
    """The account that ordered is deleted: the letters go to the lead of the team."""
    order = hand_on.giving.line.order
    order.person = None
    order.save()

    call_off_hand_on(hand_on=hand_on, by=PersonFactory(is_staff=True))

    assert member.email in readers("hand_on_called_off")


def test_what_goes_straight_on_is_not_extended(hand_on):
    limit = limit_of(hand_on.giving)

    assert (limit.day, can_go_on(hand_on.giving, limit)) == (hand_on.giving.to_day, False)
    assert "direkt an die nächste Dienststelle" in limit.why


def test_the_codes_on_its_meters_end_with_the_handing_over(client, logged_in, hand_on, member):
    hand_on.giving.unit.article.parts.filter(name="Strommessgerät").update(is_lent_on=True)
    set_up_counter(loan=hand_on.giving)
    piece = hand_on.giving.pieces.first()
    assert client.get(reverse("materials:piece", args=[piece.key])).status_code == 200

    give_on(hand_on=hand_on, findings=Findings(), by=member)

    assert client.get(reverse("materials:piece", args=[piece.key])).status_code == 404
    page = said(logged_in(member).get(reverse("materials:counter", args=[hand_on.giving.reference])))
    assert "weitergegeben" in page and 'name="mitnehmen"' not in page
    with pytest.raises(NotLentNow):
        lend_piece(piece=piece, seen=0)


def test_wherever_the_giver_looks_it_is_handed_on_and_not_late(logged_in, member, given, clock_at):
    clock_at(wall_moment(given.giving.to_day + timedelta(days=5), time(10)))
    client, team = logged_in(member), given.giving.line.order.team

    for address in (given.giving.get_absolute_url(), team.get_absolute_url(), "/material/bestellungen/"):
        page = said(client.get(address))
        assert "Weitergegeben, noch nicht bestätigt" in page and "Überfällig" not in page, address
