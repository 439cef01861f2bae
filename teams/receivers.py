"""What we do when allauth announces something."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.dispatch import receiver


@receiver(password_reset)
def confirm_address(sender, user, **kwargs):
    """Who opened the link in our letter has shown that the address is theirs; no second letter to say so again."""
    EmailAddress.objects.filter(user=user, email__iexact=user.email, primary=True).update(verified=True)
