"""What people write to the campaign team."""

from uuid import UUID

from django.db import transaction

from materials.actions.guests import CONFIRM_WITHIN, refuse_another_letter_to
from materials.answers import Guest
from materials.choices import MessageState, Subject
from materials.errors import LinkRunOut
from materials.mails import contact as mails
from materials.models import ContactMessage
from missione.shared import clock
from missione.shared.idempotency import answer_once, remember_answer
from teams.models import Person


@transaction.atomic
def send_message(*, person: Person, subject: Subject, text: str, request_key: UUID | None = None) -> ContactMessage:
    """From somebody we know: into the inbox at once."""
    if earlier := _answered(request_key, by=person.pk, subject=subject, text=text):
        return earlier
    message = ContactMessage.objects.create(
        subject=subject,
        text=text,
        name=person.name,
        email=person.email,
        person=person,
        agency_id=person.agency_id,
        state=MessageState.OPEN,
        confirmed_at=clock.now(),
    )
    mails.message_arrived(message)
    _remember(request_key, message)
    return message


@transaction.atomic
def leave_message(*, guest: Guest, subject: Subject, text: str, request_key: UUID | None = None) -> ContactMessage:
    """Without an account: one letter to the typed address, with a link and none of the words."""
    if earlier := _answered(request_key, guest=vars(guest), subject=subject, text=text):
        return earlier
    refuse_another_letter_to(guest.email)
    message = ContactMessage.objects.create(
        subject=subject,
        text=text,
        name=guest.name,
        email=guest.email,
        agency_name=guest.agency,
        confirm_until=clock.now() + CONFIRM_WITHIN,
    )
    mails.message_confirm_address(message)
    _remember(request_key, message)
    return message


@transaction.atomic
def confirm_message(*, reference: str) -> ContactMessage:
    """The sender has shown that the address is theirs. Twice is once."""
    message = _locked(reference=reference)
    if not message or (message.state == MessageState.UNCONFIRMED and message.confirm_until <= clock.now()):
        raise LinkRunOut
    if message.state == MessageState.UNCONFIRMED:
        message.state, message.confirmed_at = MessageState.OPEN, clock.now()
        message.save(update_fields=["state", "confirmed_at", "changed_at"])
        mails.message_arrived(message)
    return message


@transaction.atomic
def answer_message(*, message: ContactMessage, by: Person) -> ContactMessage:
    """Staff have answered, by mail or by telephone. Twice is once."""
    message = _locked(pk=message.pk)
    if message.state == MessageState.OPEN:
        message.state, message.answered_at, message.owner = MessageState.ANSWERED, clock.now(), message.owner or by
        message.save(update_fields=["state", "answered_at", "owner", "changed_at"])
    return message


@transaction.atomic
def reopen_message(*, message: ContactMessage) -> ContactMessage:
    message = _locked(pk=message.pk)
    if message.state == MessageState.ANSWERED:
        message.state, message.answered_at = MessageState.OPEN, None
        message.save(update_fields=["state", "answered_at", "changed_at"])
    return message


@transaction.atomic
def forget_unconfirmed() -> int:
    """Nobody has shown that the address is theirs: the rows go, with all that was typed."""
    run_out = ContactMessage.objects.run_out().select_for_update(skip_locked=True)
    return ContactMessage.objects.filter(pk__in=[message.pk for message in run_out]).delete()[0]


def _locked(**which) -> ContactMessage | None:
    return ContactMessage.objects.select_for_update(no_key=True, of=("self",)).filter(**which).first()


def _answered(key: UUID | None, **body) -> ContactMessage | None:
    answer = answer_once(key, digest_of={"deed": "message", **body}) if key else None
    return ContactMessage.objects.get(pk=answer) if answer is not None else None


def _remember(key: UUID | None, message: ContactMessage) -> None:
    if key:
        remember_answer(key, message.pk)
