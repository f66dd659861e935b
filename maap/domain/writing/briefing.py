"""The briefing that a team reads in seven minutes, on two sides of A4; and slides that say the same."""

from maap.domain.disclosure import Audience
from maap.domain.documents import Block, Document, Kind, Part, Text, item, plain, said
from maap.domain.facts import Facts, Found, weightiest
from maap.domain.writing import drawn
from maap.domain.writing.numbers import Source
from maap.domain.writing.report import period

_LONGEST = 210
"""Characters of a finding or of a reason: what two sides bear."""
_LONGEST_REASON = 380


def briefing(facts: Facts) -> Document:
    """Seven parts, plain words, nothing from which anybody can be told."""
    return _document(facts, Kind.BRIEFING, tuple(_seven(Source(facts, Audience.PARTNERSHIP))))


def slides(facts: Facts) -> Document:
    """A slide for each part of the briefing, and the charts."""
    source = Source(facts, Audience.PARTNERSHIP)
    charts: list[Part] = []
    for ladder in facts.ladders[:1]:
        charts += [
            Part(key=f"grades.{whose}", title=title, blocks=drawn.grades(source, ladder, whose)[:1])
            for whose, title in (("own", "How agencies graded themselves"), ("panel", "What the panel agreed"))
        ]
    charts.append(Part(key="themes", title="What was named most", blocks=drawn.themes(source, 6)[:1]))
    parts = tuple(_without_charts(part) for part in _seven(source))
    return _document(facts, Kind.SLIDES, (*parts[:2], *(part for part in charts if part.blocks), *parts[2:]))


def _without_charts(part: Part) -> Part:
    return part.model_copy(update={"blocks": tuple(one for one in part.blocks if isinstance(one, Text))})


def _document(facts: Facts, kind: Kind, parts: tuple[Part, ...]) -> Document:
    return Document(
        kind=kind,
        title=facts.title,
        subtitle="What we learned, in seven minutes" if kind is Kind.BRIEFING else "What we learned",
        reference=facts.reference,
        year=facts.year,
        partnership=facts.partnership,
        as_at=facts.as_at,
        parts=tuple(part for part in parts if part.blocks),
    )


def _seven(source: Source) -> list[Part]:
    facts = source.facts
    strengths, areas = (weightiest(source.findings(strength), 5) for strength in (True, False))
    return [
        _part("why", "1. Why this matters", _why(facts)),
        _part("what", "2. What we did", _what(source)),
        _part("strengths", "3. What is working well", _listed(strengths, "No strength is named here yet.")),
        _part("areas", "4. What needs to improve", _listed(areas, "No area for development is named here yet.")),
        _part("meaning", "5. What this means for children and families", _meaning(source)),
        _part("now", "6. What to do now", _now(source)),
        _part("questions", "7. Questions for your team", _questions(source, areas)),
    ]


def _part(key: str, title: str, blocks: list[Block]) -> Part:
    return Part(key=key, title=title, blocks=tuple(blocks), editable=True)


def shortened(text: str, most: int) -> str:
    """Whole sentences up to a length; a first sentence that is longer is cut at a word."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    end = words.rfind(". ", 0, most)
    return words[: end + 1] if end > most // 3 else words[: words.rfind(" ", 0, most - 2)] + " …"


def _listed(found: tuple[Found, ...], otherwise: str) -> list[Block]:
    """Findings; a sentence where there is none, so that a person finds the part and can write it."""
    return [_named(one) for one in found] or [plain(otherwise)]


def _named(one: Found) -> Text:
    return item(shortened(one.text, _LONGEST))


def _why(facts: Facts) -> list[Block]:
    words = facts.terms.why_now.strip() or facts.terms.purpose.strip()
    return [plain(shortened(words or f"Agencies looked at this together: {facts.title}.", _LONGEST_REASON))]


def _what(source: Source) -> list[Block]:
    during = period(source.facts.terms)
    met = any(row.graded for row in source.facts.panel)
    return [
        said(
            "{agencies} agencies looked at {cases} cases"
            + (f", at practice {during}" if during else "")
            + ". Returns in: {handed_in} of {due}."
            + (" A panel then read all of them side by side." if met else ""),
            **source.returns,
        ),
        *(block for ladder in source.facts.ladders[:1] for block in drawn.grades(source, ladder, "panel")[:1]),
    ]


def _meaning(source: Source) -> list[Block]:
    """What was said to us, and one finding about how it is for the child or adult."""
    quotes: list[Block] = [
        Text(text=f"“{shortened(words, _LONGEST)}”", style="quote") for words in source.facts.quotes[:2]
    ]
    first = next((domain.name for ladder in source.facts.ladders for domain in ladder.domains), "")
    areas = source.findings(strength=False)
    lived = tuple(one for one in areas if "voice" in " ".join(one.themes).lower())
    lived = lived or tuple(one for one in areas if one.domain == first)
    named: list[Block] = [plain(shortened(one.text, _LONGEST)) for one in weightiest(lived, 1)]
    asked = plain("Think of one person whom you work with: how would each of the points above have felt to them?")
    return [*quotes, *named, asked]


def _now(source: Source) -> list[Block]:
    facts = source.facts
    if facts.recommendations:
        return [item(shortened(one.text, _LONGEST)) for one in facts.recommendations[:5]]
    return [plain("Recommendations are being written. Until then, talk about the questions below in your team.")]


def _questions(source: Source, areas: tuple[Found, ...]) -> list[Block]:
    themes = list(dict.fromkeys(theme for one in areas for theme in one.themes))[:2]
    asked: list[Block] = [
        item(f"{theme}: what do we do well, and where could it have gone like this with us?") for theme in themes
    ]
    asked.append(item("What is one thing that we will do differently from this week on, and how will we know?"))
    terms = source.facts.terms
    if terms.concern_phone:
        asked.append(
            plain(
                f"If you are worried about somebody, telephone {terms.concern_contact or 'us'}: {terms.concern_phone}."
            )
        )
    return asked
