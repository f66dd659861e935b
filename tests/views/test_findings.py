"""Who reads findings, how they are filtered, and the trace from an answer to what is asked again, and back."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.domain.learning import NewSource, NoFinding, Polarity
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.tracing import Step
from maap.storage import db
from maap.storage import tables as t
from maap.usecases.findings import add_source, take_answers
from maap.views.codebook import code_sheet, codebook
from maap.views.coding import coding
from maap.views.emerging import emerging
from maap.views.finding import finding
from maap.views.findings import FindingRow, Wanted, findings
from maap.views.passages import passages
from maap.views.trace import trace
from tests import factories as make
from tests.usecases.test_findings import SAID, Team


@pytest.fixture
def team(session: Session) -> Team:
    return Team(session)


class Chain:
    """An answer, a view, a finding, a theme, a recommendation, an action with evidence, and the question it names."""

    def __init__(self, session: Session, team: Team) -> None:
        self.finding = team.write(session, answer_id=team.said.id, passage="came at once", text="They come at once.")
        self.voice = make.voice(session, team.case)
        add_source(session, team.coordinator, team.id, self.finding, NewSource(voice_id=self.voice.id))
        team.code(session, self.finding, 0)
        row = session.get_one(t.Finding, self.finding)
        self.recommendation = make.recommendation(session, team.audit, row)
        self.action = make.action(
            session, team.audit, team.police, under=self.recommendation, question_id="grade_timeliness"
        )
        self.update = t.ActionUpdate(
            action_id=self.action.id,
            status="on track",
            text="Done",
            evidence_kind="data",
            evidence="Figures of May",
            made_by=team.coordinator.person_id,
            made_at=make.NOW,
        )
        session.add(self.update)
        session.flush()
        self.keys = {
            Step.ANSWER: str(team.said.id),
            Step.VOICE: str(self.voice.id),
            Step.FINDING: str(self.finding),
            Step.THEME: str(team.themes[0].id),
            Step.RECOMMENDATION: str(self.recommendation.id),
            Step.ACTION: str(self.action.id),
            Step.EVIDENCE: str(self.update.id),
            Step.QUESTION: "grade_timeliness",
        }


@pytest.fixture
def chain(session: Session, team: Team) -> Chain:
    return Chain(session, team)


READERS: dict[str, Callable[[Session, Actor, Team, int], object]] = {
    "findings": lambda session, who, team, _: findings(session, who, team.id),
    "finding": lambda session, who, team, made: finding(session, who, team.id, made),
    "trace": lambda session, who, team, made: trace(session, who, team.id, Step.FINDING, str(made)),
    "coding": lambda session, who, team, made: coding(session, who, team.id, made),
    "passages": lambda session, who, team, _: passages(session, who, team.id, None, None),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_agencies_managers_and_administrators_read_no_findings(
    session: Session, team: Team, chain: Chain, role: Role, reader: str
) -> None:
    somebody = make.acting(session, role, agency=team.police)
    session.add(t.NamedAuditor(audit_id=team.id, agency_id=team.police.id, person_id=somebody.person_id))
    session.flush()
    with pytest.raises((NotAllowed, NotYours)):
        READERS[reader](session, somebody, team, chain.finding)


@pytest.mark.parametrize("reader", READERS)
def test_a_panel_member_of_another_audit_finds_nothing(session: Session, team: Team, chain: Chain, reader: str) -> None:
    stranger = Team(session).member(session)
    with pytest.raises(NotYours):
        READERS[reader](session, stranger, team, chain.finding)


def test_a_panel_member_reads_findings_and_their_trace_but_does_not_code(
    session: Session, team: Team, chain: Chain
) -> None:
    member = team.member(session)
    assert findings(session, member, team.id).n == 1
    assert not findings(session, member, team.id).may_code
    assert finding(session, member, team.id, chain.finding).others == ()
    assert trace(session, member, team.id, Step.FINDING, str(chain.finding)).stops[Step.ANSWER]
    with pytest.raises(NotAllowed):
        coding(session, member, team.id)


def test_the_codebooks_counts_and_groups_are_of_audits_within_reach_only(
    session: Session, team: Team, chain: Chain
) -> None:
    other = Team(session)
    other.code(session, other.write(session, text="PLANTED theme."), 0)
    other.write(session, text="PLANTED loose.")
    member, theme_id = team.member(session), team.themes[0].id or 0
    assert code_sheet(session, member, theme_id).code.findings == 1
    assert "PLANTED" not in repr((code_sheet(session, member, theme_id), emerging(session, member)))
    assert codebook(session, member).without_theme == 0
    assert code_sheet(session, team.coordinator, theme_id).code.findings == 2
    with pytest.raises(NotAllowed):
        codebook(session, make.acting(session, Role.AGENCY_LEAD, agency=team.police))
    with pytest.raises(NotAllowed):
        emerging(session, make.acting(session, Role.OBSERVER))


def _texts(rows: tuple[FindingRow, ...]) -> list[str]:
    return [row.text for row in rows]


def test_strengths_come_first(session: Session, team: Team) -> None:
    team.write(session, text="An area.")
    team.write(session, text="A strength.", polarity=Polarity.STRENGTH)
    page = findings(session, team.coordinator, team.id)
    assert _texts(page.rows) == ["A strength.", "An area."]
    assert (page.n, page.strengths, page.without_theme) == (2, 1, 2)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"polarity": "strength"}, ["B"]),
        ({"domain": "timeliness"}, ["B"]),
        ({"case_id": "case"}, ["A"]),
        ({"agency_id": "police"}, ["B"]),
        ({"theme_id": "theme"}, ["A"]),
        ({"coded": "with"}, ["A"]),
        ({"coded": "without"}, ["B"]),
        ({"words": "b"}, ["B"]),
        ({"words": "%"}, []),
        ({"polarity": "strength", "coded": "with"}, []),
    ],
)
def test_findings_are_filtered(session: Session, team: Team, wanted: dict[str, object], found: list[str]) -> None:
    one = team.write(session, text="A", case_id=team.case.id)
    team.write(session, text="B", polarity=Polarity.STRENGTH, domain="timeliness", agency_id=team.police.id)
    team.code(session, one, 0)
    ids = {"case": team.case.id, "police": team.police.id, "theme": team.themes[0].id}
    asked = Wanted(**{field: ids.get(str(value), value) for field, value in wanted.items()})  # type: ignore[arg-type]
    assert _texts(findings(session, team.coordinator, team.id, asked).rows) == found


def test_marked_answers_that_wait_are_counted_until_they_are_findings(session: Session, team: Team) -> None:
    assert findings(session, team.coordinator, team.id).waiting == 1
    take_answers(session, team.coordinator, team.id)
    page = findings(session, team.coordinator, team.id)
    assert (page.waiting, page.rows[0].agencies, page.rows[0].cases) == (0, ("Police",), (team.case.reference,))


def test_the_list_costs_the_same_however_many_findings_there_are(session: Session, team: Team) -> None:
    def statements() -> int:
        seen: list[str] = []
        note = lambda _c, _cu, statement, *_: seen.append(statement)  # noqa: E731
        event.listen(db.engine(), "before_cursor_execute", note)
        findings(session, team.coordinator, team.id)
        event.remove(db.engine(), "before_cursor_execute", note)
        return len(seen)

    team.write(session)
    few = statements()
    for number in range(8):
        team.code(session, team.write(session, text=f"More {number}."), 0)
    assert statements() == few


def test_a_finding_shows_its_answer_its_passage_and_the_evidence_in_the_file(
    session: Session, team: Team, chain: Chain
) -> None:
    make.answer(session, team.returns["police"], "worked_timeliness__evidence", "The log of 3 March.")
    source, _ = finding(session, team.coordinator, team.id, chain.finding).sources
    assert (source.words, source.passage, source.evidence) == (SAID, "came at once", "The log of 3 March.")
    assert (source.question, source.agency) == ("What worked?", "Police")


@pytest.mark.parametrize("step", Step)
def test_the_whole_way_is_found_from_every_step_of_it(session: Session, team: Team, chain: Chain, step: Step) -> None:
    found = trace(session, team.coordinator, team.id, step, chain.keys[step])
    assert {each: tuple(stop.key for stop in stops) for each, stops in found.stops.items()} == {
        each: (key,) for each, key in chain.keys.items()
    }
    assert found.start.key == chain.keys[step]


def test_a_trace_holds_only_what_hangs_together(session: Session, team: Team, chain: Chain) -> None:
    other = team.write(session, text="Something else.", domain="overall")
    team.code(session, other, 1)
    make.action(session, team.audit, team.police, under=make.recommendation(session, team.audit))
    found = trace(session, team.coordinator, team.id, Step.FINDING, str(chain.finding))
    assert [stop.key for stop in found.stops[Step.ACTION]] == [str(chain.action.id)]
    lonely = trace(session, team.coordinator, team.id, Step.FINDING, str(other))
    assert [stop.text for stop in lonely.stops[Step.THEME]] == ["Consent"]
    assert lonely.stops[Step.RECOMMENDATION] == ()


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("key", ["", "0", "99999", "x", "grade_overall"])
def test_a_trace_of_what_is_not_in_the_audit_is_refused(
    session: Session, team: Team, chain: Chain, step: Step, key: str
) -> None:
    with pytest.raises(NotYours):
        trace(session, team.coordinator, team.id, step, key)


@pytest.mark.parametrize(
    "step", [Step.ANSWER, Step.VOICE, Step.FINDING, Step.RECOMMENDATION, Step.ACTION, Step.EVIDENCE]
)
def test_another_audits_things_are_not_traced(session: Session, team: Team, step: Step) -> None:
    other = Team(session)
    key = Chain(session, other).keys[step]
    with pytest.raises(NotYours):
        trace(session, team.coordinator, team.id, step, key)


def test_coding_begins_with_what_nobody_has_coded_and_goes_on_to_the_next(session: Session, team: Team) -> None:
    made = [team.write(session, text=f"Finding {number}.") for number in range(3)]
    team.code(session, made[0], 0)
    page = coding(session, team.coordinator, team.id)
    assert page.finding is not None
    assert (page.finding.finding_id, page.number, page.of, page.left) == (made[1], 2, 3, 2)
    assert (page.previous_id, page.next_id, page.next_uncoded_id) == (made[0], made[2], made[2])
    assert len(page.suggestions) == 3
    team.code(session, made[1], offered=(0, 1))
    assert coding(session, team.coordinator, team.id).left == 1  # that none fits is a decision
    with pytest.raises(NoFinding):
        coding(session, team.coordinator, team.id, 9999)


def test_passages_are_offered_of_words_that_the_panel_reads_and_no_others(session: Session, team: Team) -> None:
    make.answer(session, team.returns["police"], "single_agency_issue", "PLANTED private")
    make.answer(session, team.returns["health"], "better_timeliness", "Late.")
    waiting = make.a_return(session, make.case(session, team.audit), team.health, "in progress")
    make.answer(session, waiting, "better_timeliness", "PLANTED unfinished")
    pages = [passages(session, team.coordinator, team.id, case, None) for case in (team.case.id, waiting.case_id)]
    assert [one.text for page in pages for one in page.answers] == [SAID, "Late."]
    only = passages(session, team.coordinator, team.id, team.case.id, team.health.id)
    assert [one.whose for one in only.answers] == ["Health"]


def test_alike_findings_without_a_theme_stand_in_a_group(session: Session, team: Team) -> None:
    for text in ("The computer system lost old notes.", "Old notes were lost by the computer system.", "Dogs barked."):
        team.write(session, text=text)
    page = emerging(session, team.coordinator)
    assert [len(group.findings) for group in page.groups] == [2]
    assert "notes" in page.groups[0].words
    assert [one.text for one in page.alone] == ["Dogs barked."]


def test_the_way_to_coding_is_shown_to_those_who_may_code(session: Session, team: Team) -> None:
    team.write(session, text="Dogs barked.")
    for reader, may in ((team.coordinator, True), (team.member(session), False)):
        assert [one.open for one in emerging(session, reader).alone] == [may]
