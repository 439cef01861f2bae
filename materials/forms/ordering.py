"""The order: what is in the basket, one more row, and where it goes to. One form, so that nothing typed is ever lost."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from materials.answers import Delivery, Guest, OrderAnswers, Wish
from materials.choices import ArticleKind
from materials.forms.fields import Email, Pieces, agency_name, name
from materials.models import Article, DeliveryAddress
from materials.standing import stock_of
from missione.kern.widgets import RadioSelect
from missione.shared import clock
from missione.shared.fields import OneLine, Words
from missione.shared.open_forms import OpenForm, few_links
from teams.forms.local_actions import Day, KeyedForm
from teams.models import Agency, Team

OTHER = "andere"
LINES = ("recipient", "extra", "street", "postal_code", "city")
NEEDED = {
    "recipient": "Geben Sie an, wer das Paket annimmt.",
    "street": "Geben Sie Straße und Hausnummer an.",
    "postal_code": "Geben Sie die Postleitzahl an.",
    "city": "Geben Sie den Ort an.",
}
AS_ON_THE_PAGE = ("purpose", "wished_for", "name", "email", "agency", "team", "address", *LINES, "message")
MISSING_DAY = "Geben Sie an, von wann bis wann Sie es ausleihen möchten."


class DeliveryForm(KeyedForm):
    """What for and where to: to an address that we know of the authority, or to another one."""

    purpose = OneLine(
        label="Wofür brauchen Sie das Material?",
        required=False,
        help_text="Zum Beispiel: Aktionswoche im Februar",
        what="die Angabe",
        longest=200,
    )
    address = forms.ChoiceField(
        label="Wohin sollen wir liefern?",
        widget=RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie aus, wohin wir liefern sollen."),
    )
    recipient = OneLine(label="Name oder Stelle", required=False, what="den Namen", longest=120)
    extra = OneLine(
        label="Gebäude, Raum oder Annahmestelle",
        required=False,
        help_text="Wenn es dort so etwas gibt.",
        what="die Angabe",
        longest=120,
    )
    street = OneLine(label="Straße und Hausnummer", required=False, what="die Straße", longest=120)
    postal_code = forms.RegexField(
        r"\A[0-9]{5}\Z",
        label="Postleitzahl",
        required=False,
        error_messages={"invalid": "Eine Postleitzahl hat fünf Ziffern."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    city = OneLine(label="Ort", required=False, what="den Ort", longest=80)
    message = Words(label="Nachricht an das Kampagnenteam", required=False, what="Ihre Nachricht", longest=1000)

    def __init__(self, *args, addresses: Sequence[DeliveryAddress] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.addresses = {str(address.pk): address for address in addresses}
        if self.addresses:
            known = [(key, str(address)) for key, address in self.addresses.items()]
            self.fields["address"].choices = [*known, (OTHER, "An eine andere Adresse")]
            self.fields["address"].widget.hints = {OTHER: "Neue Adressen prüft das Kampagnenteam, bevor es etwas verschickt."}
            self.fields["address"].initial = known[0][0]
        else:
            del self.fields["address"]

    def say_whose_addresses(self, agency: Agency) -> None:
        """To who orders for several authorities: an address belongs to one of them."""
        if address := self.fields.get("address"):
            address.help_text = f"Das sind die Adressen von: {agency}"
            address.error_messages["invalid_choice"] = (
                f"Diese Adresse gehört zu einer anderen Dienststelle. Wählen Sie eine Adresse von „{agency}“."
            )

    def clean(self) -> dict:
        said = super().clean()
        for field, missing in NEEDED.items() if self.is_other_address else ():
            if not said.get(field) and field not in self.errors:
                self.add_error(field, missing)
        return said

    @property
    def is_other_address(self) -> bool:
        return not self.addresses or self.cleaned_data.get("address") == OTHER

    @property
    def answers(self) -> OrderAnswers:
        said = self.cleaned_data
        lines = said if self.is_other_address else vars(self.addresses[said["address"]])
        delivery = Delivery(**{name: lines[name] for name in LINES})
        return OrderAnswers(delivery, said["purpose"], said.get("wished_for"), said["message"])

    def drawn(self) -> Self:
        """Checked already: from now on `required` is only what a label says. What is needed in the end is not called optional."""
        for field in NEEDED:
            self.fields[field].required = True
        return self


class OrderForm(DeliveryForm):
    """A row of fields for each article of the basket, named by its slug, and one for another article."""

    team = forms.ChoiceField(
        label="Für welches Team bestellen Sie?",
        widget=RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie das Team aus, für das Sie bestellen."),
    )
    wished_for = Day(label="Wann brauchen Sie es?", required=False)

    def __init__(self, *args, rows: Sequence[Article], others: Iterable[Article], teams: Sequence[Team] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.articles, self.others = list(rows), {article.slug: article for article in others}
        self.teams = {team.slug: team for team in teams}
        self.refused: dict[str, Wish | None] = {}
        self._ask_for_articles()
        self._ask_for_team()
        articles = [field for field in self.fields if field == "neu" or "-" in field]
        self.order_fields([*articles, *AS_ON_THE_PAGE])  # the error summary reads in the same order

    def _ask_for_articles(self) -> None:
        for article in self.articles:
            self.fields |= _row(article.slug, article.title, is_loan=article.is_loan)
        choices = [("", "Bitte wählen"), *_by_kind(self.others.values())]
        self.fields["neu"] = forms.ChoiceField(
            label="Artikel" if not self.articles else "Weiterer Artikel",
            choices=choices,
            required=False,
            error_messages={"invalid_choice": "Diesen Artikel gibt es nicht mehr. Wählen Sie einen anderen."},
        )
        self.fields |= _row("", "", is_loan=False, required=False) | _days("", "", required=False)

    def _ask_for_team(self) -> None:
        if len(self.teams) < 2:
            del self.fields["team"]
        else:
            self.fields["team"].choices = [(slug, str(team)) for slug, team in self.teams.items()]

    def clean(self) -> dict:
        said = super().clean()
        self._look_at_the_days()
        self._look_at_the_new_row()
        if said.get("wished_for") and said["wished_for"] < clock.today():
            self.add_error("wished_for", "Dieser Tag ist schon vorbei.")
        return said

    def _look_at_the_days(self) -> None:
        for article in (article for article in self.articles if article.is_loan):
            first, last = (self.cleaned_data.get(f"{name}-{article.slug}") for name in ("von", "bis"))
            if first and last and last < first:
                self.add_error(f"bis-{article.slug}", "Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden.")

    def _look_at_the_new_row(self) -> None:
        """All of it, or nothing."""
        said, chosen = self.cleaned_data, self.new_article
        if chosen and chosen.is_loan:
            if not (said.get("von-") and said.get("bis-")) and not {"von-", "bis-"} & self.errors.keys():
                self.add_error("von-", MISSING_DAY)
            elif said.get("von-") and said.get("bis-") and said["bis-"] < said["von-"]:
                self.add_error("bis-", "Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden.")
        elif chosen and not said.get("menge-") and "menge-" not in self.errors:
            self.add_error("menge-", "Geben Sie an, wie viele Sie brauchen.")
        elif not chosen and said.get("menge-") and "neu" not in self.errors:
            self.add_error("neu", "Wählen Sie den Artikel aus.")

    # --- what was said ---

    @property
    def new_article(self) -> Article | None:
        return self.others.get(self.cleaned_data.get("neu") or "")

    @property
    def chosen_team(self) -> Team | None:
        """None: of several, none was chosen."""
        if len(self.teams) > 1:
            return self.teams.get(self.cleaned_data.get("team"))
        return next(iter(self.teams.values()), None)

    @property
    def wishes(self) -> list[Wish]:
        """Of the rows that could be read; the new one last."""
        rows = [(article, article.slug) for article in self.articles]
        rows += [(self.new_article, "")] if self.new_article else []
        return [wish for article, slug in rows if (wish := self._wish(article, slug))]

    def article_of(self, slug: str) -> Article | None:
        """Of the row that is called so; the new one has no name yet."""
        return {article.slug: article for article in self.articles}.get(slug) if slug else self.new_article

    def wish_of(self, slug: str) -> Wish | None:
        article = self.article_of(slug)
        return self._wish(article, slug) if article else None

    def _wish(self, article: Article, slug: str) -> Wish | None:
        said = self.cleaned_data
        if article.is_loan:
            first, last = said.get(f"von-{slug}"), said.get(f"bis-{slug}")
            return Wish(article.pk, 1, first, last) if first and last and first <= last else None
        quantity = said.get(f"menge-{slug}")
        return Wish(article.pk, quantity) if quantity else None

    # --- what the page asks ---

    def drawn(self) -> Self:
        first_row = ("neu", "von-", "bis-") if self.only_lends else ("neu", "menge-")
        for field in () if self.articles else first_row:
            self.fields[field].required = True
        return super().drawn()

    def rows(self) -> list[dict]:
        return [self._shown(article, article.slug) for article in self.articles]

    @property
    def only_lends(self) -> bool:
        return bool(self.others) and all(article.is_loan for article in self.others.values())

    def new_row(self) -> dict:
        """Of what is lent nobody asks how many."""
        pieces = [] if self.only_lends else [self["menge-"]]
        return {"slug": "", "article": self["neu"], "fields": pieces, "days": [self["von-"], self["bis-"]]}

    def _shown(self, article: Article, slug: str) -> dict:
        names = (f"von-{slug}", f"bis-{slug}") if article.is_loan else (f"menge-{slug}",)
        return {"slug": slug, "article": article, "standing": stock_of(article), "fields": [self[name] for name in names]}

    def refuse(self, problems: dict[int, str]) -> None:
        """What cannot be had, at the row it belongs to; `refused` keeps what was wished there."""
        for article in [*self.articles, *filter(None, [self.new_article])]:
            if article.pk in problems:
                slug = "" if article not in self.articles else article.slug
                self.refused[slug] = self._wish(article, slug)
                self.add_error(f"von-{slug}" if article.is_loan else f"menge-{slug}", problems[article.pk])

    def is_new_row_right(self) -> bool:
        """Whether the row can join the others; what is wrong elsewhere is said when the order is sent."""
        of_the_row = {name: errors for name, errors in self.errors.items() if name in ("neu", "menge-", "von-", "bis-")}
        self._errors = forms.utils.ErrorDict(of_the_row, renderer=self.renderer)
        if not self.new_article and not of_the_row:
            self.add_error("neu", "Wählen Sie den Artikel aus.")
        return not self._errors


class GuestOrderForm(OrderForm, OpenForm):
    name = name()
    email = Email(
        label="Ihre dienstliche E-Mail-Adresse",
        help_text="Dorthin schicken wir einen Link. Erst wenn Sie ihn bestätigen, sehen wir Ihre Anfrage.",
    )
    agency = agency_name()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in ("message", "purpose"):
            self.fields[field].validators.append(few_links)

    @property
    def guest(self) -> Guest:
        said = self.cleaned_data
        return Guest(said["name"], said["email"], said["agency"])


def as_typed(data: QueryDict) -> dict:
    """For a form that goes back without complaints: all that was typed, as it was typed."""
    return {name: data[name] for name in data}


def _row(slug: str, title: str, *, is_loan: bool, required: bool = True) -> dict[str, forms.Field]:
    if is_loan:
        return _days(slug, title, required=required)
    return {f"menge-{slug}": Pieces(label=_of("Stückzahl", title), required=required)}


def _days(slug: str, title: str, *, required: bool) -> dict[str, forms.Field]:
    return {
        f"{name}-{slug}": Day(label=_of(label, title), required=required, missing=MISSING_DAY)
        for name, label in (("von", "Vom"), ("bis", "Bis zum"))
    }


def _of(label: str, title: str) -> str:
    """Who hears the page instead of seeing it hears of which article."""
    return format_html('{}<span class="kern-sr-only">: {}</span>', label, title) if title else label


def _by_kind(articles: Iterable[Article]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of choices, each with how it stands."""
    ordered = sorted(articles, key=lambda article: (article.kind, article.title.lower()))
    return [
        (ArticleKind(kind).label, [(article.slug, f"{article.title} ({stock_of(article).words})") for article in group])
        for kind, group in groupby(ordered, key=lambda article: article.kind)
    ]
