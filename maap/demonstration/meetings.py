"""The panel's first meeting: it goes from case to case, agrees grades, and leaves minutes."""

from sqlmodel import select

from maap.demonstration.panels import agreed, cases, own_grades
from maap.demonstration.stage import Scene, Story
from maap.domain.meeting import Came, Note, Plan
from maap.domain.panels import scales
from maap.domain.people import Actor
from maap.storage.forms import form
from maap.storage.tables import AgendaItem, Meeting, Participation
from maap.usecases.meeting import call_case, end_meeting, set_attendance, start_meeting, write_note
from maap.usecases.panel import agree_grade

NOTES = (
    "The panel began with what worked: agencies knew whom to ring.",
    "Health will bring figures on missed appointments to the next meeting.",
    "Housing was not asked for a return about this case and should be next time.",
    "The panel ran out of time and goes on with this case next time.",
)


def met(scene: Scene, audit_id: int, ago: float, of_cases: int, at_most: int) -> Story:
    """The panel meets so many days ago about its first cases, and agrees the first ``at_most`` grades."""
    audit, every = cases(scene, audit_id)
    own, domains = own_grades(scene, audit_id), tuple(scales(form(audit)))
    first = every[:of_cases]
    at = yield scene.moment(ago, 9, 0)
    chair = scene.cast.chair(at)
    meeting_id = start_meeting(
        scene.session, chair, audit_id, Plan(cases=tuple(case.id or 0 for case in first), minutes_each=60)
    )
    set_attendance(scene.session, chair, audit_id, meeting_id, _came(scene, audit_id))
    left = at_most
    for number, case in enumerate(first):
        at = yield scene.moment(ago, 9 + number, 2)
        chair = scene.cast.chair(at)
        meeting = scene.session.get_one(Meeting, meeting_id, populate_existing=True)
        call_case(scene.session, chair, audit_id, meeting_id, case.id or 0, meeting.revision)
        for domain in domains[: max(left, 0)]:
            at = yield scene.moment(ago, 9 + number, 5 + 8 * domains.index(domain))
            told = agreed(f"{audit.title}/{number}", domain, own[case.id or 0, domain])
            agree_grade(scene.session, scene.cast.chair(at), audit_id, case.id or 0, told, seen=0)
        left -= len(domains)
        _note(scene, audit_id, meeting_id, case.id or 0, NOTES[number % len(NOTES)], scene.cast.chair(at))
    at = yield scene.moment(ago, 8 + len(first), 55)
    end_meeting(scene.session, scene.cast.chair(at), audit_id, meeting_id)


def _note(scene: Scene, audit_id: int, meeting_id: int, case_id: int, words: str, chair: Actor) -> None:
    item = scene.session.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.case_id == case_id)
    ).one()
    write_note(scene.session, chair, audit_id, meeting_id, case_id, Note(text=words), item.revision)


def _came(scene: Scene, audit_id: int) -> list[Came]:
    """Everybody but the last agency sent somebody."""
    agencies = scene.session.exec(
        select(Participation.agency_id).where(Participation.audit_id == audit_id, Participation.answer == "committed")
    ).all()
    team = [Came(agency_id=None, role=role, people=1) for role in ("Chair", "Coordinator", "Minute taker")]
    return [*team, *(Came(agency_id=one, role="Panel", people=1 + n % 2) for n, one in enumerate(agencies[:-1]))]
