"""Across the years only closed audits speak, and only through their frozen figures."""

import pytest
from sqlmodel import Session

from maap.domain.people import NotAllowed, Role
from maap.domain.trends import Direction
from maap.storage import tables as t
from maap.usecases.figures import close
from maap.views.grade_years import graded_audits
from maap.views.open_actions import open_actions
from maap.views.trends import theme_trends
from tests import factories as make
from tests.views.charted import Charted


def _closed(session: Session, year: str, agencies: tuple[str, ...], theme: str) -> Charted:
    made = Charted(session, stage="published", year=year)
    for agency in agencies:
        row = made.graded(agency, timeliness="good")
        made.themed(row, theme, "area", "timeliness")
    close(session, make.acting(session, Role.COORDINATOR), made.id)
    return made


def test_closed_audits_stand_in_order_with_their_grades_and_cases(session: Session) -> None:
    later = _closed(session, "2024/25", ("police", "health"), "consent")
    earlier = _closed(session, "2023/24", ("police",), "consent")
    Charted(session).graded("police", timeliness="good")
    found = graded_audits(session, make.acting(session, Role.COORDINATOR))
    assert [(row.audit_id, row.row.graded, row.cases) for row in found] == [(earlier.id, 1, 1), (later.id, 2, 2)]
    assert found[0].domain.name == "Timeliness"


def test_the_partnership_sees_audits_that_enough_agencies_graded(session: Session) -> None:
    _closed(session, "2023/24", ("police", "health"), "consent")
    shown = _closed(session, "2024/25", ("police", "health", "schools", "housing"), "consent")
    observer = make.acting(session, Role.OBSERVER, agency=make.agency(session, "police"))
    assert [row.audit_id for row in graded_audits(session, observer)] == [shown.id]


def test_themes_of_the_two_latest_years_have_a_direction(session: Session) -> None:
    _closed(session, "2022/23", ("police",), "thresholds")
    _closed(session, "2023/24", ("police",), "consent")
    _closed(session, "2024/25", ("police", "health"), "voice")
    found = theme_trends(session, make.acting(session, Role.COORDINATOR))
    assert found is not None
    assert (found.then, found.now) == ("2023/24", "2024/25")
    assert [(row.theme, row.direction, row.then.said, row.now.said) for row in found.rows] == [
        ("Consent", Direction.NOT_AGAIN, "1 of 1", "0 of 2"),
        ("Voice", Direction.NEW, "0 of 1", "2 of 2"),
    ]


def test_without_closed_audits_there_is_nothing_to_compare(session: Session) -> None:
    coordinator = make.acting(session, Role.COORDINATOR)
    assert graded_audits(session, coordinator) == ()
    assert theme_trends(session, coordinator) is None


def test_an_auditor_sees_no_trends(session: Session) -> None:
    with pytest.raises(NotAllowed):
        graded_audits(session, make.acting(session, Role.AUDITOR, agency=make.agency(session)))


def _merged(session: Session, old: str, new: str) -> None:
    one, other = make.theme(session, old), make.theme(session, new)
    one.merged_into_id, one.active = other.id, False
    session.add(one)
    session.flush()


def _said_then(session: Session) -> dict[str, str]:
    """Of each theme, how often it was an area in the earlier of the two years."""
    found = theme_trends(session, make.acting(session, Role.COORDINATOR))
    assert found is not None
    return {row.theme: row.then.said for row in found.rows}


def test_a_theme_that_was_merged_lends_its_years_to_the_theme_it_became(session: Session) -> None:
    _closed(session, "2023/24", ("police",), "consent")
    _closed(session, "2024/25", ("police", "health"), "voice")
    _merged(session, "consent", "voice")
    found = theme_trends(session, make.acting(session, Role.COORDINATOR))
    assert found is not None
    assert [(row.theme, row.then.said, row.now.said) for row in found.rows] == [("Voice", "1 of 1", "2 of 2")]


def test_a_year_in_which_both_were_named_keeps_both_figures_under_the_names_of_then(session: Session) -> None:
    made = Charted(session, stage="published", year="2023/24")
    for theme in ("consent", "voice"):
        made.themed(
            made.graded("police" if theme == "consent" else "health", timeliness="good"), theme, "area", "timeliness"
        )
    close(session, make.acting(session, Role.COORDINATOR), made.id)
    _closed(session, "2024/25", ("police",), "voice")
    _merged(session, "consent", "voice")
    assert _said_then(session) == {
        "Consent (now part of Voice)": "1 of 2",
        "Voice": "1 of 2",
    }


def test_a_year_in_which_two_themes_were_named_that_became_one_keeps_both_figures(session: Session) -> None:
    made = Charted(session, stage="published", year="2023/24")
    for agency, theme in (("police", "consent"), ("health", "capacity")):
        made.themed(made.graded(agency, timeliness="good"), theme, "area", "timeliness")
    close(session, make.acting(session, Role.COORDINATOR), made.id)
    _closed(session, "2024/25", ("police",), "voice")
    _merged(session, "consent", "voice")
    _merged(session, "capacity", "voice")
    assert _said_then(session) == {
        "Consent (now part of Voice)": "1 of 2",
        "Capacity (now part of Voice)": "1 of 2",
        "Voice": "0 of 2",
    }


def _asked_for(session: Session, made: Charted, theme: str, **action: str) -> None:
    """A finding of the audit is coded to a theme, and an action answers it."""
    finding = make.finding(session, made.audit, polarity="area")
    coded = {"finding_id": finding.id or 0, "theme_id": make.theme(session, theme).id or 0}
    session.add(t.FindingTheme(**coded, coded_by=made.by.id, coded_at=make.NOW, confirmed_by=made.by.id))
    row = make.action(session, made.audit, made.agencies["police"], **action)
    session.add(t.RecommendationFinding(recommendation_id=row.recommendation_id, finding_id=finding.id or 0))
    session.flush()


def test_a_theme_is_still_open_while_an_action_about_it_is(session: Session) -> None:
    made = _closed(session, "2023/24", ("police",), "consent")
    _closed(session, "2024/25", ("police",), "voice")
    _asked_for(session, made, "consent")
    _asked_for(session, made, "consent", status="done", still_open=False)
    found = theme_trends(session, make.acting(session, Role.COORDINATOR))
    assert found is not None
    assert {row.theme: row.status for row in found.rows} == {"Consent": "Still open, 1 action", "Voice": "Still open"}


def test_an_action_of_an_audit_that_is_not_published_is_told_to_nobody(session: Session) -> None:
    made = Charted(session, stage="reporting", year="2024/25")
    _asked_for(session, made, "consent")
    assert open_actions(session, make.acting(session, Role.COORDINATOR)) == {}


def test_whoever_is_not_of_the_team_is_told_that_audits_may_be_left_out(session: Session) -> None:
    _closed(session, "2023/24", ("police",), "consent")
    police = make.agency(session, "police")
    hidden = theme_trends(session, make.acting(session, Role.OBSERVER, agency=police))
    seen = theme_trends(session, make.acting(session, Role.COORDINATOR))
    assert hidden is not None and seen is not None
    assert (hidden.all_seen, hidden.every) == (False, ())
    assert seen.all_seen and len(seen.every) == 1
