"""The back office: articles with their picture, deliveries, stocktaking, figures of the years."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from materials.actions.stock import locked_articles, ship, take_back
from materials.choices import EntryKind, OrderState
from materials.models import Article, DeliveryAddress, Order, Unit
from tests.factories.materials import ArticleFactory, loan_of, loan_out, order_of, pictured_article, png, team_of
from tests.factories.teams import AgencyFactory
from tests.seminars.admin_desk import rows, told, typed_in

pytestmark = pytest.mark.django_db

LIST = "/verwaltung/materials/article/"


@pytest.fixture
def office(staff, logged_in):
    """A client at the campaign team's desk. Not a superuser: being staff is enough."""
    staff.is_superuser = False
    staff.save()
    return logged_in(staff)


def at(article, deed):
    return reverse(f"admin:materials_article_{deed}", args=[article.pk])


def test_the_list_says_what_is_there_and_what_to_order_again(office):
    ArticleFactory(title="Aufkleber", stock=500, reorder_threshold=600)
    ArticleFactory(title="Plakat", stock=700, reorder_threshold=600, shelf="B 1")

    assert [[row[0], *row[3:5]] for row in rows(office.get(LIST))] == [
        ["Aufkleber", "500 auf Lager, 0 reserviert Nachbestellen", "–"],
        ["Plakat", "700 auf Lager, 0 reserviert", "B 1"],
    ]
    assert [row[0] for row in rows(office.get(f"{LIST}?nachbestellen=ja"))] == ["Aufkleber"]


def test_the_search_reads_as_people_write(office):
    ArticleFactory(title="Türklinkenhänger")
    ArticleFactory(title="Plakat")

    assert [row[0] for row in rows(office.get(f"{LIST}?q=tuerklinken"))] == ["Türklinkenhänger"]


def test_a_new_article_with_its_picture(office):
    form = typed_in(office.get(f"{LIST}add/"), title="Plakat", slug="plakat", summary="Kurz.", picture_alt="Ein Koala")

    office.post(f"{LIST}add/", {**form, "new_picture": png()})

    article = Article.objects.get()
    assert (article.title, article.picture_width, article.picture_height) == ("Plakat", 960, 540)
    assert article.renditions.count() == 2


def test_a_picture_needs_its_words(office):
    form = typed_in(office.get(f"{LIST}add/"), title="Plakat", slug="plakat", summary="Kurz.")

    answer = office.post(f"{LIST}add/", {**form, "new_picture": png()})

    assert "Beschreiben Sie das Bild" in answer.content.decode()
    assert not Article.objects.exists()


def test_what_is_no_picture_is_named(office):
    form = typed_in(office.get(f"{LIST}add/"), title="Plakat", slug="plakat", summary="Kurz.", picture_alt="Ein Koala")
    broken = png("koala.png")
    broken.file.truncate(60)

    answer = office.post(f"{LIST}add/", {**form, "new_picture": broken})

    assert "„koala.png“" in answer.content.decode()
    assert not Article.objects.exists()


def test_a_picture_is_taken_away(office):
    article = pictured_article()
    address = reverse("admin:materials_article_change", args=[article.pk])

    office.post(address, typed_in(office.get(address), without_picture="on"))

    article.refresh_from_db()
    assert (article.picture, article.renditions.count()) == ("", 0)


def test_the_words_of_a_picture_cannot_be_taken_away_alone(office):
    article = pictured_article()
    address = reverse("admin:materials_article_change", args=[article.pk])

    answer = office.post(address, typed_in(office.get(address), picture_alt=""))

    assert "Beschreiben Sie das Bild" in answer.content.decode()


@pytest.mark.parametrize("slug", ["korb", "bestellungen", "bild"])
def test_an_article_does_not_take_the_address_of_a_page(office, slug):
    form = typed_in(office.get(f"{LIST}add/"), title="Plakat", slug=slug, summary="Kurz.")

    assert "gehört schon zu einer anderen Seite" in office.post(f"{LIST}add/", form).content.decode()


