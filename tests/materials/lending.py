"""Loans on their way: packed, handed out, back; and what is typed at the desk about them."""

from datetime import timedelta

from django.urls import reverse

from materials.actions import lending
from materials.actions.protocols import Findings, pictures_kept
from materials.choices import Condition
from materials.models import Loan, Part
from missione.shared import clock
from tests.factories.materials import ArticleFactory, loan_of, png, team_of
from tests.materials.test_working_an_order import packed


def meter_box(units=2, **fields):
    """A box of 20 meters with their manual."""
    box = ArticleFactory(loan=True, title="Strommessgeräte", units=units, **fields)
    Part.objects.bulk_create(
        Part(article=box, name=name, quantity=number) for name, number in (("Strommessgerät", 20), ("Kurzanleitung", 1))
    )
    return box


def packed_loan(by, *, team=None, article=None, **when):
    loan = loan_of(team or team_of(), article or meter_box(), **when)
    packed(loan.line.order, by)
    return fresh(loan)


def lent(by, *, pictured=False, **how):
    loan = packed_loan(by, **how)
    with pictures_kept([png()] if pictured else []) as pictures:
        lending.hand_out(loan=loan, findings=Findings(pictures=pictures), by=by)
    return fresh(loan)


def back(loan, by, *, meters=20, condition=Condition.USABLE, note=""):
    findings = seen(loan, meters, condition, note) if loan.unit.article.parts.exists() else Findings(condition, note=note)
    lending.take_back(loan=loan, findings=findings, by=by)
    return fresh(loan)


def seen(loan, meters=20, condition=Condition.USABLE, note=""):
    return Findings(condition, {loan.unit.article.parts.get(name="Strommessgerät").pk: meters}, note)


def fresh(loan):
    return Loan.objects.select_related("unit__article", "line__order").get(pk=loan.pk)


def page_of(loan):
    return reverse("admin:materials_loan_change", args=[loan.pk])


def post(client, loan, deed, *, on_page=None, meters="20", manuals="1", **typed):
    """As the form on the page sends it; `on_page` is what the page showed, now by default."""
    parts = {part.name: part.pk for part in loan.unit.article.parts.all()}
    unit, report = on_page or lending.seen_of(loan.unit)
    counts = {f"teil_{parts['Strommessgerät']}": meters, f"teil_{parts['Kurzanleitung']}": manuals} if parts else {}
    fields = {"seen_unit": unit, "seen_report": report, **counts, "note": "", "condition": "usable", **typed}
    return client.post(reverse(f"admin:materials_loan_{deed}", args=[loan.pk]), fields, follow=True)


def stand(loan):
    """Of the loan, its line, its order."""
    loan = fresh(loan)
    return loan.state, loan.line.state, loan.line.order.state


def in_days(days):
    return clock.now() + timedelta(days=days)
