"""Audits of three earlier years, from before this house: their figures only, as somebody would bring them in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert
from sqlmodel import Session, select

from maap.demonstration.dice import dice
from maap.demonstration.observations import Leaning, observed
from maap.demonstration.practice import practice
from maap.demonstration.stage import Scene
from maap.demonstration.words import MADE_UP
from maap.domain.audit import Stage
from maap.domain.fieldwork import ReturnState
from maap.domain.measures import Measure
from maap.domain.people import Actor
from maap.domain.questionnaire import Grade, Questionnaire
from maap.domain.terms import Terms
from maap.storage.forms import freeze
from maap.storage.tables import Audit, Figure, Participation, QuestionnaireVersion
from maap.storage.trail import record

_DOMAINS = ("welfare_of_child", "other_children", "timeliness", "communication", "engagement", "overall")


@dataclass(frozen=True)
class Year:
    """One audit of an earlier year. ``better`` lifts practice; ``quiet``: themes that nobody named."""

    reference: str
    year: str
    title: str
    theme: str
    cases: int
    agencies: tuple[str, ...]
    better: float
    quiet: tuple[str, ...] = ()


YEARS = (
    Year(
        "MACFA20-1",
        "2020/21",
        "Neglect",
        "neglect",
        7,
        ("childrens_social_care", "schools_colleges", "police", "acute_hospital", "health_visiting", "gp"),
        -0.2,
    ),
    Year(
        "MACFA21-1",
        "2021/22",
        "Child exploitation",
        "child_exploitation",
        8,
        ("childrens_social_care", "schools_colleges", "police", "acute_hospital", "camhs"),
        -0.15,
    ),
    Year(
        "MACFA22-1",
        "2022/23",
        "Domestic abuse",
        "domestic_abuse",
        9,
        (
            *("childrens_social_care", "schools_colleges", "police", "acute_hospital"),
            *("health_visiting", "domestic_abuse_service"),
        ),
        -0.05,
        ("disability_send", "parents_needs_overshadowing", "transition", "chronologies"),
    ),
)

_Key = tuple[Measure, int | None, int | None, str, str, str]
"""Measure, agency, theme, polarity, domain and grade of a figure."""


def bring_in(scene: Scene, coordinator: Actor) -> None:
    """Three closed audits with their figures. No answer of them was ever here."""
    tool = _grades_only(scene.session)
    for year in YEARS:
        audit = _closed(scene.session, year, tool)
        agencies = [scene.cast.agencies[key] for key in year.agencies]
        scene.session.add_all(
            Participation(audit_id=audit.id or 0, agency_id=agency_id, answer="committed") for agency_id in agencies
        )
        counts = Counter(_counted(scene, year))
        names = ("measure", "agency_id", "theme_id", "polarity", "domain", "grade")
        rows = [{**dict(zip(names, key, strict=True)), "audit_id": audit.id, "n": n} for key, n in counts.items()]
        scene.session.execute(insert(Figure), rows)
        record(
            scene.session,
            coordinator,
            "brought in the figures of an earlier year",
            audit_id=audit.id,
            about=audit.reference,
            figures=len(rows),
        )


def _closed(session: Session, year: Year, tool: Questionnaire) -> Audit:
    first = int(year.year[:4])
    terms = Terms(title=year.title, audit_year=year.year, themes=(year.theme,), risks=MADE_UP, sample_size=year.cases)
    audit = Audit(
        reference=year.reference,
        title=year.title,
        year=year.year,
        stage=Stage.CLOSED,
        terms=terms.model_dump(mode="json"),
        created_at=datetime(first, 9, 1, 9, tzinfo=UTC),
        closed_at=datetime(first + 1, 3, 29, 16, tzinfo=UTC),
    )
    freeze(audit, tool)
    session.add(audit)
    session.flush()
    return audit


def _grades_only(session: Session) -> Questionnaire:
    """What is known of the earlier tool: the domains that it graded, and the scale."""
    core = select(QuestionnaireVersion.body).where(QuestionnaireVersion.key == "maap_core_children")
    whole = Questionnaire.model_validate(session.exec(core).first())
    sections = tuple(
        section.model_copy(update={"questions": grades, "relevant": "", "guidance": ""})
        for section in whole.sections
        if (grades := tuple(question for question in section.questions if isinstance(question, Grade)))
    )
    return whole.model_copy(update={"key": "macfa_tool", "title": "Earlier audit tool: grades", "sections": sections})


def _counted(scene: Scene, year: Year) -> Iterator[_Key]:
    """Every figure, as often as it is counted."""
    for case in range(1, year.cases + 1):
        yield Measure.CASES, None, None, "", "", ""
        others = dice(year.reference, case, "others").random() < 0.75
        domains = [domain for domain in _DOMAINS if others or domain != "other_children"]
        for agency in year.agencies:
            yield from _of_return(scene, year, case, agency, domains)
        for domain, grade in practice(year.reference, case, "panel", domains, year.better - 0.2).grades.items():
            yield Measure.PANEL, None, None, "", domain, grade


def _of_return(scene: Scene, year: Year, case: int, agency: str, domains: list[str]) -> Iterator[_Key]:
    agency_id, roll = scene.cast.agencies[agency], dice(year.reference, case, agency, "themes")
    known = agency in ("childrens_social_care", "police") or roll.random() > 0.12
    state = ReturnState.ACCEPTED if known else ReturnState.NOT_KNOWN
    yield Measure.RETURNS, agency_id, None, "", "", state.value
    if not known:
        return
    how = practice(year.reference, case, agency, domains, year.better)
    for domain, grade in how.grades.items():
        yield Measure.GRADES, agency_id, None, "", domain, grade
    leaning = Leaning(year.reference, quiet=year.quiet)
    named = {
        (scene.themes[found.theme], polarity, domain)
        for domain in domains
        for polarity, findings in observed(roll, how, domain, leaning).items()
        for found in findings
    }
    yield Measure.THEMES, agency_id, None, "", "", ""
    for domain in sorted({domain for *_, domain in named}):
        yield Measure.THEMES, agency_id, None, "", domain, ""
    for theme_id, polarity in sorted({(theme_id, polarity) for theme_id, polarity, _ in named}):
        yield Measure.THEMES, agency_id, theme_id, polarity, "", ""
    for theme_id, polarity, domain in sorted(named):
        yield Measure.THEMES, agency_id, theme_id, polarity, domain, ""
