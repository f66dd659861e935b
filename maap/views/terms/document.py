"""The terms of reference as one document in words, ready for a page, for Word or for PDF."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import seat
from maap.domain.audit import Stage
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.register import Register
from maap.domain.signing import DRAFT_READERS, SigningState, state_of
from maap.domain.terms import STEPS, Terms, in_full, label_of
from maap.storage.register import questions_of, register
from maap.storage.signatures import signatures
from maap.storage.tables import Audit, Signature, TermsVersion

_NUMBERED = label_of("lines")
"""Items of this field carry their number in their words, so that they need no name."""


@dataclass(frozen=True)
class Item:
    """One thing that a field says. ``name`` is empty when the field is a single thing."""

    name: str
    words: str


@dataclass(frozen=True)
class Paragraph:
    """One field, under its label. Line breaks inside the words are meant."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Part:
    """A step of the terms, as a part of the document. Fields that say nothing are left out."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Signed:
    """One signature. ``at`` is None while it is asked for."""

    name: str
    capacity: str
    at: datetime | None


@dataclass(frozen=True)
class Document:
    """The whole document. ``state``: whether this version is being written, out for signature, or signed."""

    reference: str
    title: str
    year: str
    version: int
    state: SigningState
    parts: tuple[Part, ...]
    signatures: tuple[Signed, ...]

    @property
    def has_signed(self) -> int:
        """How many people have signed."""
        return sum(one.at is not None for one in self.signatures)


def document(session: Session, actor: Actor, audit_id: int) -> Document:
    """The terms as the actor may read them now.

    While a new version is being written, only the partnership's team sees it; everybody else reads the one before.
    Raises Problem when there is nothing they may read yet.
    """
    place = seat(session, actor, audit_id, Permission.READ_AUDIT)
    known = register(session, place.audit.terms.get("reaudit_of"))
    audit, asked = place.audit, signatures(session, place.audit)
    state = state_of(Stage(audit.stage), len(asked))
    if state is not SigningState.WRITING or place.roles & DRAFT_READERS:
        terms = Terms.model_validate(audit.terms)
        return _document(audit, terms, _worded(session, terms, known), (audit.terms_version, state), asked)
    earlier = _last_put_up(session, audit)
    signed_then = list(
        session.exec(
            select(Signature)
            .where(Signature.audit_id == audit.id, Signature.version == earlier.number)
            .order_by(col(Signature.id))
        )
    )
    as_it_was = (
        earlier.number,
        SigningState.SIGNED if all(one.signed_at for one in signed_then) else SigningState.ASKED,
    )
    terms = Terms.model_validate(earlier.body)
    return _document(audit, terms, _worded(session, terms, known), as_it_was, signed_then)


def _worded(session: Session, terms: Terms, known: Register) -> Register:
    """With the wording of the questions that lines of enquiry name, so that readers meet no keys."""
    named = any(line.questions for line in terms.lines)
    return replace(known, questions=questions_of(session, terms)) if named else known


def _last_put_up(session: Session, audit: Audit) -> TermsVersion:
    statement = (
        select(TermsVersion)
        .where(TermsVersion.audit_id == audit.id, TermsVersion.number < audit.terms_version)
        .order_by(col(TermsVersion.number).desc())
    )
    found = next((version for version in session.exec(statement) if version.body), None)
    if found is None:
        raise Problem("The terms of this audit are still being written. You will get a letter when they can be read.")
    return found


def _document(
    audit: Audit, terms: Terms, known: Register, standing: tuple[int, SigningState], asked: list[Signature]
) -> Document:
    version, state = standing
    people = {one.person: words for one, words in zip(terms.signatories, _capacities(terms, known), strict=True)}
    return Document(
        reference=audit.reference,
        title=terms.title or audit.title,
        year=terms.audit_year or audit.year,
        version=version,
        state=state,
        parts=_parts(terms, known),
        signatures=tuple(
            Signed(known.names.person(one.person_id), people.get(one.person_id, ""), one.signed_at) for one in asked
        ),
    )


def _capacities(terms: Terms, known: Register) -> tuple[str, ...]:
    words = [
        in_full("signatories", terms.model_copy(update={"signatories": (one,)}), known.names)
        for one in terms.signatories
    ]
    return tuple(next(iter(each.values()), "") for each in words)


def _parts(terms: Terms, known: Register) -> tuple[Part, ...]:
    return tuple(
        Part(step.title, paragraphs) for step in STEPS if (paragraphs := tuple(_paragraphs(step.fields, terms, known)))
    )


def _paragraphs(fields: tuple[str, ...], terms: Terms, known: Register) -> list[Paragraph]:
    found = [(label_of(field), in_full(field, terms, known.names)) for field in fields]
    return [
        Paragraph(label, tuple(Item("" if label == _NUMBERED else name, said) for name, said in words.items()))
        for label, words in found
        if words
    ]
