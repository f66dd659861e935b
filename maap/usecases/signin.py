"""Coming in and going out: sign in, unlock, sign out, take up a one-time link."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.identity import Way
from maap.domain.one_time_links import SIGN_IN_LINK
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.sentences import counted
from maap.domain.sessions import MOST_TRIES, TRIES_FROM_ONE_PLACE, WINDOW, digest, wait_after
from maap.outside import passwords
from maap.storage.allowances import subject
from maap.storage.tables import Attempt, Link, Partnership, Person, SignIn
from maap.storage.trail import record, record_by_the_house


class BadSignIn(Problem):
    """Wrong e-mail or password: one sentence for both, so that nobody learns who has an account."""

    def __init__(self) -> None:
        super().__init__("The e-mail address or password is not right. Check both and try again.")


class LinkSpent(Problem):
    """A one-time link that was used, has expired or never was."""

    def __init__(self) -> None:
        super().__init__("This link has been used or has expired. Ask your coordinator or administrator for a new one.")


def throttle(session: Session, email: str, address: str, now: datetime) -> None:
    """Refuse a try that comes too soon: never more than ten in five minutes for an account.

    Raises Problem, saying how long to wait.
    """
    account, place = _subjects(email, address)
    found = session.execute(
        select(Attempt.subject, func.count(), func.max(Attempt.at))
        .where(col(Attempt.subject).in_([account, place]), col(Attempt.at) > now - WINDOW)
        .group_by(Attempt.subject)
    ).all()
    tries = {whose: (n, last) for whose, n, last in found}
    n, last = tries.get(account, (0, now))
    wait = wait_after(n)
    if n >= MOST_TRIES or (address and tries.get(place, (0, now))[0] >= TRIES_FROM_ONE_PLACE):
        raise Problem("There were too many tries to sign in. Wait five minutes, then try again or ask for a new link.")
    if now < last + wait:
        raise Problem(f"Wait {counted(int(wait.total_seconds()), 'second')} before you try again.")


def begin_try(session: Session, email: str, address: str, now: datetime) -> tuple[int, ...]:
    """Count a try before its password is checked, so that many at once cannot all slip through the throttle.

    Returns what `forgive` takes when the password fitted. Raises Problem as `throttle` does; nothing is then counted.
    """
    throttle(session, email, address, now)
    session.execute(delete(Attempt).where(col(Attempt.at) < now - WINDOW))
    tries = [Attempt(subject=whose, at=now) for whose in _subjects(email, address)]
    session.add_all(tries)
    session.flush()
    return tuple(one.id or 0 for one in tries)


def forgive(session: Session, tries: tuple[int, ...]) -> None:
    """The password fitted, so this try was no guess. Earlier failures still count."""
    session.execute(delete(Attempt).where(col(Attempt.id).in_(tries)))


def note_failure(session: Session, now: datetime, tries: tuple[int, ...]) -> None:
    """Leave a line in the trail about a password that did not fit: the try that `begin_try` counted.

    The last one that is looked at leaves another: from here on somebody is held up, and no more lines come of it.
    """
    record_by_the_house(session, now, "refused a sign-in")
    for tried, most in zip(tries, (MOST_TRIES, TRIES_FROM_ONE_PLACE), strict=True):
        whose = select(Attempt.subject).where(col(Attempt.id) == tried).scalar_subquery()
        counted = select(func.count()).where(col(Attempt.subject) == whose, col(Attempt.at) > now - WINDOW)
        if session.execute(counted).scalar_one() == most:
            record_by_the_house(session, now, "held up a sign-in after too many tries", tries=most)


def _subjects(email: str, address: str) -> tuple[str, str]:
    return subject("account", email.strip().lower()), subject("address", address)


def person_for(session: Session, email: str) -> Person | None:
    """The active person with this e-mail address."""
    statement = select(Person).where(func.lower(Person.email) == email.strip().lower(), col(Person.active))
    return session.exec(statement).first()


@dataclass(frozen=True)
class Manner:
    """How somebody came in: by password, link or provider, and with which browser, in words."""

    way: Way = "password"
    provider_id: int | None = None
    browser: str = ""


def sign_in(session: Session, person: Person, now: datetime, manner: Manner | None = None) -> str:
    """Open a session for a person who showed who they are. Returns the token for the cookie; it is not stored."""
    token = secrets.token_urlsafe(32)
    assert person.id is not None  # noqa: S101  (a stored row)
    how = manner or Manner()
    session.add(
        SignIn(
            digest=digest(token),
            person_id=person.id,
            created_at=now,
            seen_at=now,
            confirmed_at=now,
            way=how.way,
            provider_id=how.provider_id,
            browser=how.browser,
        )
    )
    record(session, _bare(person, now), "signed in", way=how.way)
    return token


def _bare(person: Person, now: datetime) -> Actor:
    return Actor(person.id or 0, person.name, frozenset(), person.agency_id, now)


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that the session is in use."""
    session.execute(
        update(SignIn).where(col(SignIn.digest) == digest(token), col(SignIn.ended_at).is_(None)).values(seen_at=now)
    )


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End the session. Every open page of it ends at its next step."""
    found = session.exec(
        select(SignIn, Person)
        .join(Person, col(Person.id) == SignIn.person_id)
        .where(col(SignIn.digest) == digest(token), col(SignIn.ended_at).is_(None))
    ).first()
    if found:
        row, person = found
        row.ended_at = now
        session.add(row)
        record(session, _bare(person, now), "signed out")


def end_sessions(session: Session, person_id: int, now: datetime) -> None:
    """End every session of a person: after a new password, and when they leave."""
    session.execute(
        update(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None)).values(ended_at=now)
    )


def confirm(session: Session, session_digest: str, person_id: int, now: datetime) -> None:
    """Somebody who is signed in showed anew who they are. Raises Problem when the session is not theirs or over."""
    done = session.execute(
        update(SignIn)
        .where(col(SignIn.digest) == session_digest, col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None))
        .values(confirmed_at=now, seen_at=now)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("You are signed out. Sign in again.")
    person = session.get_one(Person, person_id)
    record(session, _bare(person, now), "showed anew who they are")


def end_own(session: Session, actor: Actor, signin_id: int) -> None:
    """End one of one's own sessions: a browser left open elsewhere. Raises NotYours."""
    row = session.get(SignIn, signin_id)
    if row is None or row.person_id != actor.person_id or row.ended_at is not None:
        raise NotYours("session")
    row.ended_at = actor.now
    session.add(row)
    record(session, actor, "ended one of their sessions")


