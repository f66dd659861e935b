"""The middle chapter of an audit's story: agencies answer, hand in, accept, and ask for more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import col, select

from maap.demonstration import words
from maap.demonstration.answers import Author, Circumstances
from maap.demonstration.dice import dice
from maap.demonstration.observations import Leaning
from maap.demonstration.outlines import Outline
from maap.demonstration.practice import practice
from maap.demonstration.returns import close_return, write_return
from maap.demonstration.stage import Scene, Story
from maap.domain.engine import route
from maap.domain.people import Actor
from maap.storage.forms import form
from maap.storage.tables import Agency, Audit, Case, Return
from maap.usecases.answering import Given, save_answer
from maap.usecases.fieldwork import accept, ask_for_changes, assign, not_known, submit

ALWAYS_KNOWN = ("childrens_social_care", "police", "health_visiting")


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


class Deed(NamedTuple):
    """Something that happens to a return so many days ago: a key of `_DEEDS`."""

    ago: float
    what: str
    one: Owed


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


def all_in(scene: Scene, outline: Outline, audit_id: int, since: float, until: float, missing: int = 0) -> Story:
    """Returns come in and are accepted, between so many days ago and so many; the last few may stay ``missing``."""
    returns = owed(scene, audit_id)
    roll = dice("order", outline.title)
    roll.shuffle(returns)
    coming = returns[: len(returns) - missing]
    deeds = []
    for place, one in enumerate(coming):
        ago = since + (until + 1 - since) * place / len(coming)
        unknown = one.agency not in ALWAYS_KNOWN and roll.random() < 0.07
        deeds.append(Deed(ago, "not known" if unknown else "finish", one))
    yield from happening(scene, outline, deeds)


def happening(scene: Scene, outline: Outline, deeds: Iterable[Deed]) -> Story:
    """What happens to returns, the earliest first."""
    for number, deed in enumerate(sorted(deeds, key=lambda deed: -deed.ago)):
        at = yield scene.moment(deed.ago, 9 + number % 8, 7 * number % 60)
        _DEEDS[deed.what](scene, outline, deed.one, scene.cast.auditor(deed.one.agency, at))


def told(outline: Outline, one: Owed, actor: Actor) -> dict[str, Any]:
    """What an agency has to say about a case, also about what it is not asked."""
    about = dice(outline.title, one.case.number)
    case = Circumstances(
        stratum=one.case.stratum,
        age_band=about.choice(outline.ages),
        other_children=about.random() < 0.75,
        strategy=about.random() < (0.9 if one.case.stratum == "Child protection" else 0.2),
    )
    how = practice(outline.title, one.case.number, one.agency, outline.domains, outline.better)
    roll = dice("answers", outline.title, one.case.number, one.agency)
    leaning = Leaning(outline.title, outline.settled, outline.quiet)
    return Author(form(one.audit, one.agency), case, how, leaning, roll, actor.today).answers()


def _lead(scene: Scene, one: Owed, auditor: Actor) -> Actor:
    return scene.cast.lead(one.agency, auditor.now)


def _give(scene: Scene, _outline: Outline, one: Owed, auditor: Actor) -> None:
    assign(scene.session, _lead(scene, one, auditor), one.id, auditor.person_id, one.row.revision)
    scene.session.refresh(one.row)


def _hand_in(scene: Scene, outline: Outline, one: Owed, auditor: Actor) -> None:
    if one.row.auditor_id is None:
        _give(scene, outline, one, auditor)
    write_return(scene, auditor, one.row, form(one.audit, one.agency), told(outline, one, auditor))
    submit(scene.session, auditor, one.id)


def _finish(scene: Scene, outline: Outline, one: Owed, auditor: Actor) -> None:
    write_return(scene, auditor, one.row, form(one.audit, one.agency), told(outline, one, auditor))
    close_return(scene, auditor, one.row)


def _hand_in_worried(scene: Scene, outline: Outline, one: Owed, auditor: Actor) -> None:
    """The auditor found that a child may be at risk now, and had telephoned before."""
    worry = {"immediate_concern": "yes", "immediate_concern_phoned": auditor.today.isoformat()}
    write_return(scene, auditor, one.row, form(one.audit, one.agency), told(outline, one, auditor) | worry)
    submit(scene.session, auditor, one.id)


def _begin(scene: Scene, outline: Outline, one: Owed, auditor: Actor) -> None:
    so_far = dice("so far", one.case.number, one.agency).randrange(9, 30)
    write_return(scene, auditor, one.row, form(one.audit, one.agency), told(outline, one, auditor), so_far)


def _save(scene: Scene, outline: Outline, one: Owed, auditor: Actor) -> None:
    """Answers are saved one by one, as from a page; then one is changed, which closes the question it had opened."""
    given = told(outline, one, auditor) | {"contact_missed": "yes", "missed_followed_up": "partly"}
    asked = list(route(form(one.audit, one.agency), given, auditor.today).answers)
    for question_id in asked[: asked.index("missed_followed_up") + 1]:
        save_answer(scene.session, auditor, one.id, Given(question_id, given[question_id], seen=0))
    save_answer(scene.session, auditor, one.id, Given("contact_missed", "no", seen=1))


def _unknown(scene: Scene, _outline: Outline, one: Owed, auditor: Actor) -> None:
    checked = dice("checked", one.case.number, one.agency).choice(words.CHECKED_BY)
    not_known(scene.session, auditor, one.id, checked)


def _accept(scene: Scene, _outline: Outline, one: Owed, auditor: Actor) -> None:
    accept(scene.session, _lead(scene, one, auditor), one.id)


def _send_back(scene: Scene, _outline: Outline, one: Owed, auditor: Actor) -> None:
    ask_for_changes(scene.session, _lead(scene, one, auditor), one.id, ["communication"], words.CHANGES_WANTED)


_DEEDS = {
    "give": _give,
    "hand in": _hand_in,
    "finish": _finish,
    "hand in worried": _hand_in_worried,
    "begin": _begin,
    "save": _save,
    "not known": _unknown,
    "accept": _accept,
    "send back": _send_back,
}
