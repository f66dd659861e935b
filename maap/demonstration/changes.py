"""What follows from an audit: recommendations, actions in every state, praise, and the two private lanes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from maap.demonstration.stage import Scene, Story
from maap.domain.actions import Closing, Direction, Evidence, NewAction, NewUpdate, Reason, Status
from maap.domain.commendations import NewCommendation
from maap.domain.concerns import NewConcern, Outcome, ToldWhom
from maap.domain.issues import NewIssue, Said
from maap.domain.learning import Polarity
from maap.domain.people import Actor
from maap.domain.recommendations import Kind, NewRecommendation
from maap.storage.findings import standing
from maap.storage.tables import Action, AgencyIssue, Case, Finding, ImmediateConcern
from maap.usecases.actions import add_action, ask_to_close, close_action, report
from maap.usecases.commendations import commend, read, send
from maap.usecases.concerns import acknowledge, raise_concern
from maap.usecases.issues import answer_issue, close_issue, raise_issue, receive
from maap.usecases.recommendations import recommend


@dataclass(frozen=True)
class Planned:
    """A recommendation with its one action. ``days``: how long its agency has. ``ends``: how far it comes."""

    kind: Kind
    text: str
    agency: str
    owner: str
    action: str
    domain: str
    days: int
    ends: str


PLAN = (
    Planned(
        Kind.PRACTICE_CHANGE,
        "Agencies start one shared chronology at the first strategy discussion.",
        "childrens_social_care",
        "Head of service, assessment",
        "Open a shared chronology at each first strategy discussion and note who adds to it.",
        "communication",
        90,
        "better",
    ),
    Planned(
        Kind.PRACTICE_CHANGE,
        "Whoever sees a child asks what a day is like for them, and writes it down in their words.",
        "schools_colleges",
        "Lead for safeguarding in education",
        "Add “a day in my life” to the school's record of each conversation with a child.",
        "welfare_of_child",
        120,
        "asked",
    ),
    Planned(
        Kind.ASSURANCE,
        "The partnership hears whether health joins every strategy discussion.",
        "acute_hospital",
        "Named nurse",
        "Count each month how many strategy discussions health was invited to and joined.",
        "timeliness",
        45,
        "late",
    ),
    Planned(
        Kind.COMMUNICATE,
        "Every team knows how to raise a professional disagreement.",
        "police",
        "Detective inspector, public protection",
        "Put the escalation steps on one page and talk them through at each team's briefing.",
        "communication",
        150,
        "under way",
    ),
)
SHOWN = NewUpdate(
    text="The step is part of the form now.",
    evidence_kind=Evidence.DATA,
    evidence="17 of 20 strategy discussions in the quarter had it.",
)
HELPED = Closing(
    direction=Direction.BETTER,
    difference="Agencies see earlier what others know. Out of hours it is not yet done.",
    still_open=True,
)
PRAISE = "Workers kept in touch through every change of plan, and the family knew whom to call."
ISSUE = "Two referrals waited more than a week for a second signature before they left the agency."


def planned(scene: Scene, audit_id: int, ago: float, agencies: Sequence[str], lived: bool) -> Story:
    """The team writes its plan and praise. ``lived``: time has gone by, and agencies have reported."""
    strengths, areas = _found(scene, audit_id, Polarity.STRENGTH), _found(scene, audit_id, Polarity.AREA)
    keys: list[tuple[int, Planned]] = []
    for number, one in enumerate(one for one in PLAN if one.agency in agencies):
        at = yield scene.moment(ago, 10, number)
        coordinator, behind = scene.cast.coordinator(at), areas[number : number + 2]
        keys.append((_written(scene, audit_id, one, coordinator, ago, behind), one))
    at = yield scene.moment(ago - 1, 14)
    team = scene.cast.coordinator(at)
    given = NewCommendation(
        agency_id=scene.cast.agencies[agencies[0]],
        team="Duty team",
        text=PRAISE,
        finding_id=strengths[0] if strengths else None,
    )
    key = commend(scene.session, team, audit_id, given)
    send(scene.session, team, audit_id, key)
    if lived:
        at = yield scene.moment(ago - 3, 9)
        read(scene.session, scene.cast.lead(agencies[0], at), audit_id, key)
        yield from _lived(scene, audit_id, keys, ago)


def _found(scene: Scene, audit_id: int, polarity: Polarity) -> list[int]:
    rows = scene.session.exec(select(Finding.id).where(standing(audit_id), Finding.polarity == polarity))
    return [key for key in rows if key is not None]


def _written(scene: Scene, audit_id: int, one: Planned, actor: Actor, ago: float, findings: Sequence[int]) -> int:
    rests_on = NewRecommendation(kind=one.kind, text=one.text, finding_ids=tuple(findings))
    recommendation = recommend(scene.session, actor, audit_id, rests_on)
    given = NewAction(
        recommendation_id=recommendation,
        text=one.action,
        lead_agency_id=scene.cast.agencies[one.agency],
        owner_role=one.owner,
        due=scene.day(ago - one.days),
        domain=one.domain,
    )
    return add_action(scene.session, actor, audit_id, given)


def _lived(scene: Scene, audit_id: int, keys: Sequence[tuple[int, Planned]], ago: float) -> Story:
    """Agencies report, some ask for their action to be closed, and the chair confirms one."""
    for number, (key, one) in enumerate(keys):
        at = yield scene.moment(ago - 20, 11, number)
        update = NewUpdate(status=Status.ON_TRACK, text="Teams have begun.")
        report(scene.session, scene.cast.lead(one.agency, at), audit_id, key, update, _seen(scene, key))
    for number, (key, one) in enumerate(row for row in keys if row[1].ends in ("asked", "better")):
        at = yield scene.moment(ago - 60, 11, number)
        lead = scene.cast.lead(one.agency, at)
        report(scene.session, lead, audit_id, key, SHOWN, _seen(scene, key))
        ask_to_close(scene.session, lead, audit_id, key, Reason(text="It is everyday practice now."), _seen(scene, key))
    for key in [key for key, one in keys if one.ends == "better"]:
        at = yield scene.moment(ago - 64, 15)
        close_action(scene.session, scene.cast.chair(at), audit_id, key, HELPED, _seen(scene, key))


def _seen(scene: Scene, action_id: int) -> int:
    return scene.session.get_one(Action, action_id, populate_existing=True).revision


def private(scene: Scene, audit_id: int, ago: float, agency: str, settled: bool) -> Story:
    """An issue of one agency is raised and, when there was time, answered and closed."""
    at = yield scene.moment(ago, 15)
    given = NewIssue(
        agency_id=scene.cast.agencies[agency],
        text=ISSUE,
        wanted="Please look at how referrals are signed, and tell us what you change.",
    )
    key = raise_issue(scene.session, scene.cast.coordinator(at), audit_id, given)
    if not settled:
        return
    at = yield scene.moment(ago - 2, 10)
    receive(scene.session, scene.cast.lead(agency, at), audit_id, key, _seen_issue(scene, key))
    at = yield scene.moment(ago - 6, 10)
    said = Said(text="One signature is enough since this month. The form is changed.")
    answer_issue(scene.session, scene.cast.lead(agency, at), audit_id, key, said, _seen_issue(scene, key))
    at = yield scene.moment(ago - 8, 10)
    ended = Said(text="The change answers the issue. The re-audit will look at waiting times.")
    close_issue(scene.session, scene.cast.coordinator(at), audit_id, key, ended, _seen_issue(scene, key))


def _seen_issue(scene: Scene, key: int) -> int:
    return scene.session.get_one(AgencyIssue, key, populate_existing=True).revision


def worried(scene: Scene, audit_id: int, ago: float, agency: str) -> Story:
    """An auditor used the safeguarding route, and the chair acknowledged it."""
    at = yield scene.moment(ago, 11)
    case_id = scene.session.exec(select(Case.id).where(Case.audit_id == audit_id).order_by(Case.reference)).first()
    given = NewConcern(told_at=at - timedelta(minutes=15), told_whom=ToldWhom.CHILDREN, case_id=case_id)
    key = raise_concern(scene.session, scene.cast.lead(agency, at), audit_id, given)
    at = yield scene.moment(ago, 12, 40)
    row = scene.session.get_one(ImmediateConcern, key, populate_existing=True)
    acknowledge(scene.session, scene.cast.chair(at), audit_id, key, Outcome.WITH_THE_TEAM, row.revision)
