"""/kontakt/: what is it about? Material and loans are ordered here, everything else is a message."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from materials.actions import contact as actions
from materials.choices import ORDERED, Subject
from materials.forms.contact import GuestMessageForm, MessageForm
from materials.views.ordering import TOO_MANY, order_page
from missione.shared.errors import DifferentRequest, Refused
from missione.shared.open_forms import too_many_from_here

WAYS = {
    Subject.MATERIAL: "Plakate, Türklinkenhänger, Karten und mehr",
    Subject.LOAN: "Strommessgeräte oder den Infostand",
    Subject.SEMINAR: "Fragen zu einem Angebot oder ein Seminar bei Ihnen im Haus",
    Subject.COACHING: "Unterstützung bei Ihrer eigenen Kampagne",
    Subject.QUESTION: "Alles andere",
    Subject.BARRIER: "Etwas im Portal lässt sich nicht lesen oder bedienen",
}


@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("worum", "")
    if chosen not in Subject.values:
        return render(request, "materials/contact.html", {"ways": [(way.value, way.label, words) for way, words in WAYS.items()]})
    subject = Subject(chosen)
    return order_page(request, subject) if subject in ORDERED else _message_page(request, subject)


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same words for everybody: they tell nothing of who has an account, or of what we have done."""
    return render(request, "materials/sent.html")


def _message_page(request: HttpRequest, subject: Subject) -> HttpResponse:
    form_class = MessageForm if request.user.is_authenticated else GuestMessageForm
    if request.method != "POST":
        return _page(request, subject, form_class(subject=subject))
    form = form_class(request.POST, subject=subject)
    if not request.user.is_authenticated and too_many_from_here(request):
        return _refused(request, subject, form, Refused(TOO_MANY), HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _sent_back(request, subject, form)
    try:
        _send(request, subject, form)
    except Refused as refusal:
        return _refused(request, subject, form, refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("materials:sent")


def _send(request: HttpRequest, subject: Subject, form: MessageForm) -> None:
    what = {"subject": subject, "text": form.cleaned_data["text"], "request_key": form.cleaned_data["request_key"]}
    if request.user.is_authenticated:
        actions.send_message(person=request.user, **what)
    elif not form.looks_automatic:
        actions.leave_message(guest=form.guest, **what)


def _sent_back(request: HttpRequest, subject: Subject, form: MessageForm) -> HttpResponse:
    if "request_key" in form.errors:
        form.renew_key()
    if "opened" in form.errors:
        form.open_anew()
    return _page(request, subject, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _refused(request: HttpRequest, subject: Subject, form: MessageForm, refusal: Refused, status: HTTPStatus) -> HttpResponse:
    form.full_clean()
    form.add_error(refusal.field or None, str(refusal))
    if isinstance(refusal, DifferentRequest):
        form.renew_key()
        status = HTTPStatus.CONFLICT
    return _page(request, subject, form, status, summary_title="Das hat nicht geklappt")


def _page(request: HttpRequest, subject: Subject, form: MessageForm, status=HTTPStatus.OK, **words: str) -> HttpResponse:
    return render(request, "materials/contact_message.html", {"subject": subject, "form": form, **words}, status=status)
