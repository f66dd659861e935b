"""Likely names of people: a list of names, and the words beside them."""

import re
from collections.abc import Iterator, Sequence

from maap.domain.identifiers import cues
from maap.domain.identifiers.mark import listed
from maap.domain.identifiers.numbers import Hit
from maap.domain.identifiers.passage import Kind, Word, english

_CHILD, _SOMEBODY = "the child", "[name]"
_AGE = re.compile(
    r"(?: ?\(| ?, ?| )(?:who is |is )?(?:aged? ?)?\d{1,2}(?:\)|,| ?-?(?:years?|yrs?|months?|weeks?|y/?o)\b)"
)
_MONTHS = listed("april may june july august")
_LONGEST = 4


class Reader:
    """Reads the words of one text from left to right."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words

    def near(self, position: int) -> Word | None:
        """The word at a position, if there is one."""
        return self.words[position] if 0 <= position < len(self.words) else None

    def after(self, position: int, keys: frozenset[str]) -> bool:
        """Whether the next word, with nothing but a space between, is one of ``keys``."""
        word = self.near(position + 1)
        return word is not None and word.gap.strip(" ,") == "" and word.key in keys

    def before(self, position: int, keys: frozenset[str]) -> bool:
        """Whether the word before, in the same sentence, is one of ``keys``."""
        word = self.near(position - 1)
        return word is not None and not self.words[position].opens and word.key in keys

    def hits(self) -> Iterator[Hit]:
        """Every likely name, from left to right, without overlaps."""
        position = 0
        while position < len(self.words):
            found = self._name(position)
            if found is None:
                position += 1
                continue
            last = self._extended(position)
            if not found[2] and self._is_place(last):
                position = last + 1
                continue
            yield Hit("name", found[0], self.words[last].end, False, found[1])
            position = last + 1

    def _name(self, position: int) -> tuple[int, str, bool] | None:
        """Where the mark begins, its replacement and whether a cue is sure; None when no name begins here."""
        word = self.words[position]
        if word.kind is Kind.PART:
            return None
        cued = self._cued(position)
        if cued is not None:
            return (*cued, True)
        right = self._capital(position) if word.capital else self._small(position)
        family = self.after(self._extended(position), cues.HOUSEHOLD)
        return (self._initial(position), _SOMEBODY if family else _CHILD, False) if right else None

    def _initial(self, position: int) -> int:
        """Where a name begins, with the initial before it: “J. Smith”."""
        word, earlier = self.words[position], self.near(position - 1)
        if earlier is None or len(earlier.text) > 1 or not earlier.capital or earlier.key in "ai":
            return word.start
        return earlier.start if word.gap in (" ", ". ", ".") else word.start

    def _cued(self, position: int) -> tuple[int, str] | None:
        """The same for a name right after a title, a role, a relation or “named”."""
        word, cue = self.words[position], self.near(position - 1)
        if cue is None or cue.owns:
            return None
        if cue.key in cues.TITLES and word.gap.strip(".") in ("", " ") and self._after_title(word, cue):
            return self._couple(position - 1), cues.TITLES[cue.key]
        if not self._may_follow_cue(position):
            return None
        if word.gap == " " and cue.key in cues.KIN | cues.ROLES:
            return cue.start, cue.text
        if word.gap in (", ", " (", " - ", ": ") and cue.key in cues.KIN | cues.ROLES and self._aside(position):
            return word.start, _SOMEBODY
        earlier = self.near(position - 2)
        pair = earlier is not None and (earlier.key, cue.key) in cues.NAMING_PAIRS
        if (cue.key in cues.NAMING or pair) and word.gap.strip(" \"'") == "":
            return word.start, _SOMEBODY
        return None

    def _couple(self, position: int) -> int:
        """Where a title begins, or the couple that it ends: “Mr and Mrs”."""
        both = self.before(position, frozenset({"and"})) and self.before(position - 1, frozenset(cues.TITLES))
        return self.words[position - 2].start if both else self.words[position].start

    @staticmethod
    def _after_title(word: Word, cue: Word) -> bool:
        if not word.capital:
            small = cue.key in cues.SMALL_TITLES and not (cue.capital and cue.opens)
            return small and word.kind in (Kind.FIRST, Kind.LAST)
        if not cue.capital and cue.key not in cues.SMALL_TITLES:
            return False
        if word.kind is Kind.UNKNOWN:
            # “Mr X” is nobody's name, and “DS MASH” is a short form
            return len(word.text) > 1 and (cue.text.isupper() or not word.text.isupper())
        return word.kind is not Kind.INNOCENT

    def _may_follow_cue(self, position: int) -> bool:
        """Whether a word can be a name when the word before asks for one."""
        word = self.words[position]
        if not word.capital:
            return word.kind is Kind.FIRST and len(word.key) > 2
        if word.kind is Kind.DOUBLE:
            return not self._is_part_of_title(position) and not self._is_date(position)
        if word.kind is Kind.UNKNOWN:
            return not english(word) and not self._is_place(self._extended(position))
        return word.kind in (Kind.FIRST, Kind.LAST) and not self._is_place(self._extended(position))

    def _aside(self, position: int) -> bool:
        """Whether a name after a comma or bracket is closed off too, or surely a name."""
        word = self.words[position]
        if word.kind in (Kind.FIRST, Kind.LAST):
            return True
        return self.text[self.words[self._extended(position)].end :][:1] in (",", ")", ".")

    def _capital(self, position: int) -> bool:
        word = self.words[position]
        if word.text.isupper() and len(word.text) > 1:
            return word.kind is Kind.FIRST and (len(word.text) > 3 or self.after(position, cues.SAID))
        match word.kind:
            case Kind.FIRST:
                return True
            case Kind.LAST:
                return not word.opens or word.owns or self.after(position, cues.DOES)
            case Kind.DOUBLE:
                return self._double(position)
            case Kind.UNKNOWN:
                return self._unknown(position)
        return False

    def _double(self, position: int) -> bool:
        """Whether an ordinary word is a person here: “Grace said”, “When Hope's mother”, “Will Okafor”, “Faith (7)”."""
        word = self.words[position]
        if self._is_date(position) or self._is_part_of_title(position):
            return False
        following = self.near(position + 1)
        surnames = (Kind.LAST, Kind.FIRST)
        if (
            following is not None
            and following.gap == " "
            and following.capital
            and following.kind in surnames
            and not following.text.isupper()
        ):
            return True
        if not word.opens and (self._among_names(position) or self._met(position)):
            return True
        if _AGE.match(self.text, word.end):
            return True
        if word.owns:
            return self.after(position, cues.KIN - {"child", "children", "family"})
        if self.after(position, cues.SAID):
            return True
        middle = not word.opens and not self.before(position, cues.ARTICLES | cues.BEFORE_MONTH)
        return middle and self._never_a_place(word) and self.after(position, cues.DOES - {"and", "who"})

    def _among_names(self, position: int) -> bool:
        """Whether a list of names goes on here: “Ellie, Ruby and Grace”."""
        step = 2 if self.before(position, frozenset({"and"})) else 1
        other = self.near(position - step)
        joined = step == 2 or self.words[position].gap == ", "
        return joined and other is not None and other.capital and other.kind is Kind.FIRST

    def _met(self, position: int) -> bool:
        """Whether somebody saw or spoke to the person: “told Grace”, “spoke to Grace”."""
        if self.before(position, cues.MET):
            return self.words[position].key not in _MONTHS
        return self.before(position, frozenset({"to", "with"})) and self.before(position - 1, cues.SPOKEN)

    def _never_a_place(self, word: Word) -> bool:
        return word.key not in _MONTHS or not word.opens

    def _unknown(self, position: int) -> bool:
        """Whether a word in no list is a person here: in mid-sentence, and doing what only people do."""
        word = self.words[position]
        if english(word) or self._is_place(self._extended(position)):
            return False
        following = self.near(position + 1)
        if following is not None and following.kind is Kind.LAST and self._joins(word, following):
            return True
        if word.opens:
            return False
        if self.before(position, cues.ARTICLES):
            return self.after(position, frozenset({"family", "household", "siblings"}))
        if word.owns:
            return self.after(position, cues.KIN)
        last = self._extended(position)
        return self.after(last, cues.SAID if last == position else cues.DOES) or self._met(position)

    def _small(self, position: int) -> bool:
        """Whether a name typed in small letters is one: “harry said”, “spoke to tomasz”."""
        word = self.words[position]
        if word.kind is not Kind.FIRST or len(word.key) < 4:
            return False
        return word.owns or self.after(position, cues.DOES) or self.before(position, cues.BEFORE_SMALL)

    def _is_date(self, position: int) -> bool:
        """Whether a month's name is the month: beside a number, or after “in”, “since”, “early”."""
        word = self.words[position]
        if word.key not in _MONTHS:
            return False
        around = self.text[max(0, word.start - 4) : word.start] + self.text[word.end : word.end + 5]
        return bool(re.search(r"\d", around)) or self.before(position, cues.BEFORE_MONTH)

    def _is_part_of_title(self, position: int) -> bool:
        """Whether capitals beside it make it part of a service's name (“Youth Justice”, “Hope Centre”)."""
        last = self._extended(position)
        if self._is_place(last):
            return True
        word, following = self.words[position], self.near(last + 1)
        if following is not None and following.gap in (" ", "-", " & ") and following.capital:
            return following.kind in (Kind.INNOCENT, Kind.PART) or english(following)
        earlier = self.near(position - 1)
        joined = earlier is not None and word.gap in (" ", "-", " & ") and earlier.capital and not earlier.opens
        return (
            joined
            and earlier is not None
            and earlier.kind in (Kind.INNOCENT, Kind.PART)
            and earlier.key not in cues.KIN
        )

    def _is_place(self, last: int) -> bool:
        """Whether the word after a name makes it a place, a service or a tool."""
        word, following = self.words[last], self.near(last + 1)
        if following is None or following.gap != " ":
            return False
        if word.owns:
            return following.capital and following.key in ("law", "rule", "hospital", "hospice", "church", "place")
        if following.key in cues.ONLY_CAPITAL:
            return following.capital
        return following.key in cues.PLACES_AFTER

    def _extended(self, position: int) -> int:
        """The position of the last word of the name that begins at ``position``."""
        last = position
        while last - position < _LONGEST and not self.words[last].owns:
            following = self.near(last + 1)
            if following is None or not self._joins(self.words[last], following):
                further = self.near(last + 2)
                if following is None or further is None or not self._particle(following, further):
                    break
                last += 1
            last += 1
        return last

    @staticmethod
    def _particle(word: Word, following: Word) -> bool:
        return word.gap == " " and word.key in cues.PARTICLES and following.gap in (" ", "-") and following.capital

    @staticmethod
    def _joins(word: Word, following: Word) -> bool:
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


def hits(text: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Every likely name of a person in a folded text."""
    return Reader(text, words).hits()
