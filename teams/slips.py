"""Slips of the finger: which words of the authorities a typed word may have meant.

The words of all authorities are few, the texts that hold them are many: comparing words in memory takes a millisecond where
PostgreSQL needs two hundred to measure every text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

ALIKE = 0.4  # share of common trigrams, as pg_trgm counts them: "finnazamt" and "finanzamt" have 0.43
MOST_MEANT = 5


class Vocabulary:
    def __init__(self, texts: Iterable[str]):
        self.words = sorted({word for text in texts for word in text.split()})
        self.sizes = [len(trigrams(word)) for word in self.words]
        self.having = defaultdict(list)
        for number, word in enumerate(self.words):
            for trigram in trigrams(word):
                self.having[trigram].append(number)

    def meant_by(self, typed: str) -> dict[str, float]:
        """The words most like it, each with its likeness."""
        wanted = trigrams(typed)
        common = Counter(number for trigram in wanted for number in self.having.get(trigram, ()))
        likeness = {self.words[number]: shared / (len(wanted) + self.sizes[number] - shared) for number, shared in common.items()}
        best = sorted((word for word in likeness if likeness[word] >= ALIKE), key=lambda word: (-likeness[word], word))
        return {word: likeness[word] for word in best[:MOST_MEANT]}


def trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
