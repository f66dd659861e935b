"""Who there is, and what each may do: the one vocabulary of roles and permissions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from maap.domain.problems import Problem

LONDON = ZoneInfo("Europe/London")


class Role(StrEnum):
    """What a person is in the partnership. Somebody may be several things."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    AGENCY_LEAD = "agency lead"
    AUDITOR = "auditor"
    PANEL_MEMBER = "panel member"
    OBSERVER = "observer"


AGENCY_ROLES = frozenset({Role.AGENCY_LEAD, Role.AUDITOR})
"""Roles that are held for one agency and reach only its own part of an audit."""


class Permission(StrEnum):
    """A deed, as the end of the sentence «You may not …»."""

    # the partnership
    MANAGE_PEOPLE = "invite people or change what they may do"
    MANAGE_PARTNERSHIP = "change the partnership's agencies, themes, scales or timetable"
    START_AUDIT = "start an audit"
    WRITE_QUESTIONNAIRES = "write questionnaires"
    READ_TRAIL = "read the record of who did what"
    # terms and commitment
    READ_AUDIT = "see this audit"
    WRITE_TERMS = "write the terms of reference"
    SIGN_TERMS = "sign the terms of reference"
    MOVE_STAGE = "move the audit to another stage"
    CHASE_AGENCIES = "see which agencies have committed"
    COMMIT_AGENCY = "commit an agency to the procedures"
    # cohort and sample
    DRAW_SAMPLE = "upload a cohort or draw the sample"
    SEE_SAMPLE = "see the sample certificate"
    # returns
    SEE_GRID = "see who owes which return"
    ASSIGN_RETURNS = "give returns to auditors"
    READ_RETURN = "read this return"
    ANSWER_RETURN = "answer this return"
    CHECK_RETURN = "accept returns or ask for changes"
    # learning
    READ_CASES = "read all agencies' answers to a case"
    GRADE_CASE = "record the agreed grade of a case"
    SEE_RESULTS = "see the charts"
    SEE_BEHIND = "see the returns behind a chart"
    KEEP_VIEWS = "save views of the charts for yourself"
    ARRANGE_CHARTS = "save views of the charts for the whole team"
    ARRANGE_OWN_CHARTS = "save views of the charts for the whole agency"
    SEE_OWN_FIGURES = "see the charts of one agency about itself"
    RUN_PANEL = "run the panel's meeting"
    GATHER_VOICE = "invite practitioners and families to give their view"
    READ_FINDINGS = "read the findings of this audit"
    CODE_FINDINGS = "write findings or code them to themes"
    CHANGE_CODEBOOK = "merge, split or rename themes"
    # private lanes
    RAISE_ISSUE = "raise an issue that belongs to one agency"
    READ_ISSUES = "read issues that belong to one agency"
    ANSWER_ISSUE = "answer an issue that was raised with an agency"
    CLOSE_ISSUE = "close an issue, or remind an agency of it"
    RAISE_CONCERN = "record an immediate concern"
    WATCH_CONCERNS = "acknowledge an immediate concern"
    SHARE_FIGURES = "share figures outside the partnership"
    APPROVE_SHARING = "approve figures that go outside the partnership"
    # change
    RECOMMEND = "write recommendations and actions"
    SEE_ACTIONS = "see the actions"
    REPORT_ACTION = "report on an action"
    CLOSE_ACTION = "confirm that an action is closed"
    COMMEND = "commend good practice"
    READ_COMMENDATIONS = "read commendations"
    # documents
    WRITE_DOCUMENTS = "write the report or the briefing"
    PUBLISH = "publish a document"
    CHANGE_TEMPLATES = "change the templates of documents"
    CHECK_ACCURACY = "check a draft report for accuracy"
    READ_PUBLISHED = "read what is published"
    RECORD_USE = "record how an agency used a briefing"
    KEEP_LIBRARY = "add earlier briefings or earlier results to the library"


