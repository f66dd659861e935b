"""The middle chapter of an audit's story: agencies answer, hand in, accept, and ask each other for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from maap.demonstration import words
from maap.demonstration.answers import Author, Circumstances
from maap.demonstration.dice import dice
from maap.demonstration.outlines import Outline
from maap.demonstration.practice import practice
from maap.demonstration.returns import write_return
from maap.demonstration.stage import Scene, Story
from maap.domain.people import Actor
from maap.storage.forms import form
from maap.storage.tables import Agency, Audit, Case, Return
from maap.usecases import fieldwork
from maap.usecases.answering import Given, save_answer


@dataclass(frozen=True)
class Owed:
    """A return of an audit, with the case it is about and the key of the agency that owes it."""

    audit: Audit
    case: Case
    row: Return
    agency: str

    @property
    def id(self) -> int:
        """The return's id."""
        return self.row.id or 0


def owed(scene: Scene, audit_id: int) -> list[Owed]:
    """Every return of the cases that are in the sample now."""
    rows = scene.session.execute(
        select(Audit, Case, Return, Agency.key)
        .join(Case, col(Case.audit_id) == Audit.id)
        .join(Return, col(Return.case_id) == Case.id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(col(Audit.id) == audit_id, col(Case.status) == "drawn")
        .order_by(col(Return.id))
    )
    return [Owed(*row) for row in rows]


def told(outline: Outline, one: Owed, actor: Actor, better: float = 0.0) -> dict[str, Any]:
    """What an agency has to say about a case. ``better`` lifts a whole audit's practice."""
    about = dice(one.audit.reference, one.case.number)
    case = Circumstances(
        stratum=one.case.stratum,
        age_band=about.choice(outline.ages),
        other_children=about.random() < 0.75,
        strategy=about.random() < (0.9 if one.case.stratum == "Child protection" else 0.2),
    )
    how = practice(one.audit.reference, one.case.number, one.agency, outline.domains, better)
    roll = dice("answers", one.audit.reference, one.case.number, one.agency)
    return Author(form(one.audit, one.agency), case, how, roll, actor.today).answers()


def answered(scene: Scene, outline: Outline, one: Owed, actor: Actor, at_most: int = 0, **other: Any) -> None:
    """An auditor answers a return in one sitting. ``other``: answers that are not made up by chance."""
    fieldwork.assign(scene.session, actor_of(scene, one, actor), one.id, actor.person_id, one.row.revision)
    scene.session.refresh(one.row)
    sheet = form(one.audit, one.agency)
    write_return(scene, actor, one.row, sheet, told(outline, one, actor, _BETTER) | other, at_most)


def actor_of(scene: Scene, one: Owed, auditor: Actor) -> Actor:
    """The lead of the auditor's agency at the same moment."""
    return scene.cast.lead(one.agency, auditor.now)


def saved_one_by_one(scene: Scene, outline: Outline, one: Owed, actor: Actor, at_most: int) -> None:
    """An auditor gives the first answers of a return as a page would save them, and then changes one."""
    sheet = form(one.audit, one.agency)
    given = told(outline, one, actor, _BETTER)
    for question_id in list(given)[:at_most]:
        save_answer(scene.session, actor, one.id, Given(question_id, given[question_id], seen=0))
    assert sheet.sections  # noqa: S101
