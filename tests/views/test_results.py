"""Results are counted from what counts, and each reader gets no more than is theirs to see."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.domain.disclosure import Audience, Withheld
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.storage import tables as t
from maap.storage.pulse import beat, pulse_of
from maap.usecases.figures import close
from maap.views.results import grades, panel_grades, returns_in, themes
from maap.views.returns_behind import Picked, returns_behind
from maap.views.scene import Chosen, scene
from tests import factories as make
from tests.views.charted import Charted


@pytest.fixture
def charted(session: Session) -> Charted:
    return Charted(session)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


@pytest.fixture
def observer(session: Session, charted: Charted) -> Actor:
    """A manager of the police."""
    return make.acting(session, Role.OBSERVER, agency=charted.agencies["police"])


def test_grades_are_counted_by_domain(session: Session, charted: Charted, coordinator: Actor) -> None:
    charted.graded("police", timeliness="good", communication="inadequate")
    charted.graded("health", timeliness="good")
    assert grades(session, coordinator, charted.id).together == {
        "timeliness": {"good": 2},
        "communication": {"inadequate": 1},
    }


def test_a_hidden_answer_is_not_counted(session: Session, charted: Charted, coordinator: Actor) -> None:
    row = charted.graded("police", communication="good")
    make.answer(session, row, "grade_timeliness", "good", domain="timeliness", grade="good", counted=False)
    assert "timeliness" not in grades(session, coordinator, charted.id).together


def test_returns_not_known_and_cases_replaced_are_not_counted(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    charted.graded("police", state="not known to us", timeliness="good")
    charted.graded("health", case=make.case(session, charted.audit, status="replaced"), timeliness="good")
    assert grades(session, coordinator, charted.id).together == {}
    assert [row.handed_in for row in returns_in(session, coordinator, charted.id)] == [1]


def test_late_returns_are_late_only_and_say_since_when(session: Session, charted: Charted, coordinator: Actor) -> None:
    police = charted.agencies["police"]
    for state, due in (
        ("submitted", date(2026, 2, 1)),
        ("not known to us", date(2026, 2, 1)),
        ("not started", date(2026, 2, 26)),
        ("in progress", date(2026, 3, 2)),
        ("in progress", date(2026, 3, 3)),
        ("not started", date(2026, 3, 9)),
    ):
        make.a_return(session, make.case(session, charted.audit), police, state=state, due=due)
    (row,) = returns_in(session, coordinator, charted.id)
    assert (row.handed_in, row.under_way, row.not_started, row.late, row.longest) == (2, 1, 1, 2, 5)
    assert row.due == 6


def test_the_panels_grades_stand_apart(session: Session, charted: Charted, coordinator: Actor) -> None:
    row = charted.graded("police", timeliness="good")
    charted.agreed(row.case_id, "timeliness", grade="inadequate")
    assert grades(session, coordinator, charted.id).together["timeliness"] == {"good": 1}
    assert panel_grades(session, coordinator, charted.id)["timeliness"] == {"inadequate": 1}


def test_a_theme_named_in_two_domains_of_a_return_is_one_return(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    row = charted.graded("police", timeliness="good")
    for domain in ("timeliness", "communication"):
        charted.themed(row, "consent", "strength", domain)
    charted.themed(row, "consent", "area", "timeliness")
    whole = themes(session, coordinator, charted.id)
    assert [(row.theme, row.strengths, row.areas) for row in whole.rows] == [("Consent", 1, 1)]
    assert whole.returns == 1
    part = themes(session, coordinator, charted.id, Chosen(domain="communication"))
    assert [(row.strengths, row.areas) for row in part.rows] == [(1, 0)]


def test_ten_themes_at_most_the_most_named_first(session: Session, charted: Charted, coordinator: Actor) -> None:
    row = charted.graded("police", timeliness="good")
    for n in range(12):
        charted.themed(row, f"theme_{n:02}", "area", "timeliness")
    charted.themed(row, "theme_11", "strength", "timeliness")
    found = themes(session, coordinator, charted.id).rows
    assert len(found) == 10
    assert found[0].theme == "Theme 11"


def test_the_team_sees_each_agency(session: Session, charted: Charted, coordinator: Actor) -> None:
    charted.graded("police", timeliness="good")
    charted.graded("health", timeliness="inadequate")
    found = grades(session, coordinator, charted.id).by_agency
    assert [(row.agency, row.rows) for row in found] == [
        ("Police", {"timeliness": {"good": 1}}),
        ("Health", {"timeliness": {"inadequate": 1}}),
    ]
    assert grades(session, coordinator, charted.id, Chosen(agency_id=charted.agencies["health"].id)).together == {
        "timeliness": {"inadequate": 1}
    }


def test_the_partnership_sees_a_domain_once_three_others_have_graded_it(
    session: Session, charted: Charted, observer: Actor
) -> None:
    for agency in ("police", "health", "schools"):
        charted.graded(agency, timeliness="good", communication="good")
    assert grades(session, observer, charted.id).together == {}
    charted.graded("housing", timeliness="inadequate")
    assert grades(session, observer, charted.id).together == {"timeliness": {"good": 3, "inadequate": 1}}


def test_the_partnership_sees_its_own_agency_beside_the_others_together(
    session: Session, charted: Charted, observer: Actor
) -> None:
    charted.graded("police", timeliness="good", communication="good")
    for agency in ("health", "schools", "housing"):
        charted.graded(agency, timeliness="inadequate")
    charted.graded("health", communication="inadequate")
    found = grades(session, observer, charted.id).by_agency
    assert [(row.agency, row.rows) for row in found] == [
        ("Police", {"timeliness": {"good": 1}, "communication": {"good": 1}}),
        ("Others together", {"timeliness": {"inadequate": 3}}),
    ]
    assert [row.agency for row in returns_in(session, observer, charted.id)] == ["Police", "Others together"]
    assert scene(session, observer, charted.id).agencies == ()


def test_grades_together_and_by_agency_come_out_of_one_statement_for_every_reader(
    session: Session, charted: Charted, coordinator: Actor, observer: Actor
) -> None:
    """Whom the numbers would tell of is worked out once, not once for each way of counting the same answers."""
    for agency in charted.agencies:
        charted.graded(agency, timeliness="good")
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *call: asked.append(call[2]))
    for reader in (coordinator, observer):
        found = grades(session, reader, charted.id)
        assert found.together == {"timeliness": {"good": 5}}
        assert sum(row.rows["timeliness"]["good"] for row in found.by_agency) == 5
    assert sum("JOIN answer" in one for one in asked) == 2, "one for each reader"


def test_themes_of_too_few_agencies_are_kept_back(session: Session, charted: Charted, observer: Actor) -> None:
    for agency in ("police", "health", "schools"):
        charted.themed(charted.graded(agency), "consent", "area", "timeliness")
    assert themes(session, observer, charted.id).kept_back
    charted.themed(charted.graded("housing"), "consent", "area", "timeliness")
    assert [row.areas for row in themes(session, observer, charted.id).rows] == [4]


def test_the_partnership_cannot_single_out_an_agency_or_look_behind(
    session: Session, charted: Charted, observer: Actor
) -> None:
    health = Chosen(agency_id=charted.agencies["health"].id)
    for view in (grades, themes):
        with pytest.raises(Withheld):
            view(session, observer, charted.id, health)
    with pytest.raises(NotAllowed):
        returns_behind(session, observer, charted.id, Picked(domain="timeliness"))


def test_a_panel_member_looks_behind_only_once_the_panel_begins(session: Session, charted: Charted) -> None:
    member = make.acting(session, Role.PANEL_MEMBER)
    session.add(t.PanelMember(audit_id=charted.id, person_id=member.person_id))
    charted.graded("police", timeliness="good")
    with pytest.raises(Withheld):
        returns_behind(session, member, charted.id, Picked(domain="timeliness"))
    charted.audit.stage = "panel"
    session.add(charted.audit)
    session.flush()
    assert len(returns_behind(session, member, charted.id, Picked(domain="timeliness"))) == 1
    assert scene(session, member, charted.id).audience is Audience.INSIDE


def test_the_returns_behind_a_bar_are_exactly_those_it_counts(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    good, poor = charted.graded("police", timeliness="good"), charted.graded("health", timeliness="inadequate")
    charted.themed(poor, "consent", "area", "timeliness")
    consent = make.theme(session, "consent").id

    def behind(picked: Picked) -> list[int]:
        return [row.return_id for row in returns_behind(session, coordinator, charted.id, picked)]

    assert behind(Picked(domain="timeliness", grades=("good",))) == [good.id]
    assert behind(Picked(domain="timeliness")) == [good.id, poor.id]
    assert behind(Picked(theme_id=consent, polarity="area")) == [poor.id]
    assert behind(Picked(theme_id=consent, polarity="strength")) == []
    assert behind(Picked(agency_id=poor.agency_id, progress="in")) == [poor.id]
    assert behind(Picked(agency_id=poor.agency_id, progress="nonsense")) == []


def test_the_pulse_tells_that_something_changed(session: Session, charted: Charted) -> None:
    before = pulse_of(session, charted.id)
    beat(session, charted.id)
    assert pulse_of(session, charted.id) == before + 1
    assert pulse_of(session, charted.id + 1) == 0


@pytest.mark.parametrize("view", [scene, returns_in, grades, panel_grades, themes])
def test_no_chart_for_an_auditor_or_for_an_audit_that_is_not_there(
    session: Session, charted: Charted, coordinator: Actor, view: object
) -> None:
    assert callable(view)
    auditor = make.acting(session, Role.AUDITOR, agency=charted.agencies["police"])
    session.add(
        t.NamedAuditor(audit_id=charted.id, agency_id=charted.agencies["police"].id or 0, person_id=auditor.person_id)
    )
    session.flush()
    with pytest.raises(NotAllowed):
        view(session, auditor, charted.id)
    with pytest.raises(NotYours):
        view(session, coordinator, 999_999)


def test_a_closed_audit_shows_the_same_numbers_from_its_frozen_figures(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    row = charted.graded("police", timeliness="good", communication="not_seen")
    charted.graded("health", timeliness="inadequate")
    charted.themed(row, "consent", "strength", "timeliness")
    charted.audit.stage = "published"
    session.add(charted.audit)
    session.flush()

    def all_of_it() -> list[object]:
        return [view(session, coordinator, charted.id) for view in (grades, panel_grades, themes)]

    before = all_of_it()
    close(session, coordinator, charted.id)
    assert all_of_it() == before
    row.state = "not started"  # whatever happened to the answers afterwards
    session.add(row)
    session.flush()
    assert all_of_it() == before
    together = grades(session, coordinator, charted.id).together
    assert together == {"timeliness": {"good": 1, "inadequate": 1}, "communication": {"not_seen": 1}}


def test_a_manager_of_no_agency_sees_the_whole_audits_grades_from_the_first_agency_on(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    make.grade(session, make.a_return(session, make.case(session, audit), police), "timeliness", "good")
    manager = make.acting(session, Role.OBSERVER)
    beside = make.acting(session, Role.OBSERVER, agency=make.agency(session, "health"))
    assert grades(session, manager, audit.id or 0).together == {"timeliness": {"good": 1}}
    assert grades(session, beside, audit.id or 0).together == {}


def test_a_closed_audits_returns_come_from_its_frozen_figures(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="closed")
    for state, n in (("accepted", 7), ("not known to us", 2), ("in progress", 1)):
        session.add(t.Figure(audit_id=audit.id, measure="returns", agency_id=police.id, grade=state, n=n))
    session.flush()
    [row] = returns_in(session, make.acting(session, Role.COORDINATOR), audit.id or 0)
    assert (row.handed_in, row.due, row.late) == (9, 10, 0)
