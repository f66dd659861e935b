"""The full report, and the same with each agency's figures for the audit's own team."""

from collections.abc import Iterable

from maap.domain.disclosure import Audience
from maap.domain.documents import Block, Document, Kind, Part, Table, Text, item, plain, safe, said, said_item
from maap.domain.facts import Facts, weightiest
from maap.domain.sentences import counted
from maap.domain.terms import Terms
from maap.domain.writing import drawn
from maap.domain.writing.numbers import Source, graded, lanes, rests_on
from maap.domain.written_dates import spoken

_NAMED = 4
"""Findings of each kind that a domain's part names; the rest is counted."""
_OF_A_LINE = 2
"""The same for a line of enquiry."""


def report(facts: Facts, audience: Audience) -> Document:
    """The report in the order in which partnerships read it. Its numbers are listed at its end, each with its name."""
    source = Source(facts, audience)
    parts = [
        _summary(source),
        _why(facts),
        _what_we_did(source),
        _grades(source),
        _lines(source),
        *_findings(source),
        _voice(source),
        Part(key="lanes", title="What went back to one agency, and what could not wait", blocks=lanes(source)),
        _recommendations(source),
        Part(key="limits", title="What this report cannot say", blocks=_limits(source), editable=True),
    ]
    made = Document(
        kind=Kind.TEAM if source.inside else Kind.REPORT,
        title=f"{facts.title}: what we learned",
        subtitle="Report of a multi-agency audit" + (", for the audit's team alone" if source.inside else ""),
        reference=facts.reference,
        year=facts.year,
        partnership=facts.partnership,
        as_at=facts.as_at,
        parts=tuple(part for part in parts if part.blocks),
    )
    return made.model_copy(update={"parts": (*made.parts, where_numbers_come_from(made))})


def where_numbers_come_from(document: Document) -> Part:
    """Every number in the words, under the name of its query."""
    return Part(
        key="numbers",
        title="Where the numbers come from",
        blocks=(
            plain("Each number in the text was counted from the records of the audit, under the name given here."),
            Table(
                title="Numbers and their names",
                head=("Name", "What was counted", "Number"),
                rows=tuple((one.name, one.counts, one.said) for one in document.figures),
            ),
        ),
    )


def _summary(source: Source) -> Part:
    facts = source.facts
    blocks: list[Block] = [
        said(
            "Agencies looked at {cases} cases. Returns in: {handed_in} of {due}, from {agencies} agencies.",
            **source.returns,
        ),
        said("We found {strengths} strengths and {areas} areas for development.", **source.found),
    ]
    blocks += [item(f"Works well: {one.text}") for one in weightiest(source.findings(strength=True), 3)]
    blocks += [item(f"To develop: {one.text}") for one in weightiest(source.findings(strength=False), 3)]
    if facts.recommendations:
        blocks.append(
            said(
                "There are {n} recommendations and {actions} actions.",
                n=source.of("recommendations", "Recommendations", len(facts.recommendations)),
                actions=source.of("actions", "Actions", len(facts.actions)),
            )
        )
    return Part(key="summary", title="In short", blocks=(*blocks, *drawn.trends(source)), editable=True)


def _why(facts: Facts) -> Part:
    terms = facts.terms
    blocks = [*_words(terms.why_now), *_words(terms.purpose)]
    if facts.lines:
        blocks += [plain("We asked:"), *(item(question) for question in facts.lines.values() if question)]
    return Part(key="why", title="Why we looked at this", blocks=tuple(blocks), editable=True)


def _words(text: str) -> Iterable[Text]:
    return (plain(piece) for piece in text.split("\n") if piece.strip())


def period(terms: Terms) -> str:
    """The audited period, in words; empty while the terms have none."""
    if terms.period_start is None or terms.period_end is None:
        return ""
    return f"from {spoken(terms.period_start)} to {spoken(terms.period_end)}"


def _what_we_did(source: Source) -> Part:
    facts = source.facts
    drew = "{cases} cases were drawn at random"
    drew += " from {eligible} that were eligible." if facts.population else "."
    figures = {"cases": source.returns["cases"]}
    if facts.population:
        figures["eligible"] = source.of("cases.eligible", "Eligible cases in the cohort", facts.population)
    blocks: list[Block] = [said(drew, **figures)]
    if during := period(facts.terms):
        blocks.append(plain(f"We looked at practice {during}."))
    blocks.append(
        said(
            "Each agency audited its own files. Returns in: {handed_in} of {due}; in {not_known} of them the agency "
            "did not know the child or adult.",
            handed_in=source.returns["handed_in"],
            due=source.returns["due"],
            not_known=source.of("returns.not_known", "Returns that say «not known to us»", facts.not_known),
        )
    )
    blocks.append(plain(f"Agencies that took part: {', '.join(row.agency for row in facts.returns)}."))
    if source.inside:
        blocks += [*_sample(source), drawn.grid(source)]
    return Part(key="method", title="What we did", blocks=tuple(blocks), editable=True)