def end_for(session: Session, actor: Actor, person_id: int) -> None:
    """End every session of somebody: a lost telephone, a laptop left open."""
    desk(actor, Permission.MANAGE_PEOPLE)
    end_sessions(session, person_id, actor.now)
    record(session, actor, "ended a person's sessions", about=f"person {person_id}")


def make_link(session: Session, person_id: int, purpose: str, ends: datetime) -> str:
    """A one-time link's token, of which only the digest is stored. Earlier links of this person stop working."""
    session.execute(delete(Link).where(col(Link.person_id) == person_id, col(Link.used_at).is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(Link(digest=digest(token), person_id=person_id, purpose=purpose, expires_at=ends))
    return token


def link_holder(session: Session, token: str, now: datetime) -> Person:
    """Whose link it is, without spending it: mail scanners open links before people do. Raises LinkSpent."""
    person = session.exec(
        select(Person)
        .join(Link, col(Link.person_id) == Person.id)
        .where(
            col(Link.digest) == digest(token),
            col(Link.used_at).is_(None),
            col(Link.expires_at) > now,
            col(Person.active),
        )
    ).first()
    if person is None:
        raise LinkSpent
    return person


def set_password(session: Session, token: str, password: str, now: datetime) -> Person:
    """Spend a link and set its holder's password. Raises LinkSpent, and Problem for a weak password."""
    person = link_holder(session, token, now)
    _refuse_weak(session, person, password)
    spent = session.execute(
        update(Link)
        .where(
            col(Link.digest) == digest(token),
            col(Link.used_at).is_(None),
            col(Link.expires_at) > now,
            col(Link.purpose) != SIGN_IN_LINK,
        )
        .values(used_at=now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkSpent
    _keep_password(session, person, password, now)
    record(session, _bare(person, now), "set a password")
    return person


def change_own_password(session: Session, actor: Actor, password: str) -> Person:
    """Another password for whoever has shown the old one. Raises Problem for a weak one. Every session ends."""
    person = session.get_one(Person, actor.person_id)
    if not person.password:
        raise Problem("You have no password here: you sign in another way. Ask your administrator for a link.")
    if passwords.fits(password, person.password):
        raise Problem("This is the password that you have. Choose another one.")
    _refuse_weak(session, person, password)
    _keep_password(session, person, password, actor.now)
    record(session, actor, "changed their password")
    return person


def _refuse_weak(session: Session, person: Person, password: str) -> None:
    house = session.get(Partnership, 1)
    passwords.refuse_weak(password, [person.name, person.email, house.name if house else "", "safeguarding", "maap"])


def _keep_password(session: Session, person: Person, password: str, now: datetime) -> None:
    """Whoever knew the old password, or still sat at a browser that was left open, is out."""
    person.password = passwords.kept(password)
    person.revision += 1
    session.add(person)
    end_sessions(session, person.id or 0, now)


def take_link(session: Session, token: str, now: datetime) -> Person:
    """Spend a link that is for one sign-in without a password. Raises LinkSpent."""
    person = link_holder(session, token, now)
    spent = session.execute(
        update(Link)
        .where(
            col(Link.digest) == digest(token),
            col(Link.used_at).is_(None),
            col(Link.expires_at) > now,
            col(Link.purpose) == SIGN_IN_LINK,
        )
        .values(used_at=now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkSpent
    return person


def link_purpose(session: Session, token: str) -> str:
    """What a one-time link is for: invitation, reset or sign-in."""
    found = session.exec(select(Link.purpose).where(Link.digest == digest(token))).first()
    return found or ""
