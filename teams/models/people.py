"""The people of the portal."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from missione.shared import clock


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
    is_active = models.BooleanField(
        "aktiv", default=True, help_text="Ohne Haken kann sich die Person nicht mehr anmelden. Besser als Löschen."
    )
    is_staff = models.BooleanField("Kampagnenteam", default=False, help_text="Darf die Verwaltung öffnen.")
    joined_at = models.DateTimeField("registriert", default=clock.now, editable=False)

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

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name or self.email
