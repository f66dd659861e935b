"""Terms are put up for signature, signed by each person in their own name, and taken back when they must change."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, WrongStage, move, must_be
from maap.domain.identifiers import refuse_certain
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.register import unusable
from maap.domain.signing import AMENDABLE, NotComplete, SigningState, reason_to_amend
from maap.domain.terms import Terms, missing
from maap.domain.written_terms import TermsOvertaken
from maap.outside.words import lexicon
from maap.storage import terms_letters as letters
from maap.storage.pulse import beat
from maap.storage.register import register
from maap.storage.signatures import signatures, signing_state
from maap.storage.tables import Audit, Signature, TermsVersion
from maap.storage.taking_part import invite, seat_the_panel
from maap.storage.trail import record


def ask_for_signatures(
    session: Session, actor: Actor, audit_id: int, reason: str = "", seen: int | None = None
) -> None:
    """Put the terms up for signature: freeze this version, ask the people named, and let the agencies see the audit.

    ``reason``: why there is a new version; by default the one given when the last was taken back. ``seen``: the
    revision of the terms that was read. Raises NotComplete with everything that is missing, TermsOvertaken, WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    must_be(Stage(place.audit.stage), Stage.DRAFT)
    if signing_state(session, place.audit) is SigningState.ASKED:
        raise WrongStage("Signatures have already been asked for. See who has signed on the page “Terms”.")
    terms = Terms.model_validate(place.audit.terms)
    known = register(session)
    lacking = (*missing(terms, actor.today, known.names), *unusable(terms, known))
    if lacking:
        raise NotComplete(tuple(dict.fromkeys(one.sentence for one in lacking)))
    refuse_certain(reason, lexicon())
    _take(session, place, seen if seen is not None else place.audit.terms_revision)
    _freeze(session, place, reason)
    session.add_all(
        Signature(audit_id=place.id, version=place.audit.terms_version, person_id=one.person, capacity=one.capacity)
        for one in terms.signatories
    )
    invite(session, audit_id, terms)
    letters.ask_to_sign(session, place.audit, terms, actor.now)
    record(
        session,
        actor,
        "asked for signatures on the terms",
        audit_id=audit_id,
        about=f"version {place.audit.terms_version}",
        people=sorted(one.person for one in terms.signatories),
    )


def sign(session: Session, actor: Actor, audit_id: int, version: int | None = None) -> None:
    """The actor signs the terms, in their own name. The last signature agrees the audit and asks agencies to commit.

    ``version``: the one that was read. Raises Problem for somebody who was not asked or has signed, or when the terms
    were taken back meanwhile; WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.SIGN_TERMS)
    beat(session, audit_id)  # holds the audit's row, so that two last signatures see each other
    session.refresh(place.audit)
    _refuse_unasked(session, place, version)
    session.execute(
        update(Signature)
        .where(
            col(Signature.audit_id) == audit_id,
            col(Signature.version) == place.audit.terms_version,
            col(Signature.person_id) == actor.person_id,
        )
        .values(signed_at=actor.now)
    )
    record(session, actor, "signed the terms", audit_id=audit_id, about=f"version {place.audit.terms_version}")
    if all(one.signed_at for one in signatures(session, place.audit)):
        _agree(session, place)


def amend(session: Session, actor: Actor, audit_id: int, reason: str) -> None:
    """Take the terms back to change them: the next version begins, and earlier signatures count no longer.

    Raises WrongStage while they are still being written and once fieldwork has begun, Problem without a reason,
    Identifiers.
    """
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    at, standing = Stage(place.audit.stage), signing_state(session, place.audit)
    if standing is SigningState.WRITING:
        raise WrongStage("These terms are still being written. Change them on the page “Write terms”.")
    if standing is SigningState.SIGNED:
        must_be(at, *AMENDABLE)
    kept = reason_to_amend(reason)
    refuse_certain(kept, lexicon())
    _take(session, place, place.audit.terms_revision)
    letters.tell_taken_back(session, place.audit, actor.person_id, actor.now)
    place.audit.terms_version += 1
    if at is not Stage.DRAFT:
        place.audit.stage = move(at, Stage.DRAFT)
    session.add(place.audit)
    session.add(
        TermsVersion(
            audit_id=place.id,
            number=place.audit.terms_version,
            reason=kept,
            made_at=actor.now,
            made_by=actor.person_id,
        )
    )
    record(
        session,
        actor,
        "took the terms back to change them",
        audit_id=audit_id,
        about=f"version {place.audit.terms_version}",
        before=at.value,
    )


def _take(session: Session, place: Seat, seen: int) -> None:
    """Compare-and-set on revision and stage: whoever still writes or signs the terms as they were is refused."""
    taken = session.execute(
        update(Audit)
        .where(col(Audit.id) == place.id, col(Audit.terms_revision) == seen, col(Audit.stage) == place.audit.stage)
        .values(terms_revision=seen + 1)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise TermsOvertaken
    session.refresh(place.audit)
    beat(session, place.id)


def _freeze(session: Session, place: Seat, reason: str) -> None:
    """Keep the version as it is now. One that was begun by taking back the last has a row with its reason already."""
    number = place.audit.terms_version
    begun = select(TermsVersion).where(TermsVersion.audit_id == place.id, TermsVersion.number == number)
    version = session.exec(begun).first() or TermsVersion(
        audit_id=place.id, number=number, made_at=place.actor.now, made_by=place.actor.person_id
    )
    version.body = place.audit.terms
    version.reason = reason.strip() or version.reason
    version.made_at, version.made_by = place.actor.now, place.actor.person_id
    session.add(version)
    session.flush()


def _refuse_unasked(session: Session, place: Seat, version: int | None) -> None:
    if version is not None and version != place.audit.terms_version:
        raise Problem("These terms were taken back and changed. Reload the page to read them as they are now.")
    own = next((one for one in signatures(session, place.audit) if one.person_id == place.actor.person_id), None)
    if own is None:
        raise Problem("You have not been asked to sign these terms. The coordinator names the people who sign.")
    if own.signed_at:
        raise Problem("You have already signed these terms. There is nothing more to do.")
    must_be(Stage(place.audit.stage), Stage.DRAFT)


def _agree(session: Session, place: Seat) -> None:
    terms = Terms.model_validate(place.audit.terms)
    place.audit.stage = move(Stage(place.audit.stage), Stage.AGREED)
    session.add(place.audit)
    session.flush()
    seat_the_panel(session, place.id, terms)
    letters.ask_to_commit(session, place.audit, terms, place.actor.now)
    record(session, place.actor, "agreed the terms", audit_id=place.id, about=f"version {place.audit.terms_version}")
