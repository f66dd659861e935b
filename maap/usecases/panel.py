"""The panel agrees a grade for a domain of a case. The agencies' own grades stay as they are."""

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import guard
from maap.domain.panels import READ_OUT, AgreedGrade, How, refuse_unfit, scales
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Scale
from maap.outside.words import lexicon
from maap.storage.forms import form
from maap.storage.pulse import beat
from maap.storage.tables import Answer, Case, PanelGrade, Return
from maap.storage.trail import record


def agree_grade(session: Session, actor: Actor, audit_id: int, case_id: int, agreed: AgreedGrade, seen: int) -> int:
    """Record what the panel agreed, or change it. Returns the new revision.

    ``seen`` is the revision on the recorder's page, 0 when no grade was agreed yet. Raises Problem (no such level, no
    reason for a difference), Identifiers (must not be stored), MayIdentify (needs a reason), Overtaken (a colleague
    recorded first; carries both as AgreedGrade) and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.GRADE_CASE)
    must_be(Stage(place.audit.stage), Stage.PANEL)
    _one_at_a_time(session, place, case_id)
    refuse_unfit(_scale(place, agreed.domain), agreed, _own(session, case_id, agreed.domain))
    row = session.exec(
        select(PanelGrade).where(PanelGrade.case_id == case_id, PanelGrade.domain == agreed.domain)
    ).first()
    _compare(row, agreed, seen)
    _guard(actor, agreed, {row.reason, row.dissent} if row else set())
    before = row.grade if row else None
    row = row or PanelGrade(
        audit_id=audit_id, case_id=case_id, domain=agreed.domain, grade="", agreed_by=0, agreed_at=actor.now, revision=0
    )
    row.grade, row.reason, row.dissent = agreed.grade, agreed.reason, agreed.dissent
    row.how, row.agreed_by, row.agreed_at, row.revision = agreed.how, actor.person_id, actor.now, seen + 1
    session.add(row)
    beat(session, place.id)
    _note(session, actor, row, before, agreed)
    return row.revision


def _one_at_a_time(session: Session, place: Seat, case_id: int) -> None:
    """The case has to be one of this audit's. On PostgreSQL two recorders queue up here; on SQLite they already do."""
    of_this_audit = select(Case.id).where(
        col(Case.id) == case_id, Case.audit_id == place.id, col(Case.status) == "drawn"
    )
    if session.exec(of_this_audit.with_for_update()).first() is None:
        raise NotYours("case")


def _scale(place: Seat, domain: str) -> Scale:
    found = scales(form(place.audit)).get(domain)
    if found is None:
        raise Problem("The questionnaire of this audit grades no such part of practice. Choose one of those shown.")
    return found


def _own(session: Session, case_id: int, domain: str) -> list[str]:
    """The grades that agencies gave themselves, from returns that are in."""
    return list(
        session.exec(
            select(Answer.grade)
            .join(Return, col(Return.id) == Answer.return_id)
            .where(
                Return.case_id == case_id,
                col(Return.state).in_(READ_OUT),
                col(Answer.counted),
                Answer.domain == domain,
                Answer.grade != "",
            )
        )
    )


def _compare(row: PanelGrade | None, agreed: AgreedGrade, seen: int) -> None:
    if (row.revision if row else 0) != seen:
        theirs = (
            AgreedGrade(domain=row.domain, grade=row.grade, reason=row.reason, dissent=row.dissent, how=_how(row))
            if row
            else None
        )
        raise Overtaken(
            "A colleague has just recorded a grade here. Read theirs on this page. What you typed is still in its "
            "fields: record it again if it should stand instead.",
            agreed,
            theirs,
        )


def _how(row: PanelGrade) -> How:
    return "chair" if row.how == "chair" else "consensus"


def _guard(actor: Actor, agreed: AgreedGrade, stored: set[str]) -> None:
    """Words that were kept before are not asked about again."""
    new = [text for text in (agreed.reason, agreed.dissent) if text not in stored]
    guard(new, agreed.kept_because, lexicon(), actor.today)


def _note(session: Session, actor: Actor, row: PanelGrade, before: str | None, agreed: AgreedGrade) -> None:
    record(
        session,
        actor,
        "agreed a grade" if before is None else "changed an agreed grade",
        audit_id=row.audit_id,
        about=f"case {row.case_id}",
        domain=row.domain,
        before=before,
        after=row.grade,
        revision=row.revision,
        dissent=bool(row.dissent),
        how=row.how,
        **({"kept_because": agreed.kept_because} if agreed.kept_because else {}),
    )
