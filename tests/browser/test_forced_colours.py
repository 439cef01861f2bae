"""Who forces the own colours on every page still sees what is focused, chosen, and can be pressed."""

import pytest
from django.urls import reverse

from seminars.actions import book_seat
from tests.factories.seminars import EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

# `painted` is what the eye gets, whatever the notation: the colour on the page's own, as one pixel shows it.
HELPERS = """() => {
    const pixel = Object.assign(document.createElement('canvas'), {width: 1, height: 1})
        .getContext('2d', {willReadFrequently: true});
    window.painted = colour => {
        for (const layer of [getComputedStyle(document.body).backgroundColor, colour]) {
            pixel.fillStyle = layer;
            pixel.fillRect(0, 0, 1, 1);
        }
        return pixel.getImageData(0, 0, 1, 1).data.join();
    };
    window.seen = colour => painted(colour) !== painted('transparent');
    window.hasRing = element => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && seen(style.outlineColor);
    };
    window.hasBorder = element => {
        const style = getComputedStyle(element);
        return parseFloat(style.borderTopWidth) > 0 && seen(style.borderTopColor);
    };
}"""
WITHOUT_BORDER = """[...document.querySelectorAll('main .kern-btn:not(.kern-btn--tertiary)')]
    .filter(it => !hasBorder(it)).map(it => it.innerText)"""
ICONS_OF_ANOTHER_COLOUR = """[...document.querySelectorAll('main .me-icon')]
    .filter(it => painted(getComputedStyle(it).color) !== painted(getComputedStyle(it.parentElement).color))
    .map(it => it.outerHTML)"""
ARROWS = """[...document.querySelectorAll('.kern-form-input__select-wrapper')]
    .map(it => seen(getComputedStyle(it, '::after').backgroundColor))"""


@pytest.fixture(params=[False, True], ids=["black on white", "white on black"])
def contrast_page(new_page, member, request):
    page = new_page(dark=request.param, person=member, forced_colors="active")

    def opened(address):
        page.goto(address)
        page.evaluate(HELPERS)
        return page

    return opened


def test_whatever_the_keyboard_reaches_has_a_ring(contrast_page):
    EventFactory()
    page = contrast_page(reverse("seminars:list"))
    kinds, ringless = set(), []

    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(it => it === document.body ? null : [it.type || it.localName, hasRing(it)])(document.activeElement)"
        )
        if focused is None:
            break
        kinds.add(focused[0])
        ringless += [] if focused[1] else [focused[0]]

    assert kinds >= {"a", "search", "radio", "checkbox", "select-one", "submit"}
    assert ringless == []


def test_buttons_have_a_border(contrast_page):
    event = EventFactory()

    for address in (event.get_absolute_url(), f"{event.get_absolute_url()}buchen/", reverse("seminars:list")):
        page = contrast_page(address)
        assert page.locator("main .kern-btn").count() > 0
        assert page.evaluate(WITHOUT_BORDER) == []


def test_icons_have_the_colour_of_their_words(contrast_page):
    for address in (EventFactory().get_absolute_url(), reverse("materials:contact")):
        page = contrast_page(address)
        assert page.locator("main .me-icon").count() > 0
        assert page.evaluate(ICONS_OF_ANOTHER_COLOUR) == []


def test_a_list_to_choose_from_shows_its_arrow(contrast_page):
    EventFactory()

    arrows = contrast_page(reverse("seminars:list")).evaluate(ARROWS)

    assert arrows and all(arrows)


def test_the_view_one_is_in_looks_other_than_its_neighbours(contrast_page, member):
    book_seat(event=EventFactory(), person=member)
    page = contrast_page(reverse("seminars:my_bookings"))

    views = page.locator(".me-switch a").evaluate_all(
        "views => views.map(it => [it.hasAttribute('aria-current'), painted(getComputedStyle(it).backgroundColor)])"
    )

    current = {colour for is_current, colour in views if is_current}
    others = {colour for is_current, colour in views if not is_current}
    assert current and others and not current & others
