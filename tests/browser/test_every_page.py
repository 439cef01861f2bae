"""Every page a person can meet, in light and dark, wide and narrow: no finding of axe, no sideways scrolling, nothing blocked."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from missione.shared import clock
from seminars.actions import book_seat, cancel_booking, cancel_event, record_attendance
from seminars.choices import State
from seminars.models import Booking
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # what a page in other colours can do wrong, and nothing else
LONG = "Energiebewusstseinsförderungsmaßnahmenkoordinierungsstelle"


def findings(page, scheme="light"):
    """What axe has to say, one line a rule, with the places. In the dark only the colours are asked anew."""
    which = {"type": "tag", "values": RULES} if scheme == "light" else {"type": "rule", "values": OF_COLOURS}
    violations = page.evaluate("which => axe.run(document, {runOnly: which, resultTypes: ['violations']})", which)["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in violations]


def check(page, address, status=200):
    """Go there, and look."""
    response = page.goto(address)
    assert (address, response.status) == (address, status)
    return look(page, address)


# Text in a column in which hardly a letter stands beside another: no rule of axe sees it.
SQUEEZED = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, dd, li)')].filter(element => {
    const letter = parseFloat(getComputedStyle(element).fontSize), {width, height} = element.getBoundingClientRect();
    return element.innerText.trim().length > 5 && width > 1 && width < 3 * letter && height > 4 * letter;
}).map(element => element.innerText.trim().slice(0, 30))"""


# A list of the back office whose last columns lie behind its filter.
HIDDEN_COLUMNS = "[...document.querySelectorAll('#changelist .results')].map(list => list.scrollWidth - list.clientWidth)"


def look(page, address):
    """Look at one page in both colours and at the widths of a desk, a phone, and a phone enlarged."""
    # From outside the page's own policy, which allows no script that is not the portal's.
    page.evaluate(AXE.read_text())
    found = []
    for scheme in ("light", "dark"):
        for width in (1280, 390):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{address} {scheme} {width}: {line}" for line in findings(page, scheme)]
            found += [f"{address} {width}: squeezed: {text}" for text in page.evaluate(SQUEEZED)]
    page.set_viewport_size({"width": 1280, "height": 900})
    found += [f"{address}: {px} px of a list hidden at 1280" for px in page.evaluate(HIDDEN_COLUMNS) if px > 2]
    page.set_viewport_size({"width": 320, "height": 640})
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{address}: {sideways} px wider than 320"] if sideways > 0 else [])


def events():
    """An event in each situation."""
    now = clock.now()
    for_everyone = {
        "offer__description": f"## Ablauf\n\n{'Technik spart nur, wenn Menschen sie klug benutzen. ' * 9}\n\n- [Mehr](https://www.example.org/)",
        "offer__takeaways": "- Mut",
    }
    free = EventFactory(offer__title=f"Webinar {LONG}", **for_everyone)
    full = EventFactory(seats=1, offer=free.offer, starts_at=free.starts_at + timedelta(days=1))
    book_seat(event=full, person=PersonFactory())
    several = EventFactory(
        onsite=True, starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=21), access_note="Rampe."
    )
    off = cancel_event(event=EventFactory(starts_at=now + timedelta(days=25)), reason="Die Referentin ist erkrankt.")
    closed = EventFactory(closes_at=now - timedelta(days=1), starts_at=now + timedelta(days=26))
    later = EventFactory(opens_at=now + timedelta(days=3), starts_at=now + timedelta(days=27))
    return [free, full, several, off, closed, later, EventFactory(hybrid=True, starts_at=now + timedelta(days=28))]


