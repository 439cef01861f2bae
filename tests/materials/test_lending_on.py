"""An authority lends the meters of its box on: codes on slips, a page that counts, and no name anywhere."""

import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
import segno
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from materials.actions import lending_on
from materials.actions.lending import take_back
from materials.actions.protocols import Findings
from materials.models import CountedPart, Piece, PieceLending
from materials.pdf import lending as papers
from missione.shared import clock
from missione.shared.invariants import broken_promises
from tests.factories.documents import DocumentFactory
from tests.factories.materials import loan_out, meter_box, team_of
from tests.factories.teams import PersonFactory
from tests.seminars.admin_desk import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(leader, member):
    return loan_out(team_of(leader, member), meter_box(meters=3))


@pytest.fixture
def pieces(loan):
    lending_on.set_up_counter(loan=loan)
    return list(loan.pieces.all())


def counter_of(loan):
    return reverse("materials:counter", args=[loan.reference])


def scanned(piece):
    return reverse("materials:piece", args=[piece.key])


def tap(client, piece, deed, seen):
    return client.post(scanned(piece), {"deed": deed, "seen": seen})


def said(response):
    return " ".join(response.content.decode().split())


def ended(loan):
    take_back(loan=loan, findings=Findings(), by=PersonFactory(is_staff=True))


# --- beginning ---


def test_the_page_of_the_loan_offers_it_and_one_click_makes_all_pieces_once(logged_in, member, loan):
    client = logged_in(member)
    assert "Zettel und Zählseite anlegen" in said(client.get(loan.get_absolute_url()))

    for _ in range(2):
        assert client.post(counter_of(loan)).url == counter_of(loan)

    assert list(loan.pieces.values_list("number", flat=True)) == [1, 2, 3]
    assert "0 von 3 sind unterwegs, insgesamt 0-mal verliehen" in said(client.get(counter_of(loan)))


def test_there_are_as_many_as_were_counted_when_the_box_left(loan):
    CountedPart.objects.filter(report__loan=loan, name="Strommessgerät").update(counted=2)

    lending_on.set_up_counter(loan=loan)

    assert loan.pieces.count() == 2


def test_not_before_the_box_is_there_and_not_for_what_is_lent_as_a_whole(logged_in, leader, loan):
    team = team_of(leader)
    reserved, stand = loan_out(team, meter_box(), state="reserved"), loan_out(team)
    client = logged_in(leader)

    for each in (reserved, stand):
        assert "Weiterverleihen" not in said(client.get(each.get_absolute_url()))
        assert client.get(counter_of(each)).status_code == 404
        client.post(counter_of(each))
    assert not Piece.objects.exists()


# --- with the code on the slip ---


def test_who_scans_takes_it_along_and_brings_it_back_without_a_name(client, pieces):
    seven = pieces[1]
    page = client.get(scanned(seven))
    assert "Strommessgerät Nr. 2" in said(page) and "im Haus, frei" in said(page) and "Ich nehme es mit" in said(page)
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)

    done = tap(client, seven, "mitnehmen", 0)
    assert "Viel Erfolg beim Messen!" in said(client.get(done.url))
    assert "Ich bringe es zurück" in said(client.get(scanned(seven)))
    assert "Danke, es ist wieder da" in said(client.get(tap(client, seven, "zurueck", 1).url))

    lending = PieceLending.objects.get()
    assert (lending.out_on, lending.back_on) == (clock.today(), clock.today())
    assert set(client.cookies) <= {"csrftoken"}
    assert {field.name for field in PieceLending._meta.fields} == {"id", "piece", "out_on", "back_on"}


def test_opening_does_nothing(client, pieces):
    for _ in range(3):
        client.get(scanned(pieces[0])), client.head(scanned(pieces[0]))

    assert not PieceLending.objects.exists()


