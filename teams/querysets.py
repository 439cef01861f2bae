"""The questions to the tables of people and authorities."""

from django.db import connection, models, transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Length

from teams.spelling import SHORT, words_of

MOST_FOUND = 10
# As pg_trgm measures a word against the part of a text that is most like it; its own 0.6 misses doubled and swapped letters.
ALIKE = 0.4


class WordSimilarity(models.Func):
    function = "word_similarity"
    output_field = models.FloatField()


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
            found = found.filter(_occurs(word))
        return found.order_by(sum((_worth(word) for word in words), Value(0)).desc(), Length("name"), "name", "pk")

    def _alike(self, words: list[str]) -> list:
        found = self
        for word in words:
            found = found.filter(
                _occurs(word) | Q(search_text__trigram_word_similar=word) if len(word) > SHORT else _occurs(word)
            )
        likeness = sum((WordSimilarity(Value(word), F("search_text")) for word in words), Value(0.0))
        with transaction.atomic(), connection.cursor() as cursor:
            # for this transaction: the operator that asks the index takes its threshold from there
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
            return list(found.order_by(likeness.desc(), Length("name"), "name", "pk")[:MOST_FOUND])


def _occurs(word: str) -> Q:
    """Short words are abbreviations: they begin a word. Long ones may stand inside of one, as in "Amtsgericht"."""
    return Q(search_text__contains=f" {word}" if len(word) <= SHORT else word)


def _worth(word: str) -> Case:
    """A whole word of today's name, the beginning of one, a part of one; then former names and cities."""
    whole, begins, inside = (Q(name_text__contains=text) for text in (f" {word} ", f" {word}", word))
    return Case(When(whole, then=Value(3)), When(begins, then=Value(2)), When(inside, then=Value(1)), default=Value(0))
