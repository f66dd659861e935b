"""What a chart shows, in a sentence computed from its rows. Strengths come first; few cases are never percentages."""

from collections.abc import Sequence

from maap.domain.change import is_a_change
from maap.domain.ladders import Ladder, Tally

FEWEST_FOR_PERCENT = 20
"""Below this many, one case more or less moves a percentage by five or more: then only the counts are said."""


def share(n: int, of: int, one: str = "", many: str = "", whose: str = "") -> str:
    """«3 of 9 grades», «1 of 1 grade»; from twenty on with its percentage, «14 of 24 grades (58%)».

    ``one``, ``many``: what is counted, as for `counted`. ``whose``: «3 of your 9 grades».
    """
    percent = f" ({round(100 * n / of)}%)" if of >= FEWEST_FOR_PERCENT and 0 < n < of else ""
    whole = counted(of, one, many) if one else f"{of:,}"
    return f"{n:,} of {whose + ' ' if whose else ''}{whole}{percent}"


def counted(n: int, one: str, many: str = "") -> str:
    """«1 return», «2 returns»."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def verb(n: int, one: str, many: str) -> str:
    """What fits after a number: «1 of 3 has», «2 of 3 have»."""
    return one if n == 1 else many


def are(n: int, of: int) -> str:
    """What fits after a share: «1 of 3 returns is», «0 of 1 return is», «2 of 3 returns are»."""
    return "is" if 1 in (n, of) else "are"


def returns_in(handed_in: int, due: int, late: int, longest: int) -> str:
    """How many returns are in, and how late the others are. ``longest`` in days."""
    if not due:
        return "No returns have been asked for yet."
    days = counted(longest, "day")
    if due == 1:
        behind = f", {days} late" if late else ""
        return "The one return is in." if handed_in else f"The one return is not in yet{behind}."
    if handed_in == due:
        return f"All {due:,} returns are in."
    none = f"None of the {due:,} returns is in yet."
    sentence = f"{share(handed_in, due, 'return')} {are(handed_in, due)} in." if handed_in else none
    if not late:
        return f"{sentence} None is late."
    return sentence + (f" One is {days} late." if late == 1 else f" {late:,} are late, the longest by {days}.")


def grades(ladder: Ladder, rows: Sequence[Tally], whose: str) -> str:
    """Which domains were most and least often graded in the better half. ``whose``: «agencies», «the panel»."""
    graded = [row for row in rows if row.graded]
    if not graded:
        return f"There are no grades from {whose} yet. They appear here as they are saved."
    words, apart = ladder.better_words, _apart(rows)
    better, of = sum(row.better for row in graded), sum(row.graded for row in graded)
    whole = f"{share(better, of, 'grade')} {are(better, of)} {words}"
    if len(graded) == 1:
        return f"{graded[0].name}: {whole}.{apart}"
    most, least = _highest(graded), _lowest(graded)
    if _part(most) == _part(least):
        return f"{whole}, the same part in every domain.{apart}"
    return (
        f"{whole}. Most often: {most.name}, {share(most.better, most.graded)}. "
        f"Least often: {least.name}, {share(least.better, least.graded)}.{apart}"
    )


def by_agency(ladder: Ladder, agencies: int, better: int, graded: int) -> str:
    """How many agencies graded themselves, and how they did together."""
    if not graded:
        return "No agency has graded its practice yet."
    who = counted(agencies, "agency has graded its own practice", "agencies have graded their own practice")
    said = f"{share(better, graded, 'grade')} {are(better, graded)} {ladder.better_words}"
    return f"{who}: {said}. The darker a cell, the larger that part."


def beside(ladder: Ladder, own: Tally, others: Tally | None) -> str:
    """The reader's own agency beside the others; None where the others are kept back."""
    words = ladder.better_words
    mine = f"Your agency graded itself {words} in {share(own.better, own.graded, 'grade')}" if own.graded else ""
    theirs = f"the others together in {share(others.better, others.graded)}" if others and others.graded else ""
    if mine and theirs:
        return f"{mine}; {theirs}."
    if mine:
        return f"{mine}."
    return f"Your agency has not graded itself yet; {theirs}." if theirs else "Your agency has not graded itself yet."


def themes(
    strengths: Sequence[tuple[str, int]], areas: Sequence[tuple[str, int]], of: int, what: str = "return"
) -> str:
    """The theme that is named most often as a strength, then the one as an area for development.

    ``of``: returns that name any theme, or findings that are coded to one; ``what`` says which.
    """
    said = []
    for words, rows in (
        ("Most often named as a strength", strengths),
        ("Most often as an area for development", areas),
    ):
        named = [(name, n) for name, n in rows if n]
        if named:
            name, n = max(named, key=lambda row: row[1])
            said.append(f"{words}: {name}, in {share(n, of, what)}.")
    return " ".join(said) or "No themes have been named yet. They appear here as agencies name them."


def between(ladder: Ladder, then: Tally, now: Tally) -> str:
    """Two audits beside each other. A difference is called a change only when chance seldom brings it about.

    The better half is compared first, then the best level alone, which the better half can hide.
    """
    cuts = [(ladder.better_words, then.better, now.better)]
    if len(ladder.better) > 1:
        cuts.append((ladder.rungs[0].name, then.steps[0], now.steps[0]))
    if not (then.graded and now.graded):
        return f"There is nothing to compare yet: {then.name} or {now.name} has no grades here."
    for words, before, after in cuts:
        if is_a_change(before, then.graded, after, now.graded):
            more = "more" if after * then.graded > before * now.graded else "less"
            return (
                f"{words} {more} often: {share(after, now.graded)} in {now.name}, after "
                f"{share(before, then.graded)} in {then.name}. That is more than chance explains."
            )
    return (
        f"{cuts[0][0]}: {share(now.better, now.graded)} in {now.name}, after {share(then.better, then.graded)} in "
        f"{then.name}. With so few cases a difference of this size can be chance."
        if (now.better, now.graded) != (then.better, then.graded)
        else f"{cuts[0][0]}: {share(now.better, now.graded)} in {now.name}, the same as in {then.name}."
    )


def _part(row: Tally) -> float:
    return row.better / row.graded


def _highest(rows: Sequence[Tally]) -> Tally:
    return max(rows, key=lambda row: (_part(row), row.graded))


def _lowest(rows: Sequence[Tally]) -> Tally:
    return min(rows, key=lambda row: (_part(row), -row.graded))


def _apart(rows: Sequence[Tally]) -> str:
    n = sum(sum(row.apart) for row in rows)
    return f" {counted(n, 'answer that gives no grade is', 'answers that give no grade are')} left out." if n else ""
