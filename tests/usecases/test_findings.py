"""Findings come from answers, from passages and from the team; they are coded beside suggestions."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.learning import NewFinding, NewSource, NoFinding, Polarity
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.storage.taught import described, rightness
from maap.usecases.coding import code_finding
from maap.usecases.findings import (
    add_source,
    change_finding,
    make_finding,
    merge_findings,
    remove_source,
    take_answers,
    withdraw,
)
from tests import factories as make
from tests.usecases.test_panel import Room

SAID = "Officers came at once."


class Team(Room):
    """A case before its panel; the coordinator works with its findings."""

    def __init__(self, session: Session, stage: str = "panel") -> None:
        super().__init__(session, stage)
        group = make.theme(session, "group")
        self.themes = [make.theme(session, key, group_id=group.id) for key in ("timeliness", "consent", "siblings")]
        self.said = make.answer(session, self.returns["police"], "worked_timeliness", SAID)

    @property
    def id(self) -> int:
        """The audit's id."""
        return self.audit.id or 0

    def write(self, session: Session, by: Actor | None = None, **facts: Any) -> int:
        """Write a finding."""
        new = NewFinding(**({"polarity": Polarity.AREA, "text": "Notices came late."} | facts))
        return make_finding(session, by or self.coordinator, self.id, new)

    def code(
        self, session: Session, finding_id: int, *places: int, offered: tuple[int, ...] = (), seen: int = 1
    ) -> int:
        """Code a finding to the themes at these places, beside suggestions at those."""
        wanted, beside = ([self.themes[place].id or 0 for place in given] for given in (places, offered))
        return code_finding(session, self.coordinator, self.id, finding_id, wanted, beside, seen)


@pytest.fixture
def team(session: Session) -> Team:
    return Team(session)


def _standing(session: Session, team: Team) -> list[t.Finding]:
    rows = select(t.Finding).where(t.Finding.audit_id == team.id, col(t.Finding.merged_into_id).is_(None))
    return [row for row in session.exec(rows.order_by(col(t.Finding.id))) if not row.withdrawn]


def _sources(session: Session, finding_id: int) -> list[t.FindingSource]:
    return list(session.exec(select(t.FindingSource).where(t.FindingSource.finding_id == finding_id)))


def _coded(session: Session, finding_id: int) -> dict[int, t.FindingTheme]:
    rows = session.exec(select(t.FindingTheme).where(t.FindingTheme.finding_id == finding_id))
    return {row.theme_id: row for row in rows}


def _trail(session: Session) -> list[str]:
    return list(session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id))))


def test_marked_answers_become_findings_and_doing_it_again_changes_nothing(session: Session, team: Team) -> None:
    make.answer(session, team.returns["health"], "better_timeliness", "The notice was late.")
    make.answer(session, team.returns["health"], "seen_timeliness", "yes")
    assert take_answers(session, team.coordinator, team.id) == 2
    found = {(row.polarity, row.text, row.domain, row.source) for row in _standing(session, team)}
    assert found == {
        ("strength", SAID, "timeliness", "answer"),
        ("area", "The notice was late.", "timeliness", "answer"),
    }
    assert take_answers(session, team.coordinator, team.id) == 0
    assert _trail(session).count("made findings of answers") == 1


def test_a_finding_of_an_answer_belongs_to_the_line_of_enquiry_that_its_question_serves(
    session: Session, team: Team
) -> None:
    lines = [{"key": key, "question": f"{key}?", "questions": asked} for key, asked in _LINES.items()]
    team.audit.terms = {"lines": lines}
    session.flush()
    made = team.write(session, answer_id=team.said.id)
    assert session.get_one(t.Finding, made).line == "early"
    made = team.write(session, answer_id=team.said.id, line="heard")
    assert session.get_one(t.Finding, made).line == "heard"


_LINES = {"early": ["worked_timeliness"], "heard": []}


def test_agencies_that_say_the_same_make_one_finding_that_rests_on_both(session: Session, team: Team) -> None:
    make.answer(session, team.returns["health"], "worked_timeliness", "Officers came  at once")
    assert take_answers(session, team.coordinator, team.id) == 1
    (row,) = _standing(session, team)
    assert {source.agency_id for source in _sources(session, row.id or 0)} == {team.police.id, team.health.id}


def test_the_theme_an_auditor_chose_comes_along_and_nobody_has_confirmed_it(session: Session, team: Team) -> None:
    marked = make.answer(session, team.returns["police"], "strengths_timeliness", ["timeliness"])
    mark = make.mark(session, marked, team.themes[0])
    mark.domain = "timeliness"
    session.add(mark)
    session.flush()
    take_answers(session, team.coordinator, team.id)
    (row,) = _standing(session, team)
    (coded,) = _coded(session, row.id or 0).values()
    assert (coded.theme_id, coded.coded_by, coded.confirmed_by) == (team.themes[0].id, team.said.saved_by, None)


