"""What stands around a word: the words before and after it, and how far a name goes on."""

import re
from collections.abc import Sequence

from maap.domain.identifiers import cues
from maap.domain.identifiers.passage import Kind, Word, english

_LONGEST = 4
_DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?[ /-]?$")
_NUMBER = re.compile(r",?[ /-]?\d")
_PRESENT = frozenset({"attended", "attends", "had", "completed", "reported"})


class Surroundings:
    """The words of one text, asked by position."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self._ends: dict[int, int] = {}

    def near(self, position: int) -> Word | None:
        """The word at a position, if there is one."""
        return self.words[position] if 0 <= position < len(self.words) else None

    def after(self, position: int, keys: frozenset[str]) -> bool:
        """Whether the next word, with nothing but a space between, is one of ``keys``."""
        word = self.near(position + 1)
        return word is not None and word.gap == " " and word.key in keys

    def before(self, position: int, keys: frozenset[str]) -> bool:
        """Whether the word before, in the same sentence, is one of ``keys``."""
        word = self.near(position - 1)
        return word is not None and not self.words[position].opens and word.key in keys

    def initial(self, position: int) -> int:
        """Where a name begins, with the initial before it: “J. Smith”."""
        word, earlier = self.words[position], self.near(position - 1)
        if earlier is None or len(earlier.text) > 1 or not earlier.capital or earlier.key in "ai":
            return word.start
        return earlier.start if word.gap in (" ", ". ", ".") else word.start

    def after_initial(self, position: int) -> bool:
        """Whether a surname has an initial with a point before it."""
        return self.words[position].gap in (". ", ".") and self.initial(position) != self.words[position].start

    def is_date(self, position: int) -> bool:
        """Whether a month's name is the month: beside a number, or after “in”, “since”, “early”."""
        word = self.words[position]
        if word.key not in cues.MONTHS:
            return False
        numbered = _DAY_BEFORE.search(self.text, max(0, word.start - 5), word.start) or _NUMBER.match(
            self.text, word.end
        )
        return numbered is not None or self.before(position, cues.BEFORE_MONTH)

    def is_part_of_title(self, position: int) -> bool:
        """Whether capitals beside it make it part of a service's name (“Youth Justice”, “Hope Centre”)."""
        last = self.extended(position)
        if self.is_place(last):
            return True
        word, following = self.words[position], self.near(last + 1)
        if following is not None and following.gap in (" ", "-", " & ") and following.capital:
            return following.kind in (Kind.INNOCENT, Kind.PART) or english(following)
        earlier = self.near(position - 1)
        if earlier is None or word.gap not in (" ", "-", " & ") or not earlier.capital or earlier.opens:
            return False
        return earlier.kind in (Kind.INNOCENT, Kind.PART) and earlier.key not in cues.KIN

    def is_place(self, last: int) -> bool:
        """Whether the word after a name makes it a place, a service or a tool."""
        word, following = self.words[last], self.near(last + 1)
        if following is None or following.gap != " ":
            return False
        if word.owns:
            return following.capital and following.key in ("law", "rule", "hospital", "hospice", "church", "place")
        if following.key in cues.ONLY_CAPITAL and not following.capital:
            return False
        return following.key in cues.PLACES_AFTER and not self._surname_too(last + 1)

    def _surname_too(self, position: int) -> bool:
        """Whether a word like “Hall” is a surname here: it has a capital, and somebody does something."""
        word = self.words[position]
        return word.capital and word.key in cues.SURNAMES_TOO and self.after(position, cues.SAID | _PRESENT)

    def extended(self, position: int) -> int:
        """The position of the last word of the name that begins at ``position``."""
        if position not in self._ends:
            self._ends[position] = self._end(position)
        return self._ends[position]

    def _end(self, position: int) -> int:
        last = position
        while last - position < _LONGEST and not self.words[last].owns:
            following, further = self.near(last + 1), self.near(last + 2)
            if following is None:
                break
            if self.joins(self.words[last], following):
                last += 1
            elif further is not None and self._particle(following, further):
                last += 2
            else:
                break
        surname = self.near(last + 1)
        if surname is not None and surname.gap == " " and self._surname_too(last + 1):
            return last + 1
        return last

    @staticmethod
    def _particle(word: Word, following: Word) -> bool:
        return word.gap == " " and word.key in cues.PARTICLES and following.gap in (" ", "-") and following.capital

    @staticmethod
    def joins(word: Word, following: Word) -> bool:
        """Whether a word goes on with the name before it: “Chloe-Mae”, “Tyler Brown”, “Jade B”."""
        if following.kind is Kind.PART:
            return False
        if following.gap == "-":
            return following.capital == word.capital and (following.capital or following.kind is Kind.FIRST)
        if following.gap != " " or following.capital != word.capital:
            return False
        if len(following.text) == 1:
            return following.capital and following.key not in "ai"
        if not following.capital:
            return following.kind in (Kind.FIRST, Kind.LAST)
        if following.kind is Kind.UNKNOWN:
            return not english(following)
        return following.kind is not Kind.INNOCENT and following.key not in cues.PLACES_AFTER
