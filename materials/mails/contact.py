"""The letters about what people write to the campaign team."""

from django.conf import settings
from django.urls import reverse

from materials.models import ContactMessage
from materials.tokens import message_address
from missione.shared.letters import name_kinds, post_letter

name_kinds({"message_arrived": "Nachricht an das Kampagnenteam", "message_confirm_address": "Gast soll Nachricht bestätigen"})


def message_arrived(message: ContactMessage) -> None:
    """To the mailbox of the campaign team; an answer goes to who wrote."""
    inbox = settings.SITE_URL + reverse("admin:materials_contactmessage_change", args=[message.pk])
    facts = {"message": message, "text_lines": message.text.splitlines(), "inbox_url": inbox}
    post_letter(
        key=f"message:{message.pk}:arrived",
        to=settings.CONTACT_EMAIL,
        template="materials/mail/message_arrived",
        context=facts,
        kind="message_arrived",
        reply_to=message.email,
    )


def message_confirm_address(message: ContactMessage) -> None:
    """With none of the typed words: nobody has shown yet that they come from who reads this."""
    post_letter(
        key=f"message:{message.pk}:confirm_address",
        to=message.email,
        template="materials/mail/message_confirm_address",
        context={"confirm_url": message_address(message), "confirm_until": message.confirm_until},
        kind="message_confirm_address",
        not_after=message.confirm_until,
    )
