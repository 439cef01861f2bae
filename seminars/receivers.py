"""What we do when teams announce something."""

from django.db.models import Max
from django.dispatch import receiver
from django.urls import reverse

from seminars import actions
from seminars.facts import date_in_words, seats_in_words
from seminars.models import Booking
from teams.obligations import Obligation
from teams.signals import last_use_asked, member_left, obligations_asked, person_leaving, personal_data_asked, team_ended


@receiver(obligations_asked)
def seats_without_a_name(sender, team, person, **kwargs) -> list[str]:
    """Of the lead, and of the team as a whole: what nobody will care for afterwards."""
    if person and not team.memberships.leads().of(person).exists():
        return []
    held = Booking.objects.held_for(team).select_related("event__offer").order_by("event__starts_at", "event_id")
    numbers: dict = {}
    for booking in held:
        numbers[booking.event] = numbers.get(booking.event, 0) + 1
    return [_still_open(team, event, number) for event, number in numbers.items()]


def _still_open(team, event, number: int) -> Obligation:
    verb = "ist" if number == 1 else "sind"
    return Obligation(
        f"{seats_in_words(number)} für „{event.title}“ {date_in_words(event.starts_at, event.ends_at)} {verb} noch ohne Namen.",
        address=reverse("seminars:team_seats", args=[team.slug]),
        way="Zu den Teamplätzen",
    )


@receiver(member_left)
def bookings_stay_with_who_left(sender, team, person, **kwargs) -> None:
    """They are the person's own from now on, no longer the team's."""
    actions.part_from_team(team=team, person=person)


@receiver(team_ended)
def seats_are_released(sender, team, **kwargs) -> None:
    actions.release_seats_of(team)


@receiver(person_leaving)
def seats_become_free(sender, person, **kwargs) -> None:
    actions.part_with(person=person)


@receiver(last_use_asked)
def last_seat(sender, person, **kwargs):
    """Others may have booked it: a lead, or the campaign team."""
    return Booking.objects.of(person).holding_a_seat().aggregate(last=Max("event__ends_at"))["last"]


@receiver(personal_data_asked)
def bookings(sender, person, **kwargs) -> tuple[str, list[dict]]:
    rows = Booking.objects.of(person).select_related("event__offer", "team__agency", "booked_by")
    return "buchungen", [
        {
            "Buchungsnummer": row.reference,
            "Termin": row.event.title,
            "Beginn": row.event.starts_at,
            "Ende": row.event.ends_at,
            "Stand": row.get_state_display(),
            "Gebucht": row.created_at,
            "Selbst gebucht": row.booked_by_id == person.pk,
            "Für das Team": str(row.team or ""),
            "Teilnahme": row.get_taking_part_display(),
            "Bedarf": row.needs_in_words,
            "Nachricht": row.message,
            "Storniert": row.cancelled_at,
            "Grund der Stornierung": row.cancellation_reason,
            "An eine Vertretung weitergegeben": row.handed_over_at,
            "Als Vertretung übernommen": row.stands_in_for_id is not None,
        }
        for row in rows.order_by("event__starts_at", "pk")
    ]