def _sample(source: Source) -> tuple[Table, ...]:
    rows = tuple((name, str(n)) for name, n in source.facts.strata.items())
    return (Table(title="The sample", head=("Group", "Cases"), rows=rows, source="cases.strata"),) if rows else ()


def _grades(source: Source) -> Part:
    blocks: list[Block] = []
    for ladder in source.facts.ladders:
        blocks += [*drawn.grades(source, ladder, "own"), *drawn.grades(source, ladder, "panel")]
        if source.inside:
            blocks += drawn.by_agency(source, ladder)
    if source.facts.agreement:
        blocks.append(plain(source.facts.agreement))
    blocks += drawn.themes(source)
    return Part(key="grades", title="Grades and themes", blocks=tuple(blocks))


def _lines(source: Source) -> Part:
    """Each line of enquiry with what answers it: how many findings, and those that weigh most. Strengths come first."""
    blocks: list[Block] = []
    for key, question in source.facts.lines.items():
        found = [one for one in source.facts.findings if question and one.line == question]
        if not found:
            continue
        strengths = sum(one.strength for one in found)
        name = f"findings.line.{key}"
        blocks.append(
            said(
                f"{safe(question)} Strengths: {{strengths}}. Areas for development: {{areas}}.",
                strengths=source.of(f"{name}.strength", f"Strengths: {question}", strengths),
                areas=source.of(f"{name}.area", f"Areas for development: {question}", len(found) - strengths),
            )
        )
        for strength in (True, False):
            of = tuple(one for one in source.findings(strength) if one.line == question)
            blocks += [rests_on(one) for one in weightiest(of, _OF_A_LINE)]
    return Part(key="lines", title="What we asked, and what answers it", blocks=tuple(blocks), editable=True)


def _findings(source: Source) -> list[Part]:
    """A part for each domain: strengths first, then areas for development, with what stands behind each."""
    named = {domain.name: domain.key for ladder in source.facts.ladders for domain in ladder.domains}
    better = {domain.key: ladder.better_words for ladder in source.facts.ladders for domain in ladder.domains}
    own = [row for row in source.facts.own if row.graded]
    agreed = [row for row in source.facts.panel if row.graded]
    parts = []
    for name, key in named.items():
        strengths, areas = (
            weightiest(tuple(one for one in source.findings(strength) if one.domain == name), _NAMED)
            for strength in (True, False)
        )
        blocks: list[Block] = [
            *(graded(source, "own", row, better[key]) for row in own if row.key == key and source.shown(row)),
            *(graded(source, "panel", row, better[key]) for row in agreed if row.key == key),
        ]
        if strengths:
            blocks += [plain("What works well"), *(rests_on(one) for one in strengths)]
        if areas:
            blocks += [plain("What to develop"), *(rests_on(one) for one in areas)]
        parts.append(Part(key=f"domain.{key}", title=name, blocks=tuple(blocks), editable=True))
    return parts


def _voice(source: Source) -> Part:
    voices = source.facts.voices
    if not voices:
        return Part(key="voice", title="What people told us")
    figures = [source.few(f"voices.{kind}", f"Voices heard: {kind}", n) for kind, n in voices.items()]
    counts = [
        said_item(f"{kind.capitalize()}: {{n}}.", n=one) for (kind, _), one in zip(voices.items(), figures, strict=True)
    ]
    quotes = [Text(text=f"“{words}”", style="quote") for words in source.facts.quotes]
    blocks = (plain("Practitioners and families told us about these cases:"), *counts, *quotes)
    return Part(key="voice", title="What people told us", blocks=blocks, editable=True)


def _recommendations(source: Source) -> Part:
    blocks: list[Block] = [
        item(f"Recommendation {one.number}: {one.text} ({one.kind.lower()})") for one in source.facts.recommendations
    ]
    return Part(
        key="recommendations",
        title="What we recommend, and who does what",
        blocks=(*blocks, *drawn.plan(source)),
        editable=True,
    )


def _limits(source: Source) -> tuple[Text, ...]:
    facts = source.facts
    missing = facts.due - facts.handed_in
    few = f"{counted(len(facts.cases), 'case')} show how practice can look, not how often it looks so."
    lines = [plain(f"The sample is small: {few}")]
    if missing:
        lines.append(
            said("{n} returns are not in.", n=source.of("returns.missing", "Returns that are not in", missing))
        )
    lines.append(
        plain("Agencies graded their own practice from their files. What was done and not written down is not seen.")
    )
    return tuple(lines)
