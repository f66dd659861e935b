"""Figures are made once for all who may see the same, and for nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st

from maap.domain.people import Actor, Role
from maap.domain.tiles import arranged
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.pulse import beat
from maap.ui.live.figures import Figures, figures
from maap.views.scene import Chosen, scene
from tests import factories as make
from tests.views.charted import Charted

WHOLE = Chosen()


@pytest.fixture(autouse=True)
def _nothing_kept(database: Path) -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def _audit() -> tuple[int, dict[str, t.Agency]]:
    with work() as session:
        charted = Charted(session)
        for agency in ("police", "health", "schools", "housing"):
            charted.graded(agency, timeliness="good", communication="inadequate")
        return charted.id, dict(charted.agencies)


def _person(role: Role, agency: t.Agency | None = None) -> Actor:
    with work() as session:
        return make.actor(make.person(session, role, agency=agency), role)


def _asked(actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Figures:
    with reading() as session:
        about = scene(session, actor, audit_id)
        return figures(session, actor, about, chosen, arranged((), actor.agency_id is None))


def test_two_coordinators_share_one_making() -> None:
    audit_id, _ = _audit()
    assert _asked(_person(Role.COORDINATOR), audit_id) is _asked(_person(Role.COORDINATOR), audit_id)


def test_managers_of_two_agencies_share_nothing() -> None:
    audit_id, agencies = _audit()
    police, health = (_person(Role.OBSERVER, agencies[key]) for key in ("police", "health"))
    theirs = [_asked(one, audit_id).results.by_agency for one in (police, health)]
    assert [[row.agency_id for row in rows if row.agency_id] for rows in theirs] == [
        [agencies["police"].id],
        [agencies["health"].id],
    ]


def test_a_manager_gets_nothing_that_was_made_for_the_team() -> None:
    audit_id, agencies = _audit()
    assert len(_asked(_person(Role.COORDINATOR), audit_id).results.by_agency) == 4
    seen = _asked(_person(Role.OBSERVER, agencies["police"]), audit_id).results.by_agency
    assert {row.agency_id for row in seen} == {agencies["police"].id, None}


def test_another_choice_and_another_day_are_made_anew() -> None:
    audit_id, _ = _audit()
    reader = _person(Role.COORDINATOR)
    first = _asked(reader, audit_id)
    assert _asked(reader, audit_id, Chosen(domain="timeliness")) is not first
    assert _asked(replace(reader, now=make.NOW + timedelta(days=1)), audit_id) is not first


def test_a_saved_answer_is_in_the_figures_at_once() -> None:
    audit_id, _ = _audit()
    reader = _person(Role.COORDINATOR)
    first = _asked(reader, audit_id)
    with work() as session:
        beat(session, audit_id)
    assert _asked(reader, audit_id) is not first
