"""Being invited, in tests."""

import re

from missione.shared.models import Letter
from teams.actions import invitations


def invited(team, by, email):
    """The open invitation, and the address that stands in its letter."""
    (invitation,) = invitations.invite(team=team, by=by, emails=[email]).new
    return invitation, address_in(Letter.objects.filter(recipient=email).latest("pk"))


def address_in(letter):
    return re.search(r"http://testserver(/team/einladung/\S+/)", letter.text)[1]
