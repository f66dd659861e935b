"""Lists of cases, as a partnership's lead system would give them out."""

import csv
import io

from sqlmodel import Session

from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping
from maap.domain.people import Actor
from maap.domain.sampling import Plan
from maap.storage import tables as t
from maap.usecases.cases import draw_sample, upload_cohort

HEADINGS = ("Case reference", "Threshold", "Last intervention", "Agencies", "Last audited")
THRESHOLDS = ("Child protection", "Child in need", "Child in need", "Early help", "Early help", "Early help")
MAPPING = Mapping(reference="Case reference", strata=("Threshold",))
PLAN = Plan(size=6, seed="blue heron", method="stratified", minimum_per_stratum=1, reserves=3)


def as_csv(rows: list[tuple[str, ...]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A file of these rows."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


def cohort_file(rows: int = 30, first: str = "C-", **extra: str) -> bytes:
    """A list whose every sixth case is under child protection; ``extra``: heading → the same value in every row."""
    lines = [
        (f"{first}{n:05}", THRESHOLDS[n % 6], f"{n % 28 + 1:02}/01/2026", str(2 + n % 3), "", *extra.values())
        for n in range(1, rows + 1)
    ]
    return as_csv(lines, (*HEADINGS, *extra))


def uploaded(session: Session, actor: Actor, audit: t.Audit, data: bytes = b"") -> t.Cohort:
    """A list in its audit."""
    return upload_cohort(session, actor, audit.id or 0, "cohort.csv", data or cohort_file(), MAPPING, Eligibility())


def sampled(session: Session, actor: Actor, audit: t.Audit, plan: Plan = PLAN) -> t.Sample:
    """A list in its audit, and the sample drawn from it."""
    uploaded(session, actor, audit)
    return draw_sample(session, actor, audit.id or 0, plan)
