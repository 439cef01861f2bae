"""Orders: who wants how many of what, where to, and how it stands with each line."""

import secrets

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from materials.choices import (
    CAN_BE_CANCELLED,
    HOLDS_A_UNIT,
    HOLDS_NOTHING,
    OVER,
    LineState,
    OrderState,
)
from materials.models.articles import Article
from materials.querysets import OrderLineQuerySet, OrderQuerySet
from missione.shared import clock
from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters
from teams.models import Agency, Team

ADDRESS_LOOKED_AT = "Lieferadresse geprüft"  # so begins the note of the step
MOST_PIECES = 100_000  # of one article in one order; a slip of the finger is more
# What can tell of people: forgotten some time after the order has ended.
TYPED = (
    *("guest_name", "guest_email", "guest_agency", "purpose", "message", "tracking_number"),
    *("recipient", "extra", "street", "postal_code", "city"),
)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike on paper


def new_reference() -> str:
    """An order's number for people and addresses: random (40 bits), never a counter."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"MB-{code[:4]}-{code[4:]}"


class Address(models.Model):
    """The lines on a parcel. An order keeps them as they were."""

    recipient = models.CharField("Name oder Stelle", max_length=120, blank=True, validators=[no_control_characters])
    extra = models.CharField("Gebäude, Raum, Annahmestelle", max_length=120, blank=True, validators=[no_control_characters])
    street = models.CharField("Straße und Hausnummer", max_length=120, blank=True, validators=[no_control_characters])
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True, validators=[no_control_characters])
    city = models.CharField("Ort", max_length=80, blank=True, validators=[no_control_characters])

    class Meta:
        abstract = True

    @property
    def address_lines(self) -> list[str]:
        lines = [self.recipient, self.extra, self.street, f"{self.postal_code} {self.city}".strip()]
        return [line for line in lines if line]


class DeliveryAddress(Address, Timestamped):
    """Where parcels for an authority may go without anybody looking at it. Staff enter them, or take them over from an order."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="delivery_addresses", verbose_name="Dienststelle")

    class Meta:
        verbose_name = "Lieferadresse"
        verbose_name_plural = "Lieferadressen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "recipient", "extra", "street", "postal_code", "city"], name="delivery_address_once"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.address_lines)


