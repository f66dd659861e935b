"""The charts across the years with all that they say: the page draws them, and files are made of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from maap.charts import drawings
from maap.charts.exhibits import Exhibit, moment
from maap.charts.years import SHOWN, years
from maap.domain import sentences
from maap.domain.ladders import Ladder, Tally
from maap.domain.pictures import Picture
from maap.domain.theme_years import areas, strengths
from maap.views.grade_years import GradedAudit
from maap.views.trends import ThemeTrends

TITLES = {
    "strengths": "What worked, year by year",
    "areas": "What became of the areas for development",
    "agencies": "How agencies graded their own practice",
    "panel": "What panels agreed for the cases",
}
LEFT_OUT = (
    "To protect children and agencies, an audit is left out where fewer than three agencies besides your own "
    "stand behind its figures."
)
SCALES_DIFFER = "These audits were graded on different scales, so they stand in separate charts: do not compare them."
QUESTIONS_DIFFER = "These audits asked different questions about this domain. A difference may come from the question."
_GRADERS = {"agencies": "agencies", "panel": "the panel"}
_CHANGE = "Audits differ in subject and cases. A change is called one only when chance seldom brings it about."


@dataclass(frozen=True)
class AcrossYears:
    """What the page across the years is made of. ``graded``: of the chosen domain alone."""

    themes: ThemeTrends
    graded: tuple[GradedAudit, ...]
    as_at: datetime


def year_exhibits(of: AcrossYears, keys: Sequence[str]) -> tuple[Exhibit, ...]:
    """The chosen measures that have something to say, in their order."""
    makers = {"strengths": _strengths, "areas": _areas, "agencies": _agencies, "panel": _panel}
    return tuple(replace(one, measure=key) for key in keys if key in makers for one in makers[key](of))


def scales_differ(rows: Sequence[GradedAudit]) -> bool:
    """Whether audits that were graded on more than one scale stand beside each other."""
    return len({repr(row.ladder.rungs) for row in rows}) > 1


def questions_differ(rows: Sequence[GradedAudit]) -> bool:
    """Whether audits asked for the grade with different questions."""
    return len({row.asked for row in rows if row.asked}) > 1


def _strengths(of: AcrossYears) -> Iterator[Exhibit]:
    yield _of_themes("strengths", of, strengths(of.themes.every, of.themes.years))


def _areas(of: AcrossYears) -> Iterator[Exhibit]:
    if of.themes.then:
        yield _of_themes("areas", of, areas(of.themes.every, of.themes.years, of.themes.then, of.themes.now))


def _of_themes(key: str, of: AcrossYears, picture: Picture) -> Exhibit:
    more = len(picture.rows) - SHOWN
    units = " and ".join(of.themes.units)
    parts = (
        _as_at(of),
        f"From {of.themes.then} to {of.themes.now}" if of.themes.then else "",
        f"{SHOWN} of {len(picture.rows)} themes drawn, all in the table" if more > 0 else f"n = {picture.n}",
        f"Counted: {units} that name the theme, of all that name any" if units else "",
        _CHANGE,
    )
    return Exhibit(f"years-{key}", key, TITLES[key], picture.sentence, years(picture), _joined(parts))


def _as_at(of: AcrossYears) -> str:
    return f"As at {moment(of.as_at)}, closed and earlier audits only: their numbers no longer change"


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def _agencies(of: AcrossYears) -> Iterator[Exhibit]:
    yield from _graded("agencies", of)


def _panel(of: AcrossYears) -> Iterator[Exhibit]:
    yield from _graded("panel", of)


def _graded(whose: str, of: AcrossYears) -> Iterator[Exhibit]:
    """How one domain was graded, an audit a bar, the earliest first: each scale apart."""
    rows = sorted((row for row in of.graded if row.whose == whose), key=_order)
    for at, (_, group) in enumerate(groupby(rows, key=lambda row: repr(row.ladder.rungs))):
        yield _of_scale(whose, at, of, list(group))


def _of_scale(whose: str, at: int, of: AcrossYears, rows: Sequence[GradedAudit]) -> Exhibit:
    ladder = replace(max((row.ladder for row in rows), key=lambda one: len(one.apart)), domains=())
    tallies = [_even(row.row, len(ladder.apart)) for row in rows]
    cases = ", ".join(f"{'not known' if row.cases is None else row.cases} in {row.row.name}" for row in rows)
    n = sentences.counted(sum(row.graded for row in tallies), "grade")
    name = f"grades-{whose}" + (f"-{at + 1}" if at else "")
    note = _joined((_as_at(of), f"n = {n}", f"Cases: {cases}"))
    title = f"{TITLES[whose]}: {rows[0].domain.name}"
    return Exhibit(f"years-{name}", name, title, _sentence(ladder, rows), drawings.grades(ladder, tallies), note)


def _order(row: GradedAudit) -> tuple[str, str, int]:
    return repr(row.ladder.rungs), row.year, row.audit_id


def _even(row: Tally, apart: int) -> Tally:
    """An audit that published no answers without a grade had none to show beside those that did."""
    return replace(row, apart=(*row.apart, *(0 for _ in range(apart - len(row.apart)))))


def _sentence(ladder: Ladder, rows: Sequence[GradedAudit]) -> str:
    """The latest audit beside the one before it on the same subject; without one, beside the one before."""
    *earlier, now = rows
    if not earlier:
        return sentences.grades(ladder, [now.row], _GRADERS[now.whose])
    then = next((row for row in reversed(earlier) if row.title == now.title), earlier[-1])
    caution = "" if then.title == now.title else " The two audits looked at different subjects."
    return sentences.between(ladder, then.row, now.row) + caution
