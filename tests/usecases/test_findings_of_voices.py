"""What a practitioner or a family said becomes a finding, as an agency's answer does: with its passage, without names."""

import pytest
from sqlmodel import Session, select

from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.learning import NewSource
from maap.domain.people import NotYours
from maap.domain.problems import Problem
from maap.domain.tracing import Step
from maap.storage import tables as t
from maap.storage.stripping import strip
from maap.usecases.findings import add_source, change_finding
from maap.views.finding import finding
from maap.views.passages import passages
from maap.views.trace import trace
from tests import factories as make
from tests.usecases.test_findings import NewFinding, Polarity, Team

SAID = "Nobody rang us back. We waited for six weeks in all."
QUOTED = "We waited for six weeks in all."


@pytest.fixture
def team(session: Session) -> Team:
    return Team(session)


def _voice(session: Session, team: Team, **facts: object) -> int:
    return make.voice(session, team.case, SAID, **facts).id or 0


def _source(session: Session, finding_id: int) -> t.FindingSource:
    return session.exec(select(t.FindingSource).where(t.FindingSource.finding_id == finding_id)).one()


def test_a_finding_quotes_what_was_said_and_names_the_case_and_no_agency(session: Session, team: Team) -> None:
    voice = _voice(session, team, agency_id=team.police.id)
    made = team.write(session, voice_id=voice, passage=QUOTED, source="voice")
    source = _source(session, made)
    assert (source.voice_id, source.case_id, source.agency_id) == (voice, team.case.id, None)
    (shown,) = finding(session, team.coordinator, team.id, made).sources
    assert (shown.whose, shown.agency, shown.passage) == ("Practitioner", "", QUOTED)
    assert shown.question == "What happened (0)?"


def test_words_that_nobody_said_are_not_quoted(session: Session, team: Team) -> None:
    with pytest.raises(Problem, match="not in the answer"):
        team.write(session, voice_id=_voice(session, team), passage="Everybody rang us back.")


def test_a_view_of_another_audit_or_one_that_is_set_aside_is_no_source(session: Session, team: Team) -> None:
    other = make.audit(session, stage="panel")
    strange = make.voice(session, make.case(session, other)).id
    aside = _voice(session, team, set_aside="It is about another family.")
    for voice in (strange, aside, 99_999):
        with pytest.raises(NotYours):
            team.write(session, voice_id=voice)


def test_words_that_tell_who_somebody_is_do_not_become_a_finding(session: Session, team: Team) -> None:
    named = make.voice(session, team.case, "Oliver was left alone.").id
    with pytest.raises(MayIdentify):
        team.write(session, voice_id=named, passage="Oliver was left alone.")
    with pytest.raises(Identifiers):
        team.write(session, voice_id=named, text="The child with NHS number 943 476 5919 waited.")


def test_who_does_not_want_to_be_quoted_is_not_quoted_and_their_words_stay_beside_the_finding(
    session: Session, team: Team
) -> None:
    voice = _voice(session, team, may_quote=False)
    with pytest.raises(Problem, match="does not want their words to be quoted"):
        team.write(session, voice_id=voice, passage=QUOTED, text=f"A practitioner said: {QUOTED}")
    made = team.write(session, voice_id=voice, passage=QUOTED, text="Practitioners wait for weeks.")
    assert _source(session, made).passage == QUOTED
    quoting = NewFinding(polarity=Polarity.AREA, text=QUOTED)
    with pytest.raises(Problem, match="does not want their words to be quoted"):
        change_finding(session, team.coordinator, team.id, made, quoting, 1)


def test_a_finding_rests_on_a_view_besides_an_answer(session: Session, team: Team) -> None:
    made = team.write(session, answer_id=team.said.id)
    voice = NewSource(voice_id=_voice(session, team), passage=QUOTED)
    for _ in range(2):
        add_source(session, team.coordinator, team.id, made, voice)
    assert len(finding(session, team.coordinator, team.id, made).sources) == 2


def test_the_trace_goes_from_a_view_to_the_finding_and_back(session: Session, team: Team) -> None:
    voice = _voice(session, team)
    made = team.write(session, voice_id=voice, passage=QUOTED)
    there = trace(session, team.coordinator, team.id, Step.VOICE, str(voice))
    assert [stop.key for stop in there.stops[Step.FINDING]] == [str(made)]
    back = trace(session, team.coordinator, team.id, Step.FINDING, str(made))
    assert [(stop.key, stop.about) for stop in back.stops[Step.VOICE]] == [
        (str(voice), f"{team.case.reference}: Practitioner")
    ]


def test_views_stand_below_the_answers_with_how_many_findings_rest_on_them(session: Session, team: Team) -> None:
    voice = _voice(session, team)
    _voice(session, team, set_aside="Twice the same.")
    team.write(session, voice_id=voice, passage=QUOTED)
    page = passages(session, team.coordinator, team.id, team.case.id, None)
    assert [(one.voice_id, one.whose, one.findings) for one in page.views] == [(voice, "Practitioner", 1)]
    assert passages(session, team.coordinator, team.id, team.case.id, team.police.id).views == ()


def test_a_view_that_is_set_aside_later_is_not_read_beside_the_finding(session: Session, team: Team) -> None:
    voice = _voice(session, team)
    made = team.write(session, voice_id=voice, passage=QUOTED)
    session.get_one(t.Voice, voice).set_aside = "It is about another family."
    session.flush()
    (shown,) = finding(session, team.coordinator, team.id, made).sources
    assert (shown.passage, shown.question) == ("", "")
    assert trace(session, team.coordinator, team.id, Step.FINDING, str(made)).stops[Step.VOICE] == ()


def test_when_views_are_taken_away_in_time_the_finding_stays(session: Session, team: Team) -> None:
    made = team.write(session, voice_id=_voice(session, team), passage=QUOTED)
    strip(session, team.id)
    session.flush()
    assert session.exec(select(t.Voice)).all() == []
    assert (_source(session, made).voice_id, _source(session, made).passage) == (None, "")