def test_two_taps_are_one_and_an_old_page_does_nothing(client, pieces):
    piece = pieces[0]
    for _ in range(2):
        tap(client, piece, "mitnehmen", 0)
    for _ in range(2):
        tap(client, piece, "zurueck", 1)

    assert tap(client, piece, "mitnehmen", 0).url == scanned(piece)

    piece.refresh_from_db()
    assert (piece.times_lent, piece.lendings.count()) == (1, 1)


def test_it_says_how_to_measure_if_the_mediathek_has_it(client, loan, pieces):
    article = loan.unit.article
    article.document = DocumentFactory(title="Messen leicht gemacht")
    article.save()
    sheet, hidden = DocumentFactory(title="Kurzanleitung"), DocumentFactory(title="Strommessgerät", members_only=True)

    page = said(client.get(scanned(pieces[0])))

    assert article.document.get_absolute_url() in page and sheet.get_absolute_url() in page
    assert hidden.get_absolute_url() not in page


def test_a_code_of_a_box_that_is_back_and_one_that_never_was_are_the_same(client, loan, pieces):
    ended(loan)

    gone = [
        client.get(scanned(pieces[0])),
        client.get("/material/zaehler/gibt-es-nicht/"),
        tap(client, pieces[0], "mitnehmen", 0),
    ]

    assert [answer.status_code for answer in gone] == [404] * 3
    assert len({answer.content for answer in gone}) == 1 and "Dieser Code gilt nicht mehr" in said(gone[0])
    assert not PieceLending.objects.exists()


def test_what_is_no_form_of_ours_does_nothing(client, pieces):
    for deed in ("mitnehmen", "zurueck", "loeschen", ""):
        for seen in ("", "-1", "1.5", "٣", "9" * 40, "x", "\x00", "1"):
            assert tap(client, pieces[0], deed, seen).url == scanned(pieces[0])

    assert not PieceLending.objects.exists()


