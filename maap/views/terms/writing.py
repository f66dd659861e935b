"""Terms of reference while they are written: the task list, what is missing, and what may be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.people import Actor, Permission
from maap.domain.register import Register, unusable
from maap.domain.signing import SigningState, state_of
from maap.domain.terms import STEPS, Missing, Step, Terms, missing
from maap.outside.bank_holidays import around
from maap.storage.register import questions_of, register
from maap.storage.signatures import signatures
from maap.storage.tables import TermsVersion


@dataclass(frozen=True)
class Task:
    """A step of the task list, with a sentence for each thing it still needs."""

    step: Step
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """The terms on their coordinator's desk. ``revision`` is named when they are saved.

    ``reason``: why this version was begun, empty for the first. ``names`` of everything are in ``register``.
    """

    seat: Seat
    terms: Terms
    revision: int
    version: int
    state: SigningState
    tasks: tuple[Task, ...]
    register: Register
    reason: str
    signed: int
    asked: int
    holidays: frozenset[date]

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything still to be done."""
        return tuple(sentence for task in self.tasks for sentence in task.missing)

    @property
    def complete(self) -> int:
        """How many steps need nothing more."""
        return sum(not task.missing for task in self.tasks)

    def task(self, key: str) -> Task | None:
        """The task of a step, or None when there is no such step."""
        return next((task for task in self.tasks if task.step.key == key), None)

    def after(self, key: str) -> Step | None:
        """The step after this one, or None after the last."""
        keys = [step.key for step in STEPS]
        place = keys.index(key) + 1
        return STEPS[place] if place < len(STEPS) else None


def writing(session: Session, actor: Actor, audit_id: int) -> Writing:
    """The terms of an audit, for somebody who writes them."""
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    terms = Terms.model_validate(place.audit.terms)
    known, asked = register(session, terms.reaudit_of), signatures(session, place.audit)
    lacking = (*missing(terms, actor.today, known.names), *unusable(terms, known))
    return Writing(
        seat=place,
        terms=terms,
        revision=place.audit.terms_revision,
        version=place.audit.terms_version,
        state=state_of(Stage(place.audit.stage), len(asked)),
        tasks=_tasks(lacking),
        register=known,
        reason=_reason(session, place),
        signed=sum(one.signed_at is not None for one in asked),
        asked=len(asked),
        holidays=around(terms.starts or actor.today),
    )


def _tasks(lacking: tuple[Missing, ...]) -> tuple[Task, ...]:
    return tuple(
        Task(step, tuple(dict.fromkeys(one.sentence for one in lacking if one.step == step.key))) for step in STEPS
    )


def _reason(session: Session, place: Seat) -> str:
    statement = select(TermsVersion.reason).where(
        TermsVersion.audit_id == place.id, TermsVersion.number == place.audit.terms_version
    )
    return session.exec(statement).first() or ""


def linkable_questions(session: Session, actor: Actor, audit_id: int) -> Mapping[str, str]:
    """Questions that a line of enquiry can name: of the chosen questionnaire and its modules, id → wording."""
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    terms = Terms.model_validate(place.audit.terms)
    return questions_of(session, terms)
