"""Likely names of people: a list of names, and the words beside them."""

import re
from collections.abc import Iterator, Sequence

from maap.domain.identifiers import cues
from maap.domain.identifiers.numbers import Hit
from maap.domain.identifiers.passage import Kind, Word, english
from maap.domain.identifiers.surroundings import Surroundings

_CHILD, _SOMEBODY = "the child", "[name]"
_AGE = re.compile(
    r"(?: ?\(| ?, ?| )(?:who is |is )?(?:aged? ?)?\d{1,2}(?:\)|,| ?-?(?:years?|yrs?|months?|weeks?|y/?o)\b)"
)
_RELATED = cues.KIN | cues.ROLES
_TITLES = frozenset(cues.TITLES)
_OWNED = cues.KIN - {"child", "children", "family"}
_DOES_ALONE = cues.DOES - {"and", "who"}
_BESIDE_SMALL = cues.DOES | cues.KIN
_NOT_BEFORE = cues.ARTICLES | cues.BEFORE_MONTH


def _possible(word: Word) -> bool:
    """Whether a name can begin with this word at all; most words are turned away here."""
    if not word.capital:
        return word.kind in (Kind.FIRST, Kind.LAST)
    if word.kind is Kind.INNOCENT or word.kind is Kind.PART:
        return False
    return len(word.text) > (2 if word.kind is Kind.UNKNOWN else 1) and word.key not in cues.TITLES


def _heads_a_title(cue: Word, word: Word) -> bool:
    """Whether two capitals are a body's or a paper's name: “the Child Death Overview Panel”."""
    return cue.capital and not cue.opens and cue.key in cues.HEADINGS and word.kind is Kind.UNKNOWN