def test_a_whole_authority_may_tap_and_a_program_may_not_for_ever(client, pieces, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "counter": "3/h/ip"}

    answers = [tap(client, pieces[0], "loeschen", 0) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "sagen Sie am Stand Bescheid" in said(answers[-1])


# --- the people at the stand ---


def test_the_stand_counts_without_scanning(logged_in, member, loan, pieces):
    client, address = logged_in(member), reverse("materials:counter_count", args=[loan.reference])

    for value in ("1:0", "2:0", "2:0"):
        assert client.post(address, {"mitnehmen": value}).url == f"{counter_of(loan)}#nr-{value[0]}"
    client.post(address, {"zurueck": "2:1"})

    page = said(client.get(counter_of(loan)))
    assert "1 von 3 sind unterwegs, insgesamt 2-mal verliehen" in page
    assert page.count("ausgegeben</strong> seit") == 1


def test_a_button_of_another_page_counts_nothing(logged_in, member, loan, pieces):
    client, address = logged_in(member), reverse("materials:counter_count", args=[loan.reference])

    for value in ("", "1", ":", "1:", ":0", "99:0", "x:y", "1:0:0", "²:0", "9" * 50 + ":0", "\x00:0"):
        assert client.post(address, {"mitnehmen": value}).status_code == 302

    assert not PieceLending.objects.exists()


def test_counting_is_for_the_team_and_the_campaign_team(logged_in, stranger, staff, loan, pieces):
    team_of(stranger)
    names = ["counter", "counter_new_slips", "counter_slips", "counter_list"]

    for name in names:
        address = reverse(f"materials:{name}", args=[loan.reference])
        assert [logged_in(who).get(address).status_code for who in (stranger, staff)] == [404, 200]


def test_new_slips_end_the_old_codes_and_keep_the_counts(logged_in, client, member, loan, pieces):
    tap(client, pieces[0], "mitnehmen", 0)

    logged_in(member).post(reverse("materials:counter_new_slips", args=[loan.reference]))

    assert client.get(scanned(pieces[0])).status_code == 404
    renewed = loan.pieces.get(number=1)
    assert renewed.times_lent == 1 and "Ich bringe es zurück" in said(client.get(scanned(renewed)))


def test_the_figures_stay_when_the_box_is_back(logged_in, client, member, loan, pieces):
    tap(client, pieces[0], "mitnehmen", 0)
    ended(loan)
    own = logged_in(member)

    page = said(own.get(counter_of(loan)))

    assert "Insgesamt 1-mal verliehen" in page and "Ausgeben" not in page
    assert own.get(reverse("materials:counter_slips", args=[loan.reference])).status_code == 404
    assert "Insgesamt 1-mal an Beschäftigte verliehen" in said(own.get(loan.get_absolute_url()))
    assert list(broken_promises()) == []


def test_a_year_later_only_the_counts_are_left(client, loan, pieces):
    tap(client, pieces[0], "mitnehmen", 0)
    ended(loan)

    assert lending_on.forget_lendings() == 0
    with clock.moved_to(clock.now() + timedelta(days=366)):
        assert lending_on.forget_lendings() == 1

    assert loan.pieces.get(number=1).times_lent == 1


def test_one_piece_and_twenty_are_the_same_number_of_questions(
    logged_in, member, leader, loan, pieces, django_assert_num_queries
):
    many = loan_out(team_of(leader, member), meter_box(meters=20))
    lending_on.set_up_counter(loan=many)
    client = logged_in(member)
    client.get(counter_of(loan))

    with CaptureQueriesContext(connection) as few:
        client.get(counter_of(loan))
    with django_assert_num_queries(len(few)):
        client.get(counter_of(many))


def test_staff_read_how_often_pieces_were_lent_by_article_and_year(logged_in, staff, client, loan, pieces):
    tap(client, pieces[0], "mitnehmen", 0)

    answer = logged_in(staff).get(reverse("admin:materials_article_figures"))

    (row,) = rows(answer, table="<caption>Wie oft Dienststellen an Beschäftigte weiterverliehen haben")
    assert row[-1] == "1"


# --- on paper ---


def text_of(content):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)).replace("\r", "")


def test_every_meter_has_a_slip_with_its_own_code(logged_in, member, leader, monkeypatch):
    loan = loan_out(team_of(leader, member), meter_box(meters=20))
    lending_on.set_up_counter(loan=loan)
    coded, make = [], segno.make
    monkeypatch.setattr(segno, "make", lambda address, **how: coded.append(address) or make(address, **how))

    answer = logged_in(member).get(reverse("materials:counter_slips", args=[loan.reference]))

    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("application/pdf", True)
    assert coded == [settings.SITE_URL + scanned(piece) for piece in loan.pieces.all()]
    text = text_of(answer.content)
    for words in ("Strommessgerät Nr. 1\n", "Strommessgerät Nr. 20", loan.unit.number, f"{loan.to_day:%d.%m.%Y}", "Name (bleibt"):
        assert words in text
    assert len(pypdfium2.PdfDocument(answer.content)) == 4  # six on a page


def test_the_papers_are_tagged_and_the_codes_have_words(loan, pieces):
    for made in (papers.slip_set, papers.lending_list):
        with pikepdf.open(io.BytesIO(made(loan, "Strommessgerät", pieces))) as paper:
            assert (str(paper.Root.Lang), bool(paper.Root.MarkInfo.Marked)) == ("de-DE", True)
            with paper.open_metadata() as about:
                assert about["dc:title"] and about["pdfuaid:part"] == "1"


def test_the_list_has_a_line_for_each_and_is_filled_in_by_hand(loan, pieces):
    text = text_of(papers.lending_list(loan, "Strommessgerät", pieces))

    assert "wer hat welches?" in text and "Diese Liste bleibt in Ihrer Dienststelle" in text
    for number in ("1", "2", "3"):
        assert f"\n{number}" in text