def test_a_passage_is_quoted_word_for_word_or_refused(session: Session, team: Team) -> None:
    made = team.write(session, answer_id=team.said.id, passage="came at once")
    (source,) = _sources(session, made)
    assert (source.passage, source.case_id, source.agency_id) == ("came at once", team.case.id, team.police.id)
    with pytest.raises(Problem, match="not in the answer"):
        team.write(session, answer_id=team.said.id, passage="came too late")


def test_nobody_rests_a_finding_on_another_audits_answer_case_or_agency(session: Session, team: Team) -> None:
    other = Team(session)
    stranger = make.agency(session, "stranger")
    for source in ({"answer_id": other.said.id}, {"case_id": other.case.id}, {"agency_id": stranger.id}):
        with pytest.raises(NotYours):
            team.write(session, **source)


def test_words_that_may_tell_who_somebody_is_need_a_reason(session: Session, team: Team) -> None:
    with pytest.raises(MayIdentify):
        team.write(session, text="Jade Thornton was not seen.")
    assert team.write(session, text="Jade Thornton was not seen.", kept_because="The name of a tool.")


@pytest.mark.parametrize("facts", [{"text": ""}, {"text": "x" * 1501}, {"domain": "nowhere"}, {"line": "nowhere"}])
def test_a_finding_that_does_not_fit_the_audit_is_refused(session: Session, team: Team, facts: dict[str, str]) -> None:
    with pytest.raises(Problem):
        team.write(session, **facts)


@pytest.mark.parametrize("stage", ["fieldwork", "published", "closed"])
def test_findings_are_written_and_coded_only_while_the_panel_works_and_the_report_is_written(
    session: Session, stage: str
) -> None:
    team = Team(session, stage)
    row = make.finding(session, team.audit)
    with pytest.raises(WrongStage):
        team.write(session)
    with pytest.raises(WrongStage):
        take_answers(session, team.coordinator, team.id)
    with pytest.raises(WrongStage):
        team.code(session, row.id, 0)


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_only_the_audits_team_writes_and_codes_findings(session: Session, team: Team, role: Role) -> None:
    somebody = make.acting(session, role, agency=team.police)
    session.add(t.PanelMember(audit_id=team.id, person_id=somebody.person_id))
    session.add(t.NamedAuditor(audit_id=team.id, agency_id=team.police.id, person_id=somebody.person_id))
    session.flush()
    row = make.finding(session, team.audit)
    with pytest.raises(NotAllowed):
        team.write(session, somebody)
    with pytest.raises(NotAllowed):
        code_finding(session, somebody, team.id, row.id, [], [], 1)


def test_a_change_made_on_an_old_page_is_not_saved_over_a_colleagues(session: Session, team: Team) -> None:
    made = team.write(session)
    new = NewFinding(polarity=Polarity.AREA, text="Notices came very late.")
    assert change_finding(session, team.coordinator, team.id, made, new, seen=1) == 2
    with pytest.raises(Overtaken):
        change_finding(session, team.chair, team.id, made, new, seen=1)


def test_a_finding_rests_on_a_case_once_however_often_it_is_added(session: Session, team: Team) -> None:
    made = team.write(session)
    for _ in range(2):
        add_source(session, team.coordinator, team.id, made, NewSource(case_id=team.case.id))
    (source,) = _sources(session, made)
    remove_source(session, team.coordinator, team.id, made, source.id or 0)
    assert _sources(session, made) == []


def test_merged_findings_keep_sources_themes_and_recommendations(session: Session, team: Team) -> None:
    one, other = team.write(session, case_id=team.case.id), team.write(session, agency_id=team.police.id)
    team.code(session, one, 0)
    team.code(session, other, 0, 1)
    row = session.get_one(t.Finding, other)
    follows = make.recommendation(session, team.audit, row)
    merge_findings(session, team.coordinator, team.id, one, [other], seen=2)
    assert len(_sources(session, one)) == 2
    assert set(_coded(session, one)) == {team.themes[0].id, team.themes[1].id}
    link = session.exec(
        select(t.RecommendationFinding).where(t.RecommendationFinding.recommendation_id == follows.id)
    ).one()
    assert link.finding_id == one
    assert [row.id for row in _standing(session, team)] == [one]


def test_a_strength_and_an_area_are_never_one_finding(session: Session, team: Team) -> None:
    one, other = team.write(session), team.write(session, polarity=Polarity.STRENGTH)
    with pytest.raises(Problem, match="cannot become one"):
        merge_findings(session, team.coordinator, team.id, one, [other], seen=1)


