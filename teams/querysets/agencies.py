"""The questions to the table of authorities."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, Count, Max, Q, Value, When
from django.db.models.functions import Length

from teams.slips import Vocabulary
from teams.spelling import SHORT, words_of

MOST_FOUND = 10
_known: tuple[tuple, Vocabulary | None] = ((), None)


class AgencyQuerySet(models.QuerySet):
    def pickable(self) -> "AgencyQuerySet":
        """What a person may choose: there, and confirmed by staff."""
        return self.filter(is_active=True, is_confirmed=True)

    def unconfirmed(self) -> "AgencyQuerySet":
        """Free entries that staff have to look at."""
        return self.filter(is_active=True, is_confirmed=False)

    def with_people_count(self) -> "AgencyQuerySet":
        return self.annotate(people_count=Count("people"))

    def is_below(self, lower: int, upper: int) -> bool:
        """Whether one stands anywhere under the other, or is the other."""
        seen = set()
        while lower and lower not in seen:
            if lower == upper:
                return True
            seen.add(lower)
            lower = self.model._base_manager.filter(pk=lower).values_list("parent", flat=True).first()
        return False

    def locked(self) -> "AgencyQuerySet":
        """In one order for everybody. NO KEY, so that rows pointing at them can still be written."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")

    def named_like(self, typed: str) -> list:
        """At most ten, the best first: as typed; if that finds nothing, what is spelt alike."""
        words = words_of(typed)
        if not words:
            return []
        return list(self.about(words)[:MOST_FOUND]) or self._alike(words)

    def about(self, words: list[str]) -> "AgencyQuerySet":
        """Every word occurs in the name, a former name, an abbreviation or the city; the best first."""
        found = self
        for word in words:
            found = found.filter(occurs(word))
        return found.order_by(sum((_worth(word) for word in words), Value(0)).desc(), Length("name"), "name", "pk")

    def _alike(self, words: list[str]) -> list:
        """Every word, or one that is spelt like it."""
        vocabulary = self._vocabulary()
        found, likeness = self, Value(0.0)
        for word in words:
            meant = vocabulary.meant_by(word) if len(word) > SHORT else {}
            found = found.filter(reduce(or_, (Q(search_text__contains=f" {each} ") for each in meant), occurs(word)))
            likeness += _likeness(word, meant)
        return list(found.order_by(likeness.desc(), Length("name"), "name", "pk")[:MOST_FOUND])

    def _vocabulary(self) -> Vocabulary:
        """Gathered again when any authority has changed."""
        global _known
        rows = self.model._base_manager
        version = tuple(rows.aggregate(Count("pk"), Max("changed_at")).values())
        if _known[0] != version:
            _known = version, Vocabulary(rows.values_list("search_text", flat=True).iterator())
        return _known[1]


def occurs(word: str, field: str = "search_text") -> Q:
    """Short words are abbreviations: they begin a word. Long ones may stand inside of one, as in "Amtsgericht"."""
    return Q(**{f"{field}__contains": f" {word}" if len(word) <= SHORT else word})


def _worth(word: str) -> Case:
    """A whole word of today's name, the beginning of one, a part of one; then former names and cities."""
    whole, begins, inside = (Q(name_text__contains=text) for text in (f" {word} ", f" {word}", word))
    return Case(When(whole, then=Value(3)), When(begins, then=Value(2)), When(inside, then=Value(1)), default=Value(0))


def _likeness(word: str, meant: dict[str, float]) -> Case:
    whens = [When(search_text__contains=f" {each} ", then=Value(likeness)) for each, likeness in meant.items()]
    return Case(When(occurs(word), then=Value(1.0)), *whens, default=Value(0.0))