_P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset({_P.MANAGE_PEOPLE, _P.MANAGE_PARTNERSHIP, _P.READ_TRAIL}),
    Role.COORDINATOR: frozenset(
        {
            _P.START_AUDIT,
            _P.WRITE_QUESTIONNAIRES,
            _P.READ_AUDIT,
            _P.WRITE_TERMS,
            _P.SIGN_TERMS,
            _P.MOVE_STAGE,
            _P.CHASE_AGENCIES,
            _P.DRAW_SAMPLE,
            _P.SEE_SAMPLE,
            _P.SEE_GRID,
            _P.ASSIGN_RETURNS,
            _P.READ_RETURN,
            _P.CHECK_RETURN,
            _P.READ_CASES,
            _P.GRADE_CASE,
            _P.SEE_RESULTS,
            _P.SEE_BEHIND,
            _P.KEEP_VIEWS,
            _P.ARRANGE_CHARTS,
            _P.RUN_PANEL,
            _P.GATHER_VOICE,
            _P.READ_FINDINGS,
            _P.CODE_FINDINGS,
            _P.CHANGE_CODEBOOK,
            _P.RAISE_ISSUE,
            _P.READ_ISSUES,
            _P.CLOSE_ISSUE,
            _P.RAISE_CONCERN,
            _P.WATCH_CONCERNS,
            _P.RECOMMEND,
            _P.SEE_ACTIONS,
            _P.REPORT_ACTION,
            _P.CLOSE_ACTION,
            _P.COMMEND,
            _P.READ_COMMENDATIONS,
            _P.WRITE_DOCUMENTS,
            _P.PUBLISH,
            _P.SHARE_FIGURES,
            _P.APPROVE_SHARING,
            _P.CHANGE_TEMPLATES,
            _P.READ_PUBLISHED,
            _P.KEEP_LIBRARY,
        }
    ),
    Role.CHAIR: frozenset(
        {
            _P.READ_AUDIT,
            _P.SIGN_TERMS,
            _P.CHASE_AGENCIES,
            _P.SEE_SAMPLE,
            _P.SEE_GRID,
            _P.READ_CASES,
            _P.GRADE_CASE,
            _P.SEE_RESULTS,
            _P.SEE_BEHIND,
            _P.KEEP_VIEWS,
            _P.ARRANGE_CHARTS,
            _P.RUN_PANEL,
            _P.READ_FINDINGS,
            _P.CODE_FINDINGS,
            _P.RAISE_ISSUE,
            _P.RAISE_CONCERN,
            _P.WATCH_CONCERNS,
            _P.RECOMMEND,
            _P.SEE_ACTIONS,
            _P.CLOSE_ACTION,
            _P.COMMEND,
            _P.READ_COMMENDATIONS,
            _P.PUBLISH,
            _P.APPROVE_SHARING,
            _P.READ_PUBLISHED,
        }
    ),
    Role.AGENCY_LEAD: frozenset(
        {
            _P.READ_AUDIT,
            _P.SIGN_TERMS,
            _P.COMMIT_AGENCY,
            _P.SEE_GRID,
            _P.ASSIGN_RETURNS,
            _P.READ_RETURN,
            _P.SEE_OWN_FIGURES,
            _P.KEEP_VIEWS,
            _P.ARRANGE_OWN_CHARTS,
            _P.ANSWER_RETURN,
            _P.CHECK_RETURN,
            _P.RAISE_ISSUE,
            _P.READ_ISSUES,
            _P.ANSWER_ISSUE,
            _P.RAISE_CONCERN,
            _P.SEE_ACTIONS,
            _P.REPORT_ACTION,
            _P.READ_COMMENDATIONS,
            _P.CHECK_ACCURACY,
            _P.READ_PUBLISHED,
            _P.RECORD_USE,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            _P.READ_AUDIT,
            _P.SEE_GRID,
            _P.READ_RETURN,
            _P.SEE_OWN_FIGURES,
            _P.KEEP_VIEWS,
            _P.ANSWER_RETURN,
            _P.RAISE_ISSUE,
            _P.RAISE_CONCERN,
            _P.READ_PUBLISHED,
        }
    ),
    Role.PANEL_MEMBER: frozenset(
        {
            _P.READ_AUDIT,
            _P.READ_CASES,
            _P.SEE_RESULTS,
            _P.SEE_BEHIND,
            _P.KEEP_VIEWS,
            _P.READ_FINDINGS,
            _P.RAISE_ISSUE,
            _P.RAISE_CONCERN,
            _P.READ_PUBLISHED,
        }
    ),
    Role.OBSERVER: frozenset({_P.READ_AUDIT, _P.SEE_RESULTS, _P.KEEP_VIEWS, _P.SEE_ACTIONS, _P.READ_PUBLISHED}),
}


@dataclass(frozen=True)
class Actor:
    """Somebody who is signed in, at the moment they act.

    ``now`` is aware, in UTC. ``agency_id`` is None for people of the partnership's own team.
    """

    person_id: int
    name: str
    roles: frozenset[Role]
    agency_id: int | None
    now: datetime

    def may(self, permission: Permission) -> bool:
        """Whether any of the actor's roles carries the permission; reach is asked elsewhere."""
        return any(permission in GRANTS[role] for role in self.roles)

    @property
    def today(self) -> date:
        """The date where the partnership is."""
        return self.now.astimezone(LONDON).date()

    @property
    def capacity(self) -> str:
        """The actor's roles in words, for the trail and for refusals."""
        return " and ".join(sorted(self.roles)) or "a guest"


class Refused(Problem):
    """A door that stayed shut. ``asked``: what for, in the words of the trail; never more than whoever asked knew."""

    def __init__(self, sentence: str, asked: str) -> None:
        super().__init__(sentence)
        self.asked = asked


class NotYours(Refused):
    """The same sentence whether the thing does not exist or is out of reach, so that nothing is given away."""

    def __init__(self, what: str = "audit", number: int | None = None) -> None:
        super().__init__(
            f"There is no such {what} here. Go back to your work page and choose from what is listed.",
            what if number is None else f"{what} {number}",
        )


class NotAllowed(Refused):
    """A role that does not allow a deed."""

    def __init__(self, actor: Actor, permission: Permission) -> None:
        article = ("an " if actor.capacity[0] in "aeio" else "a ") if actor.roles else ""
        super().__init__(
            f"As {article}{actor.capacity} you may not {permission}. "
            "Ask your partnership's coordinator if you need to.",
            f"may not {permission}",
        )
