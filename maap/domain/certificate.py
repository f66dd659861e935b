"""The certificate of a draw: all that anybody needs, beside the cohort itself, to draw the same sample again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import zip_longest
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maap.domain.cohort import Cohort
from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping as Columns
from maap.domain.problems import Problem
from maap.domain.sampling import REPLACEMENT_REASONS, Draw, Pick, Plan, draw, next_reserve

_MOST_SHOWN = 5


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reserve(_Value):
    """A case that may stand in, in the order of its ticket."""

    order: int
    reference: str
    stratum: str
    ticket: str

    @property
    def pick(self) -> Pick:
        return Pick(self.order, self.reference, self.stratum, self.ticket)


class DrawnCase(Reserve):
    """A drawn case. `case_reference` is the neutral one it has in the audit: MAAP26-1-03."""

    case_reference: str


class LeftOut(_Value):
    """A row that could not be drawn, and why."""

    reference: str
    row: int
    reason: str


class Share(_Value):
    """A stratum: cases that may be drawn, and cases drawn."""

    population: int
    drawn: int


class Replacement(_Value):
    """A case that stood in for another. `reason` is a key of REPLACEMENT_REASONS; `out` and `into` are references."""

    out: str
    into: str
    case_reference: str
    reason: str
    replaced_at: datetime


class Certificate(_Value):
    """The record of one draw. It holds pseudonymous references only."""

    format: Literal["maap-sample-1"] = "maap-sample-1"
    audit: str
    drawn_at: datetime
    drawn_by: str
    plan: Plan
    columns: Columns
    eligibility: Eligibility
    cohort_sha256: str
    cohort_count: int
    eligible_count: int
    excluded: tuple[LeftOut, ...]
    excluded_for: Mapping[str, int]
    """How many rows were left out, for each reason."""
    allocation: Mapping[str, Share]
    drawn: tuple[DrawnCase, ...]
    reserves: tuple[Reserve, ...]
    replacements: tuple[Replacement, ...] = ()

    def to_json(self) -> str:
        """Indented, in a fixed order."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> "Certificate":
        """Raises Problem when the text is not a certificate of this format."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as fault:
            where = ".".join(map(str, fault.errors()[0]["loc"])) or "the whole file"
            raise Problem(f"This is not a sample certificate; see {where}. Use the file saved with the draw.") from None

    def sample(self) -> tuple[DrawnCase, ...]:
        """The cases as they stand now, replacements made, each with its case reference."""
        now = {case.reference: case for case in self.drawn}
        reserve = {case.reference: case for case in self.reserves}
        for change in self.replacements:
            if change.out in now and change.into in reserve:
                now.pop(change.out)
                found = reserve[change.into]
                now[found.reference] = DrawnCase(**found.model_dump(), case_reference=change.case_reference)
        return tuple(sorted(now.values(), key=lambda case: case.case_reference))

    def as_drawn(self) -> Draw:
        """The draw as this certificate tells it."""
        return Draw(
            self.plan,
            tuple(case.pick for case in self.drawn),
            tuple(case.pick for case in self.reserves),
            {stratum: (share.population, share.drawn) for stratum, share in self.allocation.items()},
        )


def certify(cohort: Cohort, made: Draw, audit: str, drawn_at: datetime, drawn_by: str) -> Certificate:
    """The certificate of a draw. `drawn_by` is a role, never a person; cases are numbered after the audit."""
    return Certificate(
        audit=audit,
        drawn_at=drawn_at,
        drawn_by=drawn_by,
        plan=made.plan,
        columns=cohort.mapping,
        eligibility=cohort.rules,
        cohort_sha256=cohort.sha256,
        cohort_count=cohort.count,
        eligible_count=len(cohort.cases),
        excluded=tuple(LeftOut(reference=out.reference, row=out.row, reason=out.reason) for out in cohort.excluded),
        excluded_for=dict(sorted(Counter(out.reason for out in cohort.excluded).items())),
        allocation={stratum: Share(population=p, drawn=d) for stratum, (p, d) in made.allocation.items()},
        drawn=tuple(DrawnCase(**asdict(p), case_reference=case_reference(audit, p.order)) for p in made.drawn),
        reserves=tuple(Reserve(**asdict(pick)) for pick in made.reserves),
    )


def case_reference(audit: str, number: int) -> str:
    """The neutral reference of an audit's case: MAAP26-1-03."""
    return f"{audit}-{number:02}" if audit else f"{number:02}"


