"""The back office: what waits on top, one order on one page, each deed through its form."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from materials.actions import working
from materials.actions.orders import cancel_order, request_order
from materials.answers import Delivery, OrderAnswers, Wish
from materials.models import DeliveryAddress
from missione.shared import clock
from missione.shared.models import Letter
from tests.factories.materials import ANSWERS, ArticleFactory, know_the_address_of, order_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.materials.test_working_an_order import approve, of_each, packed, shelf, shipped, stand
from tests.seminars.admin_desk import rows, told

pytestmark = pytest.mark.django_db

LIST = "/verwaltung/materials/order/"


@pytest.fixture
def office(staff, logged_in):
    """A client at the campaign team's desk. Not a superuser: being staff is enough."""
    staff.is_superuser = False
    staff.save()
    return logged_in(staff)


@pytest.fixture
def hanger():
    return ArticleFactory(title="Türklinkenhänger", stock=1000, shelf="A 3")


@pytest.fixture
def order(hanger):
    return order_of(team_of(), hanger, 300)


def page_of(order):
    return reverse("admin:materials_order_change", args=[order.pk])


def do(client, order, deed, seen=None, **typed):
    """Fields of a line are named after it: menge=200 for the first."""
    line = order.lines.first()
    fields = {f"{name}_{line.pk}" if name in ("menge", "grund") else name: value for name, value in typed.items()}
    seen = working.last_entry(order).pk if seen is None else seen
    address = reverse(f"admin:materials_order_{deed}", args=[order.pk])
    return client.post(address, {"seen": seen, **fields}, follow=True)


def in_table(answer, caption):
    return rows(answer, table=f"<caption>{caption}</caption>")


# --- the list ---


def test_what_waits_stands_on_top_the_oldest_first(office, staff, hanger, clock_at):
    now, made = clock.now(), {}
    for days, name in enumerate(["shipped", "declined", "packed", "newest", "older", "approved"]):
        clock_at(now + timedelta(minutes=(9 if name == "newest" else days)))
        made[name] = order_of(team_of(), hanger, 10)
    shipped(made["shipped"], staff, 10)
    packed(made["packed"], staff)
    approve(made["approved"], staff)
    working.decline_order(order=made["declined"], reason="Nein", by=staff)

    listed = [row[0] for row in rows(office.get(LIST))]

    wanted = ["older", "newest", "approved", "packed", "shipped", "declined"]
    assert listed == [made[name].reference for name in wanted]


def test_the_list_says_the_day_and_keeps_the_number_in_one_piece(office, order):
    answer = office.get(LIST)

    assert rows(answer)[0][-1] == f"{clock.today():%d.%m.%Y}"
    assert f'<span class="me-unbroken">{order}</span>' in answer.content.decode()


@pytest.mark.parametrize(("chosen", "found"), [
    ("stand=entscheiden", ["received"]), ("stand=packen", ["approved"]), ("stand=versenden", ["packed"]),
    ("stand=versandt", ["shipped"]), ("stand=vorbei", ["cancelled"]), ("stand=unfug", 5),
])  # fmt: skip
def test_the_list_filtered_by_state(office, staff, hanger, chosen, found):
    made = {name: order_of(team_of(), hanger, 10) for name in ("received", "approved", "packed", "shipped", "cancelled")}
    approve(made["approved"], staff)
    packed(made["packed"], staff)
    shipped(made["shipped"], staff, 10)
    cancel_order(order=made["cancelled"], by=None)

    listed = [row[0] for row in rows(office.get(f"{LIST}?{chosen}"))]

    assert listed == [made[name].reference for name in found] if isinstance(found, list) else len(listed) == found


def test_the_list_filtered_by_authority(office, order, hanger):
    order_of(team_of(), hanger, 1)

    assert [row[0] for row in rows(office.get(f"{LIST}?dienststelle={order.agency_id}"))] == [order.reference]
    assert "0 Bestellungen" in office.get(f"{LIST}?dienststelle=ohne").content.decode()


