"""The annual briefing: what the audits of a year found together, and what became of the year before."""

from collections import Counter
from collections.abc import Sequence

from maap.domain.disclosure import Audience
from maap.domain.documents import Block, Document, Figure, Kind, Part, Table, item, plain, said
from maap.domain.facts import Facts, weightiest
from maap.domain.writing import drawn
from maap.domain.writing.numbers import Source
from maap.domain.writing.report import where_numbers_come_from

_NAMED = 3


def annual(year: str, audits: Sequence[Facts]) -> Document:
    """One document over the audits of a year; they are never added up where their scales or units differ."""
    sources = [Source(facts, Audience.PARTNERSHIP) for facts in audits]
    parts = [
        Part(key="year", title=f"Our audits in {year}", blocks=_audits(year, sources), editable=True),
        Part(key="strengths", title="What works well", blocks=_findings(sources, strength=True), editable=True),
        Part(key="areas", title="What to develop", blocks=_findings(sources, strength=False), editable=True),
        Part(key="themes", title="Themes that more than one audit named", blocks=_themes(sources)),
        Part(key="trends", title="Across the years", blocks=drawn.trends(sources[0])),
        Part(key="change", title="What changes", blocks=_change(sources), editable=True),
    ]
    latest = max(audits, key=lambda one: one.as_at)
    made = Document(
        kind=Kind.ANNUAL,
        title=f"What our audits taught us in {year}",
        subtitle="Annual briefing",
        reference=", ".join(one.reference for one in audits),
        year=year,
        partnership=latest.partnership,
        as_at=latest.as_at,
        parts=tuple(part for part in parts if part.blocks),
    )
    return made.model_copy(update={"parts": (*made.parts, where_numbers_come_from(made))})


def _own(source: Source, figure: Figure) -> Figure:
    """A number's name with its audit's, since several audits stand in one document."""
    return figure.model_copy(update={"name": f"{source.facts.reference}/{figure.name}"})


def _audits(year: str, sources: Sequence[Source]) -> tuple[Block, ...]:
    cases = sum(len(source.facts.cases) for source in sources)
    count = Figure(name=f"{year}/audits", counts="Audits of the year whose panel has met", said=str(len(sources)))
    total = Figure(name=f"{year}/cases", counts="Cases in these audits", said=str(cases))
    table = Table(
        title="The audits of the year",
        head=("Audit", "Cases", "Agencies", "Returns in", "Strengths", "Areas for development"),
        rows=tuple(
            (
                f"{one.facts.reference} {one.facts.title}",
                str(len(one.facts.cases)),
                str(len(one.facts.returns)),
                f"{one.facts.handed_in} of {one.facts.due}",
                str(len(one.facts.strengths)),
                str(len(one.facts.areas)),
            )
            for one in sources
        ),
        source="audits",
    )
    return (said("Audits in {year}: {n}, with {cases} cases.".replace("{year}", year), n=count, cases=total), table)


def _findings(sources: Sequence[Source], strength: bool) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for source in sources:
        named = weightiest(source.findings(strength), _NAMED)
        if named:
            blocks += [plain(f"{source.facts.title}:"), *(item(one.text) for one in named)]
    return tuple(blocks)


def _themes(sources: Sequence[Source]) -> tuple[Block, ...]:
    often = Counter(row.theme for source in sources for row in source.facts.themes if row.areas)
    rows = []
    for theme in (theme for theme, n in often.most_common() if n > 1):
        said_in = [
            f"{source.facts.title}: {row.areas} of {source.facts.theme_returns}"
            for source in sources
            for row in source.facts.themes
            if row.theme == theme and row.areas
        ]
        rows.append((theme, "; ".join(said_in)))
    head = ("Theme", "Returns that name it as an area for development")
    return (
        (Table(title="Themes named in several audits", head=head, rows=tuple(rows), source="themes"),) if rows else ()
    )


def _change(sources: Sequence[Source]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for source in sources:
        facts = source.facts
        if not facts.recommendations:
            continue
        closed = sum(one.status.startswith(("done", "closed")) for one in facts.actions)
        blocks.append(
            said(
                f"{facts.title.replace('{', '{{').replace('}', '}}')}: {{n}} recommendations, {{actions}} actions, "
                "of which {closed} are done or closed.",
                n=_own(source, source.of("recommendations", "Recommendations", len(facts.recommendations))),
                actions=_own(source, source.of("actions", "Actions", len(facts.actions))),
                closed=_own(source, source.of("actions.closed", "Actions that are done or closed", closed)),
            )
        )
    return tuple(blocks)
