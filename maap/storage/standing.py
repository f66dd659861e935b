"""How far audits have come, counted in a few statements however many audits there are."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Executable, func
from sqlmodel import Session, col, select

from maap.domain.audit import Stage
from maap.domain.fieldwork import HANDED_IN
from maap.domain.panels import scales
from maap.domain.standing import Standing
from maap.storage.counted_rows import how_many
from maap.storage.forms import form
from maap.storage.tables import (
    Audit,
    Case,
    Cohort,
    PanelGrade,
    Participation,
    QuestionnaireVersion,
    Return,
    Sample,
    Signature,
)


def standings(session: Session, audits: Sequence[Audit], today: date) -> Mapping[int, Standing]:
    """Each audit's standing, by its id. ``today`` decides which returns are late."""
    ids = [audit.id or 0 for audit in audits]
    counted = [_by_audit(session, statement) for statement in _statements(ids, today)]
    signatures, cases, published = _signatures(session, ids), _graded(session, ids), _published(session)
    return {
        audit_id: Standing(
            stage=Stage(audit.stage),
            **signatures.get((audit_id, audit.terms_version), {}),
            **_cases(audit, cases.get(audit_id, {})),
            **{name: n for counts in counted for name, n in counts.get(audit_id, {}).items()},
            **_forms(audit, published),
        )
        for audit_id, audit in zip(ids, audits, strict=True)
    }


def standing(session: Session, audit: Audit, today: date) -> Standing:
    """One audit's standing."""
    return standings(session, [audit], today)[audit.id or 0]


def _statements(ids: list[int], today: date) -> tuple[Executable, ...]:
    """Statements whose first column is the audit's id and whose others are named like the counts of a Standing."""
    is_in = col(Return.state).in_(HANDED_IN)
    return (
        select(
            Participation.audit_id,
            func.count().label("agencies"),
            how_many(col(Participation.answer) == "committed").label("committed"),
            how_many(col(Participation.answer) == "declined").label("declined"),
        )
        .where(col(Participation.audit_id).in_(ids))
        .group_by(col(Participation.audit_id)),
        select(
            Return.audit_id,
            func.count().label("returns"),
            how_many(is_in).label("returns_in"),
            how_many(~is_in & (col(Return.due) < today)).label("returns_late"),
        )
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.audit_id).in_(ids), col(Case.status) == "drawn")
        .group_by(col(Return.audit_id)),
        select(Cohort.audit_id, (func.count() > 0).label("has_cohort"))
        .where(col(Cohort.audit_id).in_(ids))
        .group_by(col(Cohort.audit_id)),
        select(Sample.audit_id, (func.count() > 0).label("has_sample"))
        .where(col(Sample.audit_id).in_(ids))
        .group_by(col(Sample.audit_id)),
    )


def _by_audit(session: Session, statement: Executable) -> dict[int, dict[str, Any]]:
    rows = session.execute(statement).mappings()
    return {row["audit_id"]: {name: n for name, n in row.items() if name != "audit_id"} for row in rows}


def _signatures(session: Session, ids: list[int]) -> dict[tuple[int, int], dict[str, Any]]:
    rows = session.execute(
        select(Signature.audit_id, Signature.version, func.count(), func.count(col(Signature.signed_at)))
        .where(col(Signature.audit_id).in_(ids))
        .group_by(col(Signature.audit_id), col(Signature.version))
    )
    return {(audit_id, version): {"signatures_asked": asked, "signed": n} for audit_id, version, asked, n in rows}


def _graded(session: Session, ids: list[int]) -> dict[int, dict[int, int]]:
    """Audit → number of agreed grades → how many of its drawn cases have so many."""
    of_a_case = (
        select(Case.audit_id, func.count(col(PanelGrade.id)).label("grades"))
        .join(PanelGrade, col(PanelGrade.case_id) == Case.id, isouter=True)
        .where(col(Case.audit_id).in_(ids), col(Case.status) == "drawn")
        .group_by(col(Case.audit_id), col(Case.id))
        .subquery()
    )
    rows = session.execute(
        select(of_a_case.c.audit_id, of_a_case.c.grades, func.count()).group_by(
            of_a_case.c.audit_id, of_a_case.c.grades
        )
    )
    found: dict[int, dict[int, int]] = {}
    for audit_id, grades, n in rows:
        found.setdefault(audit_id, {})[grades] = n
    return found


def _cases(audit: Audit, by_grades: Mapping[int, int]) -> dict[str, Any]:
    """How many cases there are, and how many have a grade in each domain that the questionnaire grades."""
    wanted = len(scales(form(audit))) if audit.questionnaire and audit.stage == Stage.PANEL else 1
    return {
        "cases": sum(by_grades.values()),
        "graded": sum(n for grades, n in by_grades.items() if grades >= max(wanted, 1)),
    }


def _published(session: Session) -> frozenset[str]:
    keys = select(QuestionnaireVersion.key).where(col(QuestionnaireVersion.published)).distinct()
    return frozenset(session.exec(keys))


def _forms(audit: Audit, published: frozenset[str]) -> dict[str, Any]:
    """Which questionnaire the terms name, and what of it and its modules is not there."""
    core = str(audit.terms.get("questionnaire") or "")
    named = [core, *(audit.terms.get("modules") or ())] if core else []
    return {"questionnaire": core, "unpublished": tuple(key for key in named if key not in published)}
