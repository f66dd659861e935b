"""Whole, valid things with no arguments needed; a test names only what it is about."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session, select

from maap.domain.audit import Stage, has_reached
from maap.domain.people import Actor, Role
from maap.storage import tables as t

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
_numbers = count(1)


def partnership(session: Session, **facts: Any) -> t.Partnership:
    """The one partnership of the house, as it is called here."""
    told = {"name": "Example Partnership", "short_name": "EP", "procedures": ""} | facts
    made = session.merge(t.Partnership(id=1, **told))
    session.flush()
    return made


def agency(session: Session, key: str = "police", **facts: Any) -> t.Agency:
    """An agency, made once per key."""
    found = session.exec(select(t.Agency).where(t.Agency.key == key)).first()
    if found:
        return found
    name = facts.pop("name", key.replace("_", " ").capitalize())
    return _kept(session, t.Agency(key=key, name=name, short_name=facts.pop("short_name", name), **facts))


def person(session: Session, *roles: Role, agency: t.Agency | None = None, **facts: Any) -> t.Person:
    """Somebody with roles."""
    n = next(_numbers)
    facts = {"name": f"Person {n}", "email": f"person{n}@example.org", "created_at": NOW} | facts
    someone = _kept(session, t.Person(agency_id=agency.id if agency else None, **facts))
    session.add_all(t.Appointment(person_id=someone.id, role=role) for role in roles)
    session.flush()
    return someone


def actor(someone: t.Person, *roles: Role, now: datetime = NOW) -> Actor:
    """The person, signed in with these roles."""
    return Actor(someone.id or 0, someone.name, frozenset(roles), someone.agency_id, now)


def acting(session: Session, *roles: Role, agency: t.Agency | None = None, now: datetime = NOW) -> Actor:
    """A new person, signed in."""
    return actor(person(session, *roles, agency=agency), *roles, now=now)


def audit(session: Session, *agencies: t.Agency, stage: str = "fieldwork", **facts: Any) -> t.Audit:
    """An audit in which these agencies take part and have committed."""
    n = next(_numbers)
    facts = {"reference": f"MAAP26-{n}", "title": "Neglect", "year": "2025/26", "created_at": NOW} | facts
    if has_reached(Stage(stage), Stage.FIELDWORK):
        facts.setdefault("fieldwork_at", NOW)
    made = _kept(session, t.Audit(stage=stage, **facts))
    for taking_part in agencies:
        _kept(session, t.Participation(audit_id=made.id, agency_id=taking_part.id, answer="committed"))
    return made


def case(session: Session, of: t.Audit, number: int | None = None, **facts: Any) -> t.Case:
    """A drawn case."""
    number = number or next(_numbers)
    facts = {"reference": f"{of.reference}-{number:02}", "cohort_reference": f"C-{number:05}"} | facts
    return _kept(session, t.Case(audit_id=of.id, number=number, **facts))


def a_return(session: Session, of: t.Case, by: t.Agency, state: str = "in progress", **facts: Any) -> t.Return:
    """An agency's return about a case."""
    facts = {"due": date(2026, 3, 31)} | facts
    return _kept(session, t.Return(audit_id=of.audit_id, case_id=of.id, agency_id=by.id, state=state, **facts))


def answer(
    session: Session, of: t.Return, question_id: str, value: Any, by: t.Person | None = None, **facts: Any
) -> t.Answer:
    """An answer, as `save_answer` would have stored it."""
    by = by or person(session)
    return _kept(
        session, t.Answer(return_id=of.id, question_id=question_id, value=value, saved_at=NOW, saved_by=by.id, **facts)
    )


def grade(session: Session, of: t.Return, domain: str, level: str, by: t.Person | None = None) -> t.Answer:
    """A graded answer in a domain."""
    return answer(session, of, f"grade_{domain}", level, by, domain=domain, grade=level)


def theme(session: Session, key: str = "information_sharing", **facts: Any) -> t.Theme:
    """A theme, made once per key."""
    found = session.exec(select(t.Theme).where(t.Theme.key == key)).first()
    return found or _kept(session, t.Theme(key=key, name=key.replace("_", " ").capitalize(), **facts))


def mark(session: Session, of: t.Answer, theme: t.Theme, polarity: str = "strength") -> t.ThemeMark:
    """A theme that an answer names."""
    return _kept(session, t.ThemeMark(answer_id=of.id, return_id=of.return_id, theme_id=theme.id, polarity=polarity))


def issue(session: Session, of: t.Audit, agency: t.Agency, **facts: Any) -> t.AgencyIssue:
    """An issue that belongs to one agency, as the panel raised it."""
    facts = {"text": "Referrals wait.", "number": 1, "due": date(2026, 3, 17), "raised_as": "panel"} | facts
    by = facts.pop("by", None) or person(session)
    return _kept(session, t.AgencyIssue(audit_id=of.id, agency_id=agency.id, raised_by=by.id, raised_at=NOW, **facts))


def concern(session: Session, of: t.Audit, by: t.Person, **facts: Any) -> t.ImmediateConcern:
    """An immediate concern that nobody has acknowledged."""
    facts = {"raised_at": NOW, "told_at": NOW, "told_whom": "CHILDREN", "told_by": "SELF"} | facts
    facts = {"due_at": NOW + timedelta(hours=24), "raised_as": "auditor", "agency_id": by.agency_id} | facts
    return _kept(session, t.ImmediateConcern(audit_id=of.id, raised_by=by.id, **facts))


def voice(session: Session, of: t.Case, *answers: str, **facts: Any) -> t.Voice:
    """What a practitioner said about a case, unless another kind of person is named."""
    said = [[f"What happened ({number})?", answer] for number, answer in enumerate(answers or ("Nobody rang back.",))]
    facts = {"kind": "practitioner", "said": said, "may_quote": True, "received_at": NOW} | facts
    return _kept(session, t.Voice(audit_id=of.audit_id, case_id=of.id, **facts))


def finding(session: Session, of: t.Audit, polarity: str = "area", **facts: Any) -> t.Finding:
    """A finding of an audit, typed by somebody of its team."""
    by = facts.pop("by", None) or person(session)
    facts = {"text": "Agencies wait for each other.", "made_by": by.id, "made_at": NOW} | facts
    return _kept(session, t.Finding(audit_id=of.id, polarity=polarity, **facts))


def recommendation(session: Session, of: t.Audit, *findings: t.Finding, **facts: Any) -> t.Recommendation:
    """A recommendation that follows from these findings."""
    by = facts.pop("by", None) or person(session)
    facts = {"number": next(_numbers), "kind": "practice change", "text": "Meet sooner.", "made_at": NOW} | facts
    made = _kept(session, t.Recommendation(audit_id=of.id, made_by=by.id, **facts))
    for one in findings:
        _kept(session, t.RecommendationFinding(recommendation_id=made.id, finding_id=one.id))
    return made


def action(session: Session, of: t.Audit, lead: t.Agency, **facts: Any) -> t.Action:
    """An action that an agency leads, under a recommendation of its own unless one is named."""
    under, by = facts.pop("under", None), facts.pop("by", None) or person(session)
    under = under or recommendation(session, of)
    facts = {"number": next(_numbers), "text": "Health joins each strategy meeting.", "due": date(2026, 6, 30)} | facts
    facts = {"owner_role": "Head of service", "measure": "Health is there.", "made_at": NOW} | facts
    return _kept(
        session,
        t.Action(audit_id=of.id, lead_agency_id=lead.id, recommendation_id=under.id, made_by=by.id, **facts),
    )


def _kept(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
