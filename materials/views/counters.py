"""Lending on: a page for each meter, opened by the code on its slip, and one for the people at the stand.

Nobody who scans has an account or gives a name; opening a page changes nothing.
"""

from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from materials.actions import lending_on
from materials.lending import Counter, counter_of, guides_for, part_lent_on
from materials.models import Loan, Piece
from materials.pdf import lending as papers
from materials.views.loans import find
from missione.shared.errors import Refused
from missione.shared.open_forms import too_many_from_here

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
DEEDS = {"mitnehmen": lending_on.lend_piece, "zurueck": lending_on.bring_piece_back}


def kept_by_nobody(view):
    """No cache and no search engine: the address is the key."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


# --- for who scans the code ---


@login_not_required
@kept_by_nobody
@page_or_post
def piece_page(request: HttpRequest, key: str) -> HttpResponse:
    piece = _piece(key)
    if not piece:
        return _gone(request)
    if request.method != "POST":
        return _shown(request, "piece", piece)
    if too_many_from_here(request, action="counter"):
        return _shown(request, "piece", piece, status=HTTPStatus.TOO_MANY_REQUESTS, is_too_much=True)
    try:
        is_done = _do(piece, request.POST.get("deed", ""), request.POST.get("seen", ""))
    except Refused:
        return _gone(request)
    return redirect("materials:piece_done" if is_done else "materials:piece", key)


@login_not_required
@kept_by_nobody
@require_safe
def piece_done(request: HttpRequest, key: str) -> HttpResponse:
    piece = _piece(key)
    return _shown(request, "piece_done", piece) if piece else _gone(request)


def _piece(key: str) -> Piece | None:
    return Piece.objects.alive().with_whereabouts().select_related("loan__unit__article").filter(key=key).first()


def _shown(request: HttpRequest, page: str, piece: Piece, *, status: int = 200, **more) -> HttpResponse:
    about = {"piece": piece, "loan": piece.loan, "part": part_lent_on(piece.loan), "guides": guides_for(piece.loan), **more}
    return render(request, f"materials/{page}.html", about, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    """Word for word the same, whether the box is back or there never was such a code."""
    return render(request, "materials/piece_gone.html", status=HTTPStatus.NOT_FOUND)


def _do(piece: Piece, deed: str, seen: str) -> bool:
    """A form that is none of ours does nothing."""
    is_number = seen.isascii() and seen.isdecimal() and len(seen) < 10
    return deed in DEEDS and is_number and DEEDS[deed](piece=piece, seen=int(seen))


# --- for the people at the stand ---


@page_or_post
def counter_page(request: HttpRequest, reference) -> HttpResponse:
    """POST makes the pieces, once."""
    loan, counter = _counter(request, reference)
    if request.method == "POST":
        try:
            lending_on.set_up_counter(loan=loan)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("materials:counter", reference)
    if not counter.pieces and not loan.is_in_hand:
        raise Http404
    return render(request, "materials/counter.html", {"loan": loan, "counter": counter, "article": loan.unit.article})


@require_POST
def count(request: HttpRequest, reference) -> HttpResponse:
    """One button a piece: mitnehmen or zurueck, with its number and how often it had been lent (7:4)."""
    loan, _ = _counter(request, reference)
    deed = next((name for name in DEEDS if name in request.POST), "")
    number, _, seen = request.POST.get(deed, "").partition(":")
    is_number = number.isascii() and number.isdecimal() and len(number) < 5
    piece = loan.pieces.filter(number=int(number)).first() if is_number else None
    try:
        if not (piece and _do(piece, deed, seen)):
            messages.info(request, "Da hatte sich inzwischen etwas geändert. Bitte sehen Sie noch einmal nach.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("materials:counter", args=[reference]) + (f"#nr-{piece.number}" if piece else ""))


@page_or_post
def renew_slips(request: HttpRequest, reference) -> HttpResponse:
    """Asks first, then does it."""
    loan, counter = _counter(request, reference)
    if request.method != "POST":
        return render(request, "materials/counter_new_slips.html", {"loan": loan, "counter": counter})
    try:
        lending_on.renew_slips(loan=loan)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Die alten Codes gelten nicht mehr. Drucken Sie jetzt die neuen Zettel.")
    return redirect("materials:counter", reference)


@require_safe
def paper(request: HttpRequest, reference, name: str) -> HttpResponse:
    """Slips only while their codes open something."""
    loan, counter = _counter(request, reference)
    if not (counter.pieces and loan.is_in_hand):
        raise Http404
    made = papers.slip_set if name == "zettel" else papers.lending_list
    headers = {
        "Content-Disposition": f'inline; filename="{name}-{loan.unit.number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made(loan, counter.part, counter.pieces), content_type="application/pdf", headers=headers)


def _counter(request: HttpRequest, reference) -> tuple[Loan, Counter]:
    """Whoever sees the loan may count: the team's members, and the campaign team for who has none."""
    loan = find(request, reference)
    counter = counter_of(loan)
    if counter is None:
        raise Http404
    return loan, counter
