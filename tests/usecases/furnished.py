"""A furnished partnership with people, and terms of reference that lack nothing."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, select

from maap.domain.people import Actor, Role
from maap.outside.configuration import Configuration, load
from maap.settings import settings
from maap.storage import tables as t
from maap.usecases.setup import furnish
from maap.usecases.terms import ask_for_signatures, save_terms, sign, start_audit
from tests import factories as make


@lru_cache(maxsize=1)
def shipped() -> Configuration:
    """The configuration that comes with the application."""
    return load(settings().config)


@dataclass(frozen=True)
class Household:
    """Everybody an audit of two agencies needs, signed in."""

    coordinator: Actor
    chair: Actor
    police: Actor
    health: Actor
    observer: Actor


def household(session: Session, now: datetime = make.NOW) -> Household:
    """A partnership as a first start leaves it, with its people."""
    if session.exec(select(t.QuestionnaireVersion)).first() is None:
        session.execute(delete(t.Partnership))
        furnish(session, "Example Partnership", "EP", shipped())
    police, health = _agency(session, "police"), _agency(session, "acute_hospital")
    return Household(
        coordinator=make.acting(session, Role.COORDINATOR, now=now),
        chair=make.acting(session, Role.CHAIR, now=now),
        police=make.acting(session, Role.AGENCY_LEAD, agency=police, now=now),
        health=make.acting(session, Role.AGENCY_LEAD, agency=health, now=now),
        observer=make.acting(session, Role.OBSERVER, now=now),
    )


def _agency(session: Session, key: str) -> t.Agency:
    return session.exec(select(t.Agency).where(t.Agency.key == key)).one()


def full(home: Household, **different: Any) -> dict[str, Any]:
    """What a new audit's terms still need, apart from what a test makes different."""
    written: dict[str, Any] = {
        "themes": ["use_of_tools"],
        "why_now": "Re-referrals for neglect rose.",
        "purpose": "Do families get help in time?",
        "lines": [{"key": "line_1", "question": "Is neglect seen early?"}],
        "in_scope": "Children under five.",
        "cohort_source": "Children's social care system",
        "inclusion": "Child protection plan for neglect",
        "sample_size": 8,
        "agencies": [
            {"agency": "police", "remit": "Incidents and referrals.", "lead": home.police.person_id},
            {"agency": "acute_hospital", "remit": "Attendances.", "lead": home.health.person_id},
        ],
        "chair": home.chair.person_id,
        "questionnaire": "maap_core_children",
        "family_voice": "The lead professional asks, unless it is not safe.",
        "concern_phone": "01632 960000",
        "action_owner": home.chair.person_id,
        "signatories": [
            {"person": home.chair.person_id, "capacity": "chair"},
            {"person": home.police.person_id, "capacity": "agency_lead"},
        ],
    }
    return {**written, **different}


def written_audit(session: Session, home: Household, **different: Any) -> t.Audit:
    """A draft audit whose terms lack nothing."""
    audit = start_audit(session, home.coordinator, "Neglect in the early years", "2025/26")
    save_terms(session, home.coordinator, audit.id or 0, full(home, **different), seen=1)
    return audit


def agreed_audit(session: Session, home: Household, **different: Any) -> t.Audit:
    """An audit whose terms everybody has signed."""
    audit = written_audit(session, home, **different)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    sign(session, home.chair, audit.id or 0)
    sign(session, home.police, audit.id or 0)
    return audit
