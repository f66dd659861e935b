"""From a cohort to cases: upload the list, draw the sample, set it aside, replace a case."""

import hashlib
from datetime import datetime, time
from pathlib import PurePath

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.certificate import Certificate, DrawnCase, certify, replaced
from maap.domain.cohort import read_cohort
from maap.domain.due_dates import returns_due
from maap.domain.eligibility import Eligibility
from maap.domain.grid import Grid, tidy
from maap.domain.listing import Mapping
from maap.domain.people import LONDON, Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.redraw import REASONS, SET_ASIDE
from maap.domain.sampling import Plan, draw
from maap.domain.terms import Terms
from maap.outside.bank_holidays import around
from maap.outside.spreadsheets import read_table
from maap.storage.dealing import deal, withdraw
from maap.storage.lists import drawn_elsewhere, keep, kept
from maap.storage.pulse import beat
from maap.storage.tables import Answer, Case, Cohort, ImmediateConcern, Return, Sample
from maap.storage.trail import record

_LONGEST_NAME = 100


class HoldsAnswers(Problem):
    """A case whose returns hold answers already; it is replaced only by somebody who knows that."""


def upload_cohort(
    session: Session,
    actor: Actor,
    audit_id: int,
    file_name: str,
    data: bytes,
    mapping: Mapping,
    eligibility: Eligibility,
) -> Cohort:
    """Read a list and keep each row's reference, group and reason for being left out; nothing else of it is stored.

    It takes the place of an earlier list. ``eligibility.not_audited_since`` also looks at the samples drawn here, so
    it needs no column. Raises IdentifyingColumn, WrongStage, and Problem when the list cannot be read or a sample is
    already drawn from the earlier one.
    """
    place = seat(session, actor, audit_id, Permission.DRAW_SAMPLE)
    must_be(Stage(place.audit.stage), Stage.SAMPLING)
    beat(session, place.id)
    if _sample(session, audit_id) is not None:
        raise Problem("A sample is drawn from the list that is here. Set that sample aside before you upload another.")
    grid = read_table(file_name, data)
    read = read_cohort(grid, mapping, _rules(session, place, grid, mapping, eligibility))
    row = Cohort(
        audit_id=audit_id,
        file_name=_safe(file_name),
        sha256=read.sha256,
        uploaded_at=actor.now,
        uploaded_by=actor.person_id,
    )
    keep(session, row, read)
    counts = {"rows": read.count, "eligible": len(read.cases), "sha256": read.sha256}
    record(session, actor, "uploaded a cohort", audit_id=audit_id, about=f"cohort {row.id}", **counts)
    return row


def draw_sample(session: Session, actor: Actor, audit_id: int, plan: Plan) -> Sample:
    """Draw the cases from the uploaded list, and keep the certificate that lets anybody draw them again.

    Raises WrongStage, and Problem when the plan cannot be met, there is no list, or a sample is drawn already.
    """
    place = seat(session, actor, audit_id, Permission.DRAW_SAMPLE)
    must_be(Stage(place.audit.stage), Stage.SAMPLING)
    beat(session, place.id)
    row = session.exec(select(Cohort).where(Cohort.audit_id == audit_id).order_by(col(Cohort.id).desc())).first()
    if row is None:
        raise Problem("There is no list of cases yet. Upload the cohort first.")
    if _sample(session, audit_id) is not None:
        raise Problem("The sample is drawn already. Set it aside with a reason before you draw again.")
    read = kept(session, row)
    certificate = certify(read, draw(read.cases, plan), place.audit.reference, actor.now, actor.capacity)
    sample = Sample(
        audit_id=audit_id,
        cohort_id=row.id or 0,
        certificate=certificate.model_dump(mode="json"),
        drawn_at=actor.now,
        drawn_by=actor.person_id,
    )
    session.add(sample)
    session.add_all(_case(audit_id, case.order, case) for case in certificate.drawn)
    session.flush()
    facts = {"size": plan.size, "method": plan.method, "certificate_sha256": _digest(certificate)}
    record(session, actor, "drew the sample", audit_id=audit_id, about=f"sample {sample.id}", **facts)
    return sample


def set_aside(session: Session, actor: Actor, audit_id: int, reason: str) -> None:
    """Give a sample up before fieldwork. The trail keeps its certificate's hash and the reason (a key of REASONS).

    A concern that was recorded about one of its cases stays, as one about the audit.
    """
    place = seat(session, actor, audit_id, Permission.DRAW_SAMPLE)
    must_be(Stage(place.audit.stage), Stage.SAMPLING)
    beat(session, place.id)
    sample = _sample(session, audit_id)
    if sample is None:
        raise Problem("There is no sample to set aside. Reload the page to see where the audit is.")
    if reason not in REASONS:
        raise Problem("Choose one of the listed reasons for setting the sample aside.")
    digest = _digest(Certificate.model_validate(sample.certificate))
    its_cases = select(Case.id).where(Case.audit_id == audit_id)
    about_one = update(ImmediateConcern).where(col(ImmediateConcern.case_id).in_(its_cases))
    concerns = session.execute(about_one.values(case_id=None)).rowcount  # type: ignore[attr-defined]
    session.execute(delete(Case).where(col(Case.audit_id) == audit_id))
    session.execute(delete(Sample).where(col(Sample.id) == sample.id))
    facts = {"reason": reason, "certificate_sha256": digest, **({"concerns": concerns} if concerns else {})}
    record(session, actor, SET_ASIDE, audit_id=audit_id, about=f"sample {sample.id}", **facts)


