"""The sample year is lived, not written: every deed happens through the actions, at its own moment and in order of time."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from missione.shared import clock
from missione.shared.wall_time import wall_moment
from seminars import actions
from seminars.actions.events import Span
from seminars.answers import Answers
from seminars.choices import Need, State, TakingPart
from seminars.errors import Busy, TimeTaken
from seminars.models import Booking, Event, Offer
from teams.models import Person

TUESDAY, WEDNESDAY = 1, 2
PUBLISHED_BEFORE = timedelta(days=70)
ALREADY_OPEN = timedelta(days=25)  # everything to come has been bookable at least this long
TOGETHER = 5


class Diary:
    """Deeds with their moments. Nothing in it lies in the future: what is to come nobody has done yet."""

    def __init__(self):
        self.now = clock.now()
        self.dice = random.Random(2026)  # the same portal every time
        self.pages: list[tuple[datetime, Callable[[], object]]] = []
        self.offers = {offer.slug: offer for offer in Offer.objects.all()}

    def note(self, moment: datetime, deed: Callable[[], object]) -> None:
        self.pages.append((min(moment, self.now), deed))

    def live(self) -> None:
        for moment, deed in sorted(self.pages, key=lambda page: page[0]):
            with clock.moved_to(moment):
                deed()

    def between(self, start: datetime, end: datetime) -> datetime:
        """Some moment in office hours of a working day, not after now."""
        end = max(min(end, self.now), start)
        moment = start + (end - start) * self.dice.random()
        moment -= timedelta(days=max(0, moment.weekday() - 4))
        moment = moment.replace(hour=self.dice.randint(7, 14), minute=self.dice.randint(0, 59))
        return min(max(moment, start), end)


class Plan:
    """One event of the sample year, from its draft to the roll call."""

    def __init__(self, diary: Diary, offer: str, days: list[Span], *, publish: bool = True, **fields):
        self.diary, self.days = diary, days
        self.starts_at, self.ends_at = days[0].starts_at, days[-1].ends_at
        self.event: Event | None = None
        self.made_at = min(self.starts_at - PUBLISHED_BEFORE, diary.now - ALREADY_OPEN)
        diary.note(self.made_at, lambda: self._make(offer, publish, fields))

    def _make(self, offer: str, publish: bool, fields: dict) -> None:
        published_at = clock.now() if publish else None
        self.event = actions.create_event(offer=self.diary.offers[offer], days=self.days, published_at=published_at, **fields)

    def booked_by(self, *people: Person, at: datetime, message: str = "") -> "Plan":
        """These persons book, in this order."""
        for place, person in enumerate(people):
            self.diary.note(at + timedelta(minutes=7 * place), lambda person=person: self.book(person, message))
        return self

    def filled(self, count: int, people: list[Person], *, until: datetime | None = None) -> "Plan":
        """Some people book, whoever has time: a few together, as soon as a circular has reached them."""
        crowd = self.diary.dice.sample(people, len(people))
        for already in range(0, count, TOGETHER):
            many = min(TOGETHER, count - already)
            moment = self.diary.between(self.made_at + timedelta(hours=1), until or self.starts_at - timedelta(days=1))
            self.diary.note(moment, lambda many=many: self.book_some_of(crowd, many))
        return self

    def book_some_of(self, crowd: list[Person], many: int) -> None:
        newcomers = {person: self._says() for person in crowd[:many]}
        try:
            actions.book_seats(event=self.event, newcomers=newcomers, join_waiting_list=True)
        except Busy as refusal:
            crowd.remove(refusal.person)
            self.book_some_of(crowd, many)
        else:
            del crowd[:many]

    def book(self, person: Person, message: str = "") -> None:
        actions.book_seat(event=self.event, person=person, answers=self._says(message), join_waiting_list=True)

    def _says(self, message: str = "") -> Answers:
        dice = self.diary.dice
        needs = [Need.CAPTIONS] if dice.random() < 0.03 else []
        taking_part = dice.choice(TakingPart.values) if self.event.is_hybrid else ""
        return Answers(taking_part, needs, message)

    def approved(self, by: Person, *, at: datetime) -> "Plan":
        """Staff say yes to all who have asked by then and have the time."""
        self.diary.note(at, lambda: self._approve(by))
        return self

    def _approve(self, by: Person) -> None:
        asked = self.event.bookings.filter(state=State.REQUESTED).order_by("number")
        try:
            actions.approve_requests(bookings=list(asked), by=by)
        except TimeTaken as refusal:
            actions.decline_request(booking=asked.get(person=refusal.person), by=by, reason=str(refusal))
            self._approve(by)

    def left_by(self, person: Person, *, at: datetime) -> "Plan":
        self.diary.note(at, lambda: actions.cancel_booking(booking=self.booking_of(person), by=person))
        return self

    def some_leave(self, count: int) -> "Plan":
        def leave() -> None:
            for booking in self.event.bookings.filter(state=State.BOOKED).select_related("person")[:count]:
                actions.cancel_booking(booking=booking, by=booking.person)

        self.diary.note(self.starts_at - timedelta(days=3), leave)
        return self

    def called_off(self, reason: str, *, at: datetime) -> "Plan":
        self.diary.note(at, lambda: actions.cancel_event(event=self.event, reason=reason))
        return self

    def over(self) -> "Plan":
        """The waiting list is let go and the roll is called, if the event is past; one in twelve did not come."""
        if self.ends_at < self.diary.now:
            self.diary.note(self.starts_at + timedelta(minutes=1), actions.close_waiting_lists)
            self.diary.note(self.ends_at + timedelta(hours=1), self._call_the_roll)
        return self

    def missed_by(self, person: Person) -> "Plan":
        self.diary.note(
            self.ends_at + timedelta(hours=2),
            lambda: actions.record_attendance(booking=self.booking_of(person), attended=False),
        )
        return self

    def _call_the_roll(self) -> None:
        booked = self.event.bookings.filter(state=State.BOOKED).values_list("pk", "number")
        if booked:
            actions.call_the_roll(event=self.event, missed=[pk for pk, number in booked if number % 12 == 0])

    def booking_of(self, person: Person) -> Booking:
        return self.event.bookings.of(person).latest("number")


# --- dates ---


def on(day: date, begin: str, end: str) -> Span:
    return Span(*(wall_moment(day, time.fromisoformat(at)).astimezone(UTC) for at in (begin, end)))


def overlap(one: Span, other: Span) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def working_day(day: date, weekday: int) -> date:
    """This weekday on or after the day, and no public holiday; around Christmas nobody teaches."""
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return day if is_working_day(day) else working_day(day + timedelta(days=1), weekday)


def is_working_day(day: date) -> bool:
    """Tuesdays and Wednesdays meet no holiday that moves with Easter."""
    fixed = {(1, 1), (1, 6), (5, 1), (10, 3), (11, 1)}
    christmas = (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 6)
    return day.weekday() < 5 and (day.month, day.day) not in fixed and not christmas


def months_around(today: date) -> Iterator[date]:
    """The first days of the six months behind us, this one, and the six ahead."""
    for offset in range(-6, 7):
        year, month = divmod(today.year * 12 + today.month - 1 + offset, 12)
        yield date(year, month + 1, 1)
