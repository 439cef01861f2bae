"""Damaged, lost, repaired: who was to have a unit gets another one, in order of need, and nobody loses theirs without a word."""

import pytest
from django.urls import reverse

from materials.actions import lending, working
from materials.actions.orders import cancel_order
from materials.actions.protocols import Findings
from materials.actions.unit_change import check_unit
from materials.actions.waiting import join_waiting_list
from materials.choices import Condition
from materials.errors import AlreadyWorkedOn, LinesNotWorked, NoUnitFree, UnitStillAway
from materials.models import Loan, LoanReport, LoanWish, OrderLine, Unit
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import ArticleFactory, UnitFactory, loan_of, png, team_of
from tests.factories.teams import PersonFactory
from tests.materials.lending import back, fresh, lent, meter_box, packed_loan, page_of, post, seen
from tests.materials.test_working_an_order import approve
from tests.seminars.admin_desk import rows, told

pytestmark = pytest.mark.django_db

DAMAGED, USABLE = Findings(Condition.DAMAGED, note="Kabelbruch"), Findings(Condition.USABLE, note="Repariert")


@pytest.fixture
def office(staff, logged_in):
    return logged_in(staff)


@pytest.fixture
def box():
    return meter_box(units=2)


@pytest.fixture(autouse=True)
def every_promise_holds_in_the_end(own_drawer):
    yield
    assert list(broken_promises()) == []


def unit(box, number="EM-01"):
    return Unit.objects.select_related("article").get(article=box, number=number)


def numbers(*loans):
    return [fresh(loan).unit.number for loan in loans]


def lacking():
    return list(Loan.objects.without_unit())


def test_what_is_reserved_moves_to_another_in_order_of_its_start(box, staff):
    """Two want the first box, one the second: the earlier of the two fits nowhere else but before it."""
    late, early = (loan_of(team_of(), box, starts_in=days) for days in (120, 14))
    on_the_other = loan_of(team_of(), box, starts_in=110)
    assert numbers(late, early, on_the_other) == ["EM-01", "EM-01", "EM-02"]

    check_unit(unit=unit(box), findings=DAMAGED, by=staff)

    assert numbers(late, early, on_the_other) == ["EM-01", "EM-02", "EM-02"]
    assert lacking() == [late]
    letter = Letter.objects.get(kind="loan_without_unit")
    assert "EM-01 ist nicht mehr einsatzbereit" in letter.text and page_of(late) in letter.text


def test_whatever_frees_a_unit_helps_first_who_has_none(box, staff):
    first, second = (loan_of(team_of(), box) for _ in range(2))
    waiting = team_of()
    days = {"from_day": first.from_day, "to_day": first.to_day}
    join_waiting_list(person=waiting.memberships.get().person, team=waiting, article=box, **days)
    check_unit(unit=unit(box), findings=DAMAGED, by=staff)
    assert lacking() == [first]

    cancel_order(order=second.line.order, by=None)

    assert numbers(first) == ["EM-02"] and lacking() == []
    assert LoanWish.objects.get().state == "waiting"
    check_unit(unit=unit(box), findings=USABLE, by=staff)
    assert LoanWish.objects.get().state == "offered"


def test_repaired_it_is_theirs_again(box, staff):
    first, _ = (loan_of(team_of(), box) for _ in range(2))
    for findings in (DAMAGED, USABLE):
        check_unit(unit=unit(box), findings=findings, by=staff)
    assert lacking() == [] and numbers(first) == ["EM-01"]

    check_unit(unit=unit(box), findings=Findings(Condition.RETIRED), by=staff)

    assert lacking() == [first] and Letter.objects.filter(kind="loan_without_unit").count() == 2


def test_damaged_on_its_way_back_the_next_one_gets_another(box, staff):
    away = lent(staff, article=box)
    coming = loan_of(team_of(), box, starts_in=60)
    assert numbers(coming) == ["EM-01"]

    back(away, staff, condition=Condition.DAMAGED)

    assert numbers(coming) == ["EM-02"]


