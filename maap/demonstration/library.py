"""The years before this house: three briefings in the library, and the figures of an older audit."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from maap.demonstration.paper import as_pdf, as_word
from maap.demonstration.stage import Scene
from maap.demonstration.words import MADE_UP
from maap.domain.earlier import EarlierAudit, Grades, Theme
from maap.domain.library import Facts
from maap.outside.document_text import read_document
from maap.usecases.earlier_results import take_in
from maap.usecases.library import add


@dataclass(frozen=True)
class Briefing:
    """One earlier briefing. ``themes``: keys of the codebook."""

    title: str
    year: str
    dated: date
    ending: Literal["pdf", "docx"]
    themes: tuple[str, ...]
    paragraphs: tuple[str, ...]


BRIEFINGS = (
    Briefing(
        "MACFA briefing: neglect",
        "2020/21",
        date(2021, 6, 14),
        "pdf",
        ("neglect", "voice_of_child", "chronologies"),
        (
            "Why this theme. Two reviews showed that neglect was named late, when a child had lived with it for years.",
            "What we did. Seven cases, six agencies. Every agency looked at its own file for the last 12 months.",
            "What works well. Schools and health visitors saw the child often and wrote down what daily life was like.",
            "What needs to improve. Chronologies were started late. Few plans said what would be different.",
            "What to do now. Start a chronology at the first strategy discussion. Ask what a day is like.",
            "Questions for your team. When did we last see the child at home? Who else is in the household?",
        ),
    ),
    Briefing(
        "MACFA briefing: child exploitation",
        "2021/22",
        date(2022, 5, 23),
        "docx",
        ("child_exploitation", "information_sharing"),
        (
            "Why this theme. More young people came to notice through missing episodes than through concern forms.",
            "What we did. Eight cases, seven agencies, twelve months of practice.",
            "What works well. Return interviews were offered within three days. Police and schools shared facts.",
            "What needs to improve. Health services were often missing from strategy discussions.",
            "What to do now. Invite health to every strategy discussion. Share the plan within two working days.",
        ),
    ),
    Briefing(
        "MACFA briefing: domestic abuse",
        "2022/23",
        date(2023, 6, 5),
        "docx",
        ("domestic_abuse", "fathers_and_other_adults", "voice_of_child"),
        (
            "Why this theme. Children living with domestic abuse were the largest group with a child protection plan.",
            "What we did. Nine cases, seven agencies.",
            "What works well. Safety plans were made with the parent who was harmed, and children were listened to.",
            "What needs to improve. Fathers and partners were seldom spoken to, so risk was judged without them.",
            "What to do now. Plan how each agency works with the person who causes harm.",
        ),
    ),
)

OLDER = EarlierAudit(
    audit="MACFA19",
    title="Neglect",
    year="2019/20",
    unit="cases",
    n=8,
    cases=8,
    source="Annual report 2019/20",
    grades=(
        Grades(domain="overall", by="panel", counts={"Good": 2, "Requires improvement": 5, "Inadequate": 1}),
        Grades(domain="timeliness", percentages={"Good": 40, "Requires improvement": 60}),
    ),
    themes=(
        Theme(theme="chronologies", count=6),
        Theme(theme="voice_of_child", polarity="strength", count=5),
        Theme(theme="information_sharing", percentage=50),
    ),
)


def bring_in_library(scene: Scene) -> None:
    """The coordinator adds what was published before, when the partnership began to use this house."""
    for at, briefing in enumerate(BRIEFINGS):
        actor = scene.cast.coordinator(scene.moment(749 - at))
        words = (briefing.title, f"{briefing.year}. {MADE_UP}", *briefing.paragraphs)
        content = as_pdf(words) if briefing.ending == "pdf" else as_word(words)
        document = read_document(f"{briefing.title}.{briefing.ending}", content)
        themes = tuple(sorted(scene.themes[key] for key in briefing.themes))
        facts = Facts(title=briefing.title, year=briefing.year, kind="briefing", dated=briefing.dated, themes=themes)
        add(scene.session, actor, facts, document, content, looked_at=True)
    take_in(scene.session, scene.cast.coordinator(scene.moment(740)), [OLDER])
