"""A person's own second factor: set up, used at sign-in, recovered on paper, taken away."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.people import Actor, Permission, Role
from maap.domain.problems import Problem
from maap.domain.sessions import digest
from maap.outside.authenticator import new_recovery_codes, new_secret, plain_code, step_of
from maap.storage import asked_factors
from maap.storage.sealing import seal, unseal
from maap.storage.tables import RecoveryCode, SecondFactor
from maap.storage.trail import record

_PURPOSE = "second factor"


class WrongCode(Problem):
    """A code that is wrong, old or used."""

    def __init__(self) -> None:
        super().__init__("That code does not fit. Wait for the next one on your authenticator and enter it here.")


def begin(session: Session, actor: Actor) -> str:
    """Start to set one up: the secret to show once as QR code. It asks for nothing until it is confirmed."""
    row = _row(session, actor.person_id)
    if row is not None and row.confirmed_at is not None:
        raise Problem("You have a second factor already. Remove it first to set up another.")
    secret = new_secret()
    row = row or SecondFactor(person_id=actor.person_id, secret="")
    row.secret = seal(_PURPOSE, {"secret": secret})
    session.add(row)
    record(session, actor, "began to set up a second factor")
    return secret


def confirm(session: Session, actor: Actor, code: str) -> tuple[str, ...]:
    """The authenticator shows the right code, so from now on it is asked for. Returns the recovery codes, once.

    Raises WrongCode.
    """
    row = _row(session, actor.person_id)
    if row is None or row.confirmed_at is not None:
        raise Problem("Start again: press “Set up a second factor”.")
    if not _fits(session, row, code, actor.now):
        raise WrongCode
    row.confirmed_at = actor.now
    session.add(row)
    record(session, actor, "set up a second factor")
    return _fresh_codes(session, actor.person_id)


def renew_codes(session: Session, actor: Actor) -> tuple[str, ...]:
    """New recovery codes; the old ones stop working."""
    if not is_asked_for(session, actor.person_id):
        raise Problem("You have no second factor, so there is nothing to recover. Set one up first.")
    record(session, actor, "made new recovery codes")
    return _fresh_codes(session, actor.person_id)


def remove(session: Session, actor: Actor) -> None:
    """Somebody no longer wants their own second factor."""
    _remove(session, actor.person_id)
    record(session, actor, "removed their second factor")


def remove_for(session: Session, actor: Actor, person_id: int) -> None:
    """Somebody lost telephone and paper: an administrator who knows them takes the second factor away."""
    desk(actor, Permission.MANAGE_PEOPLE)
    _remove(session, person_id)
    record(session, actor, "removed a person's second factor", about=f"person {person_id}")


def ask_of(session: Session, actor: Actor, roles: Collection[Role]) -> None:
    """The partnership decides in which roles people need a second factor. Who has none is asked to set it up."""
    desk(actor, Permission.MANAGE_PEOPLE)
    if asked_factors.roles(session) == frozenset(roles):
        return
    asked_factors.choose(session, roles)
    record(session, actor, "changed who needs a second factor", roles=sorted(roles))


def is_asked_for(session: Session, person_id: int, provider_id: int | None = None) -> bool:
    """Whether this person has to give a code after the password, the link or the provider that vouched for them."""
    if session.execute(select(asked_factors.shown_elsewhere(provider_id))).scalar_one():
        return False
    row = _row(session, person_id)
    return row is not None and row.confirmed_at is not None


def check_code(session: Session, person_id: int, code: str, now: datetime) -> bool:
    """Whether a code of the authenticator or a recovery code fits. Either is then spent."""
    row = _row(session, person_id)
    if row is None or row.confirmed_at is None:
        return False
    return _fits(session, row, code, now) or _spent(session, person_id, code, now)


def _row(session: Session, person_id: int) -> SecondFactor | None:
    return session.exec(select(SecondFactor).where(SecondFactor.person_id == person_id)).first()


def _fits(session: Session, row: SecondFactor, code: str, now: datetime) -> bool:
    secret = (unseal(_PURPOSE, row.secret) or {}).get("secret", "")
    step = step_of(secret, code, now, row.last_step) if secret else None
    if step is None:
        return False
    taken = session.execute(
        update(SecondFactor)
        .where(col(SecondFactor.id) == row.id, col(SecondFactor.last_step) < step)
        .values(last_step=step)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def _spent(session: Session, person_id: int, code: str, now: datetime) -> bool:
    taken = session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.person_id) == person_id,
            col(RecoveryCode.digest) == digest(plain_code(code)),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def _fresh_codes(session: Session, person_id: int) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    codes = new_recovery_codes()
    session.add_all(RecoveryCode(person_id=person_id, digest=digest(code)) for code in codes)
    return codes


def _remove(session: Session, person_id: int) -> None:
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.execute(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))
