"""A pack for one agency: its own returns, its own issues, what it has to do, and the learning that everybody shares."""

from maap.domain.disclosure import Audience
from maap.domain.documents import Block, Document, Kind, Part, Table, item, plain, said
from maap.domain.facts import AgencyFacts, Facts, weightiest
from maap.domain.writing import drawn
from maap.domain.writing.numbers import Source
from maap.domain.written_dates import spoken

_SHARED = 6


def pack(facts: Facts, own: AgencyFacts) -> Document:
    """Nothing in it comes from another agency's file alone."""
    source = Source(facts, Audience.PARTNERSHIP)
    parts = (
        Part(key="own", title="Your own returns", blocks=_returns(source, own)),
        Part(key="issues", title="Issues that belong to your agency", blocks=_issues(source, own)),
        Part(key="good", title="Commended", blocks=tuple(item(text) for text in own.commendations)),
        Part(key="strengths", title="Shared learning: what works well", blocks=_learning(source, own, strength=True)),
        Part(key="areas", title="Shared learning: what to develop", blocks=_learning(source, own, strength=False)),
        Part(key="actions", title="Your actions", blocks=_actions(source, own)),
        Part(key="together", title="All agencies together", blocks=_together(source)),
    )
    return Document(
        kind=Kind.PACK,
        title=f"{facts.title}: pack for {own.agency}",
        subtitle="For this agency alone",
        reference=facts.reference,
        year=facts.year,
        partnership=facts.partnership,
        as_at=facts.as_at,
        parts=tuple(part for part in parts if part.blocks),
    )


def _returns(source: Source, own: AgencyFacts) -> tuple[Block, ...]:
    domains = [domain.name for ladder in source.facts.ladders for domain in ladder.domains]
    table = Table(
        title="Your returns and your own grades",
        head=("Case", "Return", *domains),
        rows=tuple(
            (row.case, row.state.capitalize(), *(row.grades.get(name, "–") for name in domains)) for row in own.rows
        ),
        source="own.grades",
    )
    line = said(
        "You were asked for {n} returns.",
        n=source.of("own.returns", "Returns that this agency was asked for", len(own.rows)),
    )
    return (line, table) if own.rows else (line,)


def _issues(source: Source, own: AgencyFacts) -> tuple[Block, ...]:
    count = source.of("own.issues", "Issues that were raised with this agency", len(own.issues))
    blocks: list[Block] = [said("Issues raised with you: {n}. No other agency sees them.", n=count)]
    for one in own.issues:
        about = f" (case {one.case})" if one.case else ""
        blocks.append(item(f"Issue {one.number}{about}, {one.state}: {one.text}"))
        if one.wanted:
            blocks.append(plain(f"What was asked of you: {one.wanted}"))
        blocks += [plain(f"You answered: {words}") for words in one.answers]
    return tuple(blocks)


def _learning(source: Source, own: AgencyFacts, strength: bool) -> tuple[Block, ...]:
    shared = tuple(one for one in source.findings(strength) if one.shared_with(own.agency_id))
    return tuple(item(one.text) for one in weightiest(shared, _SHARED))


def _actions(source: Source, own: AgencyFacts) -> tuple[Block, ...]:
    mine = [one for one in source.facts.actions if one.agency_id == own.agency_id]
    if not mine:
        return (plain("Your agency leads no action of this audit."),)
    table = Table(
        title="Actions that your agency leads",
        head=("No.", "Action", "Owner", "Done by", "Status"),
        rows=tuple((str(one.number), one.text, one.owner, spoken(one.due), one.status.capitalize()) for one in mine),
        source="own.actions",
    )
    return (table,)


def _together(source: Source) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for ladder in source.facts.ladders:
        blocks += drawn.grades(source, ladder, "own")
    return (*blocks, *drawn.themes(source))