def test_what_was_ordered_once_stays(office):
    article = ArticleFactory(stock=10)
    order_of(team_of(), article)

    assert office.post(reverse("admin:materials_article_delete", args=[article.pk]), {"post": "yes"}).status_code == 403


def test_the_units_of_a_loan_are_in_its_form(office):
    box = ArticleFactory(loan=True, units=1)
    address = reverse("admin:materials_article_change", args=[box.pk])
    form = typed_in(office.get(address), **{"units-TOTAL_FORMS": "2", "units-1-number": "EM-02", "units-1-condition": "usable"})

    office.post(address, {**form, "units-1-article": box.pk})

    assert sorted(Unit.objects.values_list("number", flat=True)) == ["EM-01", "EM-02"]


# --- the shelf ---


def test_a_delivery_is_entered(office, staff):
    article = ArticleFactory()

    answer = office.post(at(article, "receive"), {"quantity": "500", "reason": "Druckerei"}, follow=True)

    article.refresh_from_db()
    assert (article.in_stock, told(answer)) == (500, ["500 Stück sind eingetragen."])
    assert article.entries.get().by == staff
    assert "Druckerei" in answer.content.decode()


@pytest.mark.parametrize("typed", ["0", "-5", "2.5", "1000000000", "", "viele"])
def test_a_delivery_of_nothing_is_refused(office, typed):
    article = ArticleFactory()

    office.post(at(article, "receive"), {"quantity": typed})

    assert not article.entries.exists()


def test_counting_asks_for_the_reason_of_a_difference(office):
    article = ArticleFactory(stock=100)
    form = typed_in(office.get(at(article, "count")), counted="93")

    assert "Geben Sie den Grund" in office.post(at(article, "count"), form).content.decode()
    answer = office.post(at(article, "count"), {**form, "reason": "Wasserschaden"}, follow=True)

    article.refresh_from_db()
    assert (article.in_stock, told(answer)) == (93, ["Abweichung von -7 Stück eingetragen."])


def test_counting_the_same_changes_nothing(office):
    article = ArticleFactory(stock=100)
    form = typed_in(office.get(at(article, "count")), counted="100")

    assert told(office.post(at(article, "count"), form, follow=True)) == ["Gezählt: Der Bestand stimmt."]


def test_who_counted_while_a_parcel_left_counts_again(office):
    article = ArticleFactory(stock=100)
    form = typed_in(office.get(at(article, "count")), counted="99", reason="Verzählt")
    ship_of(order_of(team_of(), article, 10), 10)

    answer = office.post(at(article, "count"), form)

    article.refresh_from_db()
    assert article.in_stock == 90
    assert "Inzwischen stehen 90 Stück im Bestand" in answer.content.decode()
    assert 'value="90"' in answer.content.decode()


def test_where_more_is_promised_than_counted_the_orders_that_hold_it_are_named(office):
    article = ArticleFactory(stock=100)
    first, second, gone = (order_of(team_of(), article, number) for number in (20, 30, 10))
    order_of(team_of(), ArticleFactory(stock=10), 10)
    ship_of(gone, 10)
    form = typed_in(office.get(at(article, "count")), counted="45", reason="Wasserschaden")

    answer = office.post(at(article, "count"), form)

    holding = rows(answer, table="<caption>Zugesagt in diesen Bestellungen</caption>")
    assert [row[:2] for row in holding] == [[second.reference, "30"], [first.reference, "20"]]
    assert reverse("admin:materials_order_change", args=[second.pk]) in answer.content.decode()


def ship_of(order, number, back=0):
    line = order.lines.get()
    article = locked_articles([line.article_id])[line.article_id]
    ship(line, number, article=article, by=None)
    if back:
        take_back(line, back, article=article, by=None)


