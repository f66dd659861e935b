"""Whatever makes something new makes it once, also when its button is pressed again before the page could show it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, SQLModel, func, select

from maap.domain.actions import NewAction
from maap.domain.commendations import NewCommendation
from maap.domain.issues import NewIssue
from maap.domain.learning import NewFinding, NewSource, Polarity
from maap.domain.people import Actor, Role
from maap.domain.recommendations import Kind, NewRecommendation
from maap.domain.voice import Kind as VoiceKind
from maap.domain.voice import NewVoice, Said
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.storage.twins import SOON
from maap.usecases.actions import add_action, change_action
from maap.usecases.commendations import commend
from maap.usecases.findings import make_finding
from maap.usecases.issues import raise_issue
from maap.usecases.recommendations import recommend
from maap.usecases.terms import start_audit
from maap.usecases.voice import enter_voice
from tests import factories as make
from tests.usecases.furnished import household
from tests.usecases.test_panel import FORM

WORDS = "Plans say by when each step is done."


@dataclass
class Scene:
    """An audit before its panel with two cases, and two who coordinate it."""

    audit: int
    cases: list[int]
    agency: int
    recommendation: int
    one: Actor
    other: Actor


@pytest.fixture
def scene(session: Session) -> Scene:
    helpline = make.agency(session, "helpline")
    audit = make.audit(session, helpline, stage="panel")
    freeze(audit, FORM)
    one, other = household(session).coordinator, make.acting(session, Role.COORDINATOR)
    cases = [make.case(session, audit, number).id or 0 for number in (1, 2)]
    under = recommend(session, one, audit.id or 0, NewRecommendation(kind=Kind.PRACTICE_CHANGE, text="Agree one way."))
    return Scene(audit.id or 0, cases, helpline.id or 0, under, one, other)


Deed = Callable[[Session, Scene, Actor, str], object]


def _action(session: Session, scene: Scene, actor: Actor, words: str) -> int:
    given = NewAction(
        recommendation_id=scene.recommendation,
        text=words,
        lead_agency_id=scene.agency,
        owner_role="Head of service",
        due=date(2026, 6, 30),
        domain="timeliness",
    )
    return add_action(session, actor, scene.audit, given)


def _recommendation(session: Session, scene: Scene, actor: Actor, words: str) -> int:
    return recommend(session, actor, scene.audit, NewRecommendation(kind=Kind.PRACTICE_CHANGE, text=words))


def _finding(session: Session, scene: Scene, actor: Actor, words: str, case: int = 0) -> int:
    source = NewSource(case_id=scene.cases[case])
    given = NewFinding(polarity=Polarity.STRENGTH, text=words, **source.model_dump())
    return make_finding(session, actor, scene.audit, given)


def _issue(session: Session, scene: Scene, actor: Actor, words: str) -> int:
    return raise_issue(session, actor, scene.audit, NewIssue(agency_id=scene.agency, text=words))


def _commendation(session: Session, scene: Scene, actor: Actor, words: str) -> int:
    return commend(session, actor, scene.audit, NewCommendation(agency_id=scene.agency, team="Front desk", text=words))


def _voice(session: Session, scene: Scene, actor: Actor, words: str) -> int:
    said = Said(answers={"good": words})
    return enter_voice(session, actor, scene.audit, NewVoice(case_id=scene.cases[0], kind=VoiceKind.PARENT, said=said))


def _audit(session: Session, scene: Scene, actor: Actor, words: str) -> object:
    del scene
    return start_audit(session, actor, words, "2025/26").id


DEEDS: tuple[tuple[type[SQLModel], Deed], ...] = (
    (t.Action, _action),
    (t.Recommendation, _recommendation),
    (t.Finding, _finding),
    (t.AgencyIssue, _issue),
    (t.Commendation, _commendation),
    (t.Voice, _voice),
    (t.Audit, _audit),
)


def _counts(session: Session, *tables: type[SQLModel]) -> list[int]:
    session.flush()
    return [session.exec(select(func.count()).select_from(table)).one() for table in (*tables, t.TrailEntry, t.Letter)]


@pytest.mark.parametrize(("table", "deed"), DEEDS, ids=lambda it: getattr(it, "__name__", "").strip("_"))
def test_the_same_thing_by_the_same_person_within_a_minute_is_one(
    session: Session, scene: Scene, table: type[SQLModel], deed: Deed
) -> None:
    first = deed(session, scene, scene.one, WORDS)
    before = _counts(session, table)
    assert deed(session, scene, replace(scene.one, now=scene.one.now + SOON / 2), WORDS) == first
    assert _counts(session, table) == before


@pytest.mark.parametrize(("table", "deed"), DEEDS, ids=lambda it: getattr(it, "__name__", "").strip("_"))
def test_other_words_another_person_and_a_later_time_make_another(
    session: Session, scene: Scene, table: type[SQLModel], deed: Deed
) -> None:
    """The control: what only looks alike is not taken for a second press."""
    later = replace(scene.one, now=scene.one.now + SOON + timedelta(seconds=1))
    made = [
        deed(session, scene, scene.one, WORDS),
        deed(session, scene, scene.one, WORDS + " This is agreed."),
        deed(session, scene, scene.other, WORDS),
        deed(session, scene, later, WORDS),
    ]
    assert len(set(made)) == len(made)


def test_the_same_words_about_another_case_are_another_finding(session: Session, scene: Scene) -> None:
    assert _finding(session, scene, scene.one, WORDS) != _finding(session, scene, scene.one, WORDS, case=1)


def test_what_was_changed_since_is_not_what_is_pressed_again(session: Session, scene: Scene) -> None:
    first = _action(session, scene, scene.one, WORDS)
    given = NewAction(
        recommendation_id=scene.recommendation,
        text="Plans name who does each step.",
        lead_agency_id=scene.agency,
        owner_role="Head of service",
        due=date(2026, 6, 30),
        domain="timeliness",
    )
    change_action(session, scene.one, scene.audit, first, given, 1)
    assert _action(session, scene, scene.one, WORDS) != first