def bookings(person, clock_at):
    """A booking of this person in each state."""
    start = clock.now().replace(microsecond=0)
    made = {}
    booked = book_seat(event=EventFactory(hybrid=True, starts_at=start + timedelta(days=30)), person=person)
    made[State.BOOKED] = booked
    full = EventFactory(seats=1, starts_at=start + timedelta(days=31))
    book_seat(event=full, person=PersonFactory())
    made[State.WAITING] = book_seat(event=full, person=person, join_waiting_list=True)
    made[State.REQUESTED] = book_seat(
        event=EventFactory(offer__needs_approval=True, starts_at=start + timedelta(days=32)), person=person
    )
    made[State.CANCELLED] = book_seat(event=EventFactory(starts_at=start + timedelta(days=33)), person=person)
    cancel_booking(booking=made[State.CANCELLED], by=person)
    soon = EventFactory(seats=1, starts_at=start + timedelta(hours=30))
    seated = book_seat(event=soon, person=PersonFactory())
    made[State.OFFERED] = book_seat(event=soon, person=person, join_waiting_list=True)
    cancel_booking(booking=seated, by=seated.person)
    past = EventFactory(starts_at=start + timedelta(hours=2))
    made[State.ATTENDED] = book_seat(event=past, person=person)
    clock_at(past.ends_at + timedelta(minutes=1))
    record_attendance(booking=made[State.ATTENDED], attended=True)
    for booking in made.values():
        booking.refresh_from_db()
    assert {state: booking.state for state, booking in made.items()} == {state: str(state) for state in made}
    return list(made.values())


def test_pages_for_everybody(new_page):
    offers = events()
    addresses = ["/", "/seminare/", "/seminare/?q=Quittungsblock&frei=1&thema=unsinn", offers[0].offer.get_absolute_url()]
    addresses += [event.get_absolute_url() for event in offers]
    addresses += [reverse(name) for name in ("imprint", "privacy", "accessibility")]
    page = new_page()

    assert [line for address in addresses for line in check(page, address)] == []


def test_pages_of_the_account(new_page, member):
    visitor, own = new_page(), new_page(person=member)
    for_visitors = ["login", "signup", "reset_password", "reset_password_done", "reset_password_from_key_done", "inactive"]
    for_visitors = [reverse(f"account_{name}") for name in [*for_visitors, "email_verification_sent"]]
    for_members = ["account", "account_email", "account_change_password", "account_reauthenticate", "account_logout"]

    found = [line for address in [*for_visitors, *links_of_letters(member)] for line in check(visitor, address)]
    found += [line for name in for_members for line in check(own, reverse(name))]

    assert found == []


def links_of_letters(person):
    """Of each kind the one that was sent, and one that leads nowhere any more."""
    new = EmailAddress.objects.create(user=person, email="neu@behoerde.example")
    key, uid = default_token_generator.make_token(person), user_pk_to_url_str(person)
    confirm = [reverse("account_confirm_email", args=[key]) for key in (EmailConfirmationHMAC(new).key, "alt")]
    return confirm + [reverse("account_reset_password_from_key", args=[uid, key]) for key in (key, "alt-alt")]


def test_pages_of_ones_bookings(new_page, member, clock_at):
    page = new_page(person=member)
    empty = [reverse(f"seminars:{name}") for name in ("my_bookings", "my_waiting", "my_past")]
    found = [line for address in empty for line in check(page, address)]
    made = bookings(member, clock_at)
    addresses = empty + [booking.get_absolute_url() for booking in made]
    steps = ("answers", "move", "cancel")
    addresses += [reverse(f"seminars:{step}", args=[made[0].reference]) for step in steps]
    addresses += [f"{EventFactory(hybrid=True).get_absolute_url()}buchen/"]

    assert found + [line for address in addresses for line in check(page, address)] == []
    assert Booking.objects.filter(person=member).count() == 6


def test_a_form_with_errors(new_page, member):
    page = new_page(person=member)
    page.watch.expects("422")

    page.goto(f"{EventFactory(hybrid=True).get_absolute_url()}buchen/")
    page.get_by_role("button", name="Verbindlich buchen").click()
    page.get_by_role("alert").wait_for()

    assert page.title().startswith("Fehler: ")
    assert page.evaluate("document.activeElement.id") == "fehler"
    assert look(page, "a form with errors") == []


def test_previews(new_page, staff):
    event = EventFactory(draft=True, offer__draft=True)
    addresses = [reverse("seminars:preview", args=[event.pk]), reverse("seminars:preview_offer", args=[event.offer.pk])]
    page = new_page(person=staff)

    assert [line for address in addresses for line in check(page, address)] == []
