"""What stands beside the questions of a return: where colleagues are, and what was answered last time."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.labels import Filled, translated
from maap.domain.people import Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.usecases.fieldwork import assign
from maap.usecases.presence import be_in
from tests import factories as make
from tests.pages.test_answering import Scene
from tests.usecases.test_answering import FORM
from tests.usecases.test_last_time import THEN

Browser = Callable[[t.Person | None], AppTest]


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def captions(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption).replace("\\", "")


def test_a_colleague_on_the_same_return_is_said_to_be_there(scene: Scene, signed_in: Browser) -> None:
    with work() as session:
        be_in(session, make.actor(scene.bob, Role.AUDITOR, now=now()), scene.row.id or 0, "only")
    page = scene.opened(signed_in(scene.ann))
    assert f"{scene.bob.name} is in section 1 (just now)." in captions(page)
    assert f"{scene.ann.name} is in section 1 (just now)." in captions(scene.opened(signed_in(scene.bob)))


def test_one_who_answers_together_with_others_opens_the_return_from_the_list(scene: Scene, signed_in: Browser) -> None:
    with work() as session:
        police = session.get_one(t.Agency, scene.row.agency_id)
        lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
        assign(session, lead, scene.row.id or 0, scene.ann.id, 1, [scene.bob.id or 0])
    page = scene.opened(signed_in(scene.bob))
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert scene.stored("siblings") == "yes"


def test_what_the_agency_answered_last_time_stands_beside_the_question(scene: Scene, signed_in: Browser) -> None:
    with work() as session:
        police = session.get_one(t.Agency, scene.row.agency_id)
        case = session.get_one(t.Case, scene.row.case_id)
        audit = make.audit(session, police, stage="closed")
        freeze(audit, FORM)
        row = make.a_return(
            session,
            make.case(session, audit, cohort_reference=case.cohort_reference),
            police,
            state="accepted",
            submitted_at=THEN,
        )
        make.answer(session, row, "siblings", "no")
    page = scene.opened(signed_in(scene.ann))
    assert "Last time (April 2025): No" in captions(page)
    assert scene.stored("siblings") is None


def test_the_questions_are_read_in_another_language_and_the_same_answer_is_stored(
    scene: Scene, signed_in: Browser
) -> None:
    row = Filled(2, "question:siblings", "Are there other children?", "A oes plant eraill?")
    title = Filled(3, "section:only", "Only", "Yr unig un")
    with work() as session:
        freeze(session.get_one(t.Audit, scene.audit.id), translated(FORM, "cy", [row, title])[0])
    page = scene.opened(signed_in(scene.ann))
    assert not [one for one in page.markdown if "plant eraill" in one.value]
    page.selectbox(key="language").set_value("cy").run()
    assert next(one.value for one in page.header) == "Yr unig un"
    assert [one for one in page.markdown if "A oes plant eraill?" in one.value]
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert scene.stored("siblings") == "yes"
    assert [one for one in page.markdown if "A oes plant eraill?" in one.value], "it stays chosen"


def test_no_language_is_offered_where_nobody_translated(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    assert "language" not in [one.key for one in page.selectbox]
