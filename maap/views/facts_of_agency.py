"""What belongs to one agency alone in an audit, for its own pack: every agency's at once, each for itself."""

from collections import defaultdict

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.facts import AgencyFacts, OwnIssue, OwnRow
from maap.domain.issues import Step
from maap.domain.ladders import ladders
from maap.domain.people import Actor, Permission
from maap.domain.terms import Terms
from maap.storage.forms import form
from maap.storage.tables import Agency, AgencyIssue, Answer, Case, Commendation, IssueStep, Participation, Return


def facts_of_agencies(session: Session, actor: Actor, audit_id: int) -> tuple[AgencyFacts, ...]:
    """Each agency that takes part, with its own returns, issues and commendations."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    remits = {part.agency: part.remit for part in Terms.model_validate(place.audit.terms).agencies}
    rows, issues, praise = _rows(session, place), _issues(session, place), _commendations(session, place)
    taking_part = session.execute(
        sa.select(col(Agency.id), col(Agency.key), col(Agency.short_name), col(Agency.remit))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id, col(Participation.answer) == "committed")
        .order_by(col(Agency.position), col(Agency.id))
    )
    return tuple(
        AgencyFacts(
            agency_id=one,
            agency=name,
            remit=remits.get(key, "") or remit,
            rows=tuple(rows.get(one, ())),
            issues=tuple(issues.get(one, ())),
            commendations=tuple(praise.get(one, ())),
        )
        for one, key, name, remit in taking_part
    )


def _rows(session: Session, place: Seat) -> dict[int, list[OwnRow]]:
    graded = _graded(session, place)
    found = session.execute(
        sa.select(col(Return.id), col(Return.agency_id), col(Return.state), col(Case.reference))
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.audit_id) == place.id, col(Case.status) == "drawn")
        .order_by(col(Case.number))
    )
    rows: dict[int, list[OwnRow]] = defaultdict(list)
    for return_id, agency_id, state, case in found:
        rows[agency_id].append(OwnRow(case, state, graded.get(return_id, {})))
    return rows


def _graded(session: Session, place: Seat) -> dict[int, dict[str, str]]:
    """By return: the domain's name and its grade in words."""
    if place.audit.questionnaire is None:
        return {}
    scales = ladders(form(place.audit))
    domains = {domain.key: domain.name for ladder in scales for domain in ladder.domains}
    words = {level.key: level.name for ladder in scales for level in (*ladder.rungs, *ladder.apart)}
    found = session.execute(
        sa.select(col(Answer.return_id), col(Answer.domain), col(Answer.grade))
        .join(Return, col(Return.id) == Answer.return_id)
        .where(col(Return.audit_id) == place.id, col(Answer.counted), col(Answer.grade) > "")
        .order_by(col(Answer.id))
    )
    graded: dict[int, dict[str, str]] = defaultdict(dict)
    for return_id, domain, grade in found:
        if domain in domains:
            graded[return_id][domains[domain]] = words.get(grade, grade)
    return graded


def _issues(session: Session, place: Seat) -> dict[int, list[OwnIssue]]:
    said: dict[int, list[str]] = defaultdict(list)
    for issue_id, words in session.execute(
        sa.select(col(IssueStep.issue_id), col(IssueStep.words))
        .join(AgencyIssue, col(AgencyIssue.id) == IssueStep.issue_id)
        .where(col(AgencyIssue.audit_id) == place.id, col(IssueStep.step) == Step.ANSWERED, col(IssueStep.words) > "")
        .order_by(col(IssueStep.id))
    ):
        said[issue_id].append(words)
    found: dict[int, list[OwnIssue]] = defaultdict(list)
    for row, case in session.execute(
        sa.select(AgencyIssue, col(Case.reference))
        .join(Case, col(Case.id) == AgencyIssue.case_id, isouter=True)
        .where(col(AgencyIssue.audit_id) == place.id)
        .order_by(col(AgencyIssue.number))
    ):
        answers = tuple(said.get(row.id or 0, ()))
        found[row.agency_id].append(OwnIssue(row.number, case or "", row.state, row.text, row.wanted, answers))
    return found


def _commendations(session: Session, place: Seat) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = sa.select(col(Commendation.agency_id), col(Commendation.team), col(Commendation.text))
    for agency_id, team, text in session.execute(
        rows.where(col(Commendation.audit_id) == place.id, col(Commendation.sent_at).is_not(None)).order_by(
            col(Commendation.id)
        )
    ):
        found[agency_id].append(f"{team}: {text}" if team else text)
    return found
