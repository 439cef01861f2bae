"""Pick list, packing slip and address label: what stands on them, readable for everybody, whatever was typed."""

import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from materials import pdf
from materials.actions import working
from materials.answers import Delivery, OrderAnswers
from missione.shared import clock
from tests.factories.materials import ArticleFactory, hand_on_of, loan_of, order_of, team_of
from tests.factories.teams import PersonFactory
from tests.materials.test_working_an_order import approve, of_each, packed
from tests.second_factor import give_second_factor

pytestmark = pytest.mark.django_db

HOSTILE = '#panic("x") $x^2$ *fett* _kursiv_ = Titel @label <b> `#raw` // weg /* auch */ \\ "'
PAPERS = [pdf.packing_slip, pdf.address_label, lambda order: pdf.pick_list([order])]


@pytest.fixture
def staff():
    return PersonFactory(is_staff=True)


def text_of(content):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)).replace("\r", "")


def test_the_pick_list_goes_along_the_shelves(staff):
    hanger = ArticleFactory(title="Türklinkenhänger", stock=5000, shelf="B 2")
    poster = ArticleFactory(title="Plakat", stock=100, shelf="A 1")
    loose = ArticleFactory(title="Bingokarte", stock=100)
    orders = [order_of(team_of(), hanger, 1200), order_of(team_of(), hanger, 300), order_of(team_of(), poster, 2)]
    orders.append(order_of(team_of(), loose, 7))
    for order in orders:
        approve(order, staff)

    shelves = pdf.shelves_of(orders)

    assert [(shelf["shelf"], [(each["title"], each["total"]) for each in shelf["articles"]]) for shelf in shelves] == [
        ("A 1", [("Plakat", "2")]),
        ("B 2", [("Türklinkenhänger", "1.500")]),
        ("ohne Regal", [("Bingokarte", "7")]),
    ]
    said = text_of(pdf.pick_list(orders))
    for words in ("Regal: A 1", "Regal: B 2", "1.500", f"{orders[0].reference}: 1.200", f"{orders[1].reference}: 300"):
        assert words in said


def test_a_loan_is_fetched_by_its_number(staff):
    box = ArticleFactory(loan=True, units=1, min_days=1, title="Messgeräte-Paket")
    day = clock.today() + timedelta(days=9)  # two of them on the way
    order = order_of(team_of(), box, from_day=day, to_day=day)
    approve(order, staff)

    assert "Messgeräte-Paket (EM-01)" in text_of(pdf.pick_list([order]))
    assert "Ausleihe EM-01" in text_of(pdf.packing_slip(order))


def test_a_loan_that_leaves_weeks_later_is_in_no_parcel_yet(staff):
    box = ArticleFactory(loan=True, units=1, min_days=1, title="Messgeräte-Paket", shelf="C 1")
    loan = loan_of(team_of(), box, starts_in=40)
    order = loan.line.order
    approve(order, staff)

    day = f"{loan.period.lower:%d.%m.%Y}"
    slip, picked = (" ".join(text_of(paper).split()) for paper in (pdf.packing_slip(order), pdf.pick_list([order])))
    assert "In diesem Paket liegt noch nichts." in slip and "kommt gesondert" in slip
    assert "Gerade ist nichts zu packen." in picked and "Regal: C 1" not in picked
    for said in (slip, picked):
        assert f"Messgeräte-Paket (EM-01), verlässt das Lager am {day}" in said


def test_what_goes_straight_on_is_not_fetched_from_the_shelf(staff):
    hand_on = hand_on_of(team_of())
    order = hand_on.taking.line.order
    approve(order, staff)

    assert pdf.shelves_of([order]) == []
    assert "geht direkt von der Dienststelle davor weiter" in " ".join(text_of(pdf.packing_slip(order)).split())


def test_the_slip_says_what_is_in_the_parcel_and_what_went_before(staff):
    order = order_of(team_of(), ArticleFactory(title="Türklinkenhänger", stock=1000), 300)
    approve(order, staff, 200, "Es müssen alle etwas bekommen.")
    working.pack_order(order=order, by=staff)
    working.ship_order(order=order, quantities=of_each(order, 50), by=staff)

    said = text_of(pdf.packing_slip(order))

    for words in (order.reference, "150", "50 schon verschickt", "200 von 300 zugesagt", "Es müssen alle etwas bekommen."):
        assert words in said
    assert "Poststelle\nHauptstraße 1\n45127 Essen" in said


