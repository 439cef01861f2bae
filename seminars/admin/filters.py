"""The filters beside the lists."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import F, Q

from missione.shared import clock
from seminars.choices import State
from seminars.models import Event


class LiveFilter(admin.SimpleListFilter):
    title = "Sichtbarkeit"
    parameter_name = "sichtbar"

    def lookups(self, request, model_admin):
        return [("ja", "sichtbar"), ("geplant", "später sichtbar"), ("entwurf", "Entwurf")]

    def queryset(self, request, queryset):
        shown = {
            "ja": Q(published_at__lte=clock.now()),
            "geplant": Q(published_at__gt=clock.now()),
            "entwurf": Q(published_at=None),
        }
        return queryset.filter(shown[self.value()]) if self.value() in shown else queryset


class PeriodFilter(admin.SimpleListFilter):
    """What is to come is what staff look for; it needs no click. Of drafts all: one whose date went by waits to be found."""

    title = "Zeitraum"
    parameter_name = "zeit"
    PERIODS = ("kommend", "vergangen", "alle")

    def lookups(self, request, model_admin):
        self.unasked = "alle" if request.GET.get(SituationFilter.parameter_name) == SituationFilter.DRAFTS else "kommend"
        return [(period, period) for period in self.PERIODS]

    def value(self):
        asked = super().value()
        return asked if asked in self.PERIODS else self.unasked

    def choices(self, changelist):
        _, *periods = super().choices(changelist)
        return periods

    def queryset(self, request, queryset):
        periods = {"kommend": Q(ends_at__gt=clock.now()), "vergangen": Q(ends_at__lte=clock.now())}
        return queryset.filter(periods.get(self.value(), Q()))


class SituationFilter(admin.SimpleListFilter):
    title = "Stand"
    parameter_name = "stand"
    DRAFTS = "entwurf"

    def lookups(self, request, model_admin):
        return [
            ("anfragen", "mit offenen Anfragen"),
            ("frei", "Plätze frei"),
            ("warteliste", "mit Warteliste"),
            ("ueber", "über dem Limit"),
            ("noch-zu", "Anmeldung noch nicht offen"),
            ("schluss", "Anmeldeschluss vorbei"),
            (self.DRAFTS, "Entwurf"),
            ("abgesagt", "abgesagt"),
        ]

    def queryset(self, request, queryset):
        now = clock.now()
        stands = {
            "anfragen": Q(requests__gt=0),
            "frei": Q(seats_taken__lt=F("seats"), waiting_count=0, cancelled_at=None),
            "warteliste": Q(waiting_count__gt=0),
            "ueber": Q(seats_taken__gt=F("seats")),
            "noch-zu": Q(opens_at__gt=now),
            "schluss": Q(closes_at__lte=now, starts_at__gt=now),
            self.DRAFTS: Q(published_at=None),
            "abgesagt": Q(cancelled_at__isnull=False),
        }
        return queryset.filter(stands[self.value()]) if self.value() in stands else queryset


class EventOfBookingFilter(admin.SimpleListFilter):
    """The events of these weeks; older ones are reached from the event itself."""

    title = "Termin"
    parameter_name = "event"
    NEAR = timedelta(days=31)
    MOST = 30

    def lookups(self, request, model_admin):
        now = clock.now()
        near = Event.objects.filter(ends_at__gt=now - self.NEAR, starts_at__lt=now + self.NEAR, last_number__gt=0)
        return [(str(event.pk), str(event)) for event in near.select_related("offer").order_by("starts_at")[: self.MOST]]

    def queryset(self, request, queryset):
        return queryset.filter(event=self.value()) if (self.value() or "").isdecimal() else queryset


class NamelessFilter(admin.SimpleListFilter):
    """Seats that a team holds and still has to name."""

    title = "Name"
    parameter_name = "name"

    def lookups(self, request, model_admin):
        return [("fehlt", "noch ohne Namen")]

    def queryset(self, request, queryset):
        return queryset.unnamed() if self.value() == "fehlt" else queryset


class AudienceFilter(admin.ChoicesFieldListFilter):
    """The field is called „für“, which reads well above a form and not after „Nach“."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "Zielgruppe"


class LateFilter(admin.SimpleListFilter):
    title = "Storno"
    parameter_name = "storno"

    def lookups(self, request, model_admin):
        return [("kurzfristig", "kurzfristig storniert"), ("rechtzeitig", "rechtzeitig storniert")]

    def queryset(self, request, queryset):
        if self.value() not in ("kurzfristig", "rechtzeitig"):
            return queryset
        return queryset.filter(state=State.CANCELLED, cancelled_late=self.value() == "kurzfristig")
