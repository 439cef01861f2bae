"""The catalogue: finding an article, how many there are, and what the own authority may still have."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from materials.choices import ArticleKind, Condition, Topic
from materials.models import PICTURE_SIZES, ArticlePicture
from missione.shared import clock
from tests.factories.documents import DocumentFactory
from tests.factories.materials import ArticleFactory, UnitFactory, draw_a_picture, order_of, pictured_article, team_of
from tests.factories.teams import AgencyFactory, TeamFactory

pytestmark = pytest.mark.django_db


def titles(answer):
    return [glance.title for glance in answer.context["glances"]]


def found(client, query=""):
    return titles(client.get(f"/material/{query}"))


def state_of(client, article):
    return next(glance.standing.words for glance in client.get("/material/").context["glances"] if glance.title == article.title)


def in_days(number):
    return clock.today() + timedelta(days=number)


def test_what_is_published_is_there_for_everybody(client):
    ArticleFactory(title="Plakat")
    ArticleFactory(title="Entwurf", draft=True)
    ArticleFactory(title="Später", published_at=clock.now() + timedelta(days=1))

    assert found(client) == ["Plakat"]


def test_a_draft_has_no_page(client, staff):
    draft = ArticleFactory(draft=True)
    client.force_login(staff)

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_what_can_be_kept_stands_first(client):
    ArticleFactory(title="Abreißzettel", download=True)
    ArticleFactory(title="Infostand", loan=True)
    ArticleFactory(title="Plakat")

    assert found(client) == ["Plakat", "Infostand", "Abreißzettel"]


def test_by_kind_topic_and_words(client):
    ArticleFactory(title="Thermoscheckkarte", topic=Topic.HEAT, summary="Ein Raumthermometer")
    ArticleFactory(title="Strommessgeräte", loan=True, topic=Topic.ELECTRICITY)

    assert found(client, "?art=ausleihen") == ["Strommessgeräte"]
    assert found(client, "?thema=waerme") == ["Thermoscheckkarte"]
    assert found(client, "?q=Messgeraete") == ["Strommessgeräte"]
    assert found(client, "?q=raumthermometer+scheck") == ["Thermoscheckkarte"]
    assert found(client, "?q=thermoscheckkarten") == ["Thermoscheckkarte"]
    assert found(client, "?q=quittungsblock") == []


def test_what_is_not_understood_is_left_out_and_said(client):
    ArticleFactory(title="Plakat")

    answer = client.get("/material/?art=klauen&thema=käse&von=31.02.&bis=2020-01-01&seite=x&q=%00")

    assert titles(answer) == ["Plakat"]
    told = "Diese Filter konnten wir nicht lesen: Stichwort, Art, Thema, Vom, Bis zum, Seite."
    assert told in answer.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (20, 10, "Zum Ausleihen frei (der letzte Tag liegt vor dem ersten)"),
        (20, None, "Zum Ausleihen frei (es fehlt ein Tag)"),
    ],
)
def test_days_that_make_no_time_are_said_and_stay_in_the_form(client, first, last, told):
    typed = {name: in_days(days) for name, days in (("von", first), ("bis", last)) if days}

    answer = client.get("/material/", typed)

    page = answer.content.decode()
    assert f"Diese Filter konnten wir nicht lesen: {told}." in page
    assert all(f'value="{day}"' in page for day in typed.values())


def test_loans_by_the_wished_days_with_those_on_the_way(client):
    one = ArticleFactory(title="Kiste", loan=True, units=1, days_before=3, days_after=3, min_days=1)
    ArticleFactory(title="Stand", loan=True, units=1)
    ArticleFactory(title="Plakat")
    order_of(team_of(), one, from_day=in_days(20), to_day=in_days(30))

    def free(first, last):
        return found(client, f"?von={in_days(first)}&bis={in_days(last)}")

    assert free(5, 13) == ["Kiste", "Stand"]
    assert free(5, 14) == ["Stand"]  # it is on its way back when it should be on its way there
    assert free(25, 26) == ["Stand"]
    assert free(36, 40) == ["Stand"]
    assert free(37, 40) == ["Kiste", "Stand"]


def test_one_day_alone_is_no_time(client):
    ArticleFactory(title="Plakat")

    assert found(client, f"?von={in_days(5)}") == ["Plakat"]
    assert found(client, f"?von={in_days(9)}&bis={in_days(5)}") == ["Plakat"]


def test_stock_is_said_in_words(client, clock_at):
    clock_at(datetime(2026, 11, 22, 9, tzinfo=UTC))
    plenty, few, gone = (ArticleFactory(title=f"{stock}", stock=stock) for stock in (500, 40, 0))
    back = ArticleFactory(title="bald", restocked_on=clock.today() + timedelta(days=30))
    template = ArticleFactory(title="Vorlage", download=True)

    assert state_of(client, plenty) == "Auf Lager"
    assert state_of(client, few) == "Noch 40"
    assert state_of(client, gone) == "Zurzeit vergriffen"
    assert state_of(client, back) == "Zurzeit vergriffen, wieder ab 22. Dezember"
    assert state_of(client, template) == "Sofort zum Herunterladen"


def test_what_is_reserved_is_not_free(client):
    article = ArticleFactory(stock=100)
    order_of(team_of(), article, 80)

    assert state_of(client, article) == "Noch 20"


def test_units_are_said_in_words(client):
    box = ArticleFactory(loan=True, units=2, min_days=1)
    assert state_of(client, box) == "Zum Ausleihen da"

    UnitFactory(article=box, condition=Condition.LOST)
    order_of(team_of(), box, from_day=in_days(4), to_day=in_days(9))
    with_it_out = clock.moved_to(clock.now() + timedelta(days=5))
    with with_it_out:
        assert state_of(client, box) == "1 von 2 gerade frei"
    assert state_of(client, ArticleFactory(loan=True)) == "Zurzeit nicht auszuleihen"


def test_an_article_says_what_the_own_authority_may_need(logged_in, leader):
    team = team_of(leader, agency=AgencyFactory(headcount=310))
    article = ArticleFactory(stock=9000, per_employee="0.6", pack_size=25, rule_of_thumb="1 je Bürotür", limit_per_year=190)
    order_of(team, article, 125)

    answer = logged_in(leader).get(article.get_absolute_url())

    page = answer.content.decode()
    assert "Für Ihre Dienststelle etwa 200 Stück" in page  # 186 in packs of 25
    assert "Ihre Dienststelle hat 125 von 190 in diesem Jahr bestellt." in page
    assert answer.context["form"]["menge"].value() == "50"  # 75 would be missing, 65 are left, in packs


def test_guests_read_the_limit_without_a_number_of_their_own(client):
    article = ArticleFactory(stock=10, limit_per_year=2000)

    assert "Je Dienststelle höchstens 2.000 im Jahr" in client.get(article.get_absolute_url()).content.decode()


def test_a_loan_shows_its_fact_sheet(client):
    box = ArticleFactory(loan=True, units=1, size="60 × 40 cm", weight="9 kg", set_up="keiner", transport="Paketdienst")
    box.parts.create(name="Strommessgerät", quantity=20)

    page = client.get(box.get_absolute_url()).content.decode()

    for fact in ("60 × 40 cm", "9 kg", "keiner", "Paketdienst", "20 × Strommessgerät", "Mindestens 28, höchstens 90 Tage."):
        assert fact in page


def test_htmx_gets_the_list_alone_and_the_address_to_share(client):
    ArticleFactory(title="Plakat")

    answer = client.get("/material/?art=behalten", headers={"HX-Request": "true"})

    assert answer.headers["HX-Push-Url"] == "/material/?art=behalten"
    assert "<html" not in answer.content.decode()
    assert {"HX-Request", "HX-History-Restore-Request"} <= set(answer.headers["Vary"].split(", "))


@pytest.mark.parametrize("number", [10, 500])
@pytest.mark.parametrize("who", ["guest", "member", "without a team"])
def test_the_catalogue_asks_eight_questions_at_most(client, leader, stranger, django_assert_max_num_queries, number, who):
    articles = [ArticleFactory.build(limit_per_year=300) for _ in range(number)]
    type(articles[0]).objects.bulk_create(articles)
    for _ in range(3):
        ArticleFactory(loan=True, units=2)
    stranger.agency = AgencyFactory()
    stranger.save()
    TeamFactory(lead=leader)
    if who != "guest":
        client.force_login(leader if who == "member" else stranger)

    with django_assert_max_num_queries(8):
        client.get("/material/")
    with django_assert_max_num_queries(8):
        client.get(f"/material/?von={in_days(5)}&bis={in_days(50)}")


# --- files ---


def test_the_digital_twin_stands_beside_the_button(client):
    document = DocumentFactory(title="Bingokarte, blanko")
    article = ArticleFactory(stock=10, document=document)

    page = client.get(article.get_absolute_url()).content.decode()

    assert "In den Korb" in page and "Digitale Fassung: Bingokarte, blanko" in page
    assert document.get_absolute_url() in page


def test_a_template_leads_to_its_file_and_not_into_the_basket(client):
    article = ArticleFactory(download=True, document=DocumentFactory())

    page = client.get(article.get_absolute_url()).content.decode()

    assert "Zur Datei" in page and "In den Korb" not in page


def test_a_twin_for_members_is_not_named_to_others(client, leader):
    team_of(leader)
    article = ArticleFactory(stock=10, document=DocumentFactory(title="Nur für uns", members_only=True))
    template = ArticleFactory(download=True, document=article.document)

    assert "Nur für uns" not in client.get(article.get_absolute_url()).content.decode()
    assert "Bitte melden Sie sich an." in client.get(template.get_absolute_url()).content.decode()
    client.force_login(leader)
    assert "Nur für uns" in client.get(article.get_absolute_url()).content.decode()


# --- pictures ---


@pytest.fixture
def pictured():
    return pictured_article()


def test_a_picture_comes_in_two_sizes_for_good(client, pictured):
    page = client.get(pictured.get_absolute_url()).content.decode()
    assert 'alt="Ein grünes Plakat"' in page and "Foto: Beispiel" in page and 'width="960" height="540"' in page

    for size in PICTURE_SIZES:
        answer = client.get(f"/material/bild/{pictured.picture}-{size}.jpg")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert max(Image.open(io.BytesIO(answer.content)).size) == size
    assert client.get(f"/material/bild/{pictured.picture}-1.jpg").status_code == 404


def test_the_picture_of_a_draft_is_for_staff(client, staff, pictured):
    pictured.published_at = None
    pictured.save()
    address = f"/material/bild/{pictured.picture}-480.jpg"

    assert client.get(address).status_code == 404
    client.force_login(staff)
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_a_new_picture_has_a_new_name_and_the_old_one_is_gone(client, pictured):
    old = pictured.picture

    draw_a_picture(pictured)

    assert pictured.picture != old
    assert client.get(f"/material/bild/{old}-480.jpg").status_code == 404
    assert ArticlePicture.objects.count() == 2


@pytest.mark.parametrize("kind", ArticleKind)
def test_without_a_picture_a_drawing_says_the_kind(client, kind):
    article = ArticleFactory(kind=kind)

    assert 'class="me-article__picture me-scene"' in client.get("/material/").content.decode()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_who_is_in_several_authorities_reads_whose_limit_it_is(logged_in, member):
    article = ArticleFactory(stock=100, limit_per_year=50)
    first = team_of(member)
    order_of(first, article, 10)

    def told(address):
        return " ".join(logged_in(member).get(address).content.decode().split())

    assert "Ihre Dienststelle hat 10 von 50 in diesem Jahr bestellt" in told(article.get_absolute_url())
    assert "Ihre Dienststelle: 10 von 50 in diesem Jahr" in told("/material/")

    team_of(member)

    assert f"{first.agency} hat 10 von 50 in diesem Jahr bestellt" in told(article.get_absolute_url())
    assert f"{first.agency}: 10 von 50 in diesem Jahr" in told("/material/")
