"""Terms of reference, to be signed: where they stand, whose signature is asked, and what changed between versions."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.people import Actor, Permission
from maap.domain.signing import AMENDABLE, DRAFT_READERS, SigningState, state_of
from maap.domain.terms import Difference, Names, Terms, changed
from maap.storage.register import register
from maap.storage.signatures import signatures
from maap.storage.tables import Audit, Person, TermsVersion


@dataclass(frozen=True)
class Version:
    """A version that was put up for signature, with what changed since the one before."""

    number: int
    made_at: datetime
    made_by: str
    reason: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Signing:
    """The signing of the terms, beside the document itself.

    ``mine_to_sign``: the actor has been asked and has not signed. ``may_take_back``: whether they may take the terms
    back to change them. ``reason``: why the version that is being written was begun.
    """

    seat: Seat
    state: SigningState
    versions: tuple[Version, ...]
    mine_to_sign: bool
    may_take_back: bool
    reason: str


def signing(session: Session, actor: Actor, audit_id: int) -> Signing:
    """Where the signing stands, with the versions of the terms, the newest first."""
    place = seat(session, actor, audit_id, Permission.READ_AUDIT)
    known, asked = register(session, place.audit.terms.get("reaudit_of")), signatures(session, place.audit)
    state = state_of(Stage(place.audit.stage), len(asked))
    waiting = {one.person_id for one in asked if one.signed_at is None}
    versions, begun = _versions(session, place.audit, known.names)
    return Signing(
        seat=place,
        state=state,
        versions=versions,
        mine_to_sign=state is SigningState.ASKED and actor.person_id in waiting and place.may(Permission.SIGN_TERMS),
        may_take_back=place.may(Permission.WRITE_TERMS)
        and (state is SigningState.ASKED or Stage(place.audit.stage) in AMENDABLE),
        reason=begun if state is SigningState.WRITING and place.roles & DRAFT_READERS else "",
    )


def _versions(session: Session, audit: Audit, names: Names) -> tuple[tuple[Version, ...], str]:
    """The versions put up for signature, and the reason of one that is still being written."""
    rows = session.exec(
        select(TermsVersion, Person.name)
        .join(Person, col(Person.id) == TermsVersion.made_by)
        .where(TermsVersion.audit_id == audit.id)
        .order_by(col(TermsVersion.number))
    ).all()
    found, before = list[Version](), None
    for row, by in rows:
        if not row.body:
            continue
        terms = Terms.model_validate(row.body)
        differences = changed(before, terms, names) if before is not None else ()
        found.append(Version(row.number, row.made_at, by, row.reason, differences))
        before = terms
    begun = next((row.reason for row, _ in rows if not row.body and row.number == audit.terms_version), "")
    return tuple(reversed(found)), begun