def replace_case(
    session: Session, actor: Actor, audit_id: int, case_id: int, reason: str, despite_answers: bool = False
) -> Case:
    """Let the next reserve in the drawn order stand in for a case. In fieldwork its returns are dealt at once.

    ``reason`` is a key of REPLACEMENT_REASONS. Returns of the old case that nobody began are withdrawn; those with
    answers or notes stay readable. Raises HoldsAnswers unless ``despite_answers``, NotYours, WrongStage, and Problem
    when no reserve is left.
    """
    place = seat(session, actor, audit_id, Permission.DRAW_SAMPLE)
    must_be(Stage(place.audit.stage), Stage.SAMPLING, Stage.FIELDWORK)
    beat(session, place.id)
    old, sample = _drawn_case(session, audit_id, case_id), _sample(session, audit_id)
    if sample is None:
        raise Problem("There is no sample yet. Draw it first.")
    if not despite_answers:
        _refuse_answered(session, old)
    certificate = replaced(Certificate.model_validate(sample.certificate), old.cohort_reference, reason, actor.now)
    _save(session, sample, certificate)
    new = _stand_in(session, audit_id, certificate)
    old.status, old.replaced_reason, old.replaced_by_id = "replaced", reason, new.id
    session.add(old)
    session.flush()
    withdrawn = withdraw(session, col(Return.case_id) == case_id)
    facts = {"into": new.id, "reason": reason, "withdrawn": withdrawn, "dealt": _dealt(session, place)}
    record(session, actor, "replaced a case", audit_id=audit_id, about=f"case {case_id}", **facts)
    return new


def _sample(session: Session, audit_id: int) -> Sample | None:
    return session.exec(select(Sample).where(Sample.audit_id == audit_id)).first()


def _safe(file_name: str) -> str:
    """The file's own name, without folders and marks that do not print."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(letter for letter in name if letter.isprintable())[-_LONGEST_NAME:] or "list"


def _rules(session: Session, place: Seat, grid: Grid, mapping: Mapping, asked: Eligibility) -> Eligibility:
    """The rules with what this house knows: which cases of the list other audits drew lately.

    They are named in the rules, and so in the certificate: otherwise nobody could redo the draw from the list.
    """
    if asked.not_audited_since is None:
        return asked
    column = grid.position(mapping.reference)
    listed = {tidy(row[column]) for row in grid.rows} if column is not None else set()
    start = datetime.combine(asked.not_audited_since, time(), LONDON)
    again = tuple(sorted(listed & drawn_elsewhere(session, place.id, start)))
    since = asked.not_audited_since if mapping.last_audited else None
    return asked.model_copy(update={"not_audited_since": since, "drawn_before": again})


def _digest(certificate: Certificate) -> str:
    return hashlib.sha256(certificate.to_json().encode()).hexdigest()


def _drawn_case(session: Session, audit_id: int, case_id: int) -> Case:
    case = session.exec(select(Case).where(Case.id == case_id, Case.audit_id == audit_id)).first()
    if case is None:
        raise NotYours("case")
    if case.status != "drawn":
        raise Problem(f"The case {case.reference} was replaced already. Reload the page to see the sample as it is.")
    return case


def _refuse_answered(session: Session, case: Case) -> None:
    begun = session.execute(
        select(func.count(func.distinct(Return.id)))
        .join(Answer, col(Answer.return_id) == Return.id)
        .where(Return.case_id == case.id, col(Answer.value).is_not(None))
    ).scalar_one()
    if begun:
        returns = "1 return about it already holds" if begun == 1 else f"{begun} returns about it already hold"
        raise HoldsAnswers(
            f"{case.reference} is not replaced yet: {returns} answers, which would no longer count. "
            "If you still want to replace it, tick that you know this."
        )


def _save(session: Session, sample: Sample, certificate: Certificate) -> None:
    taken = session.execute(
        update(Sample)
        .where(col(Sample.id) == sample.id, col(Sample.revision) == sample.revision)
        .values(certificate=certificate.model_dump(mode="json"), revision=sample.revision + 1)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("A colleague has just changed the sample. Reload the page and look again.")


def _stand_in(session: Session, audit_id: int, certificate: Certificate) -> Case:
    stand_in = next(case for case in certificate.sample() if case.reference == certificate.replacements[-1].into)
    case = _case(audit_id, len(certificate.drawn) + len(certificate.replacements), stand_in)
    session.add(case)
    session.flush()
    return case


def _case(audit_id: int, number: int, drawn: DrawnCase) -> Case:
    return Case(
        audit_id=audit_id,
        number=number,
        reference=drawn.case_reference,
        cohort_reference=drawn.reference,
        stratum=drawn.stratum,
    )


def _dealt(session: Session, place: Seat) -> int:
    """In fieldwork, deal the returns that are missing. How many there were."""
    if place.audit.stage != Stage.FIELDWORK:
        return 0
    timetable = Terms.model_validate(place.audit.terms).timetable
    today = place.actor.today
    return deal(session, place.id, returns_due(timetable, today, around(today)))
