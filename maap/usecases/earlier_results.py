"""Results of earlier audits are taken in from a form; taking them in again replaces what was there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from maap.access import audits_of, desk
from maap.domain.earlier import EarlierAudit, differences, in_codebook
from maap.domain.fitting import Overtaken
from maap.domain.giving import guard
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.outside.words import lexicon
from maap.storage import tables as t
from maap.storage.revisions import changed
from maap.storage.trail import record


@dataclass(frozen=True)
class Taken:
    """What taking an audit in does. ``seen``: the revision that is replaced, 0 for a new one."""

    audit: EarlierAudit
    seen: int
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether it is here already, just so."""
        return bool(self.seen) and not self.differences


def compare(
    session: Session, actor: Actor, audits: Sequence[EarlierAudit], kept_because: str = ""
) -> tuple[Taken, ...]:
    """What a form would change, without changing anything.

    Raises Problem for a theme that the codebook does not have, for a reference that an audit of this house has, and
    for words that may tell who somebody is.
    """
    desk(actor, Permission.KEEP_LIBRARY)
    in_codebook(tuple(audits), _codebook(session))
    _refuse(session, actor, audits, kept_because)
    stored = _stored(session, audits)
    return tuple(_taken(audit, stored.get(audit.audit)) for audit in audits)


def take_in(
    session: Session,
    actor: Actor,
    audits: Sequence[EarlierAudit],
    replacing: Mapping[str, int] | None = None,
    kept_because: str = "",
) -> int:
    """Take the audits of a form in. How many were new or changed.

    ``kept_because``: why words that may tell who somebody is may stay.
    ``replacing``: reference → the revision that the person saw beside the differences. Raises as `compare` does,
    Problem for an audit that is here and not named there, and Overtaken when it has changed since.
    """
    desk(actor, Permission.KEEP_LIBRARY)
    themes = in_codebook(tuple(audits), _codebook(session))
    _refuse(session, actor, audits, kept_because)
    stored, agreed = _stored(session, audits), replacing or {}
    found = [_taken(audit, stored.get(audit.audit)) for audit in audits]
    for one in found:
        if not one.same:
            _keep(session, actor, one, agreed, themes)
    done = [one for one in found if not one.same]
    if done:
        record(
            session,
            actor,
            "took in results of earlier audits",
            new=sum(not one.seen for one in done),
            replaced=sum(bool(one.seen) for one in done),
            differences=sum(len(one.differences) for one in done),
        )
    return len(done)


def remove(session: Session, actor: Actor, earlier_id: int) -> None:
    """Take an earlier audit's results out again."""
    desk(actor, Permission.KEEP_LIBRARY)
    row = session.get(t.EarlierAudit, earlier_id)
    if row is None:
        raise NotYours("earlier audit")
    session.execute(delete(t.EarlierTheme).where(col(t.EarlierTheme.earlier_id) == earlier_id))
    session.delete(row)
    session.flush()
    record(session, actor, "took out the results of an earlier audit", about=row.reference)


def _codebook(session: Session) -> dict[str, int]:
    rows = session.exec(select(t.Theme).where(col(t.Theme.group_id).is_not(None))).all()
    return {row.key: row.id or 0 for row in rows} | {row.name: row.id or 0 for row in rows}


def _refuse(session: Session, actor: Actor, audits: Sequence[EarlierAudit], kept_because: str) -> None:
    here = {audit.reference for audit in audits_of(session, actor)}
    for audit in audits:
        if audit.audit in here:
            raise Problem(
                f"{audit.audit} is an audit of this house, so its results are here already. Give the earlier audit "
                "another reference, for example with its year."
            )
        words = audit.model_dump(mode="json", exclude={"audit", "year", "compared_with"})
        guard(words, kept_because, lexicon(), actor.today)


def _stored(session: Session, audits: Sequence[EarlierAudit]) -> dict[str, t.EarlierAudit]:
    named = [audit.audit for audit in audits]
    rows = session.exec(select(t.EarlierAudit).where(col(t.EarlierAudit.reference).in_(named)))
    return {row.reference: row for row in rows}


def _taken(audit: EarlierAudit, row: t.EarlierAudit | None) -> Taken:
    if row is None:
        return Taken(audit, 0, ())
    return Taken(audit, row.revision, differences(EarlierAudit.model_validate(row.body), audit))


def _keep(session: Session, actor: Actor, one: Taken, agreed: Mapping[str, int], themes: Mapping[str, int]) -> None:
    reference, body = one.audit.audit, one.audit.model_dump(mode="json")
    if one.seen and reference not in agreed:
        raise Problem(
            f"{reference} is here already and this form changes it: {' '.join(one.differences[:3])} Look at the "
            "differences and say that it is to be replaced."
        )
    now = {"taken_by": actor.person_id or None, "taken_at": actor.now}  # nobody: it came from the server's console
    row = session.exec(select(t.EarlierAudit).where(t.EarlierAudit.reference == reference)).first()
    if row is None:
        row = t.EarlierAudit.model_validate({"reference": reference, "year": one.audit.year, "body": body} | now)
        session.add(row)
        session.flush()
    elif not changed(session, t.EarlierAudit, row.id or 0, agreed[reference], year=one.audit.year, body=body, **now):
        raise Overtaken
    session.execute(delete(t.EarlierTheme).where(col(t.EarlierTheme.earlier_id) == row.id))
    session.add_all(
        t.EarlierTheme(earlier_id=row.id or 0, place=place, theme_id=themes[theme.theme])
        for place, theme in enumerate(one.audit.themes)
    )
    session.flush()
