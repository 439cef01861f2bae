"""The order form behind /kontakt/: the basket, one more row, where to. What cannot be had comes back with all that was typed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from materials.actions import orders, waiting
from materials.availability import Answer, Availability
from materials.choices import Subject
from materials.errors import LinesRefused
from materials.facts import arrives_on, quotas_of, suggestion_for
from materials.forms.finding import coming_day
from materials.forms.ordering import OTHER, GuestOrderForm, OrderForm, as_typed
from materials.models import Article, Order
from materials.permissions import agency_to_order_for, are_of_several_agencies, is_private, teams_to_order_for
from materials.views.baskets import keep, wishes_of
from missione.shared.errors import DifferentRequest, Refused
from missione.shared.open_forms import too_many_from_here
from teams.models import Agency, Team

MOST_ROWS = 40
TOO_MANY = "Von Ihrem Anschluss kamen in der letzten Stunde sehr viele Formulare. Bitte versuchen Sie es später noch einmal."


class Desk:
    """Who orders, for whom, and what can be ordered: what the form is made of."""

    def __init__(self, request: HttpRequest, subject: Subject):
        self.request, self.subject, self.person = request, subject, request.user
        self.articles = {article.pk: article for article in Article.objects.visible_to(self.person).orderable().with_units()}
        self.teams: list[Team] = teams_to_order_for(self.person)
        self.team: Team | None = self._team()
        self.agency: Agency | None = agency_to_order_for(self.person, self.team)

    def _team(self) -> Team | None:
        """Chosen on the form, or by a link; until then the first."""
        said = self.request.POST.get("team") or self.request.GET.get("team")
        return next((team for team in self.teams if team.slug == said), next(iter(self.teams), None))

    @property
    def has_several_agencies(self) -> bool:
        return are_of_several_agencies(self.teams)

    @property
    def is_guest(self) -> bool:
        return not self.person.is_authenticated

    @property
    def why_not(self) -> str:
        """Somebody with an account who cannot order: the page says so kindly, and why."""
        if self.is_guest or self.teams:
            return ""
        if is_private(self.person.email):
            return "private"
        return "" if self.agency else "agency"

    def form(self, rows: list[Article], *args, **kwargs) -> OrderForm:
        addresses = list(self.agency.delivery_addresses.all()) if self.agency else []
        others = [article for article in self.articles.values() if article not in rows]
        if self.subject == Subject.LOAN:
            others = [article for article in others if article.is_loan]
        form_class = GuestOrderForm if self.is_guest else OrderForm
        form = form_class(*args, rows=rows, others=others, teams=self.teams, addresses=addresses, **kwargs)
        if self.has_several_agencies:
            form.say_whose_addresses(self.agency)
        return form

    def fresh_form(self) -> OrderForm:
        wishes = [wish for wish in wishes_of(self.request) if wish.article in self.articles]
        said = {"team": self.team.slug} if self.has_several_agencies else {}
        for wish in wishes:
            slug = self.articles[wish.article].slug
            said |= {f"menge-{slug}": wish.quantity, f"von-{slug}": wish.from_day, f"bis-{slug}": wish.to_day}
        return self.form([self.articles[wish.article] for wish in wishes], initial=said)

    def rows_sent(self) -> list[Article]:
        """Those of the form that was sent, in its order; a hidden article is not among them."""
        by_slug = {article.slug: article for article in self.articles.values()}
        slugs = dict.fromkeys(self.request.POST.getlist("artikel")[:MOST_ROWS])
        return [by_slug[slug] for slug in slugs if slug in by_slug]

    def lost_rows(self) -> bool:
        return len(self.rows_sent()) < len(set(self.request.POST.getlist("artikel")))


def order_page(request: HttpRequest, subject: Subject) -> HttpResponse:
    desk = Desk(request, subject)
    if desk.why_not:
        return render(
            request,
            "materials/order_not_for_you.html",
            {"desk": desk},
            status=HTTPStatus.FORBIDDEN if request.method == "POST" else 200,
        )
    if request.method != "POST":
        return _page(desk, desk.fresh_form())
    if "fuer" in request.POST:
        return _for_team(desk)
    if "weg" in request.POST:
        return _without(desk, request.POST["weg"])
    if "behalten" in request.POST:
        messages.info(request, "Ihre Angaben stehen noch da, bestellt ist noch nichts. Dafür gibt es den Knopf ganz unten.")
        return _without(desk, "")
    if "tage" in request.POST:
        return _with_days(desk, *request.POST["tage"].split(":"))
    form = desk.form(desk.rows_sent(), request.POST)
    if "warteliste" in request.POST:
        return _wait(desk, form, request.POST["warteliste"])
    return _one_more(desk, form) if "dazu" in request.POST else _send(desk, form)


def _for_team(desk: Desk) -> HttpResponse:
    """The same form with the addresses and limits of the chosen team; a typed address stays."""
    typed = as_typed(desk.request.POST)
    if typed.get("address") != OTHER:
        typed.pop("address", None)
    return _page(desk, desk.form(desk.rows_sent(), initial=typed))


def _without(desk: Desk, slug: str) -> HttpResponse:
    """The same form with a row less. Whoever presses Enter in a field comes here, too: nobody orders by that, and no row goes."""
    rows = [article for article in desk.rows_sent() if article.slug != slug]
    form = desk.form(rows, desk.request.POST)
    form.is_valid()
    keep(desk.request, form.wishes)
    return _page(desk, desk.form(rows, initial=as_typed(desk.request.POST)))


def _with_days(desk: Desk, *said: str) -> HttpResponse:
    """A row takes the days that were offered instead."""
    typed = as_typed(desk.request.POST)
    if len(said) == 3 and f"von-{said[0]}" in typed and all(map(coming_day, said[1:])):
        typed |= {f"von-{said[0]}": said[1], f"bis-{said[0]}": said[2]}
    return _page(desk, desk.form(desk.rows_sent(), initial=typed))


def _wait(desk: Desk, form: OrderForm, slug: str) -> HttpResponse:
    """One of the rows leaves the order for the waiting list, the others stay."""
    form.is_valid()
    wish = form.wish_of(slug)
    if not desk.teams or not wish or not (team := form.chosen_team):
        return _sent_back(desk, form)
    try:
        joined = waiting.join_waiting_list(
            person=desk.person, team=team, article=desk.articles[wish.article], from_day=wish.from_day, to_day=wish.to_day
        )
    except Refused as refusal:
        form.refuse({wish.article: str(refusal)})
        return _page(desk, form, HTTPStatus.CONFLICT, summary_title="Das hat nicht geklappt")
    messages.success(desk.request, "Sie stehen auf der Warteliste. Sobald etwas frei wird, schreiben wir Ihnen.")
    keep(desk.request, [each for each in form.wishes if each != wish])
    rows = [article for article in form.articles if article.pk != wish.article]
    return _page(desk, desk.form(rows, initial=as_typed(desk.request.POST))) if rows else redirect(joined)


def _one_more(desk: Desk, form: OrderForm) -> HttpResponse:
    form.is_valid()
    wishes = form.wishes
    if not form.is_new_row_right():
        return _page(desk, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    keep(desk.request, wishes)
    new, typed = form.new_article, as_typed(desk.request.POST)
    for name in ("menge", "von", "bis"):
        typed[f"{name}-{new.slug}"] = typed.pop(f"{name}-", "")
    typed.pop("neu")
    return _page(desk, desk.form([*form.articles, new], initial=typed))


def _send(desk: Desk, form: OrderForm) -> HttpResponse:
    if desk.is_guest and too_many_from_here(desk.request):
        return _refused(desk, form, Refused(TOO_MANY), HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid() or desk.lost_rows():
        return _sent_back(desk, form)
    if desk.is_guest and form.looks_automatic:
        return redirect("materials:sent")
    try:
        order = _order(desk, form)
    except LinesRefused as refusal:
        keep(desk.request, form.wishes)
        form.refuse(refusal.problems)
        return _page(desk, form, HTTPStatus.CONFLICT, summary_title=str(refusal))
    except Refused as refusal:
        return _refused(desk, form, refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    if desk.is_guest:
        keep(desk.request, [])
        return redirect("materials:sent")
    messages.success(desk.request, "Das ist bei uns angekommen. Eine Bestätigung ist per E-Mail unterwegs zu Ihnen.")
    return redirect(order)


def _sent_back(desk: Desk, form: OrderForm) -> HttpResponse:
    if desk.lost_rows():
        form.add_error(None, "Einen Artikel gibt es nicht mehr. Wir haben ihn aus der Bestellung genommen.")
    if "request_key" in form.errors:
        form.renew_key()
    if "opened" in form.errors:
        form.open_anew()
    return _page(desk, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _order(desk: Desk, form: OrderForm) -> Order:
    what = {"wishes": form.wishes, "answers": form.answers, "request_key": form.cleaned_data["request_key"]}
    if desk.is_guest:
        return orders.ask_as_guest(guest=form.guest, **what)
    if desk.teams:
        return orders.place_order(person=desk.person, team=form.chosen_team, **what)
    return orders.request_order(person=desk.person, **what)


def _refused(desk: Desk, form: OrderForm, refusal: Refused, status: HTTPStatus) -> HttpResponse:
    form.full_clean()
    form.add_error(refusal.field or None, str(refusal))
    if isinstance(refusal, DifferentRequest):
        form.renew_key()
        status = HTTPStatus.CONFLICT
    return _page(desk, form, status, summary_title="Das hat nicht geklappt")


def _page(desk: Desk, form: OrderForm, status=HTTPStatus.OK, **words: str) -> HttpResponse:
    quotas = quotas_of(desk.agency, form.articles) if desk.agency else {}
    rows = form.rows()
    for row in rows:
        article = row["article"]
        row["quota"], row["suggestion"] = quotas.get(article.pk), suggestion_for(article, desk.agency)
    new_row = form.new_row()
    for row in [*rows, new_row]:
        row["answer"] = _answer_for(form, row["slug"])
    lead_times = [article.lead_time_days for article in form.articles if article.is_give_away]
    context = {
        "desk": desk,
        "form": form.drawn(),
        "rows": rows,
        "new_row": new_row,
        "arrives_on": arrives_on(max(lead_times, default=14)),
        "page_title": "Etwas ausleihen" if desk.subject == Subject.LOAN else "Material bestellen",
    }
    return render(desk.request, "materials/order_form.html", {**context, **words}, status=status)


def _answer_for(form: OrderForm, slug: str) -> Answer | None:
    """What can be had instead, at a row whose days others have."""
    wish = form.refused.get(slug)
    if not wish or not wish.from_day:
        return None
    answer = Availability.of(form.article_of(slug)).answer(wish.from_day, wish.to_day)
    return None if answer.can_be_had else answer
