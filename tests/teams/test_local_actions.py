"""A team's own actions: planned, changed, called off, deleted; and who may."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from missione.shared import clock
from missione.shared.invariants import broken_promises
from teams.actions.ending import end_team, open_obligations, rest_team
from teams.actions.local_actions import cancel_action
from teams.errors import ClarifyFirst
from teams.models import LocalAction, Membership, Picture
from teams.querysets.local_actions import today
from tests.factories.local_actions import LocalActionFactory, a_picture, measured
from tests.factories.teams import TeamFactory
from tests.seminars.admin_desk import told, typed_in
from tests.seminars.reading import links_in, titles_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_monday(clock_at):
    clock_at(datetime(2026, 11, 23, 8, tzinfo=clock.BERLIN))


@pytest.fixture
def team(member, leader):
    return TeamFactory(lead=leader, members=[member], site="Altbau")


@pytest.fixture
def desk(logged_in, member):
    return logged_in(member)


def address(name, of):
    team, *rest = (of.team.slug, of.slug) if isinstance(of, LocalAction) else (of.slug,)
    return reverse(f"teams:{name}", args=[team, *rest])


def plan(desk, team, **said):
    page = address("action_new", team)
    day = str(today() + timedelta(days=9))
    typed = {"kind": "stand", "title": "Infostand", "starts_on": day, **said}
    return desk.post(page, typed_in(desk.get(page), **typed), follow=True)


def change(desk, action, **said):
    page = address("action_edit", action)
    return desk.post(page, typed_in(desk.get(page), **said), follow=True)


# --- Planning ------------------------------------------------------------------------------------------------


def test_a_member_plans_an_action_and_finds_it_in_the_list(desk, member, team):
    answer = plan(desk, team, title="Infostand im Foyer", time_text="11:30 bis 13 Uhr")

    action = LocalAction.objects.get()
    assert told(answer) == ["Die Aktion ist eingetragen."]
    assert answer.redirect_chain[-1][0] == action.team_url
    assert (action.created_by, action.team, action.is_public) == (member, team, False)
    assert action.starts_on == action.ends_on
    assert titles_of(desk.get(address("actions", team))) == ["Infostand im Foyer"]


def test_the_place_is_the_teams_unless_somebody_says_otherwise(desk, team):
    plan(desk, team)
    plan(desk, team, site="Neubau, Kantine")

    assert list(LocalAction.objects.order_by("pk").values_list("site", flat=True)) == ["Altbau", "Neubau, Kantine"]


def test_the_same_form_twice_is_one_action(desk, team):
    page = address("action_new", team)
    data = typed_in(desk.get(page), kind="day", title="Aktionstag", starts_on=str(today()))
    answers = [desk.post(page, data) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert LocalAction.objects.count() == 1


def test_the_key_of_another_form_is_told_as_such(desk, team):
    page = address("action_new", team)
    data = typed_in(desk.get(page), kind="day", title="Aktionstag", starts_on=str(today()))
    desk.post(page, data)
    answer = desk.post(page, data | {"title": "Ein anderer"})

    assert answer.status_code == 409
    assert "schon mit anderen Angaben abgeschickt" in words_of(answer)
    assert LocalAction.objects.count() == 1


def test_what_is_missing_is_said_at_its_field(desk, team):
    answer = desk.post(address("action_new", team), {})

    assert answer.status_code == 422
    for words in ("Wählen Sie aus, was Sie vorhaben.", "Geben Sie der Aktion einen Titel.", "wann die Aktion beginnt"):
        assert words in words_of(answer)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-12-04", "2026-12-01", "Der letzte Tag liegt vor dem ersten."),
        ("0001-01-01", "", "Möglich sind Tage vom 1. Januar 2020 bis zum"),
        ("9999-12-31", "", "Möglich sind Tage vom 1. Januar 2020 bis zum"),
        ("2026-12-01", "2027-12-31", "Länger als ein Jahr kann eine Aktion nicht dauern."),
        ("morgen", "", "Schreiben Sie es zum Beispiel so: 31.12.2026"),
        ("31.2.2027", "", "Dieses Datum können wir nicht lesen."),
    ],
)
def test_impossible_days_are_refused_in_a_sentence(desk, team, first, last, words):
    answer = plan(desk, team, starts_on=first, ends_on=last)

    assert words in words_of(answer)
    assert not LocalAction.objects.exists()


def test_days_may_be_typed_as_germans_write_them(desk, team):
    plan(desk, team, starts_on="1.12.2026", ends_on="4.12.2026")

    assert LocalAction.objects.get().when == "1. bis 4. Dezember 2026"


# --- Who may -------------------------------------------------------------------------------------------------


def test_another_teams_action_is_not_there_not_even_under_ones_own_team(desk, team):
    foreign = LocalActionFactory(draft=True)
    pages = ["action", "action_edit", "action_cancel", "action_delete", "action_meters", "action_pictures"]
    own_team = [reverse(f"teams:{name}", args=[team.slug, foreign.slug]) for name in pages]

    for page in [address(name, foreign) for name in pages] + own_team:
        assert (desk.get(page).status_code, desk.post(page, {"title": "x"}).status_code) in ((404, 404), (404, 405))


def test_who_leaves_the_team_sees_nothing_with_the_next_request_and_the_action_stays(desk, member, team):
    plan(desk, team)
    action = LocalAction.objects.get()
    Membership.objects.of(member).delete()

    assert desk.get(action.team_url).status_code == 404
    assert LocalAction.objects.get().created_by == member


def test_when_the_account_goes_the_action_stays_without_a_name(desk, member, team):
    plan(desk, team)
    a_picture(LocalAction.objects.get(), by=member)
    member.delete()

    assert LocalAction.objects.get().created_by is None
    assert Picture.objects.values_list("uploaded_by", "consent_by").get() == (None, None)


def test_staff_see_everything_and_enter_nothing(logged_in, staff, team):
    action = LocalActionFactory(team=team, draft=True)
    desk = logged_in(staff)

    assert desk.get(action.team_url).status_code == 200
    assert desk.get(address("action_edit", action)).status_code == 403


@pytest.mark.parametrize("state", ["resting", "asked", "ended"])
def test_a_team_that_is_not_at_work_enters_nothing(desk, member, leader, state):
    team = TeamFactory(**{state: True}, lead=leader, members=[member])
    answer = desk.get(address("action_new", team), follow=True)
    posted = desk.post(address("action_new", team), {"kind": "day", "title": "X", "starts_on": str(today())})

    assert answer.status_code == (200 if state == "resting" else 403)
    assert posted.status_code == (422 if state == "resting" else 403)
    assert not LocalAction.objects.exists()
    assert "Aktion planen" not in words_of(desk.get(address("actions", team)))


def test_a_team_put_to_rest_while_somebody_types_keeps_what_was_typed(desk, team):
    page = address("action_new", team)
    data = typed_in(desk.get(page), kind="day", title="Aktionstag", starts_on=str(today()))
    team.state = "resting"
    team.save()
    answer = desk.post(page, data)

    assert "Ihr Team ruht zurzeit." in words_of(answer)
    assert 'value="Aktionstag"' in answer.content.decode()


# --- Changing ------------------------------------------------------------------------------------------------


def test_the_report_is_asked_for_once_it_has_begun(desk, team):
    ahead, past = LocalActionFactory(team=team), LocalActionFactory(team=team, past=True)

    assert "Kurzbericht" not in words_of(desk.get(address("action_edit", ahead)))
    assert "Bericht schreiben" in words_of(desk.get(past.team_url))
    answer = change(desk, past, reached="1.200", report="Viele kamen.\r\nNächstes Mal zu zweit.")
    past.refresh_from_db()

    assert told(answer) == ["Ihre Änderungen sind gespeichert."]
    assert (past.reached, past.report) == (1200, "Viele kamen.\nNächstes Mal zu zweit.")
    assert "Erreicht: 1.200 Beschäftigte" in words_of(answer)


@pytest.mark.parametrize("reached", ["-1", "20001", "1000000000000", "５", "12,5", "NaN", "viele", "9" * 5000])
def test_impossible_numbers_of_people_are_refused(desk, team, reached):
    action = LocalActionFactory(team=team, past=True)
    answer = change(desk, action, reached=reached)
    action.refresh_from_db()

    assert answer.status_code == 422
    assert action.reached is None


def test_two_who_edit_at_once_lose_nothing_silently(logged_in, member, leader, team):
    action = LocalActionFactory(team=team, title="Vorher")
    page = address("action_edit", action)
    mine, hers = logged_in(member), logged_in(leader)
    my_form, her_form = typed_in(mine.get(page)), typed_in(hers.get(page))
    hers.post(page, her_form | {"title": "Ihr Titel"})
    answer = mine.post(page, my_form | {"title": "Mein Titel", "site": "Foyer"})

    assert answer.status_code == 409
    assert "Jemand anderes aus Ihrem Team hat inzwischen etwas geändert." in words_of(answer)
    assert "Das ist jetzt gespeichert Titel Ihr Titel" in words_of(answer)
    action.refresh_from_db()
    assert action.title == "Ihr Titel"
    mine.post(page, typed_in(answer))  # having seen it
    action.refresh_from_db()
    assert (action.title, action.site) == ("Mein Titel", "Foyer")


def test_saving_the_same_twice_is_no_conflict(desk, team):
    action = LocalActionFactory(team=team)
    page = address("action_edit", action)
    data = typed_in(desk.get(page), title="Neu")

    assert [desk.post(page, data).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("seen_at", ["", "gestern", "2026-11-22", "9999-99-99T00:00:00+00:00", "\x00"])
def test_a_form_without_its_state_is_asked_for_again(desk, team, seen_at):
    action = LocalActionFactory(team=team, title="Vorher")
    answer = change(desk, action, title="Nachher", seen_at=seen_at)

    assert answer.status_code == 422
    assert "Bitte senden Sie es noch einmal ab." in words_of(answer)
    action.refresh_from_db()
    assert action.title == "Vorher"


def test_who_shows_an_action_in_public_is_told_that_no_account_is_needed_to_see_it(desk, client, team):
    action = LocalActionFactory(team=team)
    forms = (address("action_new", team), address("action_edit", action), address("action_pictures", action))

    assert client.get(action.get_absolute_url()).status_code == 200
    for form in forms:
        assert "alle im internet sehen" in words_of(desk.get(form)).lower(), form


def test_public_is_a_moment_that_can_be_taken_back(desk, client, team):
    action = LocalActionFactory(team=team, draft=True)
    assert client.get(action.get_absolute_url()).status_code == 404
    change(desk, action, is_public="on")
    assert client.get(action.get_absolute_url()).status_code == 200
    page = address("action_edit", action)
    data = typed_in(desk.get(page))
    del data["is_public"]
    desk.post(page, data)

    assert client.get(action.get_absolute_url()).status_code == 404


# --- Calling off, deleting -----------------------------------------------------------------------------------


def test_called_off_it_stays_in_the_list_and_says_why(desk, client, team):
    action = LocalActionFactory(team=team)
    for _ in range(2):
        answer = desk.post(address("action_cancel", action), {"reason": "Das Foyer ist gesperrt."}, follow=True)

    assert "Diese Aktion ist abgesagt Das Foyer ist gesperrt." in words_of(answer)
    assert "Das Foyer ist gesperrt." in words_of(client.get(action.get_absolute_url()))
    assert titles_of(client.get(reverse("local_actions:list"))) == [action.title]
    assert desk.get(address("action_edit", action)).url == action.team_url
    assert desk.post(address("action_edit", action), {}).url == action.team_url


def test_what_is_over_is_not_called_off(desk, team):
    action = LocalActionFactory(team=team, past=True)
    desk.post(address("action_cancel", action), {"reason": "Zu spät"})
    action.refresh_from_db()

    assert not action.is_cancelled


def test_only_the_lead_deletes_and_files_go_with_it(logged_in, desk, leader, team, django_capture_on_commit_callbacks):
    action = LocalActionFactory(team=team, past=True)
    measured(action)
    names = [a_picture(action).file_name(size) for size in Picture.SIZES]
    page = address("action_delete", action)
    assert desk.post(page).status_code == 403
    assert "Löschen" not in words_of(desk.get(action.team_url))
    with django_capture_on_commit_callbacks(execute=True):
        answer = logged_in(leader).post(page, follow=True)

    assert told(answer) == [f"Die Aktion „{action}“ ist gelöscht."]
    assert not LocalAction.objects.exists()
    assert [name for name in names if storages["private"].exists(name)] == []
    assert logged_in(leader).post(page).status_code == 404
    assert list(broken_promises()) == []


@pytest.mark.parametrize("page", ["end", "rest"])
def test_before_a_team_rests_or_ends_the_page_leads_to_the_action_that_is_ahead(logged_in, leader, team, page):
    ahead = LocalActionFactory(team=team, title="Infostand", starts_on="2026-12-07", ends_on="2026-12-07")

    shown = logged_in(leader).get(reverse(f"teams:{page}", args=[team.slug]))

    assert "steht noch an. Sie muss erst vorbei oder abgesagt sein. Zur Aktion" in words_of(shown)
    assert links_in(shown)["Zur Aktion"] == ahead.team_url


def test_a_team_with_actions_ahead_calls_them_off_before_it_rests_or_ends(leader, member, team):
    ahead = LocalActionFactory(team=team, title="Infostand", starts_on="2026-12-07", ends_on="2026-12-07")
    LocalActionFactory(team=team, past=True), LocalActionFactory(team=team, cancelled=True)
    for deed in (rest_team, end_team):
        with pytest.raises(ClarifyFirst, match="Die Aktion „Infostand“ .Montag, 7. Dezember 2026. steht noch an") as refusal:
            deed(team=team, by=leader)
        assert len(refusal.value.obligations) == 1
    cancel_action(action=ahead)
    end_team(team=team, by=leader)

    assert open_obligations(team=team, person=member) == []


# --- The list ------------------------------------------------------------------------------------------------


def test_the_list_says_what_the_team_has_to_know(desk, team):
    LocalActionFactory(team=team, title="Nur wir", draft=True)
    LocalActionFactory(team=team, title="Für alle")
    LocalActionFactory(team=team, title="Weg", hidden=True)
    LocalActionFactory(team=team, title="Vorbei", past=True)
    LocalActionFactory(title="Ein anderes Team")
    page = desk.get(address("actions", team))

    assert sorted(titles_of(page)) == ["Für alle", "Nur wir", "Vorbei", "Weg"]
    for badge in ("Nur im Team", "Ausgeblendet", "Bericht fehlt"):
        assert words_of(page).count(badge) == 1


def test_the_list_asks_the_same_for_one_and_for_many(desk, team, django_assert_num_queries, django_assert_max_num_queries):
    LocalActionFactory(team=team), LocalActionFactory(team=team, past=True)
    with django_assert_max_num_queries(9) as asked:
        desk.get(address("actions", team))
    LocalActionFactory.create_batch(5, team=team), LocalActionFactory.create_batch(5, team=team, past=True)

    with django_assert_num_queries(len(asked)):
        desk.get(address("actions", team))


def test_an_empty_list_says_how_to_begin(desk, team):
    assert "Noch keine Aktion eingetragen" in words_of(desk.get(address("actions", team)))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-12-01", "2026-12-01", "Dienstag, 1. Dezember 2026"),
        ("2026-12-01", "2026-12-04", "1. bis 4. Dezember 2026"),
        ("2026-11-30", "2026-12-04", "30. November bis 4. Dezember 2026"),
        ("2026-12-28", "2027-01-08", "28. Dezember 2026 bis 8. Januar 2027"),
    ],
)
def test_days_are_said_in_words(team, first, last, words):
    action = LocalActionFactory(team=team, starts_on=first, ends_on=last)
    action.refresh_from_db()

    assert action.when == words
