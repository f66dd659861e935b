"""A cohort's rows, kept and read back: reference, group, and why a row may not be drawn. Nothing else of the list."""

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from maap.domain import cohort as lists
from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping
from maap.storage.tables import Case, Cohort, CohortRow, Sample


def keep(session: Session, row: Cohort, read: lists.Cohort) -> None:
    """Store a list as it was read, in the place of the audit's earlier one. ``row`` names its audit and its file."""
    earlier = select(Cohort.id).where(Cohort.audit_id == row.audit_id)
    session.execute(delete(CohortRow).where(col(CohortRow.cohort_id).in_(earlier)))
    session.execute(delete(Cohort).where(col(Cohort.audit_id) == row.audit_id))
    row.sha256, row.summary = read.sha256, _summary(read)
    session.add(row)
    session.flush()
    session.execute(insert(CohortRow), _lines(read, row.id or 0))


def kept(session: Session, row: Cohort) -> lists.Cohort:
    """A list as it was read when it was uploaded; its notes are left out."""
    found = session.execute(
        select(CohortRow.reference, CohortRow.stratum, CohortRow.row_number, CohortRow.excluded)
        .where(CohortRow.cohort_id == row.id)
        .order_by(col(CohortRow.row_number))
    ).all()
    return lists.Cohort(
        cases=tuple(lists.CohortCase(ref, tuple(stratum), number) for ref, stratum, number, out in found if not out),
        excluded=tuple(lists.Exclusion(ref, number, out) for ref, _, number, out in found if out),
        sha256=row.sha256,
        mapping=Mapping.model_validate(row.summary["mapping"]),
        rules=Eligibility.model_validate(row.summary["rules"]),
    )


def drawn_elsewhere(session: Session, audit_id: int, since: datetime) -> frozenset[str]:
    """Cohort references of the cases that other audits of this house drew since then and did not replace."""
    statement = (
        select(Case.cohort_reference)
        .join(Sample, col(Sample.audit_id) == Case.audit_id)
        .where(Case.status == "drawn", Case.audit_id != audit_id, col(Sample.drawn_at) >= since)
    )
    return frozenset(session.exec(statement))


def _summary(read: lists.Cohort) -> dict[str, object]:
    """What pages say about a list, so that none of them has to count its rows."""
    return {
        "count": read.count,
        "eligible": len(read.cases),
        "excluded_for": dict(Counter(out.reason for out in read.excluded).most_common()),
        "population": dict(read.population),
        "mapping": read.mapping.model_dump(mode="json"),
        "rules": read.rules.model_dump(mode="json"),
        "notes": list(read.notes),
    }


def _lines(read: lists.Cohort, cohort_id: int) -> list[dict[str, object]]:
    cases = [
        {"row_number": case.row, "reference": case.reference, "stratum": list(case.stratum), "excluded": ""}
        for case in read.cases
    ]
    left_out = [
        {"row_number": out.row, "reference": out.reference, "stratum": [], "excluded": out.reason}
        for out in read.excluded
    ]
    return [{"cohort_id": cohort_id, **line} for line in (*cases, *left_out)]
