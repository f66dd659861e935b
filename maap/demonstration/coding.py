"""The team's chapter: marked answers become findings, and findings are coded beside the machine's suggestions."""

from collections.abc import Iterator, Mapping
from itertools import chain

from sqlmodel import col, select

from maap.demonstration.areas import AREAS
from maap.demonstration.stage import Scene, Story
from maap.demonstration.strengths import STRENGTHS
from maap.domain.learning import NewFinding, Polarity, same
from maap.domain.suggesting import SHOWN, Suggester
from maap.outside.meaning import likeness
from maap.storage.findings import standing
from maap.storage.tables import Audit, Finding, FindingTheme
from maap.storage.taught import described
from maap.usecases.coding import code_finding
from maap.usecases.findings import make_finding, take_answers

FITS_NONE = (
    "Three agencies changed their case recording system in the same year, and old notes could not be opened for weeks.",
    "The new computer system could not open notes from before the move, so earlier worries were out of reach.",
    "Notes from before the change of computer system were printed for the meeting, because nobody could open them.",
)
"""What no theme of the codebook is about: an emerging group."""


def coded(scene: Scene, audit_id: int, ago: float, at_most: int, unfit: bool = False) -> Story:
    """The coordinator takes the marked answers, and codes the first ``at_most`` findings."""
    at = yield scene.moment(ago, 11)
    take_answers(scene.session, scene.cast.coordinator(at), audit_id)
    for number, text in enumerate(FITS_NONE if unfit else ()):
        at = yield scene.moment(ago, 11, 5 + number)
        new = NewFinding(polarity=Polarity.AREA, text=text, source="panel")
        make_finding(scene.session, scene.cast.coordinator(at), audit_id, new)
    audit = scene.session.exec(select(Audit).where(Audit.id == audit_id)).one()
    rows = list(_first(scene, audit_id, at_most))
    suggested = Suggester(described(scene.session, audit), likeness).suggest([row.text for row in rows])
    right = _right(scene)
    for number, (row, best) in enumerate(zip(rows, suggested, strict=True)):
        at = yield scene.moment(ago, 12, number)
        offered = [one.theme_id for one in best[:SHOWN]]
        theme = right.get(same(row.text))
        wanted = {theme} if theme in {one.theme_id for one in best} else set()
        own = set(scene.session.exec(select(FindingTheme.theme_id).where(FindingTheme.finding_id == row.id)))
        wanted = {one for one in wanted or own if one is not None}
        code_finding(scene.session, scene.cast.coordinator(at), audit_id, row.id or 0, wanted, offered, row.revision)


def _first(scene: Scene, audit_id: int, at_most: int) -> Iterator[Finding]:
    """Findings in the order of the list, strengths and areas in turn."""
    rows = list(scene.session.exec(select(Finding).where(standing(audit_id)).order_by(col(Finding.id))))
    told = [row for row in rows if row.source == "answer"]
    strong = [row for row in told if row.polarity == Polarity.STRENGTH]
    weak = [row for row in told if row.polarity == Polarity.AREA]
    yield from list(chain.from_iterable(zip(strong, weak, strict=False)))[:at_most]


def _right(scene: Scene) -> Mapping[str, int]:
    """The theme that whoever made the sentence up had in mind."""
    every = chain.from_iterable((*STRENGTHS.values(), *AREAS.values()))
    return {same(one.text): scene.themes[one.theme] for one in every if one.theme in scene.themes}
