"""The people of the portal."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from missione.shared import clock
from missione.shared.validators import no_control_characters
from teams.choices import Need


class PersonManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "Person":
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account: logs in with the e-mail address, has no user name."""

    email = models.EmailField("dienstliche E-Mail-Adresse", max_length=254)
    first_name = models.CharField("Vorname", max_length=80)
    last_name = models.CharField("Nachname", max_length=80)
    agency = models.ForeignKey(
        "teams.Agency",
        models.PROTECT,
        verbose_name="Dienststelle",
        null=True,
        blank=True,
        related_name="people",
        db_index=False,  # Meta has it: an index of its own can be made while the portal runs
    )
    unit = models.CharField(
        "Aufgabe oder Bereich",
        max_length=80,
        blank=True,
        db_default="",
        validators=[no_control_characters],
        help_text="Zum Beispiel Hausdienst oder IT.",
    )
    needs = ArrayField(
        models.CharField(max_length=20, choices=Need), verbose_name="Bedarf", default=list, db_default=[], blank=True
    )
    is_active = models.BooleanField(
        "aktiv", default=True, help_text="Ohne Haken kann sich die Person nicht mehr anmelden. Besser als Löschen."
    )
    is_staff = models.BooleanField("Kampagnenteam", default=False, help_text="Darf die Verwaltung öffnen.")
    joined_at = models.DateTimeField("registriert", default=clock.now, editable=False)
    # Which letters somebody may choose. All others (bookings, security) always come.
    wants_reminders = models.BooleanField("Erinnerungen an gebuchte Termine", default=True, db_default=True)
    wants_team_letters = models.BooleanField("Nachrichten rund um das Team", default=True, db_default=True)
    wants_news = models.BooleanField("Neuigkeiten der Kampagne", default=False, db_default=False)
    deletion_announced_at = models.DateTimeField(
        "Löschung angekündigt",
        null=True,
        editable=False,
        help_text="Weil das Konto lange unbenutzt ist. Wer sich anmeldet, behält es.",
    )
    deleted_at = models.DateTimeField(
        "gelöscht", null=True, editable=False, help_text="Die Zeile bleibt ohne Namen, damit vergangene Termine zählen."
    )

    objects = PersonManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["last_name", "first_name", "pk"]
        indexes = [models.Index(fields=["agency"], name="people_of_agency")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_person_per_email", violation_error_message="Diese E-Mail-Adresse gibt es schon."
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()

    @cached_property
    def has_second_factor(self) -> bool:
        """Codes on paper alone are none: they belong to one."""
        return self.authenticator_set.exclude(type="recovery_codes").exists()

    @property
    def needs_in_words(self) -> str:
        return ", ".join(str(Need(need).label) for need in self.needs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name or self.email
