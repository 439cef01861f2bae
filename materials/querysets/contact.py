"""The questions to the inbox."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Coalesce

from materials.choices import MessageState
from missione.shared import clock


class ContactMessageQuerySet(models.QuerySet):
    def confirmed(self) -> "ContactMessageQuerySet":
        """What staff may read: nobody has shown yet that the others come from who they say."""
        return self.exclude(state=MessageState.UNCONFIRMED)

    def open(self) -> "ContactMessageQuerySet":
        return self.filter(state=MessageState.OPEN)

    def settled_before(self, moment: datetime) -> "ContactMessageQuerySet":
        """Answered before that; or nobody has answered, and it came before that."""
        return self.confirmed().annotate(settled_at=Coalesce("answered_at", "confirmed_at")).filter(settled_at__lt=moment)

    def run_out(self) -> "ContactMessageQuerySet":
        return self.filter(state=MessageState.UNCONFIRMED, confirm_until__lte=clock.now())
