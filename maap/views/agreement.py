"""How alike grades are given: in one audit, domain by domain, and from audit to audit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from maap.access import audits_of, seat
from maap.domain.agreement import Agreement, Alike, Counts, agreement, alike, counts, enough
from maap.domain.audit import Stage, has_reached
from maap.domain.panels import domain_names, refuse_too_early, scales
from maap.domain.people import Actor, Permission
from maap.domain.questionnaire import Scale
from maap.outside.reliability import ordinal_alpha
from maap.storage.forms import form
from maap.storage.grades import Pairs, grades_beside, grades_given
from maap.storage.tables import Audit
from maap.views.heads import Head, head

Given = Mapping[str, Sequence[Mapping[str, int]]]
"""By domain: for each case, how often agencies gave themselves each grade."""


@dataclass(frozen=True)
class Compared:
    """The grades of one domain, or of a whole audit. ``between``: agencies. ``panel``: each agency and the panel."""

    name: str
    between: Alike
    panel: Alike
    apart: Agreement


@dataclass(frozen=True)
class AuditAgreement:
    """One audit: every domain, and all together unless they are graded on different scales."""

    head: Head
    whole: Compared | None
    domains: tuple[Compared, ...]


@dataclass(frozen=True)
class AuditYear:
    """One audit among others. ``scale``: its name; audits on different scales are not compared."""

    audit_id: int
    reference: str
    title: str
    year: str
    scale: str
    found: Compared


def agreement_in(session: Session, actor: Actor, audit_id: int) -> AuditAgreement:
    """How alike the grades of an audit are. Raises WrongStage before the panel may read."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    refuse_too_early(Stage(place.audit.stage), frozenset())  # nobody compares grades that are still being given
    whole = form(place.audit)
    graded, names = scales(whole), domain_names(whole)
    given, pairs = grades_given(session, [place.id])[place.id], grades_beside(session, [place.id])[place.id]
    domains = tuple(_compared(names[key], {key: scale}, given, pairs) for key, scale in graded.items())
    return AuditAgreement(head(place), _together("All domains", graded, given, pairs), domains)


def agreement_over_audits(session: Session, actor: Actor) -> tuple[AuditYear, ...]:
    """How alike grades were given in each audit whose panel has met, the earliest first."""
    reached = audits_of(session, actor, Permission.READ_CASES)
    audits = [audit for audit in reached if has_reached(Stage(audit.stage), Stage.PANEL) and audit.questionnaire]
    ids = [audit.id or 0 for audit in audits]
    given, pairs = grades_given(session, ids), grades_beside(session, ids)
    lines = (_year(audit, given[audit.id or 0], pairs[audit.id or 0]) for audit in reversed(audits))
    return tuple(line for line in lines if line is not None)


def _year(audit: Audit, given: Given, pairs: Pairs) -> AuditYear | None:
    graded = scales(form(audit))
    found = _together(audit.title, graded, given, pairs)
    if found is None or not (found.between.pairs or found.panel.pairs):
        return None
    scale = next(iter(graded.values())).name
    return AuditYear(audit.id or 0, audit.reference, audit.title, audit.year, scale, found)


def _together(name: str, graded: Mapping[str, Scale], given: Given, pairs: Pairs) -> Compared | None:
    same_scale = len({scale.key for scale in graded.values()}) == 1
    return _compared(name, graded, given, pairs) if same_scale else None


def _compared(name: str, graded: Mapping[str, Scale], given: Given, pairs: Pairs) -> Compared:
    between = [counts(scale, levels) for key, scale in graded.items() for levels in given.get(key, ())]
    beside = [(scale, *pair) for key, scale in graded.items() for pair in pairs.get(key, ())]
    both = [
        counts(scale, {own: 2} if own == agreed else {own: 1, agreed: 1})
        for scale, own, agreed, times in beside
        for _ in range(times)
    ]
    return Compared(name, _alike(between), _alike(both), agreement(beside))


def _alike(things: Iterable[Counts]) -> Alike:
    twice = [one for one in things if sum(one) > 1]
    return alike(twice, ordinal_alpha(twice) if enough(twice) else None)
