"""Colleagues on one return: several auditors may have it, and each sees where the others are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.agencies import name_auditors
from maap.usecases.fieldwork import assign
from maap.usecases.presence import be_in
from maap.views.grid import grid
from maap.views.presence import colleagues
from maap.views.returns import sheet
from maap.views.work import work
from tests import factories as make
from tests.usecases.test_answering import Scene

ORDER = ("only",)


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def later(actor: Actor, **since: int) -> Actor:
    """The same person some time after."""
    return replace(actor, now=actor.now + timedelta(**since))


def lead_of(session: Session, scene: Scene) -> Actor:
    """The police's lead."""
    return make.acting(session, Role.AGENCY_LEAD, agency=scene.police)


def given(session: Session, scene: Scene, *fellows: Actor) -> None:
    """The return is given to the scene's auditor, together with others."""
    lead, ids = lead_of(session, scene), [one.person_id for one in fellows]
    assign(session, lead, scene.row.id or 0, scene.auditor.person_id, scene.row.revision, ids)
    session.refresh(scene.row)


def test_several_auditors_answer_one_return_and_nobody_else(session: Session, scene: Scene) -> None:
    fellow, other = (scene.auditor_of(session, scene.police) for _ in range(2))
    given(session, scene, fellow)
    assert scene.save(session, "siblings", "yes", by=fellow) == 1
    assert scene.save(session, "siblings", "no", seen=1) == 2
    with pytest.raises(NotYours):
        scene.save(session, "siblings", "yes", seen=2, by=other)


def test_each_of_them_finds_it_on_their_work_page_and_in_the_list(session: Session, scene: Scene) -> None:
    fellow = scene.auditor_of(session, scene.police)
    given(session, scene, fellow)
    assert [card.returns[0].return_id for card in work(session, fellow).waiting if card.returns] == [scene.row.id]
    (cell,) = grid(session, fellow, scene.audit.id or 0).cells
    assert (cell.mine, cell.fellows, cell.together) == (True, (fellow.person_id,), (fellow.name,))


def test_giving_it_anew_takes_it_from_those_who_helped(session: Session, scene: Scene) -> None:
    fellow = scene.auditor_of(session, scene.police)
    given(session, scene, fellow)
    given(session, scene)
    assert session.exec(select(t.FellowAuditor)).all() == []
    entry = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id))).first()
    assert entry is not None
    assert entry.detail["together_with"] == [fellow.person_id]


def test_only_named_auditors_of_the_agency_help(session: Session, scene: Scene) -> None:
    stranger = scene.auditor_of(session, scene.health)
    with pytest.raises(Problem, match="Name this person"):
        given(session, scene, stranger)
    with pytest.raises(Problem, match="Choose the auditor"):
        assign(session, lead_of(session, scene), scene.row.id or 0, None, 1, [scene.auditor.person_id])


def test_who_is_no_longer_a_named_auditor_no_longer_helps(session: Session, scene: Scene) -> None:
    fellow = scene.auditor_of(session, scene.police)
    given(session, scene, fellow)
    name_auditors(session, lead_of(session, scene), scene.audit.id or 0, [scene.auditor.person_id], 1)
    assert session.exec(select(t.FellowAuditor)).all() == []


def test_a_colleague_sees_who_is_in_which_section(session: Session, scene: Scene) -> None:
    fellow = scene.auditor_of(session, scene.police)
    be_in(session, fellow, scene.row.id or 0, "only")
    said = colleagues(session, later(scene.auditor, minutes=2), scene.row.id or 0, ORDER)
    assert said == (f"{fellow.name} is in section 1 (2 minutes ago).",)
    assert colleagues(session, fellow, scene.row.id or 0, ORDER) == (), "nobody is told of themselves"


def test_who_touches_nothing_for_some_minutes_is_no_longer_said_to_be_there(session: Session, scene: Scene) -> None:
    fellow = scene.auditor_of(session, scene.police)
    be_in(session, fellow, scene.row.id or 0, "only")
    assert colleagues(session, later(scene.auditor, minutes=7), scene.row.id or 0, ORDER) == ()
    be_in(session, later(scene.auditor, minutes=7), scene.row.id or 0, "only")
    assert [row.person_id for row in session.exec(select(t.Presence))] == [scene.auditor.person_id]


def test_only_the_last_place_is_kept_and_nothing_goes_into_the_trail(session: Session, scene: Scene) -> None:
    for section in ("first", "second", "only"):
        be_in(session, scene.auditor, scene.row.id or 0, section)
    (kept,) = session.exec(select(t.Presence)).all()
    assert kept.section == "only"
    assert session.exec(select(t.TrailEntry)).all() == []


def test_nobody_of_another_agency_or_of_the_team_sees_or_is_seen(session: Session, scene: Scene) -> None:
    be_in(session, scene.auditor, scene.row.id or 0, "only")
    coordinator, stranger = make.acting(session, Role.COORDINATOR), scene.auditor_of(session, scene.health)
    assert sheet(session, coordinator, scene.row.id or 0).open_for_me is False
    for deed in (
        lambda: colleagues(session, coordinator, scene.row.id or 0, ORDER),
        lambda: be_in(session, coordinator, scene.row.id or 0, "only"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    for deed in (
        lambda: colleagues(session, stranger, scene.row.id or 0, ORDER),
        lambda: be_in(session, stranger, scene.row.id or 0, "only"),
    ):
        with pytest.raises(NotYours):
            deed()