def test_a_new_box_is_for_who_has_none(office, box, staff):
    first, _ = (loan_of(team_of(), box) for _ in range(2))
    check_unit(unit=unit(box), findings=DAMAGED, by=staff)
    page = reverse("admin:materials_article_change", args=[box.pk])
    form = office.get(page).context["adminform"].form
    parts, units = list(box.parts.all()), list(box.units.order_by("pk"))
    posted = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    posted |= {"published_at_0": "01.01.2026", "published_at_1": "08:00", "new_picture": ""}
    for prefix, typed in (("parts", parts), ("units", [*units, None])):
        posted |= {f"{prefix}-TOTAL_FORMS": len(typed), f"{prefix}-INITIAL_FORMS": len([row for row in typed if row])}
    for place, part in enumerate(parts):
        posted |= {f"parts-{place}-id": part.pk, f"parts-{place}-article": box.pk}
        posted |= {f"parts-{place}-quantity": part.quantity, f"parts-{place}-name": part.name}
    for place, number in enumerate(["EM-01", "EM-02", "EM-03"]):
        row = units[place].pk if place < 2 else ""
        posted |= {f"units-{place}-id": row, f"units-{place}-article": box.pk, f"units-{place}-number": number}

    answer = office.post(page, posted)

    assert answer.status_code == 302, answer.context["errors"]
    assert numbers(first) == ["EM-03"] and lacking() == []


def test_staff_give_another_one_by_hand(office, box, staff):
    loan = packed_loan(staff, article=box)
    assert "EM-02" in office.get(page_of(loan)).content.decode()

    answer = post(office, loan, "anderes-geraet", unit=unit(box, "EM-02").pk)

    assert told(answer) == ["EM-01: Ein anderes Gerät ist vorgesehen."]
    assert numbers(loan) == ["EM-02"]
    assert not lending.assign_unit(loan=loan, unit=unit(box, "EM-02"), by=staff)


def test_none_that_is_taken_broken_or_of_another_kind(office, box, staff):
    loan, taken = (packed_loan(staff, article=box) for _ in range(2))
    foreign = meter_box(units=1).units.get()
    for other in (taken.unit, foreign):
        with pytest.raises(NoUnitFree):
            lending.assign_unit(loan=loan, unit=other, by=staff)
    for typed in (taken.unit_id, foreign.pk, "abc", "", "-1"):
        assert post(office, loan, "anderes-geraet", unit=typed).status_code == 422

    assert numbers(loan, taken) == ["EM-01", "EM-02"]


def test_an_old_page_hands_out_nothing_after_the_unit_has_changed(office, box, staff):
    loan = packed_loan(staff, article=box)
    on_page = lending.seen_of(loan.unit)
    lending.assign_unit(loan=loan, unit=unit(box, "EM-02"), by=staff)

    answer = post(office, loan, "ausgeben", on_page=on_page)

    assert told(answer) == ["Inzwischen ist EM-02 für diese Ausleihe vorgesehen. Bitte sehen Sie noch einmal nach."]


def test_what_nobody_can_use_does_not_leave(office, staff):
    loan = packed_loan(staff, article=meter_box(units=1))
    check_unit(unit=loan.unit, findings=DAMAGED, by=staff)

    with pytest.raises(UnitStillAway, match="nicht einsatzbereit"):
        lending.hand_out(loan=loan, findings=Findings(), by=staff)


# --- something is missing ---


def listed(client):
    return {row[0]: row[2] for row in rows(client.get("/verwaltung/materials/unit/"))}


