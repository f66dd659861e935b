"""The themes of findings: counted in findings, apart from what agencies named in returns, and frozen with the rest."""

import pytest
from sqlmodel import Session

from maap.domain.people import Role
from maap.usecases.figures import close
from maap.views.finding_themes import finding_themes
from maap.views.results import themes
from maap.views.scene import Chosen
from tests import factories as make
from tests.usecases.test_findings import Team


@pytest.fixture
def team(session: Session) -> Team:
    team = Team(session)
    one = team.write(session, text="A", domain="timeliness", case_id=team.case.id)
    other = team.write(session, text="B", polarity="strength")
    team.code(session, one, 0, 1)
    team.code(session, other, 0)
    team.write(session, text="C")
    return team


def test_each_finding_counts_once_for_each_of_its_themes(session: Session, team: Team) -> None:
    found = finding_themes(session, team.coordinator, team.id)
    assert [(row.theme, row.strengths, row.areas) for row in found.rows] == [("Timeliness", 1, 1), ("Consent", 0, 1)]
    assert found.findings == 2


def test_what_agencies_named_in_returns_is_counted_apart(session: Session, team: Team) -> None:
    answer = make.answer(session, team.returns["police"], "strengths_timeliness", ["siblings"])
    make.mark(session, answer, team.themes[2])
    assert [row.theme for row in themes(session, team.coordinator, team.id).rows] == ["Siblings"]
    assert "Siblings" not in [row.theme for row in finding_themes(session, team.coordinator, team.id).rows]


def test_a_theme_that_only_an_auditor_chose_is_not_counted_yet(session: Session, team: Team) -> None:
    loose = team.write(session, text="D")
    session.add(make.t.FindingTheme(finding_id=loose, theme_id=team.themes[2].id, coded_by=1, coded_at=make.NOW))
    assert [row.theme for row in finding_themes(session, team.coordinator, team.id).rows] == ["Timeliness", "Consent"]


def test_of_one_domain_only_its_findings_and_of_one_agency_none(session: Session, team: Team) -> None:
    of_domain = finding_themes(session, team.coordinator, team.id, Chosen(domain="timeliness"))
    assert ([row.theme for row in of_domain.rows], of_domain.findings) == (["Consent", "Timeliness"], 1)
    assert finding_themes(session, team.coordinator, team.id, Chosen(agency_id=team.police.id)).rows == ()


def test_managers_see_it_once_it_is_published(session: Session, team: Team) -> None:
    manager = make.acting(session, Role.OBSERVER)
    assert finding_themes(session, manager, team.id).rows == ()
    team.audit.stage = "published"
    session.add(team.audit)
    session.flush()
    assert len(finding_themes(session, manager, team.id).rows) == 2


def test_a_closed_audit_keeps_its_counts_whatever_happens_to_the_findings(session: Session, team: Team) -> None:
    before = finding_themes(session, team.coordinator, team.id)
    team.audit.stage = "published"
    session.add(team.audit)
    session.flush()
    close(session, team.coordinator, team.id)
    for row in session.exec(make.select(make.t.FindingTheme)):
        session.delete(row)
    session.flush()
    assert finding_themes(session, team.coordinator, team.id) == before
