"""The demonstration is a whole, believable partnership, and nothing in it is anybody's."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, select

from maap import demonstration
from maap.demonstration import words
from maap.demonstration.areas import AREAS
from maap.demonstration.people import OTHERS, READY, Cast, Character
from maap.demonstration.strengths import STRENGTHS
from maap.domain.audit import Stage
from maap.domain.choices import flat
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.identifiers import find
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.domain.terms import STEPS
from maap.outside import passwords
from maap.outside.words import lexicon
from maap.storage import tables as t
from maap.storage import trail
from maap.usecases.signin import person_for, sign_in
from maap.views import results
from maap.views.grade_years import graded_audits
from maap.views.people import who
from maap.views.trends import theme_trends
from tests import factories as make
from tests.demonstration.conftest import LONGEST, NOW, REAL

FIELDWORK = select(t.Audit).where(t.Audit.stage == Stage.FIELDWORK)
POLARITIES = {"strengths": STRENGTHS, "areas": AREAS}


@pytest.fixture
def cast(shown: Session) -> Cast:
    return Cast(
        {person.email: person.id or 0 for person in shown.exec(select(t.Person))},
        {agency.key: agency.id or 0 for agency in shown.exec(select(t.Agency))},
    )


def test_it_is_filled_quickly(house: float) -> None:
    print(f"\nfilled in {house:.1f} s of computing")  # noqa: T201  (shown with pytest -s)
    assert house < LONGEST


def test_an_audit_stands_in_every_stage(shown: Session) -> None:
    assert set(shown.exec(select(t.Audit.stage))) == set(Stage)


def test_three_earlier_years_are_closed_and_have_figures(shown: Session) -> None:
    earlier = shown.exec(select(t.Audit).where(col(t.Audit.reference).startswith("MACFA"))).all()
    assert [(audit.year, audit.stage) for audit in earlier] == [
        ("2020/21", "closed"),
        ("2021/22", "closed"),
        ("2022/23", "closed"),
    ]
    with_figures = set(shown.exec(select(t.Figure.audit_id)))
    assert with_figures >= {audit.id for audit in earlier}


def test_twelve_cases_and_nine_agencies_are_in_fieldwork_in_every_state(shown: Session) -> None:
    audit = shown.exec(FIELDWORK).one()
    rows = shown.exec(
        select(t.Return).join(t.Case).where(t.Return.audit_id == audit.id, t.Case.status == "drawn")
    ).all()
    states = Counter(ReturnState(row.state) for row in rows)
    assert (len({row.case_id for row in rows}), len({row.agency_id for row in rows}), len(rows)) == (12, 9, 108)
    assert set(states) == set(ReturnState)
    assert (states[ReturnState.NOT_KNOWN], states[ReturnState.CHANGES_REQUESTED]) == (2, 1)
    assert sum(states[state] for state in HANDED_IN) == 65
    late = [row for row in rows if row.due < NOW.date() and row.state not in HANDED_IN]
    assert 0 < len(late) < 30


def test_one_agency_declined_with_a_reason(shown: Session) -> None:
    declined = shown.exec(select(t.Participation).where(t.Participation.answer == "declined")).all()
    assert [part.reason for part in declined] == [words.DECLINED]


@pytest.mark.parametrize("one", [*READY, *OTHERS], ids=lambda one: one.email)
def test_everybody_signs_in_as_what_they_are(shown: Session, one: Character) -> None:
    person = person_for(shown, one.email)
    assert person is not None
    assert passwords.fits(demonstration.PASSWORD, person.password)
    known = who(shown, sign_in(shown, person, NOW), NOW)
    assert known.actor is not None
    assert known.actor.roles == {one.role}


def test_a_sign_in_is_ready_for_every_role() -> None:
    assert {one.role for one in READY} == set(Role)


def test_the_password_shown_opens_nobody_real(shown: Session) -> None:
    person = person_for(shown, REAL.email)
    assert person is not None
    assert not passwords.fits(demonstration.PASSWORD, person.password)


def test_it_says_that_everything_is_made_up(shown: Session) -> None:
    row = shown.get(t.Partnership, 1)
    assert row is not None
    assert row.demonstration
    assert words.MADE_UP in row.procedures
    assert all(audit.terms["risks"] == words.MADE_UP for audit in shown.exec(select(t.Audit)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _written(session: Session) -> Iterator[str]:
    """Everything that people of the demonstration wrote; a team's telephone number stands in the terms on purpose."""
    yield from _texts(list(session.exec(select(t.Answer.value))))
    yield from session.exec(select(t.ChangeRequest.note))
    yield from session.exec(select(t.Participation.reason))
    for grade in session.exec(select(t.PanelGrade)):
        yield from (grade.reason, grade.dissent)
    safety = next(step.fields for step in STEPS if step.key == "safety")
    for terms in session.exec(select(t.Audit.terms)):
        written = flat({field: value for field, value in terms.items() if field not in (*safety, "timetable")})
        yield from _texts(written)


