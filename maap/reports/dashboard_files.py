"""A dashboard to take away, with the tiles and the choice of its page: the same rows as are shown there.

An audit's dashboard, an agency's own and the page across the years become one value, `Sheets`, of which every file is
made.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from maap.charts.exhibits import Exhibit, complete, exhibits, moment
from maap.charts.own_exhibits import own_exhibits, standing
from maap.charts.year_exhibits import (
    LEFT_OUT,
    QUESTIONS_DIFFER,
    SCALES_DIFFER,
    AcrossYears,
    questions_differ,
    scales_differ,
    year_exhibits,
)
from maap.domain.audit import Stage
from maap.domain.disclosure import Audience
from maap.domain.documents import Chart, Document, Kind, Part, Table, plain
from maap.outside.spreadsheets import Value, to_csv
from maap.reports.accessible import Sheet, book, described
from maap.reports.pictures import filled, png, svg
from maap.views.dashboard import Taken
from maap.views.own_board import OwnTaken
from maap.views.years_taken import YearsTaken

LABELS = {
    Audience.INSIDE: "For the audit’s own team",
    Audience.PARTNERSHIP: "For people of the partnership",
}
_MEANINGS = {
    Audience.INSIDE: "These figures are exact and name agencies. They are for the audit’s own team and go no further.",
    Audience.PARTNERSHIP: "These figures are exact for the whole audit. Other agencies are shown together only, once "
    "there are enough of them, to protect children and agencies. They stay inside the partnership.",
}
_OWN = "For the agency itself"
_OWN_MEANING = "These figures are exact and are the agency’s own. Whom the agency shows them to is its own decision."
_OUTSIDE = "What may be read outside is a snapshot from the page “Share”, in which small numbers are hidden."
_YEARS_MEANING = (
    "Closed and earlier audits beside each other, as the person who took this away may see them. Somebody else may see "
    "less: show them the page, not this file. It stays inside the partnership."
)
_ALL_YEARS = "For the audits’ own team"
_ON_THE_PAGE = (
    "What earlier publications printed, and percentages that were published without their number, are on the page only."
)
COLUMNS = (
    ("audit", "The audit's reference; empty for figures of more than one audit", "string"),
    ("year", "The audit's year, or the years that are compared", "string"),
    ("as_at", "When the figures were counted", "datetime"),
    ("for_whom", "Who may read these figures", "string"),
    ("choice", "The part of the audit that was chosen", "string"),
    ("measure", "What was counted", "string"),
    ("row", "The row: a domain, an agency, a theme or a day; empty for the sentence of the measure", "string"),
    ("column", "The column of the measure's table; “In words” for its sentence", "string"),
    ("shown", "What the table says, in words", "string"),
    ("number", "The same as a number, where it is one", "integer"),
)


@dataclass(frozen=True)
class Sheets:
    """What every file holds. ``whom``: who may read it; ``choice``: the part that was chosen."""

    title: str
    reference: str
    year: str
    partnership: str
    as_at: datetime
    whom: str
    choice: str
    notes: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]

    @property
    def source(self) -> str:
        """«Audit MAAP26-1, 2026», or whose own figures they are."""
        return f"Audit {self.reference}, {self.year}" if self.reference else self.title


def of_audit(told: Taken) -> Sheets:
    """An audit's dashboard, with its tiles as the page puts them together."""
    closed = told.scene.head.stage is Stage.CLOSED
    state = "The audit is closed and its numbers no longer change." if closed else "The audit goes on: they may change."
    as_at = f"As at {moment(told.scene.as_at)}, with {complete(told.results)}. {state}"
    return Sheets(
        title=told.scene.head.title,
        reference=told.scene.head.reference,
        year=told.year,
        partnership=told.partnership,
        as_at=told.scene.as_at,
        whom=LABELS[told.scene.audience],
        choice=_choice(told),
        notes=(_MEANINGS[told.scene.audience], as_at, _OUTSIDE),
        exhibits=exhibits(told.scene, told.chosen, told.results, told.tiles),
    )


def _choice(told: Taken) -> str:
    """«Communication, Police», or that all of it is there."""
    domains = {one.key: one.name for one in told.scene.domains}
    agencies = {one.id: one.name for one in told.scene.agencies}
    parts = (domains.get(told.chosen.domain, ""), agencies.get(told.chosen.agency_id or 0, ""))
    return ", ".join(part for part in parts if part) or "all domains and all agencies"


def of_agency(told: OwnTaken) -> Sheets:
    """An agency's own dashboard."""
    audits = ", ".join(told.board.audits) or "none yet"
    return Sheets(
        title=told.board.agency,
        reference="",
        year=str(told.as_at.year),
        partnership=told.partnership,
        as_at=told.as_at,
        whom=_OWN,
        choice="the agency’s own figures in all its audits",
        notes=(_OWN_MEANING, standing(told.board, told.as_at), f"Audits: {audits}."),
        exhibits=tuple(own_exhibits(told.board, told.tiles)),
    )