def test_a_finding_taken_back_no_longer_stands_and_its_answer_makes_no_new_one(session: Session, team: Team) -> None:
    take_answers(session, team.coordinator, team.id)
    (row,) = _standing(session, team)
    withdraw(session, team.coordinator, team.id, row.id or 0, row.revision)
    session.expire_all()
    assert take_answers(session, team.coordinator, team.id) == 0
    assert _standing(session, team) == []
    with pytest.raises(NoFinding):
        team.code(session, row.id or 0, 0, seen=2)


def test_a_finding_behind_a_recommendation_is_not_taken_back(session: Session, team: Team) -> None:
    row = make.finding(session, team.audit)
    make.recommendation(session, team.audit, row)
    with pytest.raises(Problem, match="rests on this finding"):
        withdraw(session, team.coordinator, team.id, row.id, 1)


def test_who_suggested_and_who_confirmed_a_theme_is_kept(session: Session, team: Team) -> None:
    made = team.write(session)
    team.code(session, made, 0, 2, offered=(1, 0))
    coded = _coded(session, made)
    assert {team.themes.index(session.get_one(t.Theme, key)): row.suggested for key, row in coded.items()} == {
        0: True,
        2: False,
    }
    assert {row.confirmed_by for row in coded.values()} == {team.coordinator.person_id}


def test_confirming_an_auditors_theme_leaves_the_auditor_named(session: Session, team: Team) -> None:
    made, auditor = team.write(session), make.person(session)
    chosen = t.FindingTheme(finding_id=made, theme_id=team.themes[0].id, coded_by=auditor.id, coded_at=make.NOW)
    session.add(chosen)
    session.flush()
    team.code(session, made, 0)
    (row,) = _coded(session, made).values()
    assert (row.coded_by, row.confirmed_by) == (auditor.id, team.coordinator.person_id)


def test_what_is_not_wanted_any_more_is_taken_away(session: Session, team: Team) -> None:
    made = team.write(session)
    team.code(session, made, 0, 1)
    team.code(session, made, 1, seen=2)
    assert set(_coded(session, made)) == {team.themes[1].id}


def test_two_people_who_code_one_finding_do_not_overwrite_each_other(session: Session, team: Team) -> None:
    made = team.write(session)
    team.code(session, made, 0)
    with pytest.raises(Overtaken):
        team.code(session, made, 1)
    assert set(_coded(session, made)) == {team.themes[0].id}


def test_a_theme_that_is_not_in_use_or_is_a_group_is_not_chosen(session: Session, team: Team) -> None:
    made, idle = team.write(session), team.themes[1]
    idle.active = False
    session.add(idle)
    session.flush()
    for theme_id in (idle.id, idle.group_id, 9999):
        with pytest.raises(NotYours):
            code_finding(session, team.coordinator, team.id, made, [theme_id], [], 1)


def test_how_often_suggestions_were_right_is_counted_by_their_first_place(session: Session, team: Team) -> None:
    for places, offered in (((0,), (0, 1)), ((1,), (0, 1)), ((), (0, 1)), ((2,), ())):
        team.code(session, team.write(session), *places, offered=offered)
    found = rightness(session)
    assert (found.findings, found.first, found.three) == (3, 1, 2)


def test_suggestions_shown_after_a_finding_was_coded_do_not_count_as_a_new_try(session: Session, team: Team) -> None:
    made = team.write(session)
    team.code(session, made, 1, offered=(0, 1))
    team.code(session, made, 1, offered=(1, 0), seen=2)
    found = rightness(session)
    assert (found.findings, found.first, found.three) == (1, 0, 1)


def test_only_what_the_team_confirmed_teaches_and_never_the_finding_itself(session: Session, team: Team) -> None:
    made, other = team.write(session), team.write(session, text="Letters came late.")
    team.code(session, made, 0)
    auditors = t.FindingTheme(finding_id=other, theme_id=team.themes[1].id, coded_by=1, coded_at=make.NOW)
    auditors.coded_by = make.person(session).id or 0
    session.add(auditors)
    session.flush()
    taught = {theme.theme_id: theme.confirmed for theme in described(session, team.audit)}
    assert taught[team.themes[0].id] == ("Notices came late.",)
    assert taught[team.themes[1].id] == ()
    assert not any(theme.confirmed for theme in described(session, team.audit, without=made))


def test_every_deed_leaves_a_line_in_the_trail_without_words(session: Session, team: Team) -> None:
    made = team.write(session)
    team.code(session, made, 0, offered=(0,))
    assert _trail(session)[-2:] == ["wrote a finding", "coded a finding"]
    entry = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert entry is not None
    assert "Notices" not in str(entry.detail)
    assert entry.detail["taken"] == [team.themes[0].id]