def replaced(certificate: Certificate, out: str, reason: str, replaced_at: datetime) -> Certificate:
    """The certificate with the next reserve in order standing in for the case `out`, under a case reference of its own.

    Raises Problem when the case is not in the sample, the reason is not a listed one, or no reserve is left.
    """
    case = next((case for case in certificate.sample() if case.reference == out), None)
    if case is None:
        raise Problem("This case is not in the sample, so it cannot be replaced. Choose one of the sample's cases.")
    if reason not in REPLACEMENT_REASONS:
        raise Problem("Choose one of the listed reasons for replacing a case.")
    used = {change.into for change in certificate.replacements}
    stand_in = next_reserve(certificate.as_drawn(), case.stratum, used)
    if stand_in is None:
        raise Problem(f"No reserve is left for “{case.stratum}”. Draw a larger sample or go on with one case fewer.")
    change = Replacement(
        out=out,
        into=stand_in.reference,
        case_reference=case_reference(certificate.audit, len(certificate.drawn) + len(certificate.replacements) + 1),
        reason=reason,
        replaced_at=replaced_at,
    )
    return certificate.model_copy(update={"replacements": (*certificate.replacements, change)})


def verify(certificate: Certificate, cohort: Cohort) -> tuple[str, ...]:
    """Draw again from the cohort, read with the certificate's columns and rules, and say what does not agree.

    Empty: the sample is proven. The order of the rows in the cohort's file does not matter.
    """
    return (
        *_differing_cohort(certificate, cohort),
        *_differing_draw(certificate, cohort),
        *_differing_changes(certificate),
    )


def _differing_cohort(certificate: Certificate, cohort: Cohort) -> Iterator[str]:
    if certificate.cohort_sha256 != cohort.sha256:
        yield (
            "The list is not the one the sample was drawn from: its fingerprint begins "
            f"{cohort.sha256[:12]}, the certificate's {certificate.cohort_sha256[:12]}."
        )
    if certificate.cohort_count != cohort.count:
        yield f"The list has {cohort.count} rows; the certificate says {certificate.cohort_count}."
    if certificate.eligible_count != len(cohort.cases):
        yield f"In the list {len(cohort.cases)} cases may be drawn; the certificate says {certificate.eligible_count}."
    recorded = Counter((out.reference, out.reason) for out in certificate.excluded)
    found = Counter((out.reference, out.reason) for out in cohort.excluded)
    for (reference, reason), _ in sorted((recorded - found).items())[:_MOST_SHOWN]:
        yield f"The certificate leaves out “{reference}” ({reason}); the list gives no reason to."
    for (reference, reason), _ in sorted((found - recorded).items())[:_MOST_SHOWN]:
        yield f"“{reference}” should have been left out ({reason}); the certificate does not say so."
    if Counter(out.reason for out in certificate.excluded) != certificate.excluded_for:
        yield "The certificate's counts of rows left out do not add up to the rows it names."


def _differing_draw(certificate: Certificate, cohort: Cohort) -> Iterator[str]:
    try:
        again = draw(cohort.cases, certificate.plan)
    except Problem as problem:
        yield f"The sample cannot be drawn again from this list. {problem}"
        return
    told = certificate.as_drawn()
    yield from _differing_picks("Pick", told.drawn, again.drawn)
    yield from _differing_picks("Reserve", told.reserves, again.reserves)
    for stratum in sorted({*told.allocation, *again.allocation}):
        ours, theirs = again.allocation.get(stratum, (0, 0)), told.allocation.get(stratum, (0, 0))
        if ours != theirs:
            said = f"{theirs[1]} of {theirs[0]}"
            yield f"For “{stratum}” the draw gives {ours[1]} of {ours[0]}; the certificate says {said}."


def _differing_picks(what: str, told: Sequence[Pick], again: Sequence[Pick]) -> Iterator[str]:
    differing = sum(ours != theirs for ours, theirs in zip_longest(again, told))
    for place, (ours, theirs) in enumerate(zip_longest(again, told), start=1):
        if ours == theirs:
            continue
        drawn, said = (f"“{pick.reference}”" if pick else "nothing" for pick in (ours, theirs))
        if drawn == said:
            said += " with another ticket, group or order"
        yield f"{what} {place}: the draw gives {drawn}; the certificate says {said}."
        if place >= _MOST_SHOWN and differing > _MOST_SHOWN:
            yield f"{what}s differ in {differing} places in all."
            return


def _differing_changes(certificate: Certificate) -> Iterator[str]:
    made = certificate.model_copy(update={"replacements": ()})
    for case in made.drawn:
        if case.case_reference != case_reference(made.audit, case.order):
            yield f"Pick {case.order} should have the case reference {case_reference(made.audit, case.order)}."
    for change in certificate.replacements:
        try:
            made = replaced(made, change.out, change.reason, change.replaced_at)
        except Problem as problem:
            yield f"The replacement of “{change.out}” does not hold. {problem}"
            return
        if (due := made.replacements[-1]) != change:
            said, true = (f"“{one.into}” as {one.case_reference}" for one in (change, due))
            yield f"“{change.out}” was replaced by {said}, but the next in order was {true}."
            return
