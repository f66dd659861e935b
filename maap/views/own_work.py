"""What an agency has to do: the issues that came back to it alone, and the actions that it leads."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain import agency_words as say
from maap.domain.actions import DONE, OVERDUE, WITH_DIFFERENCE, is_shared
from maap.domain.audit import Stage
from maap.domain.issues import IssueState
from maap.domain.people import AGENCY_ROLES, Actor, Permission
from maap.domain.pictures import Colours, Drawing, Picture, Row, of_each
from maap.domain.sentences import counted
from maap.storage.action_places import how_many_where
from maap.storage.counted_rows import how_many
from maap.storage.tables import Action, AgencyIssue


def own_issues(session: Session, actor: Actor) -> Picture | None:
    """How many issues were raised with the reader's agency, by audit. None for those who may not read them."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    reached = audits_of(session, actor, Permission.READ_ISSUES) if actor.may(Permission.READ_ISSUES) else []
    if not reached:
        return None
    closed = how_many(col(AgencyIssue.state) == IssueState.CLOSED)
    found = session.execute(
        select(col(AgencyIssue.audit_id), closed, func.count())
        .where(col(AgencyIssue.agency_id) == actor.agency_id, col(AgencyIssue.audit_id).in_([a.id for a in reached]))
        .group_by(col(AgencyIssue.audit_id))
    ).all()
    counts = {audit_id: (int(done), int(whole)) for audit_id, done, whole in found}
    rows = [
        Row(str(audit.id), f"{audit.reference} {audit.title}", (done, whole - done), f"{done} of {whole} closed")
        for audit in reached
        for done, whole in [counts.get(audit.id or 0, (0, 0))]
        if whole
    ]
    done, whole = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    drawing, told = Drawing.BARS if rows else Drawing.WORDS, counted(whole, "issue")
    return Picture(say.issues(done, whole), drawing, "Audit", ("Closed", "Open"), tuple(rows), told, Colours.PROGRESS)


def own_actions(session: Session, actor: Actor) -> Picture | None:
    """Where the actions are that the reader's agency leads, once its plan is shared. None for who may not see them."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    reached = audits_of(session, actor, Permission.SEE_ACTIONS) if actor.may(Permission.SEE_ACTIONS) else []
    shared = [audit.id for audit in reached if is_shared(Stage(audit.stage), AGENCY_ROLES)]
    if not reached:
        return None
    led = (col(Action.lead_agency_id) == actor.agency_id, col(Action.audit_id).in_(shared))
    n = how_many_where(session, actor.today, *led)
    whole = sum(n.values())
    sentence = say.actions(n[DONE] + n[WITH_DIFFERENCE], n[WITH_DIFFERENCE], n[OVERDUE], whole)
    return of_each(sentence, "Where it is", "Actions", n, counted(whole, "action"))
