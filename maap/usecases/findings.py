"""Findings are written, from answers, from passages or in the panel's own words; changed, merged and withdrawn."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import guard
from maap.domain.learning import (
    NewFinding,
    NewSource,
    Polarity,
    may_be_written,
    refuse_mixed,
    refuse_quoting,
    refuse_unfit,
)
from maap.domain.panels import domain_names
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.terms import Terms
from maap.outside.words import lexicon
from maap.storage import findings as kept
from maap.storage.forms import form
from maap.storage.marked import answers_without_finding, checked_source, line_of, not_to_be_quoted
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Commendation, Finding, FindingSource, FindingTheme, RecommendationFinding
from maap.storage.trail import record
from maap.storage.twins import twin

_OVERTAKEN = (
    "A colleague has just changed this finding, so yours is not saved yet. Read theirs on this page; save again if "
    "yours should stand instead."
)


def make_finding(session: Session, actor: Actor, audit_id: int, given: NewFinding) -> int:
    """Write a finding, with its first source if it names one. Returns its id; pressed twice it is one.

    Raises Problem (no words, too long, misquoted, words that are not to be quoted), Identifiers (must not be stored),
    MayIdentify (needs a reason), NotYours (a source of another audit) and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    _refuse(place, given, given.passage)
    refuse_quoting(given.text, not_to_be_quoted(session, place.audit, [given.voice_id]))
    row = Finding(
        audit_id=place.id,
        polarity=given.polarity,
        text=given.text,
        domain=given.domain,
        line=given.line,
        source=given.source,
        made_by=actor.person_id,
        made_at=actor.now,
    )
    source = checked_source(session, place.audit, 0, given.rests_on) if given.rests_on is not None else None
    if source is not None:
        row.line = row.line or line_of(place.audit, form(place.audit), source.question_id)
    there = twin(session, row, "made_at")
    if there is not None and (source is None or _rests_on(session, there, source)):
        return there.id or 0
    session.add(row)
    session.flush()
    if source is not None:
        source.finding_id = row.id or 0
        session.add(source)
    beat(session, place.id)
    _note(session, place, "wrote a finding", row.id or 0, given.kept_because, polarity=given.polarity.value)
    return row.id or 0


def change_finding(session: Session, actor: Actor, audit_id: int, finding_id: int, given: NewFinding, seen: int) -> int:
    """Change words, polarity, domain and line of a finding, as seen at revision ``seen``. Returns the new revision.

    Its sources stay. Raises what `make_finding` raises, and Overtaken (carries both findings).
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    row = kept.one(session, place.id, finding_id)
    _refuse(place, given, "", before=row.text)
    behind = session.exec(select(FindingSource.voice_id).where(FindingSource.finding_id == finding_id)).all()
    refuse_quoting(given.text, not_to_be_quoted(session, place.audit, behind))
    new = {"polarity": given.polarity.value, "text": given.text, "domain": given.domain, "line": given.line}
    fields = sorted(name for name, value in new.items() if getattr(row, name) != value)
    if not changed(session, Finding, finding_id, seen, **new):
        theirs = NewFinding(polarity=Polarity(row.polarity), text=row.text, domain=row.domain, line=row.line)
        raise Overtaken(_OVERTAKEN, given, theirs)
    beat(session, place.id)
    _note(session, place, "changed a finding", finding_id, given.kept_because, fields=fields)
    return seen + 1


def add_source(session: Session, actor: Actor, audit_id: int, finding_id: int, given: NewSource) -> None:
    """Rest a finding on one more case, answer or passage. Resting it on the same twice changes nothing.

    Raises Problem (names nothing, misquoted), NotYours and WrongStage, and what the identifier guard raises.
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    row = kept.one(session, place.id, finding_id)
    guard([given.passage], "", lexicon(), actor.today)
    source = checked_source(session, place.audit, row.id or 0, given)
    if not _rests_on(session, row, source):
        session.add(source)
        beat(session, place.id)
        _note(session, place, "added a source to a finding", finding_id, case=source.case_id, agency=source.agency_id)


def _rests_on(session: Session, finding: Finding, source: FindingSource) -> bool:
    """Whether a finding rests on this already."""
    same = select(FindingSource.id).where(
        FindingSource.finding_id == finding.id,
        FindingSource.case_id == source.case_id,
        FindingSource.agency_id == source.agency_id,
        FindingSource.answer_id == source.answer_id,
        FindingSource.voice_id == source.voice_id,
        FindingSource.passage == source.passage,
    )
    return session.exec(same).first() is not None