def test_what_is_late_says_so_and_is_found(office, staff, hanger, clock_at):
    now = clock.now()
    late, in_time = order_of(team_of(), hanger, 10), None
    gone = shipped(order_of(team_of(), hanger, 10), staff, 10)
    clock_at(now + timedelta(days=15))
    in_time = order_of(team_of(), hanger, 10)

    assert [(row[0], row[1]) for row in rows(office.get(f"{LIST}?lieferzeit=ueberfaellig"))] == [
        (late.reference, "Eingegangen überfällig")
    ]
    assert {in_time.reference, gone.reference} < {row[0] for row in rows(office.get(LIST))}


def test_a_long_list_costs_no_more_questions(office, hanger, django_assert_num_queries, django_assert_max_num_queries):
    order_of(team_of(), hanger, 1)
    with django_assert_max_num_queries(20) as one:
        office.get(LIST)
    for _ in range(2):
        order_of(team_of(), hanger, 1)

    with django_assert_num_queries(len(one)):
        office.get(LIST)


# --- one order ---


def test_the_page_shows_all_there_is_to_know(office, order):
    answer = office.get(page_of(order))

    said = answer.content.decode()
    for words in (str(order.agency), order.contact_name, order.contact_email, "Hauptstraße 1"):
        assert words in said
    assert in_table(answer, "Artikel") == [["Türklinkenhänger", "A 3", "300", "–", "300", "0", "0", "700"]]
    assert [row[1] for row in in_table(answer, "Verlauf")] == ["Eingegangen"]


def test_from_received_to_done_through_the_forms(office, order, hanger, staff):
    steps = [
        ("pruefen", {}, "In Prüfung."),
        ("zusagen", {"menge": "200", "grund": "Es müssen alle etwas bekommen."}, "Teilweise zugesagt."),
        ("packen", {}, "Gepackt."),
        ("versenden", {"menge": "150", "tracking_number": "00340"}, "Teilweise versandt."),
        ("versenden", {"menge": "50"}, "Versandt."),
        ("zurueck", {"menge": "20", "note": "unversehrt"}, "Übriges ist wieder im Lager."),
        ("abschliessen", {}, "Abgeschlossen."),
    ]
    for deed, typed, said in steps:
        assert told(do(office, order, deed, **typed)) == [f"{order}: {said}"]

    assert stand(order) == ("done", "shipped", 200, 0, 200, 20)
    assert shelf(hanger) == (820, 0)
    assert [row[1] for row in in_table(office.get(page_of(order)), "Verlauf")] == [
        "Eingegangen", "In Prüfung", "Teilweise zugesagt", "Gepackt", "Teilweise versandt", "Versandt", "Versandt",
        "Abgeschlossen",
    ]  # fmt: skip
    assert set(order.changes.values_list("by", flat=True)) == {order.person_id, staff.pk}


@pytest.mark.parametrize(("deed", "state"), [("ablehnen", "declined"), ("stornieren", "cancelled")])
def test_a_no_with_its_reason(office, order, deed, state):
    do(office, order, deed, reason="Das Haus zieht um.")

    assert stand(order)[0] == state
    assert "Das Haus zieht um." in Letter.objects.latest("pk").text


@pytest.mark.parametrize("deed", ["ablehnen", "stornieren"])
def test_a_no_without_a_reason_stays_on_the_page(office, order, deed):
    answer = do(office, order, deed, reason=" ")

    assert (answer.status_code, stand(order)[0]) == (422, "received")
    assert "Schreiben Sie den Grund dazu." in answer.content.decode()


def test_what_was_typed_stays_when_it_does_not_work(office, order):
    answer = do(office, order, "zusagen", menge="250")

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Schreiben Sie dazu, warum es weniger ist." in said and 'value="250"' in said
    assert stand(order)[0] == "received"


@pytest.mark.parametrize("typed", ["-5", "1000000000", "５", "2,5", "", "dreihundert", "301", "²", "1e3", "0x10", "'; --"])
@pytest.mark.parametrize("deed", ["zusagen", "versenden"])
def test_bad_numbers_are_refused_beside_their_line(office, order, staff, hanger, deed, typed):
    if deed == "versenden":
        packed(order, staff)
    before = stand(order)

    answer = do(office, order, deed, menge=typed, grund="So ist es.")

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert stand(order) == before
    assert shelf(hanger) == (1000, 300)


