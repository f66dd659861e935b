"""The cohort, the draw and the cases of an audit, as far as somebody may know of them; and the certificate."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.certificate import Certificate
from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping as Columns
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.redraw import REASONS, SET_ASIDE
from maap.domain.sampling import REPLACEMENT_REASONS, Plan
from maap.domain.terms import Terms
from maap.storage.tables import Answer, Case, Cohort, Return, Sample, TrailEntry
from maap.views.heads import Head, head


@dataclass(frozen=True)
class CohortRead:
    """What was read from the uploaded list. ``population``: cases that may be drawn, for each group."""

    file_name: str
    uploaded_at: datetime
    rows: int
    eligible: int
    excluded_for: Mapping[str, int]
    population: Mapping[str, int]
    columns: Columns
    rules: Eligibility
    notes: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class CaseRow:
    """A case of the sample. ``cohort_reference`` is empty for whoever may not draw; ``stand_in`` is a reference."""

    case_id: int
    reference: str
    stratum: str
    drawn: bool
    reason: str
    stand_in: str
    cohort_reference: str
    answered: int
    """Returns about it that hold answers."""


@dataclass(frozen=True)
class Group:
    """A group of the cohort: cases that may be drawn, cases in the sample as it is now, reserves left."""

    name: str
    population: int
    sampled: int
    reserves: int


@dataclass(frozen=True)
class SampleDrawn:
    """The sample as it is now."""

    drawn_at: datetime
    plan: Plan
    groups: tuple[Group, ...]
    cases: tuple[CaseRow, ...]

    @property
    def size(self) -> int:
        """Cases in the sample; those that were replaced are not."""
        return sum(case.drawn for case in self.cases)

    @property
    def population(self) -> int:
        """Cases that could have been drawn."""
        return sum(group.population for group in self.groups)

    @property
    def reserves(self) -> int:
        """Reserves that do not stand in yet."""
        return sum(group.reserves for group in self.groups)


@dataclass(frozen=True)
class SetAside:
    """A sample that was given up before fieldwork."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Cases:
    """What the page of an audit's cases shows."""

    head: Head
    terms: Terms
    cohort: CohortRead | None
    sample: SampleDrawn | None
    set_aside: tuple[SetAside, ...]

    @property
    def may_draw(self) -> bool:
        """Whether the reader may upload and draw now."""
        return self.head.may(Permission.DRAW_SAMPLE) and self.head.stage is Stage.SAMPLING

    @property
    def may_replace(self) -> bool:
        """Whether the reader may replace a case now."""
        open_now = self.head.stage in (Stage.SAMPLING, Stage.FIELDWORK)
        return self.head.may(Permission.DRAW_SAMPLE) and open_now and self.sample is not None


@dataclass(frozen=True)
class Certified:
    """A certificate with its fingerprint. ``full``: the reader may see the cohort's references."""

    head: Head
    certificate: Certificate
    sha256: str
    full: bool


def cases(session: Session, actor: Actor, audit_id: int) -> Cases:
    """The cohort in counts, the sample and its cases."""
    place = seat(session, actor, audit_id, Permission.SEE_SAMPLE)
    return Cases(
        head=head(place),
        terms=Terms.model_validate(place.audit.terms),
        cohort=_cohort(session, place),
        sample=_sample(session, place),
        set_aside=_set_aside(session, place),
    )


def certificate(session: Session, actor: Actor, audit_id: int) -> Certified:
    """The certificate of the draw. Raises Problem while nothing is drawn."""
    place = seat(session, actor, audit_id, Permission.SEE_SAMPLE)
    found = session.exec(select(Sample.certificate).where(Sample.audit_id == audit_id)).first()
    if found is None:
        raise Problem("There is no certificate yet: the sample of this audit is not drawn.")
    told = Certificate.model_validate(found)
    digest = hashlib.sha256(told.to_json().encode()).hexdigest()
    return Certified(head(place), told, digest, place.may(Permission.DRAW_SAMPLE))


