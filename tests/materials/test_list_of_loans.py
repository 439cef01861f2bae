"""The work view of loans: late ones first, then what has no unit, what leaves next, what comes back; found by what is due."""

from datetime import timedelta

import pytest

from materials.actions.protocols import Findings
from materials.actions.unit_change import check_unit
from materials.choices import Condition
from missione.shared import clock
from tests.factories.materials import ArticleFactory, loan_of, team_of
from tests.materials.lending import back, fresh, lent, meter_box, packed_loan
from tests.seminars.admin_desk import rows

pytestmark = pytest.mark.django_db

LIST = "/verwaltung/materials/loan/"


@pytest.fixture
def office(staff, logged_in):
    return logged_in(staff)


@pytest.fixture
def loans(staff, clock_at):
    """One of each, in boxes of their own; today is 40 days after they were ordered."""
    start = clock.now()
    clock_at(start - timedelta(days=40))
    made = {
        "back": lent(staff, article=box(10)),
        "late": lent(staff, article=box(11), starts_in=5, days=30),
        "soon back": lent(staff, article=box(12), starts_in=5, days=40),
        "out": lent(staff, article=box(13), starts_in=5, days=80),
        "leaves": packed_loan(staff, article=box(14), starts_in=46),
        "not decided": loan_of(team_of(), box(15), starts_in=47),
        "later": packed_loan(staff, article=box(16), starts_in=80),
        "lacking": loan_of(team_of(), box(17), starts_in=60),
    }
    clock_at(start)
    back(made["back"], staff)
    check_unit(unit=made["lacking"].unit, findings=Findings(Condition.DAMAGED), by=staff)
    return {name: fresh(loan) for name, loan in made.items()}


def box(number):
    article = meter_box(units=0)
    article.units.create(number=f"EM-{number}")
    return article


def listed(client, query=""):
    return [row[0].split(",")[0] for row in rows(client.get(LIST + query))]


def names(loans, *wanted):
    return [loans[name].unit.number for name in wanted]


def test_what_is_to_be_done_stands_on_top(office, loans):
    order = ("late", "lacking", "leaves", "not decided", "later", "soon back", "out", "back")

    assert listed(office) == names(loans, *order)
    shown = {row[0].split(",")[0]: row for row in rows(office.get(LIST))}
    late, lacking, leaves = (shown[number] for number in names(loans, "late", "lacking", "leaves"))
    assert late[1] == "überfällig seit 6 Tagen" and lacking[1] == "ohne Gerät Beschädigt"
    assert leaves[2].endswith(f"geht raus am {loans['leaves'].from_day - timedelta(days=3):%d.%m.%Y}")
    assert leaves[4] == f"{loans['leaves'].line.order} Gepackt"


def test_found_by_what_is_due(office, loans):
    for query, wanted in (
        ("auszugeben", ["leaves"]),
        ("bald", ["soon back"]),
        ("ueberfaellig", ["late"]),
        ("ohne-geraet", ["lacking"]),
        ("reserviert", ["lacking", "leaves", "not decided", "later"]),
        ("unterwegs", ["late", "soon back", "out"]),
        ("vorbei", ["back"]),
    ):
        assert (query, listed(office, f"?stand={query}")) == (query, names(loans, *wanted))
    article = loans["late"].unit.article_id
    assert listed(office, f"?artikel={article}") == names(loans, "late")
    for nonsense in ("?stand=unfug", "?artikel=abc", "?artikel=９"):
        assert len(listed(office, nonsense)) == len(loans)


def test_units_are_found_by_what_is_lent_and_nothing_else(office, loans):
    ArticleFactory(title="Türklinkenhänger")
    article = loans["late"].unit.article

    page = office.get("/verwaltung/materials/unit/")

    assert f"?artikel={article.pk}" in page.content.decode() and "Türklinkenhänger" not in page.content.decode()
    assert [row[0] for row in rows(office.get(f"/verwaltung/materials/unit/?artikel={article.pk}"))] == ["EM-11"]


def test_the_front_page_says_how_many(office, loans):
    said = office.get("/verwaltung/").content.decode()

    for words in ("1 Ausleihe geht", "1 Ausleihe ist", "1 Ausleihe hat"):
        assert words in said


def test_a_long_list_costs_no_more_questions(office, staff, django_assert_max_num_queries, django_assert_num_queries):
    lent(staff)
    with django_assert_max_num_queries(15) as one:
        office.get(LIST)
    article = meter_box(units=6)
    for _ in range(6):
        loan_of(team_of(), article)

    with django_assert_num_queries(len(one)):
        office.get(LIST)
