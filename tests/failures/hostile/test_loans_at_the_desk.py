"""Whatever arrives at the deeds on loans and units: a protocol is whole or not there, and who has what stays true."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from materials.actions.lending import seen_of
from materials.models import CountedPart, Loan, LoanReport, OrderChange, ReportPicture
from missione.shared.models import Letter
from tests.failures.hostile.inputs import ENGLISH, MEGABYTE, anything, every_promise_is_kept, form, rows
from tests.materials.lending import lent, meter_box, packed_loan
from tests.thoroughness import tries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]

WRITTEN = (LoanReport, CountedPart, ReportPicture, OrderChange, Letter)
few = tries(120)  # each draws a long page of the administration
number = st.one_of(anything, st.integers(-5, 2**65).map(str), st.sampled_from(["0", "1", "19", "20"]))
condition = st.one_of(anything, st.sampled_from(["usable", "damaged", "lost", "retired"]))
key = st.one_of(anything, number, st.just("{seen}"), st.just("{seen}"))
DEED = form(
    seen_unit=key, seen_report=key, meters=number, manuals=number, condition=condition, note=anything, reason=anything,
    unit=number, pictures=anything, state=anything, loan=number, by=number,
)  # fmt: skip
DEEDS = ["ausgeben", "zuruecknehmen", "anderes-geraet", "verloren", "stornieren"]
WHOLE = {"seen_unit": "{seen}", "seen_report": "{seen}", "meters": "19", "manuals": "1", "condition": "usable", "note": ""}


@pytest.fixture
def own_drawer(settings, tmp_path):
    options = {"location": str(tmp_path / "private")}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": options}}


@pytest.fixture
def loans(staff):
    """One to hand out, one to take back; a third box lies on the shelf."""
    box = meter_box(units=3)
    return packed_loan(staff, article=box), lent(staff, article=box)


def throw(client, loan, address, data):
    parts = {part.name: f"teil_{part.pk}" for part in loan.unit.article.parts.all()}
    names = {"meters": parts["Strommessgerät"], "manuals": parts["Kurzanleitung"]}
    seen = dict(zip(("seen_unit", "seen_report"), map(str, seen_of(loan.unit)), strict=True))
    filled = {names.get(name, name): seen.get(name, value) if value == "{seen}" else value for name, value in data.items()}
    with transaction.atomic():
        before = rows(*WRITTEN), list(Loan.objects.values_list("pk", "state", "unit"))
        response = client.post(address, filled)
        assert response.status_code in (302, 400, 422)
        if response.status_code == 422:
            assert not ENGLISH.search(response.content.decode())
        if response.status_code == 302:
            assert every_promise_is_kept("materials")
        else:
            assert (rows(*WRITTEN), list(Loan.objects.values_list("pk", "state", "unit"))) == before
        transaction.set_rollback(True)


@few
@given(
    data=DEED,
    name=st.sampled_from(["ausgeben", "zuruecknehmen", "anderes-geraet", "verloren", "stornieren"]),
    which=st.booleans(),
)
@example(data=WHOLE, name="ausgeben", which=False)
@example(data={**WHOLE, "condition": "damaged"}, name="zuruecknehmen", which=True)
@example(data={**WHOLE, "meters": "9" * 400}, name="zuruecknehmen", which=True)
@example(data={**WHOLE, "note": MEGABYTE}, name="ausgeben", which=False)
@example(data={**WHOLE, "note": "Weg."}, name="verloren", which=True)
def test_the_deeds_on_a_loan_take_anything(desk, loans, data, name, which):
    loan = loans[which]
    throw(desk, loan, reverse(f"admin:materials_loan_{name}", args=[loan.pk]), data)


@few
@given(data=DEED, away=st.booleans())
@example(data={**WHOLE, "condition": "lost"}, away=False)
@example(data={**WHOLE, "condition": "retired"}, away=True)
def test_the_check_of_a_unit_takes_anything(desk, loans, data, away):
    loan = loans[away]
    throw(desk, loan, reverse("admin:materials_unit_pruefen", args=[loan.unit_id]), data)


@few
@given(query=form(stand=anything, artikel=number, q=anything, p=number))
def test_the_list_of_loans_takes_anything(desk, loans, query):
    response = desk.get("/verwaltung/materials/loan/", query)

    assert response.status_code in (200, 302)
