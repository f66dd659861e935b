"""Two agencies in one audit. Everything that the police wrote holds the canary's words; health wrote none of it."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from maap.domain.people import AGENCY_ROLES, Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.forms import freeze
from tests import factories as make
from tests.usecases.test_answering import FORM

CANARY = "Canary wings were clipped"


@dataclass
class Scene:
    """What a reader may ask for: ids of the police's things, and people of health and of the team."""

    ids: dict[str, int]
    police: t.Agency
    health: t.Agency
    audit: t.Audit
    elsewhere: t.Audit
    own_return: int
    others: list[dict[str, Any]] = field(default_factory=list)

    @property
    def places(self) -> list[dict[str, Any]]:
        """Everything that a view may be asked about."""
        return [self.ids, *(self.ids | other for other in self.others)]

    @property
    def named(self) -> set[str]:
        """What the others' ids are called."""
        return {name for other in self.others for name in other}

    def person(self, session: Session, role: Role, agency: t.Agency | None = None) -> t.Person:
        """Somebody with one role: of an agency, with a part in the audit; or of the team, on its panel."""
        at = agency if role in AGENCY_ROLES else None
        somebody = make.person(session, role, agency=at)
        if role is Role.AUDITOR:
            session.add(t.NamedAuditor(audit_id=self.audit.id, agency_id=(at or self.health).id, person_id=somebody.id))
        if role is Role.PANEL_MEMBER:
            session.add(t.PanelMember(audit_id=self.audit.id, person_id=somebody.id))
        session.flush()
        return somebody

    def actor_of(self, person: t.Person, *roles: Role) -> Actor:
        """Somebody who is stored already, signed in now."""
        return make.actor(person, *roles, now=now())

    def actor(self, session: Session, role: Role, agency: t.Agency | None = None) -> Actor:
        """The same, signed in."""
        return make.actor(self.person(session, role, agency), role)


def scene(session: Session, stage: str = "fieldwork") -> Scene:
    """The audit, and another one in which neither agency takes part."""
    police, health, other = (make.agency(session, key) for key in ("police", "health", "housing"))
    audit = make.audit(session, police, health, stage=stage)
    elsewhere = make.audit(session, other, stage=stage)
    freeze(audit, FORM)
    case = make.case(session, audit)
    row = make.a_return(session, case, police, checked_by=CANARY)
    own = make.a_return(session, case, health)
    writer = make.person(session, Role.AGENCY_LEAD, agency=police)
    answer = make.answer(session, row, "notes", CANARY, writer)
    answer.evidence = CANARY
    session.add_all(
        [
            t.AnswerVersion(
                answer_id=answer.id or 0, revision=1, value=CANARY, saved_at=make.NOW, saved_by=writer.id or 0
            ),
            t.QuestionNote(
                return_id=row.id or 0,
                question_id="notes",
                text=CANARY,
                by_agency=True,
                written_by=writer.id or 0,
                written_at=make.NOW,
            ),
            t.ChangeRequest(return_id=row.id or 0, note=CANARY, made_by=writer.id or 0, made_at=make.NOW),
        ]
    )
    issue = make.issue(session, audit, police, text=CANARY)
    concern = make.concern(session, audit, writer)
    session.flush()
    ids = {
        "audit_id": audit.id or 0,
        "earlier_id": audit.id or 0,
        "case_id": case.id or 0,
        "return_id": row.id or 0,
        "issue_id": issue.id or 0,
        "concern_id": concern.id or 0,
        "agency_id": police.id or 0,
        "person_id": writer.id or 0,
    }
    return Scene(ids, police, health, audit, elsewhere, own.id or 0)