def test_the_figures_of_the_years_are_a_chart_and_a_table(office, clock_at):
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    hanger, poster = (ArticleFactory(title=title, stock=1000, published_at=long_ago) for title in ("Hänger", "Plakat"))
    for year, number, back in ((2025, 200, 0), (2026, 300, 40)):
        clock_at(datetime(year, 12, 31, 22, 30, tzinfo=UTC))  # half past eleven in Berlin
        ship_of(order_of(team_of(), hanger, number), number, back)
    ship_of(order_of(team_of(), poster, 4), 4)

    answer = office.get(reverse("admin:materials_article_figures"))

    page = answer.content.decode()
    assert answer.context["table"] == [
        (hanger, [(2024, 0), (2025, 200), (2026, 260)]),
        (poster, [(2024, 0), (2025, 0), (2026, 4)]),
    ]
    assert [(bar.label, bar.number) for bar in answer.context["chart"].bars] == [("Hänger", 260), ("Plakat", 4)]
    assert "<svg" in page and "<caption>Verschickt je Artikel und Jahr, in Stück</caption>" in page
    assert [bar.number for bar in office.get(answer.request["PATH_INFO"] + "?jahr=2025").context["chart"].bars] == [200]


def test_the_figures_count_what_was_lent_by_the_day_it_left(office, clock_at):
    clock_at(datetime(2025, 12, 31, 22, 30, tzinfo=UTC))  # half past eleven in Berlin
    box = ArticleFactory(loan=True, units=2, title="Messgeräte-Paket")
    loan_out(team_of(), box)
    clock_at(datetime(2026, 1, 1, 0, 30, tzinfo=UTC))
    loan_out(team_of(), box, starts_in=20)
    loan_of(team_of(), box, starts_in=200)

    answer = office.get(f"{reverse('admin:materials_article_figures')}?jahr=2025")

    assert answer.context["lent"] == [(box, [(2024, 0), (2025, 1), (2026, 1)])]
    assert [(bar.label, bar.number) for bar in answer.context["lent_chart"].bars] == [("Messgeräte-Paket", 1)]
    page = answer.content.decode()
    assert "<figcaption>Ausleihen 2025, Anzahl</figcaption>" in page and "-mal" not in page
    assert rows(answer, table="<caption>Wie oft ausgeliehen")[0] == ["Messgeräte-Paket", "–", "1", "1"]


def test_the_ledger_leads_to_the_orders(office):
    article = ArticleFactory(stock=100)
    order = order_of(team_of(), article, 20)

    page = office.get(at(article, "ledger")).content.decode()

    assert reverse("admin:materials_order_change", args=[order.pk]) in page
    assert EntryKind.RESERVATION.label in page and "20 (nur vorgemerkt)" in page


# --- orders and addresses ---


def test_orders_are_listed_and_what_is_unconfirmed_is_not(office):
    shown, hidden = (order_of(team_of(), ArticleFactory(stock=10)) for _ in range(2))
    Order.objects.filter(pk=hidden.pk).update(state=OrderState.UNCONFIRMED, confirm_until=hidden.created_at)

    listed = [row[0] for row in rows(office.get("/verwaltung/materials/order/"))]

    assert listed == [shown.reference]
    assert office.get(reverse("admin:materials_order_change", args=[hidden.pk])).status_code == 302
    assert shown.reference in office.get(reverse("admin:materials_order_change", args=[shown.pk])).content.decode()


def test_an_address_is_entered_for_an_authority(office):
    agency = AgencyFactory()
    form = typed_in(
        office.get("/verwaltung/materials/deliveryaddress/add/"), recipient="Poststelle", street="Weg 1", city="Essen"
    )

    office.post("/verwaltung/materials/deliveryaddress/add/", {**form, "agency": agency.pk, "postal_code": "45127"})

    assert str(DeliveryAddress.objects.get()) == "Poststelle, Weg 1, 45127 Essen"
