"""What teams and letters know of a person, for the person to take along: one part each, in words the person uses."""

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.files.storage import storages
from django.dispatch import receiver

from missione.shared.models import Letter
from teams.models import Invitation, LocalAction, Picture, TeamChange, TeamDraft
from teams.signals import personal_data_asked, personal_files_asked

Part = tuple[str, list[dict]]


@receiver(personal_data_asked)
def account(sender, person, **kwargs) -> Part:
    row = {
        "Vorname": person.first_name,
        "Nachname": person.last_name,
        "E-Mail-Adresse": person.email,
        "Dienststelle": str(person.agency or ""),
        "Aufgabe oder Bereich": person.unit,
        "Bedarf bei der Teilnahme": person.needs_in_words,
        "Registriert": person.joined_at,
        "Zuletzt angemeldet": person.last_login,
        "Löschung angekündigt": person.deletion_announced_at,
        "Erinnerungen gewünscht": person.wants_reminders,
        "Nachrichten rund um das Team gewünscht": person.wants_team_letters,
        "Neuigkeiten gewünscht": person.wants_news,
        "Gehört zum Kampagnenteam": person.is_staff,
    }
    return "konto", [row]


@receiver(personal_data_asked)
def addresses(sender, person, **kwargs) -> Part:
    rows = person.emailaddress_set.order_by("pk")
    return "e-mail-adressen", [{"Adresse": row.email, "Bestätigt": row.verified, "In Gebrauch": row.primary} for row in rows]


@receiver(personal_data_asked)
def logins(sender, person, **kwargs) -> Part:
    rows = person.logins.all()
    return "angemeldete-geraete", [
        {"Gerät": row.device, "Angemeldet seit": row.created_at, "Zuletzt benutzt": row.seen_at} for row in rows
    ]


@receiver(personal_data_asked)
def second_factor(sender, person, **kwargs) -> Part:
    """That there is one; what it is made of stays secret."""
    words = {Authenticator.Type.TOTP: "App mit Codes", Authenticator.Type.WEBAUTHN: "Schlüssel"}
    rows = Authenticator.objects.filter(user=person).order_by("pk")
    return "zweiter-faktor", [
        {
            "Art": words.get(row.type, "Wiederherstellungscodes"),
            "Eingerichtet": row.created_at,
            "Zuletzt benutzt": row.last_used_at,
        }
        for row in rows
    ]


@receiver(personal_data_asked)
def linked_accounts(sender, person, **kwargs) -> Part:
    rows = person.socialaccount_set.order_by("pk")
    return "verknuepfte-konten", [{"Kennung dort": row.uid, "Verknüpft": row.date_joined} for row in rows]


@receiver(personal_data_asked)
def teams(sender, person, **kwargs) -> Part:
    rows = person.memberships.select_related("team__agency")
    return "teams", [
        {
            "Team": str(row.team),
            "Dienststelle": str(row.team.agency),
            "Stand des Teams": row.team.get_state_display(),
            "Rolle": row.get_role_display(),
            "Ansprechperson": row.is_contact,
            "Dabei seit": row.created_at,
        }
        for row in rows
    ]


@receiver(personal_data_asked)
def registrations(sender, person, **kwargs) -> Part:
    """What was begun and not sent."""
    return "entwuerfe-von-anmeldungen", [
        {
            "Art": row.get_kind_display(),
            "Name": row.name,
            "Gebäude": row.site,
            "Nachricht": row.message,
            "Eingeladen": row.colleagues,
        }
        for row in TeamDraft.objects.filter(person=person)
    ]


@receiver(personal_data_asked)
def steps(sender, person, **kwargs) -> Part:
    """What the person asked, answered or decided about a team."""
    rows = TeamChange.objects.filter(by=person).select_related("team__agency")
    return "schritte-eines-teams", [
        {"Team": str(row.team), "Am": row.at, "Stand danach": row.get_to_state_display(), "Nachricht": row.note} for row in rows
    ]


@receiver(personal_data_asked)
def wishes(sender, person, **kwargs) -> Part:
    rows = person.join_requests.select_related("team__agency")
    return "beitrittsanfragen", [
        {"Team": str(row.team), "Am": row.created_at, "Nachricht": row.message, "Stand": row.get_state_display()} for row in rows
    ]


@receiver(personal_data_asked)
def invitations(sender, person, **kwargs) -> Part:
    rows = Invitation.objects.filter(email__iexact=person.email).select_related("team__agency")
    return "einladungen", [{"Team": str(row.team), "Am": row.created_at, "Stand": row.get_state_display()} for row in rows]


@receiver(personal_data_asked)
def sent_invitations(sender, person, **kwargs) -> Part:
    """The addresses are those the person typed; the key of the link is kept by nobody."""
    rows = Invitation.objects.filter(invited_by=person).select_related("team__agency")
    return "verschickte-einladungen", [
        {
            "Team": str(row.team),
            "An": row.email,
            "Am": row.created_at,
            "Gilt bis": row.expires_at,
            "Stand": row.get_state_display(),
        }
        for row in rows
    ]


@receiver(personal_data_asked)
def local_actions(sender, person, **kwargs) -> Part:
    rows = LocalAction.objects.filter(created_by=person).select_related("team__agency")
    return "eingetragene-aktionen", [
        {"Titel": row.title, "Team": str(row.team), "Wann": row.when, "Beschreibung": row.description, "Kurzbericht": row.report}
        for row in rows
    ]


@receiver(personal_data_asked)
def pictures(sender, person, **kwargs) -> Part:
    rows = Picture.objects.filter(uploaded_by=person).select_related("action")
    return "hochgeladene-bilder", [
        {"Datei": f"bilder/{row.key}.jpg", "Aktion": row.action.title, "Beschreibung": row.alt_text, "Bildnachweis": row.credit}
        for row in rows
    ]


@receiver(personal_files_asked)
def picture_files(sender, person, **kwargs) -> list:
    private = storages["private"]
    rows = Picture.objects.filter(uploaded_by=person)
    return [(f"bilder/{row.key}.jpg", private, row.file_name(Picture.LARGE)) for row in rows]


@receiver(personal_data_asked)
def letters(sender, person, **kwargs) -> Part:
    """What those about the account said is left out: they held keys to it."""
    rows = Letter.objects.filter(recipient__iexact=person.email)
    return "e-mails", [
        {
            "Betreff": row.subject,
            "Geschrieben": row.created_at,
            "Stand": row.get_state_display(),
            "Text": "" if row.kind.startswith("account") else row.text,
        }
        for row in rows.iterator(chunk_size=500)
    ]


@receiver(personal_data_asked)
def deeds_of_staff(sender, person, **kwargs) -> Part:
    rows = LogEntry.objects.filter(user=person).select_related("content_type")
    return "verwaltung", [{"Am": row.action_time, "Was": str(row)} for row in rows.iterator(chunk_size=500)]
