"""One loan on one page, and the deeds on it. Each is a POST; what was typed wrong stands on the same page again."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from materials.actions import lending
from materials.actions.extending import extend_loan
from materials.actions.handing_on import arrange_hand_on, call_off_hand_on
from materials.actions.protocols import Findings, pictures_kept
from materials.actions.units import others_for
from materials.admin import hand_ons
from materials.admin.loans_forms import ExtendForm, HandOutForm, LostForm, OtherUnitForm, ReasonForm, TakeBackForm, seen_in
from materials.choices import Condition, LoanState
from materials.counted import gaps_in
from materials.errors import PartsNotCounted
from materials.extending import can_go_on, limit_of
from materials.lending import counter_of
from materials.models import Loan
from materials.standing import standing_of_loan
from missione.shared.back_office import note, staff_only, work_page
from missione.shared.errors import Refused


class Deed(NamedTuple):
    """Its name in the address, what the button says, what is said when it is done; the form, and how it becomes an action."""

    name: str
    button: str
    done: str
    can_be_done: Callable[[Loan], bool]
    form: type[forms.Form]
    do: Callable[[Any, dict], Any]
    explains: str = ""
    wants_unit: bool = False


def _hand_out(form: HandOutForm, how: dict):
    with pictures_kept(form.pictures) as pictures:
        return lending.hand_out(findings=form.findings(pictures), **how)


def _take_back(form: TakeBackForm, how: dict):
    with pictures_kept(form.pictures) as pictures:
        return lending.take_back(findings=form.findings(pictures), **how)


def _lost(form: LostForm, how: dict):
    return lending.take_back(findings=Findings(Condition.LOST, note=form.cleaned_data["note"]), **how)


def _without_seen(action: Callable) -> Callable:
    def do(form: forms.Form, how: dict):
        return action(loan=how["loan"], by=how["by"], **form.cleaned_data)

    return do


def _extend(form: ExtendForm, how: dict):
    return extend_loan(to_day=form.cleaned_data["bis"], **how)


def _can_go_on(loan: Loan) -> bool:
    return not loan.lacks_unit and can_go_on(loan, limit_of(loan))


def _can_leave(loan: Loan) -> bool:
    return loan.state == LoanState.RESERVED and loan.line.order.state in lending.CAN_LEAVE


def _can_be_handed_out(loan: Loan) -> bool:
    return _can_leave(loan) and not loan.lacks_unit


def _can_change(loan: Loan) -> bool:
    return _is_reserved(loan) and others_for(loan).exists()


def _is_out(loan: Loan) -> bool:
    return loan.is_out


def _is_reserved(loan: Loan) -> bool:
    return loan.state == LoanState.RESERVED


def _can_be_dropped(loan: Loan) -> bool:
    return _is_reserved(loan) and loan.line.order.state in lending.CAN_BE_DROPPED


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            "ausgeben", "Ausgeben", "Ausgegeben.", _can_be_handed_out, HandOutForm, _hand_out,
            "Zählen Sie, was in der Kiste ist. Die Dienststelle bekommt eine E-Mail mit dieser Liste.", True,
        ),
        Deed(
            "zuruecknehmen", "Zurücknehmen", "Zurückgenommen.", _is_out, TakeBackForm, _take_back,
            "Zählen Sie, was zurückgekommen ist. Was fehlt, steht in der E-Mail an die Dienststelle.", True,
        ),
        Deed(
            "anderes-geraet", "Anderes Gerät", "Ein anderes Gerät ist vorgesehen.", _can_change, OtherUnitForm,
            _without_seen(lending.assign_unit), "Zur Wahl stehen die Geräte, die in diesem Zeitraum frei sind.",
        ),
        Deed(
            "verlaengern", "Verlängern", "Verlängert.", _can_go_on, ExtendForm, _extend,
            "Das Gerät bleibt dasselbe. Die Dienststelle bekommt eine E-Mail.",
        ),
        Deed(
            "weitergabe", "Direkt weitergeben lassen", "Die Weitergabe ist vereinbart.", hand_ons.can_be_arranged,
            hand_ons.ArrangeForm, lambda form, how: arrange_hand_on(**form.said, **how),
            "Das Gerät geht ohne Umweg an die nächste Dienststelle. Beide bekommen eine E-Mail mit Name und Adresse der anderen.",
        ),
        Deed(
            "weitergabe-absagen", "Weitergabe absagen", "Die Weitergabe ist abgesagt.", hand_ons.can_be_called_off,
            hand_ons.CallOffForm, lambda form, how: call_off_hand_on(**form.cleaned_data, by=how["by"]),
            "Beide bekommen eine E-Mail. Das Gerät kommt dann wieder über Sie.",
        ),
        Deed(
            "verloren", "Verloren melden", "Als verloren eingetragen.", _is_out, LostForm, _lost,
            "Die Ausleihe endet, und das Gerät wird nicht mehr verliehen. Die Dienststelle bekommt eine E-Mail.",
        ),
        Deed(
            "stornieren", "Ausleihe stornieren", "Storniert.", _can_be_dropped, ReasonForm, _without_seen(lending.cancel_loan),
            "Der Rest der Bestellung bleibt, wie er ist. Die Dienststelle bekommt eine E-Mail.",
        ),
    )
}  # fmt: skip
# What staff do next stands out; the others wait behind a click.
NEXT = ("ausgeben", "zuruecknehmen")
# Without a unit: another one, and only where there is none, no loan.
NEXT_WITHOUT_UNIT = ("anderes-geraet", "stornieren")


@staff_only
@require_POST
def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    loan, deed = find(request, pk), DEEDS[name]
    form = _form(deed, loan, request.POST, request.FILES)
    if form.is_valid():
        try:
            done = deed.do(form, _how(request, deed, loan))
        except PartsNotCounted as refusal:
            form.tell(refusal.problems)
        except Refused as refusal:
            if refusal.field not in form.fields:
                messages.error(request, str(refusal))
                return to_loan(loan)
            form.add_error(refusal.field, str(refusal))
        else:
            return _told(request, loan, deed, done)
    return loan_page(request, find(request, pk), typed={name: form}, status=422)


def _how(request: HttpRequest, deed: Deed, loan: Loan) -> dict:
    how = {"loan": loan, "by": request.user}
    return how | {"seen": seen_in(request.POST)} if deed.wants_unit or deed.name == "verloren" else how


def _told(request: HttpRequest, loan: Loan, deed: Deed, done) -> HttpResponse:
    if done:
        note(request, loan, deed.done)
        messages.success(request, f"{loan.unit.number}: {deed.done}")
    else:
        messages.info(request, f"{loan.unit.number}: Das ist schon eingetragen.")
    return to_loan(loan)


def find(request: HttpRequest, pk: int) -> Loan:
    return get_object_or_404(Loan.objects.visible_to(request.user).for_pages(), pk=pk)


def to_loan(loan: Loan) -> HttpResponse:
    return redirect("admin:materials_loan_change", loan.pk)


def _form(deed: Deed, loan: Loan, *posted) -> forms.Form:
    about = loan.unit if deed.wants_unit else loan
    return deed.form(about, *posted, auto_id=f"{deed.name}_%s")


# --- the page ---


def loan_page(request: HttpRequest, loan: Loan, *, typed: dict | None = None, status: int = 200) -> HttpResponse:
    typed = typed or {}
    offered = [
        (deed, typed.get(deed.name) or _form(deed, loan))
        for deed in DEEDS.values()
        if deed.name in typed or deed.can_be_done(loan)
    ]
    names = [deed.name for deed, _ in offered]
    coming = [name for name in NEXT_WITHOUT_UNIT if name in names][:1] if loan.lacks_unit else NEXT
    context = {
        "loan": loan,
        "unit": loan.unit,
        "article": loan.unit.article,
        "order": loan.line.order,
        "standing": standing_of_loan(loan),
        "gaps": gaps_in(loan.unit) if loan.state == LoanState.RESERVED else [],
        "has_others": "anderes-geraet" in names,
        "can_be_dropped": "stornieren" in names,
        "waits_for_the_order": loan.state == LoanState.RESERVED and not _can_leave(loan),
        "first": [pair for pair in offered if pair[0].name in coming],
        "others": [pair for pair in offered if pair[0].name not in coming],
        "typed": set(typed),
        "reports": list(loan.reports.with_all()),
        "seen": lending.seen_of(loan.unit),
        "hand_ons": hand_ons.shown_of(loan),
        "counter": counter_of(loan),
    }
    page = work_page(request, "admin/materials/loan/work.html", model=Loan, title=f"Ausleihe {loan.unit.number}", **context)
    page.status_code = status
    return page
