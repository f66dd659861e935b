"""The panel's chapter: one grade for each domain of a case, near the agencies' own and not always the same."""

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import col, select

from maap.demonstration import words
from maap.demonstration.dice import dice
from maap.demonstration.practice import GRADES
from maap.demonstration.stage import Scene, Story
from maap.domain.panels import READ_OUT, AgreedGrade, scales
from maap.storage.forms import form
from maap.storage.pulse import beat
from maap.storage.tables import Answer, Audit, Case, PanelGrade, Return
from maap.storage.trail import record


def graded_long_ago(scene: Scene, audit_id: int, ago: float) -> Story:
    """All grades of a panel that met long ago, with one line in the trail for each case."""
    audit, drawn = cases(scene, audit_id)
    own, domains = own_grades(scene, audit_id), tuple(scales(form(audit)))
    for number, case in enumerate(drawn):
        at = yield scene.moment(ago, 9 + number, 40)
        chair = scene.cast.chair(at)
        every = [agreed(f"{audit.title}/{number}", domain, own[case.id or 0, domain]) for domain in domains]
        scene.session.add_all(
            PanelGrade(
                audit_id=audit_id,
                case_id=case.id or 0,
                agreed_by=chair.person_id,
                agreed_at=at,
                **one.model_dump(include={"domain", "grade", "reason", "dissent"}),
            )
            for one in every
        )
        beat(scene.session, audit_id)
        about = f"case {case.id}"
        record(
            scene.session,
            chair,
            "agreed grades in the demonstration",
            audit_id=audit_id,
            about=about,
            grades=len(every),
        )


def cases(scene: Scene, audit_id: int) -> tuple[Audit, list[Case]]:
    """An audit with its drawn cases, in their order."""
    audit = scene.session.exec(select(Audit).where(Audit.id == audit_id)).one()
    drawn = select(Case).where(Case.audit_id == audit_id, Case.status == "drawn").order_by(col(Case.number))
    return audit, list(scene.session.exec(drawn))


def own_grades(scene: Scene, audit_id: int) -> dict[tuple[int, str], list[str]]:
    """The grades that agencies gave themselves, by case and domain."""
    rows = scene.session.execute(
        select(Return.case_id, Answer.domain, Answer.grade)
        .join(Answer, col(Answer.return_id) == Return.id)
        .where(col(Return.audit_id) == audit_id, col(Answer.counted), col(Answer.grade) > "")
        .where(col(Return.state).in_(READ_OUT))
    )
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for case_id, domain, grade in rows:
        found[case_id, domain].append(grade)
    return found


def agreed(case: str, domain: str, own: Iterable[str]) -> AgreedGrade:
    """What a panel agrees that knows the agencies' own grades."""
    places = sorted(GRADES.index(grade) for grade in own if grade in GRADES)
    if not places:
        return AgreedGrade(domain=domain, grade="not_applicable", reason=words.NO_OTHER_CHILDREN)
    roll = dice("panel", case, domain)
    middle = places[len(places) // 2]
    moved = roll.choices((-1, 0, 1), (3, 8, 1))[0]
    place = min(max(middle + moved, 0), len(GRADES) - 1)
    differs = set(places) != {place}
    reasons = words.LOWER if place < middle else words.HIGHER if place > middle else words.BETWEEN
    dissent = roll.choice(words.DISSENT) if differs and roll.random() < 0.08 else ""
    return AgreedGrade(
        domain=domain, grade=GRADES[place], reason=roll.choice(reasons) if differs else "", dissent=dissent
    )
