"""What the charts of an agency about itself say, computed from their numbers. Strengths come first."""

from collections.abc import Sequence

from maap.domain import sentences
from maap.domain.change import leans
from maap.domain.ladders import Ladder, Tally
from maap.domain.sentences import FEWEST_FOR_PERCENT, are, counted, share, verb


def timely(good: int, late: int) -> str:
    """How many of its returns an agency handed in in time."""
    if not good + late:
        return "Your agency has not handed in a return yet."
    if not late:
        return f"{'The one return' if good == 1 else f'All {good:,} returns'} that your agency handed in came in time."
    return f"{share(good, good + late, 'return')} that your agency handed in came in time."


def grades(latest: tuple[Ladder, Tally], before: tuple[Ladder, Tally] | None) -> str:
    """How an agency graded itself last, beside the audit before it on the same scale."""
    ladder, now = latest
    if not now.graded:
        return "Your agency has not graded its practice yet."
    if before is not None and before[0].rungs == ladder.rungs and before[1].graded:
        return sentences.between(ladder, before[1], now)
    said = f"{ladder.better_words}: {share(now.better, now.graded, 'grade', whose='your')} in {now.name}."
    other_scale = " The audit before it had another scale, so the two are not compared." if before else ""
    return said + other_scale


def shift(same: int, lower: int, higher: int) -> str:
    """How the panel's grades stand to the agency's own for the same cases, in audits that were published."""
    of = same + lower + higher
    if not of:
        return "No audit with a grade of your agency and one of the panel has been published yet."
    said = f"The panel agreed with {share(same, of, 'grade', whose='your')}."
    if lower or higher:
        said += f" It graded higher than you in {higher:,}, and lower in {lower:,}."
    if of < FEWEST_FOR_PERCENT:
        return f"{said} These are few, so a difference can be chance."
    if not leans(lower, higher):
        return f"{said} Neither way is more frequent than chance explains."
    return f"{said} You grade {'higher' if lower > higher else 'lower'} than the panel more often than chance explains."


def issues(closed: int, whole: int) -> str:
    """How many issues came back to this agency, and how many of them are closed."""
    if not whole:
        return "No issue has been raised with your agency alone."
    return f"{share(closed, whole, 'issue')} of your agency {are(closed, whole)} closed."


def actions(done: int, with_difference: int, overdue: int, whole: int) -> str:
    """How the agency's actions stand: what made a difference first."""
    if not whole:
        return "Your agency leads no action yet."
    shown = f", {with_difference:,} of them with a difference shown" if done else ""
    said = f"{share(done, whole, 'action')} {are(done, whole)} done{shown}."
    return said + (f" {counted(overdue, 'action')} {verb(overdue, 'is', 'are')} overdue." if overdue else "")


def returns(rows: Sequence[tuple[int, int]], late: int) -> str:
    """``rows``: returns in and due, an audit each."""
    handed_in, due = (sum(row[at] for row in rows) for at in (0, 1))
    if not due:
        return "No returns have been asked of your agency yet."
    where = f", in {counted(len(rows), 'audit')}"
    behind = f" {counted(late, 'return')} {verb(late, 'is', 'are')} late." if late else " None is late."
    return f"{share(handed_in, due, 'return')} of your agency {are(handed_in, due)} in{where}.{behind}"