def test_the_label_carries_the_address_and_nobody_else(staff):
    order = order_of(team_of(), ArticleFactory(stock=1000), 300)

    said = text_of(pdf.address_label(order))

    assert "Poststelle\nHauptstraße 1\n45127 Essen" in said
    assert order.reference in said


@pytest.mark.parametrize(
    ("address", "on_label", "on_slip"),
    [
        (
            "mission E, Musterweg 1, 40213 Düsseldorf",
            "Absender: mission E, Musterweg 1",
            "bekommen es andere: mission E",
        ),
        ("", "mission E · Landesverwaltung", "Schreiben Sie uns, dann sagen wir Ihnen, wohin"),
    ],
)
def test_both_say_where_a_parcel_comes_from_if_the_house_has_said_it(settings, address, on_label, on_slip):
    settings.RETURN_ADDRESS = address
    order = order_of(team_of(), ArticleFactory(stock=1000), 300)

    label, slip = (" ".join(text_of(paper(order)).split()) for paper in (pdf.address_label, pdf.packing_slip))

    assert on_label in label and on_slip in slip


@pytest.mark.parametrize("made", PAPERS)
def test_each_is_tagged_with_title_and_language(staff, made):
    order = order_of(team_of(), ArticleFactory(stock=1000), 300)
    approve(order, staff)

    with pikepdf.open(io.BytesIO(made(order))) as paper:
        assert (str(paper.Root.Lang), bool(paper.Root.MarkInfo.Marked)) == ("de-DE", True)
        with paper.open_metadata() as about:
            assert about["dc:title"] and about["pdfuaid:part"] == "1"


@pytest.mark.parametrize("made", PAPERS)
def test_what_was_typed_is_text_and_no_command(staff, made):
    """Names, streets, titles, shelves, reasons: each is set as it was typed."""
    article = ArticleFactory(title=HOSTILE, shelf="#panic(1) *b*", stock=1000)
    answers = OrderAnswers(Delivery(HOSTILE, HOSTILE, HOSTILE, "45127", "#panic()"), HOSTILE)
    order = order_of(team_of(), article, 300, answers=answers)
    order.person.first_name, order.person.last_name = "#read(", '"/etc/passwd")'
    order.person.save()
    approve(order, staff, 200, HOSTILE)

    said = "".join(text_of(made(order)).split())

    assert "".join('#panic("x")$x^2$*fett*_kursiv_=Titel@label<b>`#raw`//weg/*auch*/\\"'.split()) in said
    assert "root:" not in said


def test_a_name_that_never_breaks_and_one_in_other_letters(staff):
    long = "Energiebewusstseinsförderungsmaßnahmenkoordinierungsstelle" * 2
    answers = OrderAnswers(Delivery(long, "Łukasz Şahin", "Straße 1", "45127", "Essen"))
    order = order_of(team_of(), ArticleFactory(title=long, stock=10), 3, answers=answers)
    approve(order, staff)

    for made in PAPERS:
        assert made(order).startswith(b"%PDF")
    assert "Łukasz Şahin" in text_of(pdf.address_label(order))


# --- through the door ---


def test_staff_open_them_and_nobody_keeps_them(staff, logged_in, leader, client):
    order = order_of(team_of(), ArticleFactory(title="Plakat", stock=10), 3)
    packed(order, staff)
    names = ["packzettel", "adressaufkleber", "pick_list_of"]
    addresses = [reverse(f"admin:materials_order_{name}", args=[order.pk]) for name in names]
    addresses.append(reverse("admin:materials_order_pick_list"))
    office = logged_in(give_second_factor(staff))

    for address in addresses:
        answer = office.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in answer["Cache-Control"] and answer.content.startswith(b"%PDF")
        for someone in (logged_in(leader), client):
            assert someone.get(address).url.startswith(("/verwaltung/login/", "/konto/anmelden/"))


def test_the_list_for_all_holds_what_is_promised_and_not_packed(staff, logged_in):
    article = ArticleFactory(title="Plakat", stock=100)
    asked, promised, done = (order_of(team_of(), article, 3) for _ in range(3))
    approve(promised, staff)
    packed(done, staff)

    said = text_of(logged_in(give_second_factor(staff)).get(reverse("admin:materials_order_pick_list")).content)

    assert promised.reference in said
    assert asked.reference not in said and done.reference not in said


def test_nothing_to_pack_is_a_page_too(db):
    assert "Gerade ist nichts zu packen." in text_of(pdf.pick_list([]))
