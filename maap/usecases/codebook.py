"""The codebook changes: themes are added, rewritten, merged and split. History is kept and no count is lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from maap.access import desk, seat
from maap.domain.audit import Stage
from maap.domain.codebook import (
    UNWRITTEN,
    Change,
    CodeForm,
    code,
    refuse_merge,
    refuse_split,
    refuse_who_somebody_is,
)
from maap.domain.fitting import BadForm, Overtaken
from maap.domain.learning import may_be_written
from maap.domain.people import Actor, Permission
from maap.outside.words import lexicon
from maap.storage import codebook as kept
from maap.storage.findings import several
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Finding, FindingTheme, Theme
from maap.storage.trail import record


def add_code(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new theme at the end of its group. ``typed``: the fields of domain.codebook.CodeForm. Returns its id.

    Raises BadForm, and Identifiers for words that show who somebody is.
    """
    desk(actor, Permission.CHANGE_CODEBOOK)
    rows = kept.themes(session)
    return kept.written(session, actor, rows, _form(rows, typed))


def change_code(session: Session, actor: Actor, theme_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Rename a theme or change what it means, as seen at revision ``seen``; the words before are kept.

    Raises BadForm, Identifiers, Overtaken and NotYours.
    """
    desk(actor, Permission.CHANGE_CODEBOOK)
    rows = kept.themes(session)
    before = kept.one(rows, theme_id)
    kept.rewritten(session, actor, before, _form(rows, typed, theme_id), seen)


def merge_codes(session: Session, actor: Actor, theme_id: int, other_id: int, seen: int, seen_other: int) -> int:
    """Make one theme of two: all that was coded to the other is coded to this one. How many findings moved.

    Closed audits keep their figures under the name of then. Raises Problem (with itself), NotYours and Overtaken.
    """
    desk(actor, Permission.CHANGE_CODEBOOK)
    refuse_merge(theme_id, other_id)
    rows = kept.themes(session)
    one, other = kept.one(rows, theme_id), kept.one(rows, other_id)
    words = list(dict.fromkeys([*one.words, other.name.lower(), *other.words]))
    examples = list(dict.fromkeys([*one.examples, *other.examples]))
    if not changed(session, Theme, theme_id, seen, words=words, examples=examples):
        raise Overtaken
    if not changed(session, Theme, other_id, seen_other, merged_into_id=theme_id, active=False):
        raise Overtaken
    moved = kept.pour(session, other_id, theme_id)
    kept.noted(session, actor, theme_id, Change.TOOK_IN, other_id, name=other.name, findings=moved)
    kept.noted(session, actor, other_id, Change.MERGED, theme_id, name=one.name, findings=moved)
    record(session, actor, "merged themes", about=f"theme {theme_id}", merged=other_id, findings=moved)
    return moved


def split_code(
    session: Session, actor: Actor, theme_id: int, typed: Mapping[str, Any], finding_ids: Iterable[int], seen: int
) -> int:
    """Split a new theme off: these findings are coded to it from now on, the others stay. Returns the new id.

    What agencies named in their returns stays with the old theme. Raises Problem (nothing or everything would move),
    BadForm, NotYours and Overtaken.
    """
    desk(actor, Permission.CHANGE_CODEBOOK)
    rows = kept.themes(session)
    old = kept.one(rows, theme_id)
    form, chosen = _form(rows, typed), set(finding_ids)
    coded = select(FindingTheme.finding_id).join(Finding, col(Finding.id) == FindingTheme.finding_id)
    coded = coded.where(
        FindingTheme.theme_id == theme_id, col(Finding.merged_into_id).is_(None), ~col(Finding.withdrawn)
    )
    refuse_split(chosen, set(session.exec(coded)))
    if not changed(session, Theme, theme_id, seen):
        raise Overtaken
    row = kept.added(session, rows, form.model_dump(mode="json"))
    moved = kept.move_findings(session, theme_id, row.id or 0, chosen)
    kept.noted(session, actor, theme_id, Change.SPLIT, row.id, name=row.name, findings=moved)
    kept.noted(session, actor, row.id or 0, Change.SPLIT_OFF, theme_id, name=old.name, findings=moved)
    record(session, actor, "split a theme", about=f"theme {theme_id}", into=row.id, findings=moved)
    return row.id or 0


def theme_of_group(
    session: Session, actor: Actor, typed: Mapping[str, Any], findings: Mapping[int, Sequence[int]]
) -> int:
    """Make a theme of findings that fit none, and code them to it. ``findings``: by audit. Returns the theme's id.

    Raises BadForm, NotYours (no such finding), and WrongStage for an audit whose findings are no longer coded.
    """
    desk(actor, Permission.CHANGE_CODEBOOK)
    theme_id = add_code(session, actor, typed)
    for audit_id, finding_ids in findings.items():
        place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
        may_be_written(Stage(place.audit.stage))
        for row in several(session, audit_id, finding_ids):
            session.add(
                FindingTheme(
                    finding_id=row.id or 0,
                    theme_id=theme_id,
                    coded_by=actor.person_id,
                    coded_at=actor.now,
                    confirmed_by=actor.person_id,
                    confirmed_at=actor.now,
                )
            )
            row.revision += 1
            session.add(row)
        beat(session, audit_id)
        record(
            session,
            actor,
            "coded findings to a new theme",
            audit_id=audit_id,
            theme=theme_id,
            findings=list(finding_ids),
        )
    return theme_id


def _form(rows: list[Theme], typed: Mapping[str, Any], theme_id: int = 0) -> CodeForm:
    form = code(typed, kept.names(rows, theme_id))
    kept.refuse_no_group(rows, form)
    refuse_who_somebody_is(form, lexicon())
    return form


def import_codes(session: Session, actor: Actor, codes: Sequence[Mapping[str, Any]], take_changes: bool = False) -> int:
    """Take themes from another codebook: new ones are added, known ones changed only if ``take_changes``.

    ``codes``: name, group, definition, use_when, not_when, words, examples, audience, key. How many were added or
    changed. Raises BadForm for a theme that cannot be kept.
    """
    desk(actor, Permission.CHANGE_CODEBOOK)
    rows = kept.themes(session)
    taken = 0
    for given in codes:
        try:
            taken += _imported(session, actor, rows, dict(given), take_changes)
        except BadForm as bad:
            name = str(given.get("name", ""))[:60]
            raise BadForm({key: f"In the theme “{name}”: {said}" for key, said in bad.sentences.items()}) from None
    record(session, actor, "took in a codebook", themes=taken)
    return taken


def _imported(session: Session, actor: Actor, rows: list[Theme], given: dict[str, Any], take_changes: bool) -> bool:
    key, group = str(given.pop("key", "")), str(given.pop("group", "")) or "Other themes"
    there = next((row for row in rows if row.group_id is None and row.name.casefold() == group.casefold()), None)
    within = there or kept.added(session, rows, {"name": group})
    given["group_id"] = within.id
    given |= {field: UNWRITTEN for field in ("definition", "use_when", "not_when") if not given.get(field)}
    known = next((row for row in rows if row.key == key and row.group_id is not None), None)
    if known is None:
        form = _form(rows, given)
        row = kept.added(session, rows, form.model_dump(mode="json"), key)
        kept.noted(session, actor, row.id or 0, Change.ADDED, name=row.name, imported=True)
        return True
    if known.merged_into_id is not None or not take_changes:
        return False
    new = _form(rows, {**given, "active": known.active}, known.id or 0).model_dump(mode="json")
    was = kept.difference(known, new)
    if was:
        changed(session, Theme, known.id or 0, known.revision, **new)
        now = {field: new[field] for field in was}
        kept.noted(session, actor, known.id or 0, Change.CHANGED, before=was, after=now, imported=True)
    return bool(was)


def took_codebook(session: Session, actor: Actor, themes: int) -> None:
    """Somebody downloaded the codebook."""
    desk(actor, Permission.READ_FINDINGS)
    record(session, actor, "downloaded the codebook", themes=themes)