def test_what_came_back_without_a_part_says_so_until_it_is_complete(office, box, staff):
    back(lent(staff, article=box), staff, meters=18)
    coming = packed_loan(staff, article=box, starts_in=60)

    assert listed(office) == {"EM-01": "In Ordnung, unvollständig", "EM-02": "In Ordnung"}
    hint = "Nach dem letzten Protokoll fehlt in EM-01: 2 × Strommessgerät."
    assert hint in " ".join(office.get(page_of(coming)).content.decode().split())
    page = office.get(reverse("admin:materials_unit_change", args=[coming.unit_id])).content.decode()
    assert "<dt>Es fehlt</dt><dd>2 × Strommessgerät</dd>" in page

    check_unit(unit=unit(box), findings=USABLE, by=staff)

    assert listed(office)["EM-01"] == "In Ordnung"
    assert "Unvollständig:" not in office.get(page_of(coming)).content.decode()


def test_what_no_longer_belongs_to_it_is_not_missing(office, box, staff):
    back(lent(staff, article=box), staff, meters=18)

    box.parts.filter(name="Strommessgerät").update(quantity=18)

    assert listed(office)["EM-01"] == "In Ordnung"


def test_of_what_is_lost_no_part_is_missed(office, box, staff):
    check_unit(unit=unit(box), findings=Findings(Condition.LOST), by=staff)

    assert listed(office)["EM-01"] == "Verloren"


def test_who_gives_another_one_reads_which_is_incomplete(office, box, staff):
    back(lent(staff, article=box), staff, meters=18)
    coming = packed_loan(staff, article=box, starts_in=60)
    lending.assign_unit(loan=coming, unit=unit(box, "EM-02"), by=staff)

    assert "EM-01, unvollständig</option>" in office.get(page_of(coming)).content.decode()


# --- a loan without a unit ---


@pytest.fixture
def without(staff):
    """Ordered, and nothing decided yet; the only unit is damaged."""
    loan = loan_of(team_of(), meter_box(units=1), starts_in=5)
    check_unit(unit=loan.unit, findings=DAMAGED, by=staff)
    return fresh(loan)


def another_one_for(loan):
    return UnitFactory(article=loan.unit.article, number="EM-09")


def page_of_order(client, loan):
    return client.get(reverse("admin:materials_order_change", args=[loan.line.order_id])).content.decode()


def test_the_order_says_that_its_loan_has_no_unit_and_leads_there(office, without):
    page = page_of_order(office, without)

    assert "EM-01 ist nicht einsatzbereit (Beschädigt)" in page and '<strong class="me-over">ohne Gerät</strong>' in page
    assert f'<a href="{page_of(without)}">ein anderes Gerät</a>' in page


def test_what_nobody_can_use_is_promised_to_nobody(staff, without):
    with pytest.raises(LinesNotWorked) as refused:
        approve(without.line.order, staff)

    (words,) = refused.value.problems.values()
    assert words.startswith("EM-01 ist nicht einsatzbereit, und kein anderes Gerät ist an diesen Tagen frei.")
    assert not Letter.objects.filter(kind="order_approved").exists()


def test_another_one_that_is_free_is_promised_instead(staff, without):
    another_one_for(without)

    approve(without.line.order, staff)

    assert numbers(without) == ["EM-09"] and lacking() == []


def test_damaged_after_the_promise_it_is_not_packed(office, staff):
    loan = loan_of(team_of(), meter_box(units=1))
    approve(loan.line.order, staff)
    check_unit(unit=loan.unit, findings=DAMAGED, by=staff)
    order = fresh(loan).line.order

    with pytest.raises(UnitStillAway, match="EM-01 ist nicht einsatzbereit"):
        working.pack_order(order=order, by=staff)
    assert "Als gepackt eintragen" not in page_of_order(office, loan)

    lending.assign_unit(loan=loan, unit=another_one_for(loan), by=staff)
    working.pack_order(order=order, by=staff)


@pytest.mark.parametrize(("starts_in", "packs"), [(5, False), (60, True)])
def test_what_leaves_later_does_not_hold_up_the_parcel(staff, starts_in, packs):
    loan = loan_of(team_of(), meter_box(units=1), starts_in=starts_in)
    OrderLine.objects.create(order=loan.line.order, article=ArticleFactory(stock=10), requested=5)
    approve(loan.line.order, staff)
    check_unit(unit=loan.unit, findings=DAMAGED, by=staff)

    assert bool(working.loans_that_hold_up(loan.line.order)) is not packs
    if packs:
        working.pack_order(order=loan.line.order, by=staff)


