"""A grading scale as charts read it: best level first, answers that grade nothing apart, and never an average."""

from collections.abc import Mapping
from dataclasses import dataclass

from maap.domain.questionnaire import Grade, Level, Questionnaire, Scale


@dataclass(frozen=True)
class Named:
    """A key, and the words for it."""

    key: str
    name: str


@dataclass(frozen=True)
class Ladder:
    """One scale with the domains that are graded on it, in the questionnaire's order.

    ``rungs``: the levels that grade, best first. ``apart``: «not applicable», «not known», «not seen».
    """

    key: str
    rungs: tuple[Named, ...]
    apart: tuple[Named, ...] = ()
    domains: tuple[Named, ...] = ()

    @property
    def better(self) -> tuple[Named, ...]:
        """The better half of the levels; of an odd number, the smaller half."""
        return self.rungs[: max(1, len(self.rungs) // 2)]

    @property
    def better_words(self) -> str:
        """The better half in words: «Good or better», or the one level's name."""
        return self.better[-1].name + (" or better" if len(self.better) > 1 else "")


OFSTED = Ladder(
    key="grade4",
    rungs=(
        Named("outstanding", "Outstanding"),
        Named("good", "Good"),
        Named("requires_improvement", "Requires improvement"),
        Named("inadequate", "Inadequate"),
    ),
)
"""The scale of results that came without their questionnaire."""


@dataclass(frozen=True)
class Tally:
    """How often each level was given in one row of a chart. ``steps`` stands in the order of the ladder's rungs.

    ``other``: grades that are on no rung of the ladder, from an earlier form of the scale.
    """

    key: str
    name: str
    steps: tuple[int, ...]
    better: int
    apart: tuple[int, ...] = ()
    other: int = 0

    @property
    def graded(self) -> int:
        """The denominator: grades given. Answers that grade nothing are not in it."""
        return sum(self.steps)


def tally(ladder: Ladder, row: Named, counts: Mapping[str, int]) -> Tally:
    """Sort the counts of one row (by level value) onto the ladder."""
    known = {level.key for level in (*ladder.rungs, *ladder.apart)}
    return Tally(
        key=row.key,
        name=row.name,
        steps=tuple(counts.get(rung.key, 0) for rung in ladder.rungs),
        better=sum(counts.get(rung.key, 0) for rung in ladder.better),
        apart=tuple(counts.get(level.key, 0) for level in ladder.apart),
        other=sum(n for value, n in counts.items() if value not in known),
    )


def together(ladder: Ladder, row: Named, tallies: tuple[Tally, ...]) -> Tally:
    """Several rows as one."""
    steps = tuple(map(sum, zip(*(each.steps for each in tallies), strict=True))) or (0,) * len(ladder.rungs)
    apart = tuple(map(sum, zip(*(each.apart for each in tallies), strict=True))) or (0,) * len(ladder.apart)
    better = sum(each.better for each in tallies)
    return Tally(row.key, row.name, steps, better, apart, sum(each.other for each in tallies))


def ladders(form: Questionnaire) -> tuple[Ladder, ...]:
    """Every scale that agencies grade a domain on; the one with most domains first.

    A domain belongs to the scale of its first graded question.
    """
    names = {domain.key: domain.name for domain in form.domains}
    scale_of: dict[str, str] = {}
    for question in form.questions:
        if isinstance(question, Grade) and not question.panel_only and (key := form.domain_of(question.id)):
            scale_of.setdefault(key, question.scale)
    ordered = [key for key in names if key in scale_of] + [key for key in scale_of if key not in names]
    by_scale: dict[str, list[Named]] = {}
    for key in ordered:
        by_scale.setdefault(scale_of[key], []).append(Named(key, names.get(key, in_words(key))))
    return tuple(
        _ladder(form.scale(key), tuple(domains)) for key, domains in sorted(by_scale.items(), key=lambda i: -len(i[1]))
    )


def in_words(key: str) -> str:
    """A key as people read it: «information_sharing» becomes «Information sharing»."""
    return key.replace("_", " ").capitalize()


def _ladder(scale: Scale, domains: tuple[Named, ...]) -> Ladder:
    ranked = sorted(
        (level for level in scale.levels if level.rank is not None),
        key=lambda level: level.rank or 0,
        reverse=scale.direction == "higher_is_better",
    )
    return Ladder(
        key=scale.key,
        rungs=tuple(map(_named, ranked)),
        apart=tuple(_named(level) for level in scale.levels if level.rank is None),
        domains=domains,
    )


def _named(level: Level) -> Named:
    return Named(level.value, level.label)