def test_what_is_added_to_the_post_changes_nothing_else(office, order, hanger):
    other = order_of(team_of(), hanger, 5).lines.get()

    do(office, order, "zusagen", menge="300", **{f"menge_{other.pk}": "1", "state": "done", "agency": "1", "by": "1"})

    other.refresh_from_db()
    assert (other.approved, stand(order)[:3]) == (None, ("approved", "approved", 300))


def test_a_double_click_is_one_parcel(office, order, hanger, staff):
    packed(order, staff)
    seen = working.last_entry(order).pk

    first, second = (do(office, order, "versenden", seen, menge="100") for _ in range(2))

    assert (told(first), told(second)) == ([f"{order}: Teilweise versandt."], [f"{order}: Das ist schon eingetragen."])
    assert shelf(hanger) == (900, 200)


@pytest.mark.parametrize("seen", ["", "0", "abc", "-1", "９", "9" * 40])
def test_a_page_that_is_none_of_ours_ships_nothing(office, order, hanger, staff, seen):
    packed(order, staff)

    answer = do(office, order, "versenden", seen, menge="100")

    assert shelf(hanger) == (1000, 300)
    assert "Inzwischen hat Karla Kampagne" in told(answer)[0]


def test_the_back_button_is_told(office, order, hanger, staff):
    packed(order, staff)
    seen = working.last_entry(order).pk
    do(office, order, "versenden", seen, menge="100")

    answer = do(office, order, "versenden", seen, menge="200")

    assert "„Teilweise versandt“" in told(answer)[0]
    assert shelf(hanger) == (900, 200)


@pytest.mark.parametrize("deed", ["pruefen", "packen", "versenden", "abschliessen", "zurueck"])
def test_a_deed_that_is_not_due_is_refused(office, order, staff, deed):
    working.decline_order(order=order, reason="Nein", by=staff)

    do(office, order, deed, menge="1", reason="Ende")

    assert stand(order)[0] == "declined"


def test_deeds_are_posts_of_staff_with_our_token(office, order, logged_in, leader, client):
    for name in ("pruefen", "zusagen", "packen", "versenden", "abschliessen", "zurueck", "ablehnen", "stornieren"):
        address = reverse(f"admin:materials_order_{name}", args=[order.pk])
        assert office.get(address).status_code == 405
        for someone in (logged_in(leader), client):
            assert someone.post(address).url.startswith(("/verwaltung/login/", "/konto/anmelden/"))

    assert stand(order)[0] == "received"


def test_a_new_address_is_confirmed_before_anything_else(office, logged_in, hanger):
    order = order_of(team_of(), hanger, 300, elsewhere=True)
    page = office.get(page_of(order)).content.decode()
    assert "Adresse prüfen" in page and "Zusagen</button>" not in page and "Ablehnen" in page
    assert "Adresse prüfen" in rows(office.get(LIST))[0][1]
    assert told(do(office, order, "zusagen", menge="300"))[0].startswith("Prüfen Sie zuerst die Lieferadresse")

    confirm = reverse("admin:materials_order_confirm_address", args=[order.pk])
    answers = [office.post(confirm, follow=True) for _ in range(2)]

    assert [told(answer) for answer in answers] == [
        [f"{order}: Lieferadresse bestätigt."],
        [f"{order}: Das ist schon eingetragen."],
    ]
    page = answers[0].content.decode()
    assert "Adresse geprüft" in page and "Zusagen</button>" in page
    assert [row[1] for row in in_table(answers[0], "Verlauf")] == ["Eingegangen", "Lieferadresse geprüft"]
    own = logged_in(order.person).get(order.get_absolute_url()).content.decode()
    assert own.count("Eingegangen</strong>") == 1 and "<strong>Lieferadresse geprüft</strong>" in own
    assert "Adresse prüfen" not in rows(office.get(LIST))[0][1]


