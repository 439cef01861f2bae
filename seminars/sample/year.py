"""A year of events around today."""

from datetime import date, datetime, timedelta

from missione.shared import clock
from seminars import actions
from seminars.actions.events import Span
from seminars.sample.diary import TUESDAY, WEDNESDAY, Diary, Plan, is_working_day, months_around, on, overlap, working_day
from seminars.sample.teamwork import Teamwork
from teams import sample as people

ADVICE_CENTRE = "Verbraucherzentrale NRW"
ROOM = "https://konferenz.example/missione"
LAST_TICK = (
    actions.expire_offers,
    actions.free_unnamed_seats,
    actions.close_waiting_lists,
    actions.remind_of_events,
    actions.forget_words,
)
HOUSE = {
    "venue": "Tagungshaus Lindenhof, Großer Saal",
    "address": "Lindenallee 7, 40001 Musterstadt",
    "access_note": "Stufenlos vom Parkplatz, Aufzug, Höranlage im Saal.",
}
CLASSROOM = {
    "venue": "Behördenhaus am Stadtpark, Raum 204",
    "address": "Parkstraße 12, 40002 Musterstadt",
    "access_note": "Aufzug am Seiteneingang; der Raum ist stufenlos zu erreichen.",
}


def load() -> None:
    Year().planned().diary.live()