def remove_source(session: Session, actor: Actor, audit_id: int, finding_id: int, source_id: int) -> None:
    """Take away one thing that a finding rests on. The finding stays. Raises NotYours and WrongStage."""
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    kept.one(session, place.id, finding_id)
    row = session.get(FindingSource, source_id)
    if row is not None and row.finding_id == finding_id:
        session.delete(row)
        beat(session, place.id)
        _note(session, place, "took a source from a finding", finding_id, case=row.case_id, agency=row.agency_id)


def merge_findings(
    session: Session, actor: Actor, audit_id: int, finding_id: int, others: Iterable[int], seen: int
) -> int:
    """Make one finding of several: it keeps its own words, and gets all sources, themes and recommendations of theirs.

    Returns its new revision. Raises Problem (of two kinds, or nothing to merge), NotYours, Overtaken and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    merged = sorted(set(others) - {finding_id})
    if not merged:
        raise Problem("Choose at least one other finding that says the same.")
    rows = kept.several(session, place.id, [finding_id, *merged])
    refuse_mixed(row.polarity for row in rows)
    if not changed(session, Finding, finding_id, seen):
        raise Overtaken(_OVERTAKEN, None, None)
    kept.pour(session, finding_id, merged)
    for row in rows:
        if row.id != finding_id:
            row.merged_into_id, row.revision = finding_id, row.revision + 1
            session.add(row)
    beat(session, place.id)
    _note(session, place, "merged findings", finding_id, merged=merged)
    return seen + 1


def withdraw(session: Session, actor: Actor, audit_id: int, finding_id: int, seen: int) -> None:
    """Take a finding back: it was no finding after all. The answer it came from does not become one again.

    Raises Problem while a recommendation or a commendation rests on it, NotYours, Overtaken and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    kept.one(session, place.id, finding_id)
    if any(
        session.exec(select(table.id).where(table.finding_id == finding_id)).first()
        for table in (RecommendationFinding, Commendation)
    ):
        raise Problem("A recommendation or a commendation rests on this finding. Take it from there first.")
    if not changed(session, Finding, finding_id, seen, withdrawn=True):
        raise Overtaken(_OVERTAKEN, None, None)
    beat(session, place.id)
    _note(session, place, "withdrew a finding", finding_id)


def take_answers(session: Session, actor: Actor, audit_id: int) -> int:
    """Make findings of all answers marked as strength or area that are in and have none yet. How many are new.

    Answers that say the same become one finding with several sources. The themes that the agency chose beside its
    answer come along as its own; nobody of the team has confirmed them then. Doing it again changes nothing.
    Raises WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    made = sources = 0
    for group in answers_without_finding(session, place.audit):
        first, finding_id = group[0], group[0].known_as
        if finding_id is None:
            row = Finding(
                audit_id=place.id,
                polarity=first.polarity,
                text=first.text,
                domain=first.domain,
                line=first.line,
                source="answer",
                made_by=actor.person_id,
                made_at=actor.now,
            )
            session.add(row)
            session.flush()
            finding_id, made = row.id or 0, made + 1
        session.add_all(FindingSource(finding_id=finding_id, **told.source) for told in group)
        sources += len(group)
        _themes(session, finding_id, {theme: told.saved_by for told in reversed(group) for theme in told.themes}, actor)
    if sources:
        beat(session, place.id)
        record(session, actor, "made findings of answers", audit_id=place.id, made=made, sources=sources)
    return made


def _themes(session: Session, finding_id: int, chosen: dict[int, int], actor: Actor) -> None:
    there = set(session.exec(select(FindingTheme.theme_id).where(col(FindingTheme.finding_id) == finding_id)))
    session.add_all(
        FindingTheme(finding_id=finding_id, theme_id=theme, coded_by=by, coded_at=actor.now)
        for theme, by in sorted(chosen.items())
        if theme not in there
    )


def _refuse(place: Seat, given: NewFinding, passage: str, before: str = "") -> None:
    """Words that were kept before are not asked about again."""
    may_be_written(Stage(place.audit.stage))
    lines = [line.key for line in Terms.model_validate(place.audit.terms).lines]
    refuse_unfit(given.text, given.domain, given.line, domain_names(form(place.audit)), lines)
    new = [text for text in (given.text, passage) if text and text != before]
    guard(new, given.kept_because, lexicon(), place.actor.today)


def _note(session: Session, place: Seat, deed: str, finding_id: int, kept_because: str = "", **detail: object) -> None:
    reason = {"kept_because": kept_because} if kept_because else {}
    record(session, place.actor, deed, audit_id=place.id, about=f"finding {finding_id}", **detail, **reason)