def test_no_text_tells_who_somebody_is(shown: Session) -> None:
    found = {
        text: [mark.text for mark in marks]
        for text in set(_written(shown))
        if not text.isdecimal() and (marks := find(text, lexicon(), NOW.date()))
    }
    assert {text: marks for text, marks in found.items() if text not in _dates(shown)} == {}


def _dates(session: Session) -> set[str]:
    """Days that were given to a date question or stand in the terms as dates."""
    asked = session.exec(select(t.Answer.value).where(t.Answer.question_id == "immediate_concern_phoned"))
    terms = session.exec(select(t.Audit.terms))
    return {str(day) for day in asked} | {
        str(one[field]) for one in terms for field in ("period_start", "period_end", "judgement_start")
    }


@pytest.mark.parametrize("polarity", POLARITIES)
def test_no_sentence_in_store_tells_who_somebody_is(polarity: str) -> None:
    sentences = [finding.text for findings in POLARITIES[polarity].values() for finding in findings]
    assert len(set(sentences)) >= 40
    assert [text for text in sentences if find(text, lexicon(), NOW.date())] == []


@pytest.mark.parametrize("polarity", POLARITIES)
def test_every_sentence_has_a_theme_of_the_codebook(shown: Session, polarity: str) -> None:
    known = set(shown.exec(select(t.Theme.key)))
    assert {finding.theme for findings in POLARITIES[polarity].values() for finding in findings} <= known


def test_the_trail_holds_and_time_never_goes_back(shown: Session) -> None:
    assert list(trail.faults(shown)) == []
    moments = list(
        shown.exec(
            select(t.TrailEntry.at).where(t.TrailEntry.deed != "set up the installation").order_by(col(t.TrailEntry.id))
        )
    )
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


def test_every_chart_of_the_fieldwork_has_rows(shown: Session, cast: Cast) -> None:
    audit, coordinator = shown.exec(FIELDWORK).one(), cast.coordinator(NOW)
    assert len(results.returns_in(shown, coordinator, audit.id or 0)) == 9
    graded = results.grades(shown, coordinator, audit.id or 0)
    assert graded.together
    assert graded.by_agency
    assert results.themes(shown, coordinator, audit.id or 0).rows


def test_the_panel_has_agreed_some_grades_and_not_all(shown: Session, cast: Cast) -> None:
    audit = shown.exec(select(t.Audit).where(t.Audit.stage == Stage.PANEL)).one()
    assert results.panel_grades(shown, cast.chair(NOW), audit.id or 0)
    graded = set(shown.exec(select(t.PanelGrade.case_id).where(t.PanelGrade.audit_id == audit.id)))
    assert 0 < len(graded) < len(list(shown.exec(select(t.Case.id).where(t.Case.audit_id == audit.id))))


def test_years_can_be_compared_by_coordinator_and_observer(shown: Session, cast: Cast) -> None:
    for actor in (cast.coordinator(NOW), cast.team(Role.OBSERVER, NOW)):
        assert len({row.year for row in graded_audits(shown, actor)}) == 5
        became = theme_trends(shown, actor)
        assert became is not None
        assert len({row.direction for row in became.rows}) >= 4


def test_somebody_real_is_not_taken_for_the_made_up_administrator(session: Session) -> None:
    make.partnership(session, name="Example", short_name="E", procedures="Ours.")
    session.add(t.Person(name="Somebody Real", email=READY[0].email, created_at=NOW))
    session.flush()
    with pytest.raises(Problem, match="belongs to the demonstration"):
        demonstration.fill(session, NOW)


def test_every_dashboard_has_a_view_for_everybody_who_sees_it(shown: Session) -> None:
    views = shown.exec(select(t.SavedView).where(col(t.SavedView.person_id).is_(None))).all()
    assert {(view.board, view.name) for view in views} == {
        ("audit", "For the board"),
        ("years", "Is practice getting better?"),
        ("agency", "What we still owe"),
    }
    assert len({view.agency_id for view in views if view.board == "agency"}) == 2