def certificate_file(session: Session, actor: Actor, audit_id: int) -> tuple[str, str]:
    """File name and text of the certificate with which anybody can draw again. Raises Problem as `certificate`."""
    place = seat(session, actor, audit_id, Permission.DRAW_SAMPLE)
    text = certificate(session, actor, audit_id).certificate.to_json()
    return f"{place.audit.reference}-certificate.json", text


def _cohort(session: Session, place: Seat) -> CohortRead | None:
    row = session.exec(select(Cohort).where(Cohort.audit_id == place.id).order_by(col(Cohort.id).desc())).first()
    if row is None:
        return None
    summary = row.summary
    return CohortRead(
        file_name=row.file_name,
        uploaded_at=row.uploaded_at,
        rows=summary["count"],
        eligible=summary["eligible"],
        excluded_for=summary["excluded_for"],
        population=summary["population"],
        columns=Columns.model_validate(summary["mapping"]),
        rules=Eligibility.model_validate(summary["rules"]),
        notes=tuple(summary["notes"]),
        sha256=row.sha256,
    )


def _sample(session: Session, place: Seat) -> SampleDrawn | None:
    """Only the parts of the certificate that a page needs: the rows left out may be many thousands."""
    parts = ("plan", "allocation", "reserves", "replacements")
    told = sa.type_coerce(col(Sample.certificate), sa.JSON)
    statement = sa.select(col(Sample.drawn_at), *[told[part] for part in parts]).where(col(Sample.audit_id) == place.id)
    row = session.execute(statement).first()
    if row is None:
        return None
    drawn_at, plan, allocation, reserves, replacements = row
    drawn = _cases(session, place)
    return SampleDrawn(drawn_at, Plan.model_validate(plan), _groups(allocation, reserves, replacements, drawn), drawn)


def _groups(
    allocation: dict[str, Any], reserves: list[Any], replacements: list[Any], drawn: tuple[CaseRow, ...]
) -> tuple[Group, ...]:
    standing_in = {change["into"] for change in replacements}
    left = Counter(reserve["stratum"] for reserve in reserves if reserve["reference"] not in standing_in)
    now = Counter(case.stratum for case in drawn if case.drawn)
    return tuple(Group(name, share["population"], now[name], left[name]) for name, share in allocation.items())


def _cases(session: Session, place: Seat) -> tuple[CaseRow, ...]:
    stand_in, full = aliased(Case), place.may(Permission.DRAW_SAMPLE)
    given = col(Answer.value).is_not(None)
    answered = (
        sa.select(col(Return.case_id), sa.func.count(sa.distinct(col(Return.id))).label("returns"))
        .join(Answer, col(Answer.return_id) == Return.id)
        .where(col(Return.audit_id) == place.id, given)
        .group_by(col(Return.case_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(Case, col(stand_in.reference), answered.c.returns)
        .join(stand_in, col(stand_in.id) == Case.replaced_by_id, isouter=True)
        .join(answered, answered.c.case_id == Case.id, isouter=True)
        .where(col(Case.audit_id) == place.id)
        .order_by(col(Case.number))
    )
    return tuple(
        CaseRow(
            case_id=case.id or 0,
            reference=case.reference,
            stratum=case.stratum,
            drawn=case.status == "drawn",
            reason=REPLACEMENT_REASONS.get(case.replaced_reason, case.replaced_reason),
            stand_in=into or "",
            cohort_reference=case.cohort_reference if full else "",
            answered=returns or 0,
        )
        for case, into, returns in rows
    )


def _set_aside(session: Session, place: Seat) -> tuple[SetAside, ...]:
    rows = session.exec(
        select(TrailEntry)
        .where(TrailEntry.audit_id == place.id, TrailEntry.deed == SET_ASIDE)
        .order_by(col(TrailEntry.id))
    )
    return tuple(SetAside(row.at, REASONS.get(row.detail["reason"], row.detail["reason"])) for row in rows)
