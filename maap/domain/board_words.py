"""What the further charts of a dashboard say, computed from their numbers. Strengths come first."""

from collections.abc import Sequence
from statistics import median

from maap.domain.change import is_a_change, leans
from maap.domain.ladders import Tally
from maap.domain.sentences import FEWEST_FOR_PERCENT, are, counted, share


def shift(same: int, higher: int, lower: int) -> str:
    """How agencies' own grades stand to the panel's. ``higher``: the agency graded itself higher than the panel."""
    of = same + higher + lower
    if not of:
        return "There is no grade of an agency beside one of the panel yet."
    said = f"The panel agreed with {share(same, of, 'grade')} of agencies."
    if higher or lower:
        said += f" It graded lower than the agency in {higher:,}, and higher in {lower:,}."
    if of < FEWEST_FOR_PERCENT:
        return said + " These are few, so a difference can be chance."
    return said + (_leaning(higher, lower))


def _leaning(higher: int, lower: int) -> str:
    """Whether shifts go one way more than a fair coin would send them (an exact test)."""
    if not leans(higher, lower):
        return " Neither way is more frequent than chance explains."
    return f" Agencies grade {'higher' if higher > lower else 'lower'} than the panel more often than chance explains."


def beside(words: str, own: Tally, panel: Tally) -> str:
    """The better half of agencies' grades beside the panel's."""
    if not own.graded or not panel.graded:
        return "There are no grades of agencies and panel to put beside each other yet."
    theirs = share(panel.better, panel.graded)
    said = f"{words}: {share(own.better, own.graded)} of agencies’ grades, {theirs} of the panel’s."
    if is_a_change(own.better, own.graded, panel.better, panel.graded):
        return said + " That is a larger difference than chance explains."
    return said + " A difference of this size can be chance."


def lines(rows: Sequence[Tally], words: str) -> str:
    """Which line of enquiry was graded best, and which least well."""
    graded = [row for row in rows if row.graded]
    if not graded:
        return "No line of enquiry has been graded yet."
    best = max(graded, key=lambda row: row.better / row.graded)
    least = min(graded, key=lambda row: row.better / row.graded)
    if len(graded) == 1 or best.better * least.graded == least.better * best.graded:
        return f"{words} in the same part of every line of enquiry: {share(best.better, best.graded, 'grade')} each."
    return (
        f"{words} most often: “{best.name}”, {share(best.better, best.graded)}. "
        f"Least often: “{least.name}”, {share(least.better, least.graded)}."
    )


def arrivals(due_by_now: int, came_by_now: int, due: int) -> str:
    """How many returns came, against how many the timetable expects by today."""
    if not due:
        return "No returns have been asked for yet."
    if not due_by_now:
        return f"None of the {counted(due, 'return')} is due yet; {came_by_now:,} came early."
    against = came_by_now - due_by_now
    said = f"By today {counted(due_by_now, 'return')} should be in and {came_by_now:,} came"
    if not against:
        return f"{said}: exactly to the timetable."
    return f"{said}: {abs(against):,} {'ahead of' if against > 0 else 'behind'} the timetable."


def timely(in_time: int, late: int) -> str:
    """How many returns came in time."""
    if not in_time + late:
        return "No return has come in yet."
    return f"{share(in_time, in_time + late, 'return')} came in time" + (
        f", {late:,} after the due date." if late else "."
    )


def most_named(rows: Sequence[tuple[str, str, int]], side: str, none: str) -> str:
    """Where a theme is named most: rows of theme, place and number."""
    if not rows:
        return none
    theme, place, n = max(rows, key=lambda row: row[2])
    return f"Named most as {side}: {theme}, {place}, in {counted(n, 'return')}."


def pairs(rows: Sequence[tuple[str, str, int]]) -> str:
    """Which two themes come together most."""
    if not rows:
        return "No return names two themes yet."
    one, other, n = rows[0]
    return f"{one} and {other} come together most, in {counted(n, 'return')}. That shows what to look at, not a cause."


def both(rows: Sequence[tuple[str, int]]) -> str:
    """Which theme is strength and area in the same case most."""
    mixed = [(name, n) for name, n in rows if n]
    if not mixed:
        return "No theme is both a strength and an area for development in the same case."
    name, n = max(mixed, key=lambda row: row[1])
    said = f"{name} is both a strength and an area for development in {counted(n, 'case')}"
    return f"{said}: practice differs between agencies."


def sample(drawn: int, population: int, groups: int) -> str:
    """How much of the population was drawn."""
    if not drawn:
        return "No cases have been drawn yet."
    if not population:
        return f"{counted(drawn, 'case')} drawn. The list they were drawn from is no longer kept."
    of_all = f"{share(drawn, population, 'case')} that could be drawn {are(drawn, population)} in the sample"
    return f"{of_all}, from {counted(groups, 'group')}."


def concerns(hours: Sequence[float], open_now: int) -> str:
    """How many immediate concerns there were, and how fast they were acknowledged."""
    whole = len(hours) + open_now
    if not whole:
        return "No immediate concern has been recorded."
    said = counted(whole, "immediate concern")
    if hours:
        said += f"; acknowledged after {_hours(median(hours))} in the middle, {_hours(max(hours))} at the longest"
    return said + (f". {open_now:,} not acknowledged yet." if open_now else ".")


def _hours(hours: float) -> str:
    return counted(round(hours), "hour") if hours >= 1 else "less than an hour"


def issues(whole: int, closed: int) -> str:
    """How many issues went back to one agency alone."""
    if not whole:
        return "No issue has gone back to a single agency."
    return f"{counted(whole, 'issue')} went back to a single agency; {closed:,} closed."


def actions(total: int, overdue: int, done: int, with_impact: int) -> str:
    """How actions stand: what made a difference first."""
    if not total:
        return "There are no actions yet, or the plan is not shared yet."
    said = f"{share(with_impact, total, 'action')} made a difference that was shown; {done:,} more done."
    return said + (f" {overdue:,} overdue." if overdue else " None is overdue.")
