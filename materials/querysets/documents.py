"""The questions to the documents. Who may find one is said here once: for page, preview, hit, file and ZIP."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import StrIndex

from materials.document_choices import ScanState, Visibility
from missione.shared import clock
from missione.shared.search import trunks_of

if TYPE_CHECKING:
    from materials.models import DocumentVersion

WARNED_BEFORE = timedelta(days=30)


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, person) -> "DocumentQuerySet":
        """Live, and public, or the person's, or the person is of the campaign team."""
        return self.live().filter(self._open_to(person))

    def marked_for(self, person) -> "DocumentQuerySet":
        """Each knows under `opens` whether this person may open it."""
        return self.annotate(opens=ExpressionWrapper(self._open_to(person) or Value(True), BooleanField()))

    def live(self) -> "DocumentQuerySet":
        """Published, with rights that last and a clean file."""
        return self.filter(
            self._with_rights(), published_at__lte=clock.now(), current__scan_state=ScanState.CLEAN, current__withdrawn_at=None
        )

    def with_rights(self) -> "DocumentQuerySet":
        return self.filter(self._with_rights())

    def _open_to(self, person) -> Q:
        public = Q(visibility=Visibility.PUBLIC)
        if not person.is_authenticated or not person.is_active:
            return public
        if person.is_staff:
            return Q()
        member = Exists(person.memberships.in_teams_let_in())
        given = Exists(person.entitlements.filter(document=OuterRef("pk")))
        return public | Q(visibility=Visibility.MEMBERS) & Q(member) | Q(visibility=Visibility.ENTITLED) & Q(given)

    def _with_rights(self) -> Q:
        """The last day is a day on which the document may still be used."""
        return Q(rights_end=None) | Q(rights_end__gte=clock.today())

    def about(self, words: str) -> "DocumentQuerySet":
        """Every word must occur somewhere in title, description or the text of the file; the sooner, the higher up."""
        trunks = trunks_of(words)
        found = self.filter(*(Q(search_text__contains=trunk) for trunk in trunks))
        return found.order_by(*(StrIndex("search_text", Value(trunk)) for trunk in trunks), "-published_at", "pk")

    def newest_first(self) -> "DocumentQuerySet":
        return self.order_by("-published_at", "pk")

    def for_lists(self) -> "DocumentQuerySet":
        """Without the long texts, which no list shows."""
        return self.select_related("current").defer("search_text", "description", "transcript", "current__text")

    def whose_rights_end_soon(self) -> "DocumentQuerySet":
        """Published, and hidden within thirty days or already: staff ask for the rights again or take the document down."""
        ending = self.filter(published_at__isnull=False, rights_end__lte=clock.today() + WARNED_BEFORE)
        return ending.order_by("rights_end", "pk")

    def whose_scan_failed(self) -> "DocumentQuerySet":
        """Their newest version is held up until staff do something about it."""
        versions = self.model._meta.get_field("versions").related_model.objects
        newest = versions.filter(document=OuterRef("pk")).order_by("-number").values("scan_state")[:1]
        return self.alias(newest_scan=Subquery(newest)).filter(newest_scan=ScanState.FAILED)

    def proposed(self) -> "DocumentQuerySet":
        """By members, and staff have not answered yet; the oldest first."""
        return self.filter(proposed_at__isnull=False, answered_at=None).order_by("proposed_at", "pk")

    def locked(self) -> "DocumentQuerySet":
        """The row that guards the numbers of its versions and which is the current one."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class VersionQuerySet(models.QuerySet):
    def visible_to(self, person) -> "VersionQuerySet":
        """Those of the documents the person may find, as far as they are clean and not taken back."""
        documents = self.model._meta.get_field("document").related_model.objects.visible_to(person)
        return self.handed_out().filter(document__in=documents)

    def handed_out(self) -> "VersionQuerySet":
        return self.filter(scan_state=ScanState.CLEAN, withdrawn_at=None)

    def clean(self) -> "VersionQuerySet":
        return self.filter(scan_state=ScanState.CLEAN)

    def current(self) -> "VersionQuerySet":
        """Those that the address of their document opens."""
        return self.filter(document__current=F("pk"))

    def newest(self) -> "DocumentVersion | None":
        """Of one document: what its address opens now or will once it is checked."""
        return self.filter(withdrawn_at=None).exclude(scan_state=ScanState.INFECTED).order_by("-number").first()

    def to_be_scanned(self) -> "VersionQuerySet":
        return self.filter(scan_state=ScanState.UNCHECKED, next_scan_at__lte=clock.now()).order_by("next_scan_at", "pk")

    def latest_handed_out(self) -> "DocumentVersion | None":
        return self.handed_out().order_by("-number").first()


class EntitlementQuerySet(models.QuerySet):
    def of(self, person) -> "EntitlementQuerySet":
        return self.filter(person=person)

    def by_hand(self) -> "EntitlementQuerySet":
        return self.filter(occasion="")

    def that_open(self, person) -> "EntitlementQuerySet":
        """The person's, of documents that can be opened now; each with its document, sorted by title."""
        documents = self.model._meta.get_field("document").related_model.objects.visible_to(person)
        return self.of(person).filter(document__in=documents).select_related("document").order_by("document__title", "document")
