"""What we do when Django and allauth announce something."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from teams.accounts.logins import see_login
from teams.actions.logins import end_other_logins
from teams.models import Login

PAPER = Authenticator.Type.RECOVERY_CODES


@receiver(password_reset)
def confirm_address(sender, user, **kwargs):
    """Who opened the link in our letter has shown that the address is theirs; no second letter to say so again."""
    EmailAddress.objects.filter(user=user, email__iexact=user.email, primary=True).update(verified=True)


@receiver(user_logged_in)
def note_the_login(sender, request, user, **kwargs):
    see_login(request, user)


@receiver(user_logged_out)
def forget_the_login(sender, request, user, **kwargs):
    Login.objects.filter(session_key=request.session.session_key).delete()


@receiver([password_changed, password_set])
def end_all_others(sender, request, user, **kwargs):
    """They are worth nothing any more, and must not stand in the list as if they were."""
    see_login(request, user)
    end_other_logins(user, keep=request.session.session_key)


@receiver(password_reset)
def end_all(sender, user, **kwargs):
    end_other_logins(user, keep=None)


@receiver(authenticator_added)
def end_those_without_a_second_step(sender, request, user, authenticator, **kwargs):
    """With the first factor: who came in before it came in by the password alone."""
    factors = Authenticator.objects.filter(user=user).exclude(type=PAPER)
    if authenticator.type != PAPER and factors.count() == 1:
        end_other_logins(user, keep=request.session.session_key)
