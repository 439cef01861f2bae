"""The stock of an article: what came and went, new ones, counting."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from materials.actions.stock import count_stock, receive_stock
from materials.admin.forms import CountForm, ReceiveForm
from materials.choices import ON_THE_SHELF, EntryKind
from materials.errors import MorePromised
from materials.models import Article, OrderLine, StockEntry
from missione.shared.back_office import note, refusals_told, staff_only, work_page
from missione.shared.errors import Refused

PER_PAGE = 50
page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@require_safe
def ledger(request, pk):
    article = _find(pk)
    entries = article.entries.select_related("by", "line__order")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("seite"))
    for entry in page.object_list:
        entry.on_the_shelf = ON_THE_SHELF.get(EntryKind(entry.kind), 0) * entry.quantity
    return _page(request, "ledger", article, "Lager", page=page)


@staff_only
@page_or_post
def receive(request, pk):
    article = _find(pk)
    form = ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            receive_stock(article=article, by=request.user, **form.cleaned_data)
            note(request, article, f"Zugang: {form.cleaned_data['quantity']} Stück.")
            messages.success(request, f"{form.cleaned_data['quantity']} Stück sind eingetragen.")
        return _to_the_ledger(article)
    return _page(request, "deed", article, "Zugang", form=form, button="Zugang eintragen")


@staff_only
@page_or_post
def count(request, pk):
    """Stocktaking: staff type what they counted, the difference becomes an entry with its reason."""
    article, holding = _find(pk), ()
    form = CountForm(request.POST or None, initial={"expected": article.in_stock})
    if request.method == "POST" and form.is_valid():
        try:
            entry = count_stock(article=article, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
            form.data = {**form.data.dict(), "expected": _find(pk).in_stock}
            if isinstance(refusal, MorePromised):
                holding = OrderLine.objects.holding(article)
        else:
            _tell_the_difference(request, article, entry)
            return _to_the_ledger(article)
    return _page(request, "count", article, "Inventur", form=form, button="Zählung eintragen", holding=holding)


def _tell_the_difference(request, article: Article, entry: StockEntry | None) -> None:
    words = f"Abweichung von {entry.quantity:+d} Stück eingetragen." if entry else "Gezählt: Der Bestand stimmt."
    note(request, article, f"Inventur. {words}")
    messages.success(request, words)


def _find(pk: int) -> Article:
    return get_object_or_404(Article, pk=pk)


def _to_the_ledger(article: Article):
    return redirect("admin:materials_article_ledger", article.pk)


def _page(request, template: str, article: Article, title: str, **context):
    page = f"admin/materials/article/{template}.html"
    return work_page(request, page, model=Article, title=title, subtitle=str(article), article=article, **context)