class Order(Address, Timestamped):
    """One form, one number. Of a team, of somebody whose authority has none yet, or of a guest who has shown the address."""

    reference = models.CharField("Nummer", max_length=12, unique=True, default=new_reference, editable=False)
    state = models.CharField("Stand", max_length=20, choices=OrderState, default=OrderState.RECEIVED, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, verbose_name="Team", null=True, blank=True, related_name="orders")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="Dienststelle", null=True, blank=True, related_name="orders")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="bestellt von", null=True, blank=True, related_name="orders"
    )
    guest_name = models.CharField("Name", max_length=120, blank=True, validators=[no_control_characters])
    guest_email = models.EmailField("E-Mail-Adresse", max_length=254, blank=True)
    guest_agency = models.CharField("Dienststelle laut Formular", max_length=200, blank=True, validators=[no_control_characters])
    is_request = models.BooleanField(
        "Anfrage", default=False, editable=False, help_text="Nichts ist reserviert, bis das Kampagnenteam zusagt."
    )
    purpose = models.CharField("Wofür", max_length=200, blank=True, validators=[no_control_characters])
    wished_for = models.DateField("gebraucht am", null=True, blank=True)
    is_other_address = models.BooleanField("andere Lieferadresse", default=False, editable=False)
    address_confirmed_at = models.DateTimeField("Lieferadresse bestätigt", null=True, editable=False)
    message = models.TextField("Nachricht", max_length=1000, blank=True, validators=[no_control_characters])
    tracking_number = models.CharField("Sendungsnummer", max_length=60, blank=True, validators=[no_control_characters])

    confirm_until = models.DateTimeField("zu bestätigen bis", null=True, editable=False)
    confirmed_at = models.DateTimeField("bestätigt", null=True, editable=False)
    decided_at = models.DateTimeField("entschieden", null=True, editable=False)
    packed_at = models.DateTimeField("gepackt", null=True, editable=False)
    shipped_at = models.DateTimeField("versandt", null=True, editable=False)
    ended_at = models.DateTimeField("beendet", null=True, editable=False)
    forgotten_at = models.DateTimeField("Namen gelöscht", null=True, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "Bestellung"
        verbose_name_plural = "Bestellungen"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "created_at"], name="order_by_state"),
            models.Index(fields=["agency", "created_at"], name="order_of_agency"),
            models.Index(fields=["team", "-created_at"], name="order_of_team"),
            models.Index(fields=["created_at"], condition=Q(forgotten_at=None), name="order_remembered"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OrderState.UNCONFIRMED, confirm_until__isnull=False) | ~Q(state=OrderState.UNCONFIRMED),
                name="order_unconfirmed_until_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_at__isnull=False) | (~Q(state__in=OVER) & Q(ended_at=None)),
                name="order_ended_at_a_moment",
            ),
            models.CheckConstraint(condition=Q(team=None) | Q(agency__isnull=False), name="order_of_team_has_an_agency"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(person=None, **dict.fromkeys(TYPED, "")),
                name="order_forgotten_with_all_that_was_typed",
            ),
            models.CheckConstraint(condition=Q(guest_email="") | Q(person=None, team=None), name="order_of_guest_or_person"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("materials:order", args=[self.reference])

    @property
    def is_of_guest(self) -> bool:
        return bool(self.guest_email)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def can_still_be_cancelled(self) -> bool:
        """By who ordered: until it is packed."""
        return self.state in CAN_BE_CANCELLED

    @property
    def has_unconfirmed_address(self) -> bool:
        """Nothing is promised or leaves before staff have looked at it."""
        return self.is_other_address and self.address_confirmed_at is None

    @property
    def contact_name(self) -> str:
        return self.person.name if self.person else self.guest_name

    @property
    def contact_email(self) -> str:
        return self.person.email if self.person else self.guest_email

    @property
    def authority_in_words(self) -> str:
        return str(self.agency) if self.agency else self.guest_agency


class OrderLine(models.Model):
    """One article of an order. What was asked, promised, sent and came back are four numbers; `reserved` is held right now."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", verbose_name="Bestellung")
    article = models.ForeignKey(Article, models.PROTECT, related_name="order_lines", verbose_name="Artikel")
    state = models.CharField("Stand", max_length=20, choices=LineState, default=LineState.REQUESTED, editable=False)
    requested = models.PositiveIntegerField("gewünscht", validators=[MinValueValidator(1)])
    approved = models.PositiveIntegerField("zugesagt", null=True, blank=True)
    reserved = models.PositiveIntegerField("reserviert", default=0, editable=False)
    shipped = models.PositiveIntegerField("versandt", default=0)
    returned = models.PositiveIntegerField("zurück", default=0)
    reason = models.CharField(
        "Grund",
        max_length=250,
        blank=True,
        validators=[no_control_characters],
        help_text="Warum es weniger sind. Steht im Brief.",
    )
    from_day = models.DateField("von", null=True, blank=True)
    to_day = models.DateField("bis", null=True, blank=True)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = "Position"
        verbose_name_plural = "Positionen"
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "order"], name="line_of_article")]
        constraints = [
            models.UniqueConstraint(fields=["order", "article"], condition=Q(from_day=None), name="give_away_once_in_an_order"),
            models.CheckConstraint(condition=Q(requested__gte=1, requested__lte=MOST_PIECES), name="line_asks_for_pieces"),
            models.CheckConstraint(
                condition=Q(approved=None) | Q(approved__lte=F("requested")), name="line_promises_no_more_than_asked"
            ),
            models.CheckConstraint(condition=Q(returned__lte=F("shipped")), name="line_returns_no_more_than_sent"),
            models.CheckConstraint(
                condition=Q(requested__gte=F("reserved") + F("shipped")), name="line_holds_no_more_than_asked"
            ),
            models.CheckConstraint(
                condition=Q(approved=None) | Q(approved__gte=F("reserved") + F("shipped")),
                name="line_holds_no_more_than_promised",
            ),
            # Every exit releases: a forgotten path fails instead of keeping what nobody gets.
            models.CheckConstraint(condition=~Q(state__in=HOLDS_NOTHING) | Q(reserved=0), name="line_given_up_holds_nothing"),
            models.CheckConstraint(
                condition=Q(from_day=None, to_day=None)
                | Q(from_day__isnull=False, to_day__isnull=False, to_day__gte=F("from_day")),
                name="line_lent_from_day_to_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requested} × {self.article}"

    @property
    def is_loan(self) -> bool:
        return self.from_day is not None

    @property
    def holds_a_unit(self) -> bool:
        """Wants `loans` fetched with the line."""
        return any(loan.state in HOLDS_A_UNIT for loan in self.loans.all())

    @property
    def promised(self) -> int:
        """What was promised; before the decision, what was asked for."""
        return self.requested if self.approved is None else self.approved

    @property
    def still_to_ship(self) -> int:
        return 0 if self.state in HOLDS_NOTHING else max(0, self.promised - self.shipped)


class OrderChange(models.Model):
    """A step in an order's life. `note` is what who ordered may read, too."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="changes", verbose_name="Bestellung")
    from_state = models.CharField("von", max_length=20, choices=OrderState, blank=True)
    to_state = models.CharField("nach", max_length=20, choices=OrderState)
    note = models.TextField("Nachricht", max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="durch", null=True, related_name="+")
    at = models.DateTimeField("am", default=clock.now)

    class Meta:
        verbose_name = "Schritt"
        verbose_name_plural = "Verlauf"
        ordering = ["pk"]

    def __str__(self) -> str:
        """Where the order then stands. What staff do about its address leads nowhere else, and is told as what it is."""
        is_of_address = self.from_state == self.to_state and self.note.startswith(ADDRESS_LOOKED_AT)
        return ADDRESS_LOOKED_AT if is_of_address else self.get_to_state_display()

    @property
    def message(self) -> str:
        return "" if self.note == f"{self}." else self.note
