"""Articles with stock, units and orders; stock and orders are made by the actions."""

import io
from datetime import timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from materials.actions.deciding import Decision
from materials.actions.lending import hand_out
from materials.actions.orders import place_order
from materials.actions.pictures import set_picture
from materials.actions.protocols import Findings
from materials.actions.stock import receive_stock
from materials.actions.working import approve_order, pack_order
from materials.answers import Delivery, OrderAnswers, Wish
from materials.choices import ArticleKind, HandOnState, ReportKind
from materials.models import PICTURE_SIZES, Article, DeliveryAddress, HandOn, Loan, LoanReport, Part, ReportPicture, Unit
from missione.shared import clock
from missione.shared.files import cabinet
from teams.renditions import develop
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory

SOMEWHERE = Delivery("Poststelle", "", "Hauptstraße 1", "45127", "Essen")
ANSWERS = OrderAnswers(SOMEWHERE)


class ArticleFactory(factory.django.DjangoModelFactory):
    """A give-away; `stock` many of it come with a receipt. `units` many are there of a loan."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)
        loan = factory.Trait(kind=ArticleKind.LOAN, title=factory.Sequence(lambda n: f"Messgeräte-Paket {n}"), min_days=28)
        download = factory.Trait(kind=ArticleKind.DOWNLOAD)

    title = factory.Sequence(lambda n: f"Türklinkenhänger {n}")
    slug = factory.Sequence(lambda n: f"artikel-{n}")
    summary = "Erinnert beim Hinausgehen ans Ausschalten."
    published_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=30))

    @factory.post_generation
    def stock(self, create, pieces, **kwargs):
        if pieces:
            receive_stock(article=self, quantity=pieces, by=None)
            self.refresh_from_db()

    @factory.post_generation
    def units(self, create, number, **kwargs):
        for place in range(number or 0):
            UnitFactory(article=self, number=f"EM-{place + 1:02}")


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    article = factory.SubFactory(ArticleFactory, loan=True)
    number = factory.Sequence(lambda n: f"U-{n}")


class DeliveryAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeliveryAddress

    agency = factory.SubFactory(AgencyFactory)
    recipient = "Poststelle"
    street = "Hauptstraße 1"
    postal_code = "45127"
    city = "Essen"


def team_of(*people, **fields):
    """A team at work; the first of the people leads it."""
    people = people or (PersonFactory(),)
    return TeamFactory(lead=people[0], members=list(people[1:]), **fields)


def know_the_address_of(agency, delivery=SOMEWHERE):
    """Staff know it as one of the authority."""
    DeliveryAddress.objects.get_or_create(agency=agency, **vars(delivery))
    return agency


def order_of(team, article, quantity=1, *, elsewhere=False, **fields):
    """Ordered by the lead of the team, to an address that staff know; `elsewhere` to one that they do not."""
    lead, answers = team.memberships.leads().get().person, fields.pop("answers", ANSWERS)
    if not elsewhere:
        know_the_address_of(team.agency, answers.delivery)
    wish = Wish(article.pk, quantity, fields.pop("from_day", None), fields.pop("to_day", None))
    return place_order(person=lead, team=team, wishes=[wish], answers=answers, **fields)


def loan_of(team, article=None, *, starts_in=14, days=30, **fields):
    """Reserved for the team by an order of its lead; without an article a new one with one unit."""
    article = article or ArticleFactory(loan=True, units=1)
    first = clock.today() + timedelta(days=starts_in)
    order = order_of(team, article, from_day=first, to_day=first + timedelta(days=days - 1), **fields)
    return Loan.objects.get(line__order=order)


def picture_of_loan(loan):
    """In a protocol of its hand-out."""
    report = LoanReport.objects.create(loan=loan, unit=loan.unit, kind=ReportKind.HANDED_OUT)
    drawn = develop(png(), (ReportPicture.LONGER_SIDE,))[0]
    key = cabinet.put_in(ReportPicture.DRAWER, [drawn.content]).key
    return ReportPicture.objects.create(report=report, key=key, width=drawn.width, height=drawn.height)


def loan_out(team, article=None, *, state="out", **fields):
    """With the team, if it has not only reserved it."""
    loan = loan_of(team, article, **fields)
    return lend(loan) if state == "out" else loan


def lend(loan):
    """Promised, packed and handed out by somebody of the campaign team."""
    order, staff = loan.line.order, PersonFactory(is_staff=True)
    approve_order(order=order, decisions={line.pk: Decision(line.requested) for line in order.lines.all()}, by=staff)
    pack_order(order=order, by=staff)
    hand_out(loan=loan, findings=Findings(), by=staff)
    return Loan.objects.get(pk=loan.pk)


def hand_on_of(team, *, given=False):
    """Arranged between two loans of the team, by its row."""
    box = ArticleFactory(loan=True, units=1)
    giving, taking = loan_out(team, box), loan_of(team, box, starts_in=60)
    more = {"state": HandOnState.GIVEN, "given_at": clock.now()} if given else {}
    return HandOn.objects.create(giving=giving, taking=taking, planned_on=taking.from_day, **more)


def meter_box(*, meters=20, **fields):
    """One box of meters that are lent on one by one."""
    article = ArticleFactory(loan=True, units=1, title="Messgeräte-Paket", **fields)
    Part.objects.create(article=article, name="Strommessgerät", quantity=meters, is_lent_on=True)
    Part.objects.create(article=article, name="Kurzanleitung", quantity=1)
    return article


def pictured_article(**fields):
    """With a picture in the sizes of the catalogue."""
    article = ArticleFactory(picture_alt="Ein grünes Plakat", picture_credit="Foto: Beispiel", **fields)
    draw_a_picture(article)
    return article


def draw_a_picture(article):
    set_picture(article=article, renditions=develop(png(), PICTURE_SIZES))


def png(name="bild.png", size=(1600, 900)):
    page = io.BytesIO()
    Image.new("RGB", size, "green").save(page, "PNG")
    return SimpleUploadedFile(name, page.getvalue(), "image/png")