def of_years(told: YearsTaken) -> Sheets:
    """The page across the years, with what a reader must know before comparing."""
    compared = f"{told.themes.then} to {told.themes.now}" if told.themes.then else told.themes.now
    cautions = (
        (LEFT_OUT, not told.themes.all_seen),
        (SCALES_DIFFER, scales_differ(told.graded)),
        (QUESTIONS_DIFFER, questions_differ(told.graded)),
        (_ON_THE_PAGE, told.more),
    )
    of = AcrossYears(told.themes, told.graded, told.as_at)
    return Sheets(
        title="Across the years",
        reference="",
        year=compared,
        partnership=told.partnership,
        as_at=told.as_at,
        whom=_ALL_YEARS if told.themes.all_seen else LABELS[Audience.PARTNERSHIP],
        choice=", ".join(part for part in (told.domain, compared) if part),
        notes=(_YEARS_MEANING, *(words for words, is_so in cautions if is_so), _OUTSIDE),
        exhibits=year_exhibits(of, [tile.key for tile in told.tiles]),
    )


def document(told: Sheets) -> Document:
    """The whole dashboard: a part for each tile, with its sentence, its chart, the same as a table, and its foot."""
    about = (*told.notes, f"Shown: {told.choice}.")
    return Document(
        kind=Kind.REPORT,
        title=told.title,
        subtitle=f"Charts. {told.whom}",
        reference=told.reference or "All audits",
        year=told.year,
        partnership=told.partnership,
        as_at=told.as_at,
        parts=(
            Part(key="about", title="How to read these figures", blocks=tuple(plain(one) for one in about)),
            *(_part(one) for one in told.exhibits),
        ),
    )


def _part(one: Exhibit) -> Part:
    drawn, table = chart(one), _table(one)
    extra = tuple(each for each in (drawn, table) if each is not None)
    return Part(key=one.name, title=one.heading, blocks=(plain(one.sentence), *extra, plain(one.note)))


def chart(one: Exhibit) -> Chart | None:
    """The tile's chart as it is on the page; None when there is nothing to draw."""
    if one.chart is None or one.chart.empty:
        return None
    made = json.dumps(filled(one.chart), default=str, ensure_ascii=False)
    return Chart(title=one.heading, alt=one.sentence, drawing="made", made=made)


def _table(one: Exhibit) -> Table | None:
    head, *rows = _lines(one) or ((),)
    return Table(title=f"{one.heading}, as a table", head=head, rows=tuple(rows)) if rows else None


def _lines(one: Exhibit) -> tuple[tuple[str, ...], ...]:
    """The table of the page, head first."""
    if one.chart is None:
        return ()
    table = one.chart.table
    head = tuple(str(name) or "Row" for name in table.columns)
    return (head, *(tuple(map(str, row)) for row in table.itertuples(index=False)))


def picture(told: Sheets, name: str, ending: str) -> bytes | None:
    """One chart alone, as SVG or PNG; None when there is no such chart."""
    found = next((one for one in told.exhibits if one.name == name), None)
    drawn = chart(found) if found else None
    if drawn is None:
        return None
    return png(drawn) if ending == "png" else svg(drawn).encode()


def csv(told: Sheets) -> bytes:
    """Every cell of every table, and every sentence. Text that would act as a formula is made harmless."""
    return to_csv([name for name, _, _ in COLUMNS], _cells(told))


def _cells(told: Sheets) -> Iterator[tuple[Value, ...]]:
    at = told.as_at.isoformat(timespec="seconds")
    start = (told.reference, told.year, at, told.whom, told.choice)
    for one in told.exhibits:
        yield (*start, one.heading, "", "In words", one.sentence, None)
        head, *rows = _lines(one) or ((),)
        for row in rows:
            for column, words in zip(head[1:], row[1:], strict=True):
                yield (*start, one.heading, row[0], column, words, int(words) if words.isdecimal() else None)


def description(told: Sheets, name: str) -> bytes:
    """What the columns of the CSV mean."""
    return described(name, f"{told.title}: charts", told.partnership, " ".join(told.notes), COLUMNS)


def workbook(told: Sheets) -> bytes:
    """A cover, notes, and a sheet for each tile: its sentence, and its table where it has one."""
    cover = (told.title, "Charts", told.whom, told.partnership)
    when = (told.source, f"Figures as at {moment(told.as_at)}", f"Shown: {told.choice}")
    sheets = [Sheet(one.heading, (one.sentence, one.note), _lines(one)) for one in told.exhibits]
    return book((*cover, told.source, *when), told.notes, sheets)