class Year:
    def __init__(self):
        self.diary = Diary()
        self.now = self.diary.now
        self.today = self.now.astimezone(clock.BERLIN).date()
        self.staff, self.lead, self.member = (people.played_by(role) for role in (people.STAFF, people.LEAD, people.MEMBER))
        self.crowd = people.extras()
        self.teamwork = Teamwork(self.lead)
        self.plans: list[Plan] = []
        self.hours_of_the_cast: list[Span] = []

    def planned(self) -> "Year":
        self.every_month()
        self.office_hours()
        self.seminars()
        self.meetings()
        self.for_employees()
        self.one_of_each()
        self.an_offered_seat()
        self.remind()
        return self

    def plan(self, offer: str, *days, **fields) -> Plan:
        self.plans.append(Plan(self.diary, offer, list(days), **fields))
        return self.plans[-1]

    def in_days(self, days: int, weekday: int, *hours: tuple[str, str]) -> list[Span]:
        """Day after day from this weekday on; weeks later if the cast is somewhere else then, whatever today is."""
        first = working_day(self.today + timedelta(days=days), weekday)
        spans = [on(first + timedelta(days=n), begin, end) for n, (begin, end) in enumerate(hours)]
        if any(overlap(span, other) for span in spans for other in self.hours_of_the_cast):
            return self.in_days(days + 7, weekday, *hours)
        self.hours_of_the_cast += spans
        return spans

    def days_ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def how_many(self, starts_at: datetime, most: int) -> int:
        """Of a past event all seats that were taken; of one to come fewer, the further it is away."""
        ahead = max(0, (starts_at - self.now).days)
        return self.diary.dice.randint(most // 2, most) * max(0, 90 - ahead) // 90

    # --- what comes again and again ---

    def every_month(self) -> None:
        for month in months_around(self.today):
            self._webinar(month)
            self._training(month)
            self._orientation(month)

    def _webinar(self, month: date) -> None:
        subject = "strom" if month.month % 2 else "waerme"
        day = on(working_day(month + timedelta(days=7), TUESDAY), "10:00", "11:00")
        self.hours_of_the_cast.append(day)
        plan = self.plan(f"kompakt-webinar-{subject}", day, speakers="Kampagnenteam", join_link=f"{ROOM}/webinar")
        plan.filled(self.how_many(day.starts_at, 4), self.crowd).over()
        if day.starts_at < self.now:
            plan.booked_by(self.member, at=day.starts_at - timedelta(days=20))
            if day.starts_at < self.now - timedelta(days=160):
                plan.missed_by(self.member)
        elif day.starts_at < self.now + timedelta(days=70):
            plan.booked_by(self.lead, at=self.days_ago(12))

    def _training(self, month: date) -> None:
        day = on(working_day(month + timedelta(days=14), WEDNESDAY), "09:30", "12:00")
        plan = self.plan("aktionswochen-und-aktionstage", day, join_link=f"{ROOM}/schulung")
        plan.filled(self.how_many(day.starts_at, 4), self.crowd).over()

    def _orientation(self, month: date) -> None:
        day = on(working_day(month, WEDNESDAY), "14:00", "15:00")
        plan = self.plan("orientierungsmeeting", day, join_link=f"{ROOM}/orientierung")
        plan.filled(self.how_many(day.starts_at, 4), self.crowd).over()

    def office_hours(self) -> None:
        """Every second Tuesday two slots, each with one seat; those of the next two months are open."""
        first = working_day(self.today - timedelta(days=182), TUESDAY)
        for fortnight in range(18):
            day = first + timedelta(weeks=2 * fortnight)
            if is_working_day(day):
                for begin, end in (("13:00", "13:30"), ("13:45", "14:15")):
                    self._slot(on(day, begin, end))

    def _slot(self, span) -> None:
        plan = self.plan("campaigning-sprechstunde", span, join_link=f"{ROOM}/sprechstunde")
        is_near = span.starts_at < self.now + timedelta(days=20)
        plan.filled(1 if is_near and self.diary.dice.random() < 0.7 else 0, self.crowd).over()

    # --- what stands out ---

    def seminars(self) -> None:
        """In the house: one past, one nearly full and with a question open, one with a waiting list."""
        past = self._seminar(-76, "offene Runde Ruhrgebiet")
        past.filled(9, self.crowd, until=past.starts_at - timedelta(days=30))
        past.booked_by(self.member, self.lead, at=past.starts_at - timedelta(days=40))
        past.approved(self.staff, at=past.starts_at - timedelta(days=25)).over()

        soon = self._seminar(9, "offene Runde Rheinland")
        soon.filled(12, self.crowd, until=self.days_ago(4)).booked_by(self.member, self.lead, at=self.days_ago(6))
        soon.approved(self.staff, at=self.days_ago(3))
        self.diary.note(self.days_ago(1), lambda: soon.book_some_of(list(self.crowd), 1))

        full = self._seminar(23, "offene Runde Westfalen")
        full.filled(17, self.crowd, until=self.days_ago(8)).booked_by(self.member, at=self.days_ago(7))
        full.approved(self.staff, at=self.days_ago(6))

    def _seminar(self, days: int, subtitle: str) -> Plan:
        days = self.in_days(days, TUESDAY, ("09:00", "16:30"), ("09:00", "12:30"))
        return self.plan("psychologie-und-praxis", *days, subtitle=subtitle, speakers="zwei Trainer:innen", **CLASSROOM)

    def meetings(self) -> None:
        """Half a year apart, in turn on site and online."""
        past = self.plan(
            "netzwerktreffen", *self.in_days(-86, WEDNESDAY, ("13:00", "16:30")), subtitle="vor Ort", mode="vor-ort", **HOUSE
        )
        past.filled(12, self.crowd).booked_by(self.lead, at=past.starts_at - timedelta(days=30)).over()
        coming = self.plan(
            "netzwerktreffen",
            *self.in_days(100, WEDNESDAY, ("13:00", "16:00")),
            subtitle="online",
            join_link=f"{ROOM}/netzwerk",
        )
        coming.filled(7, self.crowd)

    def for_employees(self) -> None:
        rent = self.plan(
            "die-zweite-miete-senken",
            *self.in_days(16, WEDNESDAY, ("12:45", "14:00")),
            speakers="Energieberatung",
            join_link=f"{ROOM}/miete",
        )
        rent.filled(9, self.crowd)
        self.teamwork.books(rent, named=1, unnamed=0, at=self.days_ago(9))
        self.teamwork.sends_somebody_else(rent, at=self.days_ago(2))
        past = self.plan("die-zweite-miete-senken", *self.in_days(-51, WEDNESDAY, ("12:15", "13:30")), speakers="Energieberatung")
        past.filled(9, self.crowd).some_leave(2).over()

    def one_of_each(self) -> None:
        """One event for every way an event can stand."""
        podium = self.in_days(30, TUESDAY, ("15:30", "17:00"))
        hybrid = self.plan("podium-klimaneutrale-landesverwaltung", *podium, join_link=f"{ROOM}/podium", **HOUSE)
        hybrid.filled(6, self.crowd).booked_by(self.lead, at=self.days_ago(10))
        self.teamwork.books(hybrid, named=1, unnamed=2, at=self.days_ago(4))

        cancelled = self.plan("waermepumpe", *self.in_days(12, WEDNESDAY, ("16:00", "17:00")), speakers="Energieberatung")
        cancelled.filled(5, self.crowd, until=self.days_ago(3)).booked_by(self.member, at=self.days_ago(4))
        cancelled.called_off("Die Referentin ist erkrankt. Ein neuer Termin folgt bald.", at=self.days_ago(1))

        self.plan("waermepumpe", *self.in_days(75, WEDNESDAY, ("16:00", "17:00")), publish=False)

        evening = self.in_days(5, TUESDAY, ("16:30", "17:30"))
        closed = self.plan("strom-im-homeoffice", *evening, closes_at=self.days_ago(1), speakers=ADVICE_CENTRE)
        closed.filled(9, self.crowd, until=self.days_ago(2))

        later = self.in_days(60, WEDNESDAY, ("12:15", "13:30"))
        opens_at = on(self.today + timedelta(days=14), "08:00", "09:00").starts_at
        self.plan("die-zweite-miete-senken", *later, opens_at=opens_at)

        left = self.plan("strom-im-homeoffice", *self.in_days(40, WEDNESDAY, ("16:30", "17:30")), speakers=ADVICE_CENTRE)
        left.filled(4, self.crowd).booked_by(self.member, at=self.days_ago(5)).left_by(self.member, at=self.days_ago(2))

    def an_offered_seat(self) -> None:
        """Tomorrow's slot has just become free, and the member who waited has until tonight to say yes."""
        span = self._tomorrow()
        self.hours_of_the_cast.append(span)
        plan = self.plan("campaigning-sprechstunde", span, join_link=f"{ROOM}/sprechstunde")
        holder = self.crowd[3]
        plan.booked_by(holder, self.member, at=self.days_ago(9)).left_by(holder, at=self.now - timedelta(minutes=20))

    def _tomorrow(self):
        """Offered is a seat between 4 and 48 hours before the start: the next working day, if it is near enough."""
        days = [self.today + timedelta(days=n) for n in (1, 2)]
        spans = [on(day, "08:30", "09:00") for day in days if is_working_day(day)] + [on(days[0], "08:30", "09:00")]
        near = [span for span in spans if timedelta(hours=6) < span.starts_at - self.now < timedelta(hours=47)]
        return near[0]

    # --- the timetable ---

    def remind(self) -> None:
        """The ticks of the last days; older reminders nobody misses. The last tick is now: what is due is done."""
        for days_ago in range(8, -1, -1):
            moment = on(self.today - timedelta(days=days_ago), "09:00", "09:30").ends_at
            if moment < self.now:
                self.diary.note(moment, actions.remind_of_events)
        for deed in LAST_TICK:
            self.diary.note(self.now, deed)