def test_a_new_address_is_accepted_once(office, hanger):
    order = order_of(team_of(), hanger, 300, elsewhere=True)

    answer = office.post(reverse("admin:materials_order_accept_address", args=[order.pk]), follow=True)

    assert told(answer) == ["Die Adresse kann die Dienststelle nun immer wählen."]
    assert str(DeliveryAddress.objects.get(agency=order.agency)) == "Poststelle, Hauptstraße 1, 45127 Essen"
    assert "Adresse prüfen" not in answer.content.decode()


def test_a_no_that_speaks_of_the_address_is_a_no(order, staff):
    working.decline_order(order=order, reason="Lieferadresse geprüft: Dort gibt es Sie nicht.", by=staff)

    assert [str(change) for change in order.changes.all()] == ["Eingegangen", "Abgelehnt"]


def test_the_history_of_the_office_says_the_same_as_the_order(office, order):
    do(office, order, "zusagen", menge="200", grund="Mehr ist nicht da.")

    assert LogEntry.objects.get().get_change_message() == "Teilweise zugesagt."


def test_the_next_parcel_says_how_many_are_still_to_come(office, order, staff):
    approve(order, staff, 100, "Mehr ist nicht da.")
    assert "Türklinkenhänger: 300 gewünscht" in office.get(page_of(order)).content.decode()
    working.pack_order(order=order, by=staff)
    assert "Türklinkenhänger: 100 zugesagt" in office.get(page_of(order)).content.decode()

    working.ship_order(order=order, quantities=of_each(order, 60), by=staff)

    page = office.get(page_of(order)).content.decode()
    assert "Türklinkenhänger: noch 40 von 100 zugesagten" in page
    assert "Türklinkenhänger: 60 verschickt und nicht zurück" in page


def test_who_types_words_for_pieces_reads_an_example_in_pieces(office, order):
    page = do(office, order, "zusagen", menge="abc").content.decode()

    assert "Geben Sie eine ganze Zahl ein, zum Beispiel 40." in page and "1.234,5" not in page


def test_hostile_words_stay_words(office, hanger):
    evil = "<script>alert(1)</script>"
    answers = OrderAnswers(Delivery(evil, evil, evil, "45127", evil), evil, None, evil)
    order = order_of(team_of(), hanger, 1, answers=answers)

    said = office.get(page_of(order)).content.decode()

    assert evil not in said and "&lt;script&gt;" in said


def test_a_request_says_that_nothing_is_reserved(office, hanger):
    agency = know_the_address_of(AgencyFactory())
    order = request_order(person=PersonFactory(agency=agency), wishes=[Wish(hanger.pk, 5)], answers=ANSWERS)

    assert "Reserviert ist noch nichts." in office.get(page_of(order)).content.decode()
    do(office, order, "zusagen", menge="5")
    assert "Reserviert ist noch nichts." not in office.get(page_of(order)).content.decode()


# --- the team's own page ---


def test_the_team_sees_every_step(order, staff, logged_in):
    working.start_review(order=order, by=staff)
    approve(order, staff, 200, "Es müssen alle etwas bekommen.")
    working.pack_order(order=order, by=staff)
    for quantity in (60, 40):
        working.ship_order(order=order, quantities=of_each(order, quantity), tracking_number=f"00340-{quantity}", by=staff)
    working.take_back_leftovers(order=order, quantities=of_each(order, 5), by=staff)
    working.close_order(order=order, reason="Mehr ist nicht da.", by=staff)

    said = logged_in(order.person).get(order.get_absolute_url()).content.decode()

    history = said.split("Verlauf</h2>")[1].split("</ol>")[0]
    for words in (
        "Eingegangen",
        "In Prüfung",
        "200 von 300. Es müssen alle",
        "Gepackt",
        "00340-60",
        "00340-40",
        "Zurück im Lager: 5",
    ):
        assert words in history
    assert history.count("<li>") == order.changes.count() == 8
    assert "Abgeschlossen" in history and "Mehr ist nicht da." in history
    assert "Kampagnenteam" in history and str(staff) not in history
