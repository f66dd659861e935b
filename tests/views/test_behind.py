"""Behind each bar of the further measures stand as many returns as it says, and only for those who may see them."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from maap.domain.disclosure import Withheld
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.pictures import Picture
from maap.storage import tables as t
from maap.views.board import PICTURES
from maap.views.returns_behind import Picked, returns_behind
from maap.views.scene import Chosen
from maap.views.work_behind import actions_behind, findings_behind
from tests import factories as make
from tests.views.charted import DOMAINS, Charted


@pytest.fixture
def charted(session: Session) -> Charted:
    """Three agencies at two cases; the panel agreed on grades for both."""
    made = Charted(session, stage="published")
    for at, own in enumerate(("good", "inadequate")):
        row = made.graded("police", timeliness=own, communication="inadequate")
        case = session.get_one(t.Case, row.case_id)
        case.stratum = ("Under 5", "5 and over")[at]
        health = made.graded("health", case=case, timeliness="outstanding")
        made.graded("schools", case=case, timeliness="good")
        made.agreed(row.case_id, *DOMAINS)
        made.themed(row, "consent", "area", "timeliness")
        made.themed(row, "voice", "strength", "communication")
        if at:
            made.themed(health, "consent", "strength", "timeliness")
        row.submitted_at = health.submitted_at = make.NOW
    session.flush()
    return made


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def _bars(picture: Picture, measure: str) -> Iterator[tuple[Picked, int]]:
    """Every part of every bar or cell, as a click on it, and what it says."""
    for row in picture.rows:
        for at, n in enumerate(row.parts):
            column = picture.keys[at] if picture.keys else f"part-{at}"
            yield Picked(measure=measure, row=row.key, column=column), n


@pytest.mark.parametrize("measure", ["lines", "shift", "timely", "theme_domains", "theme_agencies", "pairs"])
def test_as_many_returns_are_behind_a_bar_as_it_says(
    session: Session, charted: Charted, coordinator: Actor, measure: str
) -> None:
    picture = PICTURES[measure](session, coordinator, charted.id, Chosen())
    told = [
        (picked, n, len(returns_behind(session, coordinator, charted.id, picked)))
        for picked, n in _bars(picture, measure)
    ]
    assert any(n for _, n, _ in told)
    assert [(picked, n) for picked, n, _ in told] == [(picked, found) for picked, _, found in told]


def test_cases_of_a_theme_have_the_returns_that_name_it(session: Session, charted: Charted, coordinator: Actor) -> None:
    picture = PICTURES["both"](session, coordinator, charted.id, Chosen())
    found = {
        (row.name, at): {
            one.case
            for one in returns_behind(
                session, coordinator, charted.id, Picked(measure="both", row=row.key, column=f"part-{at}")
            )
        }
        for row in picture.rows
        for at in range(3)
    }
    assert {at: len(cases) for at, cases in found.items()} == {
        (row.name, at): n for row in picture.rows for at, n in enumerate(row.parts)
    }


def test_the_returns_of_a_day_and_of_a_group_are_there(session: Session, charted: Charted, coordinator: Actor) -> None:
    arrivals = PICTURES["arrivals"](session, coordinator, charted.id, Chosen())
    for row in arrivals.rows:
        found = returns_behind(session, coordinator, charted.id, Picked(measure="arrivals", row=row.key))
        assert max(row.parts) <= len(found) <= sum(row.parts)
    group = returns_behind(session, coordinator, charted.id, Picked(measure="sample", row="Under 5"))
    assert len(group) == 3 and len({one.case for one in group}) == 1


@pytest.mark.parametrize("row, column", [("", ""), ("made up", "part-99"), ("1/", "-1"), ("999999999999", "part-x")])
@pytest.mark.parametrize(
    "measure", ["lines", "shift", "timely", "theme_domains", "theme_agencies", "pairs", "both", "made up"]
)
def test_what_nobody_could_click_on_has_nothing_behind_it(
    session: Session, charted: Charted, coordinator: Actor, measure: str, row: str, column: str
) -> None:
    assert returns_behind(session, coordinator, charted.id, Picked(measure=measure, row=row, column=column)) == ()


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.AGENCY_LEAD])
def test_nobody_but_the_team_gets_behind_them(session: Session, charted: Charted, role: Role) -> None:
    somebody = make.acting(session, role, agency=charted.agencies["police"])
    with pytest.raises((Withheld, NotAllowed)):
        returns_behind(session, somebody, charted.id, Picked(measure="sample", row="Under 5"))


def test_each_group_of_actions_has_its_actions_behind_it(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    for agency, status in (("police", "done"), ("health", "on track"), ("schools", "done with impact")):
        make.action(session, charted.audit, charted.agencies[agency], status=status)
    picture = PICTURES["actions"](session, coordinator, charted.id, Chosen())
    assert picture.rows
    for row in picture.rows:
        assert len(actions_behind(session, coordinator, charted.id, row.key)) == row.parts[0]
    assert actions_behind(session, coordinator, charted.id, "made up") == ()


def test_a_manager_gets_no_actions_before_the_plan_is_shared(session: Session) -> None:
    made = Charted(session, stage="panel")
    make.action(session, made.audit, made.agencies["police"], status="done")
    assert actions_behind(session, make.acting(session, Role.OBSERVER), made.id, "Done") == ()


def test_findings_are_behind_their_theme_and_side(session: Session, charted: Charted, coordinator: Actor) -> None:
    finding = make.finding(session, charted.audit, polarity="area")
    theme = make.theme(session, "consent")
    by = {"coded_by": charted.by.id, "coded_at": make.NOW}
    coded = t.FindingTheme(finding_id=finding.id or 0, theme_id=theme.id or 0, **by)
    coded.confirmed_by = charted.by.id
    session.add(coded)
    session.flush()
    ids = {"theme_id": theme.id or 0, "domain": ""}
    assert [one.id for one in findings_behind(session, coordinator, charted.id, polarity="area", **ids)] == [finding.id]
    assert findings_behind(session, coordinator, charted.id, polarity="strength", **ids) == ()
    with pytest.raises(NotAllowed):
        findings_behind(session, make.acting(session, Role.OBSERVER), charted.id, polarity="area", **ids)
