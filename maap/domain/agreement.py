"""How alike grades are: the agencies' own beside the panel's, and between agencies that graded the same thing.

First in plain words; a percentage only of twenty pairs or more; Krippendorff's alpha only where there is enough to say
so. None of it says who is right, and none of it is about one agency or one person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from maap.domain.panels import grades_apart, place
from maap.domain.questionnaire import Scale
from maap.domain.sentences import counted

ENOUGH_THINGS = 10
"""Alpha is worked out from so many things or more that two or more graded, on two levels or more."""
ENOUGH_PAIRS = 20
RELIED_ON, WITH_CAUTION = 0.8, 0.667
"""The limits that Krippendorff gives for alpha."""

Counts = Sequence[int]
"""How often each level was given to one thing, the worst level first."""


@dataclass(frozen=True)
class Agreement:
    """How agencies' own grades compare with the panel's. ``apart``: how often, by how many grades (0: the same).

    ``lower`` and ``higher`` count where the panel's grade was worse or better; ``unranked`` counts the pairs in which
    one side is no grade, such as «Not seen in file».
    """

    apart: Mapping[int, int] = field(default_factory=dict)
    lower: int = 0
    higher: int = 0
    unranked: int = 0

    @property
    def compared(self) -> int:
        """How many of the agencies' grades stand beside a grade of the panel."""
        return sum(self.apart.values())

    @property
    def differed(self) -> int:
        """How many of them are not the panel's."""
        return self.compared - self.apart.get(0, 0)

    @property
    def sentence(self) -> str:
        """The comparison in words; empty while there is nothing to compare."""
        if not self.compared:
            return ""
        if not self.differed:
            said = "the only grade" if self.compared == 1 else f"all {self.compared} grades"
            return f"Agencies and panel agreed on {said}."
        part = f"{self.differed} of {counted(self.compared, 'grade')}"
        return f"Agencies and panel differed on {part}{self._how_far()}{self._way()}"

    def _how_far(self) -> str:
        steps = sorted(step for step in self.apart if step)
        if len(steps) == 1:
            return f"{', always' if self.differed > 1 else ','} by {grades_apart(steps[0])}."
        listed = [f"{self.apart[step]} by {grades_apart(step)}" for step in steps]
        return f": {', '.join(listed[:-1])} and {listed[-1]}."

    def _way(self) -> str:
        if self.lower and self.higher:
            return f" The panel's grade was lower {_times(self.lower)} and higher {_times(self.higher)}."
        each = " each time" if self.differed > 1 else ""
        return f" The panel's grade was {'lower' if self.lower else 'higher'}{each}."


def agreement(pairs: Iterable[tuple[Scale, str, str, int]]) -> Agreement:
    """Compare (scale, an agency's own grade, the panel's grade, how often this pair occurs)."""
    apart: Counter[int] = Counter()
    lower = higher = unranked = 0
    for scale, own, agreed, times in pairs:
        before, after = place(scale, own), place(scale, agreed)
        if before is None or after is None:
            unranked += times
            continue
        apart[abs(after - before)] += times
        lower += times if after < before else 0
        higher += times if after > before else 0
    return Agreement(dict(apart), lower, higher, unranked)


@dataclass(frozen=True)
class Alike:
    """How alike the grades of the same things are. ``things``: how many have two grades or more.

    ``pairs`` are all pairs of grades that were given to the same thing, ``same`` and ``near`` those that are equal and
    those one level apart. ``alpha``: ordinal, None where there is not enough to say so.
    """

    things: int
    pairs: int
    same: int
    near: int
    alpha: float | None

    @property
    def sentence(self) -> str:
        """The pairs in words; empty while there are none."""
        if not self.pairs:
            return ""
        share = f" ({round(100 * self.same / self.pairs)}%)" if self.pairs >= ENOUGH_PAIRS else ""
        near = f", and one grade apart in {self.near:,}" if self.near else ""
        return f"The same grade in {self.same:,} of {counted(self.pairs, 'pair')}{share}{near}."

    @property
    def reading(self) -> str:
        """What alpha allows to be said; or why there is none."""
        if self.alpha is None:
            return (
                f"Too little to work out alpha: it takes {ENOUGH_THINGS} things that two or more graded, and not all "
                "on one level."
            )
        if self.alpha >= RELIED_ON:
            return "The grades are used in much the same way."
        if self.alpha >= WITH_CAUTION:
            return "The grades are used in a similar way; draw conclusions with caution."
        if self.alpha > 0:
            return "The grades are not used alike enough to compare them. Talk about what each grade means."
        return "The grades are no more alike than chance. Talk about what each grade means."


def enough(things: Iterable[Counts]) -> bool:
    """Whether alpha may be worked out: enough things with two grades or more, and not all on one level."""
    twice = [counts for counts in things if sum(counts) > 1]
    used = {level for counts in twice for level, n in enumerate(counts) if n}
    return len(twice) >= ENOUGH_THINGS and len(used) > 1


def alike(things: Iterable[Counts], alpha: float | None) -> Alike:
    """Count the pairs of grades that were given to the same thing."""
    twice = [counts for counts in things if sum(counts) > 1]
    pairs = sum(sum(counts) * (sum(counts) - 1) // 2 for counts in twice)
    same = sum(n * (n - 1) // 2 for counts in twice for n in counts)
    near = sum(one * other for counts in twice for one, other in pairwise(counts))
    return Alike(len(twice), pairs, same, near, alpha)


def counts(scale: Scale, given: Mapping[str, int]) -> tuple[int, ...]:
    """How often each ranked level was given, the worst first; levels without a rank are no grades."""
    found = [0] * len({level.rank for level in scale.levels if level.rank is not None})
    for value, n in given.items():
        if (at := place(scale, value)) is not None:
            found[at] += n
    return tuple(found)


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")
