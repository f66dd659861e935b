"""What is behind the charts of an agency about itself: its own returns, actions and issues, and nobody else's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, false, or_, select
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain.actions import is_shared
from maap.domain.audit import Stage, has_reached
from maap.domain.fieldwork import COUNTED, ReturnState
from maap.domain.ladders import Ladder, ladders
from maap.domain.people import AGENCY_ROLES, Actor, Permission
from maap.storage import behind
from maap.storage.action_places import where_it_is
from maap.storage.forms import form
from maap.storage.tables import Action, Agency, AgencyIssue, Audit, Case, Return
from maap.views.own_board import audits_of_grades, own_audits
from maap.views.returns_behind import MOST_LISTED, Behind
from maap.views.work_behind import Thing

RETURNS = ("returns", "timely", "grades", "shift", "themes")
"""Measures that are made of returns."""


@dataclass(frozen=True)
class OwnPicked:
    """What somebody clicked on in their agency's charts; an empty ``column`` means any."""

    measure: str
    row: str
    column: str = ""


def own_behind(session: Session, actor: Actor, picked: OwnPicked) -> tuple[Behind, ...]:
    """The agency's own returns that make up a figure, the latest audit first; 200 at most.

    Of grades those of the audits that the chart has room for: what is listed is what the chart says.
    """
    desk(actor, Permission.SEE_OWN_FIGURES)
    audits = audits_of_grades(session, actor) if picked.measure == "grades" else own_audits(session, actor)
    if not audits:
        return ()
    latest_first = case({audit.id: at for at, audit in enumerate(audits)}, value=col(Return.audit_id))
    statement = (
        select(Return.id, Return.case_id, Case.reference, Agency.short_name, Return.state)  # type: ignore[call-overload]
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(col(Return.agency_id) == actor.agency_id, col(Case.status) == "drawn")
        .where(col(Return.audit_id).in_([audit.id for audit in audits]), *_conditions(actor, audits, picked))
        .order_by(latest_first, col(Case.number))
        .limit(MOST_LISTED)
    )
    return tuple(
        Behind(return_id, case_id, reference, agency, ReturnState(state), may_read=True)
        for return_id, case_id, reference, agency, state in session.execute(statement)
    )


def own_actions_behind(session: Session, actor: Actor, where: str) -> tuple[Thing, ...]:
    """Actions in one group of the chart that the agency leads, where the plan is shared with it."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    reached = audits_of(session, actor, Permission.SEE_ACTIONS) if actor.may(Permission.SEE_ACTIONS) else []
    shared = {audit.id: audit.reference for audit in reached if is_shared(Stage(audit.stage), AGENCY_ROLES)}
    rows = session.execute(
        select(col(Action.id), col(Action.number), col(Action.audit_id), col(Action.status))
        .where(col(Action.lead_agency_id) == actor.agency_id, col(Action.audit_id).in_(shared))
        .where(where_it_is(actor.today).get(where, false()))
        .order_by(col(Action.due), col(Action.id))
        .limit(MOST_LISTED)
    )
    return tuple(
        Thing("action", one, f"Action {number}, {shared[audit_id]}", status, audit_id)
        for one, number, audit_id, status in rows
    )


def own_issues_behind(session: Session, actor: Actor, picked: OwnPicked) -> tuple[Thing, ...]:
    """Issues that came back to the agency in one audit, closed (0) or open (1), for those who may read them."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    reached = audits_of(session, actor, Permission.READ_ISSUES) if actor.may(Permission.READ_ISSUES) else []
    names = {audit.id: audit.reference for audit in reached if str(audit.id) == picked.row}
    rows = session.execute(
        select(col(AgencyIssue.id), col(AgencyIssue.number), col(AgencyIssue.audit_id), col(AgencyIssue.state))
        .where(col(AgencyIssue.agency_id) == actor.agency_id, col(AgencyIssue.audit_id).in_(names))
        .where(*behind.issues(picked.column))
        .order_by(col(AgencyIssue.number))
        .limit(MOST_LISTED)
    )
    return tuple(
        Thing("issue", one, f"Issue {number}, {names[audit_id]}", state, audit_id)
        for one, number, audit_id, state in rows
    )


def _conditions(actor: Actor, audits: Sequence[Audit], picked: OwnPicked) -> list[Any]:
    match picked.measure:
        case "returns" | "timely":
            return _of_one_audit(actor, audits, picked)
        case "grades":
            chosen = [audit for audit in audits if picked.column in ("", str(audit.id))]
            return [or_(false(), *(_graded(scales, ids, picked.row) for scales, ids in _by_scale(chosen)))]
        case "shift":
            published = [audit for audit in audits if has_reached(Stage(audit.stage), Stage.PUBLISHED)]
            return [or_(false(), *(_shifted(scales, ids, picked) for scales, ids in _by_scale(published)))]
        case "themes":
            return behind.names_theme(picked.row, picked.column)
    return [false()]


def _of_one_audit(actor: Actor, audits: Sequence[Audit], picked: OwnPicked) -> list[Any]:
    """Nothing is late any more once an audit is closed, as on the chart."""
    audit = next((one for one in audits if str(one.id) == picked.row), None)
    if audit is None:
        return [false()]
    mine = col(Return.audit_id) == audit.id
    if picked.measure == "timely":
        return [mine, *behind.timely(str(actor.agency_id), picked.column)]
    which = {"part-0": "in", "part-1": "under way", "part-2": "not started", "part-3": "late", "": "all"}
    today = None if audit.stage == Stage.CLOSED else actor.today
    return [mine, *behind.progress(which.get(picked.column, ""), today)]


def _by_scale(audits: Sequence[Audit]) -> list[tuple[tuple[Ladder, ...], list[int]]]:
    """Audits that froze the same questionnaire share its scales."""
    by_form: dict[str, list[Audit]] = {}
    for audit in audits:
        by_form.setdefault(audit.form_digest or f"audit {audit.id}", []).append(audit)
    return [(tuple(ladders(form(same[0]))), [one.id or 0 for one in same]) for same in by_form.values()]


def _graded(scales: Sequence[Ladder], ids: list[int], domain: str) -> Any:
    levels = [rung.key for one in scales if domain in _domains(one) for rung in one.rungs]
    return and_(col(Return.audit_id).in_(ids), col(Return.state).in_(COUNTED), behind.graded(domain, levels))


def _shifted(scales: Sequence[Ladder], ids: list[int], picked: OwnPicked) -> Any:
    return and_(col(Return.audit_id).in_(ids), *behind.shifted(scales, picked.row, picked.column))


def _domains(of: Ladder) -> Mapping[str, str]:
    return {domain.key: domain.name for domain in of.domains}