class Reader(Surroundings):
    """Reads the words of one text from left to right."""

    def hits(self) -> Iterator[Hit]:
        """Every likely name, from left to right, without overlaps."""
        position = 0
        while position < len(self.words):
            found = self._name(position) if _possible(self.words[position]) else None
            if found is None:
                position += 1
                continue
            last = self.extended(position)
            if not found[2] and self.is_place(last):
                position = last + 1
                continue
            yield Hit("name", found[0], self.words[last].end, False, found[1])
            position = last + 1

    def _name(self, position: int) -> tuple[int, str, bool] | None:
        """Where the mark begins, its replacement and whether a cue is sure; None when no name begins here."""
        word = self.words[position]
        if word.gap in (" ", ". ") and self.words[position - 1].key in ("st", "saint"):
            return None
        cued = self._cued(position)
        if cued is not None:
            return (*cued, True)
        right = self._capital(position) if word.capital else self._small(position)
        family = self.after(self.extended(position), cues.HOUSEHOLD)
        return (self.initial(position), _SOMEBODY if family else _CHILD, False) if right else None

    def _cued(self, position: int) -> tuple[int, str] | None:
        """The same for a name right after a title, a role, a relation or “named”."""
        word, cue = self.words[position], self.near(position - 1)
        if cue is None or cue.owns:
            return None
        if cue.key in cues.TITLES and word.gap.strip(".") in ("", " ") and self._after_title(word, cue):
            return self._couple(position - 1), cues.TITLES[cue.key]
        related, named = cue.key in _RELATED, self._naming(position - 1)
        if not (related or named) or not self._may_follow_cue(position):
            return None
        if related and word.gap == " ":
            return None if _heads_a_title(cue, word) else (cue.start, cue.text)
        if related and word.gap in (", ", " (", " - ", ": ") and self._aside(position):
            return word.start, _SOMEBODY
        return (word.start, _SOMEBODY) if named and word.gap.strip(" \"'") == "" else None

    def _naming(self, position: int) -> bool:
        """Whether a name comes after this word: “called”, or “is” after “name”."""
        word, earlier = self.words[position], self.near(position - 1)
        return word.key in cues.NAMING or (earlier is not None and (earlier.key, word.key) in cues.NAMING_PAIRS)

    def _couple(self, position: int) -> int:
        """Where a title begins, or the couple that it ends: “Mr and Mrs”."""
        both = self.before(position, frozenset({"and"})) and self.before(position - 1, _TITLES)
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
            return not self.is_part_of_title(position) and not self.is_date(position)
        if word.kind is Kind.UNKNOWN:
            return not english(word) and not self.is_place(self.extended(position))
        return word.kind in (Kind.FIRST, Kind.LAST) and not self.is_place(self.extended(position))

    def _aside(self, position: int) -> bool:
        """Whether a name after a comma or bracket is closed off too, or surely a name."""
        word = self.words[position]
        if word.kind in (Kind.FIRST, Kind.LAST):
            return True
        return self.text[self.words[self.extended(position)].end :][:1] in (",", ")", ".")

    def _capital(self, position: int) -> bool:
        word = self.words[position]
        if word.text.isupper() and len(word.text) > 1:
            return word.kind is Kind.FIRST and (len(word.text) > 3 or self.after(position, cues.SAID))
        match word.kind:
            case Kind.FIRST:
                return True
            case Kind.LAST:
                return not word.opens or word.owns or self.after(position, cues.DOES) or self.after_initial(position)
            case Kind.DOUBLE:
                return self._double(position)
            case Kind.UNKNOWN:
                return self._unknown(position)
        return False

    def _double(self, position: int) -> bool:
        """Whether an ordinary word is a person here: “Grace said”, “When Hope's mother”, “Will Okafor”, “Faith (7)”."""
        word = self.words[position]
        age = _AGE.match(self.text, word.end)
        if age is not None and "(" in age[0]:
            return True
        if self.is_date(position) or self.is_part_of_title(position):
            return False
        if self._surname_follows(position):
            return True
        if not word.opens and (self._among_names(position) or self._met(position)):
            return True
        if age is not None:
            return True
        if word.owns:
            return self.after(position, _OWNED)
        if self.after(position, cues.SAID):
            return True
        middle = not word.opens and not self.before(position, _NOT_BEFORE)
        return middle and self.after(position, _DOES_ALONE)

    def _surname_follows(self, position: int) -> bool:
        following = self.near(position + 1)
        if following is None or following.gap not in (" ", "-") or not following.capital or following.text.isupper():
            return False
        return following.kind in (Kind.LAST, Kind.FIRST)

    def _among_names(self, position: int) -> bool:
        """Whether a list of names goes on here: “Ellie, Ruby and Grace”."""
        step = 2 if self.before(position, frozenset({"and"})) else 1
        other = self.near(position - step)
        joined = step == 2 or self.words[position].gap == ", "
        return joined and other is not None and other.capital and other.kind is Kind.FIRST

    def _met(self, position: int) -> bool:
        """Whether somebody saw or spoke to the person: “told Grace”, “spoke to Grace”."""
        if self.before(position, cues.MET):
            return self.words[position].key not in cues.MONTHS
        return self.before(position, frozenset({"to", "with"})) and self.before(position - 1, cues.SPOKEN)

    def _unknown(self, position: int) -> bool:
        """Whether a word in no list is a person here: in mid-sentence, and doing what only people do."""
        word = self.words[position]
        if english(word) or self.is_place(self.extended(position)):
            return False
        following = self.near(position + 1)
        if following is not None and following.kind is Kind.LAST and self.joins(word, following):
            return True
        last = self.extended(position)
        if word.opens:
            strange = following is not None and following.kind is Kind.UNKNOWN and last > position
            return strange and self.after(last, cues.DOES)
        if self.before(position, cues.ARTICLES):
            return self.after(position, frozenset({"family", "household", "siblings"}))
        if word.owns:
            return self.after(position, cues.KIN)
        return self.after(last, cues.SAID if last == position else cues.DOES) or self._met(position)

    def _small(self, position: int) -> bool:
        """Whether a name typed in small letters is one: “harry said”, “spoke to tomasz”."""
        word = self.words[position]
        if word.kind is not Kind.FIRST:
            return False
        if len(word.key) < 4:
            return self.after(position, cues.SAID)
        related = word.owns or self.after(position, _BESIDE_SMALL)
        return related or self.before(position, cues.BEFORE_SMALL)


def hits(text: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Every likely name of a person in a folded text."""
    return Reader(text, words).hits()