def test_where_another_one_is_free_it_is_the_next_step(office, staff, without):
    other = another_one_for(without)

    page = office.get(page_of(without)).content.decode()

    assert "Nächster Schritt: Anderes Gerät" in page and "<dd>Ohne Gerät</dd>" in page
    assert "Reserviert ab" not in page
    post(office, without, "anderes-geraet", unit=other.pk)


def test_where_none_is_free_the_page_leads_to_cancelling(office, staff):
    loan = packed_loan(staff, article=meter_box(units=1))
    check_unit(unit=loan.unit, findings=DAMAGED, by=staff)

    page = office.get(page_of(loan)).content.decode()

    assert "Kein anderes Gerät ist an diesen Tagen frei." in page
    assert "Nächster Schritt: Ausleihe stornieren" in page
    assert "Anderes Gerät" not in page and "Ausgeben" not in page and loan.unit.article.get_absolute_url() in page


def test_where_nothing_is_promised_yet_the_page_leads_to_the_order(office, without):
    page = office.get(page_of(without)).content.decode()

    assert "Nächster Schritt" not in page and "sagen Sie nur den Rest zu" in page
    assert "Verlängern" not in page


# --- the page of a unit ---


def test_on_the_page_of_the_unit_stands_all_that_was(office, box, staff):
    loan = lent(staff, article=box)
    back(loan, staff, meters=19, note="Nr. 7 fehlt.")
    page = reverse("admin:materials_unit_change", args=[loan.unit_id])

    typed = {f"teil_{part.pk}": part.quantity for part in box.parts.all()}
    at = reverse("admin:materials_unit_pruefen", args=[loan.unit_id])
    fields = {"seen_report": LoanReport.objects.latest("pk").pk, "condition": "usable", "note": "Nachgelegt.", **typed}
    answers = [office.post(at, {**fields, "pictures": [png()]}, follow=True) for _ in range(2)]

    assert [told(answer) for answer in answers] == [["EM-01: Geprüft, In Ordnung."], ["EM-01: Das ist schon eingetragen."]]
    said = office.get(page).content.decode()
    for words in ("Ausgabe am", "Rücknahme am", "Prüfung am", "1 fehlt", "Nr. 7 fehlt.", "Nachgelegt.", str(loan.line.order)):
        assert words in said
    assert office.post(at, {**fields, "condition": "nagelneu"}).status_code == 422
    assert office.post(at, {**fields, "note": "Anders", "seen_report": "0"}, follow=True).status_code == 200
    assert LoanReport.objects.count() == 3


@pytest.mark.parametrize(("condition", "is_there"), [
    (Condition.USABLE, True), (Condition.DAMAGED, True), (Condition.LOST, False), (Condition.RETIRED, False),
])  # fmt: skip
def test_what_is_lost_is_not_called_in_store(office, box, staff, condition, is_there):
    check_unit(unit=unit(box), findings=Findings(condition), by=staff)

    page = office.get(reverse("admin:materials_unit_change", args=[unit(box).pk])).content.decode()

    assert ("im Lager" in page) is is_there


def test_who_looks_with_an_old_page_is_told(box, staff):
    check_unit(unit=unit(box), findings=DAMAGED, by=staff, seen=0)

    with pytest.raises(AlreadyWorkedOn):
        check_unit(unit=unit(box), findings=USABLE, by=staff, seen=0)


def test_what_is_out_is_not_on_the_shelf(office, box, staff):
    loan = lent(staff, article=box)

    assert "Prüfung eintragen" not in office.get(reverse("admin:materials_unit_change", args=[loan.unit_id])).content.decode()
    with pytest.raises(UnitStillAway):
        check_unit(unit=loan.unit, findings=USABLE, by=PersonFactory(is_staff=True))
    assert seen(loan).condition == Condition.USABLE
