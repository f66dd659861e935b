"""A meeting in numbers and sentences: its order, its time, and what its minutes say."""

from datetime import UTC, date, datetime

import pytest

from maap.domain.meeting import (
    LONGEST_NOTE,
    ActionAgreed,
    CaseMinutes,
    FindingMade,
    Minutes,
    Note,
    Present,
    moved,
    refuse_long,
    time_used,
    whole_minutes,
)
from maap.domain.minutes_words import OWN_TEAM, about_case, decided, present, when
from maap.domain.problems import Problem


def _case(**facts: object) -> CaseMinutes:
    usual = {"reference": "A-01", "planned": 45, "taken": 40, "discussed": True, "returns_read": 7, "voices": 0}
    return CaseMinutes.model_validate({**usual, "not_returned": (), **facts})


def _minutes(**facts: object) -> Minutes:
    usual = {
        "meeting_id": 1,
        "number": 2,
        "audit_reference": "A",
        "audit_title": "Neglect",
        "started_at": datetime(2026, 6, 3, 8, 30, tzinfo=UTC),
        "ended_at": datetime(2026, 6, 3, 11, 0, tzinfo=UTC),
        "present": (),
        "not_represented": (),
        "cases": (),
    }
    return Minutes.model_validate({**usual, **facts})


@pytest.mark.parametrize(
    "one, by, order", [(1, 1, [2, 1, 3]), (1, -1, [1, 2, 3]), (3, -1, [1, 3, 2]), (3, 1, [1, 2, 3])]
)
def test_a_case_moves_by_one_place_and_stays_at_an_end(one: int, by: int, order: list[int]) -> None:
    assert moved([1, 2, 3], one, by) == order


def test_time_is_said_in_whole_minutes() -> None:
    assert [whole_minutes(seconds) for seconds in (0, 29, 30, 89, 90)] == [0, 0, 1, 1, 2]
    assert time_used(0, 45) == "0 of 45 minutes"
    assert time_used(45 * 60 + 59, 45) == "45 of 45 minutes"
    assert time_used(46 * 60, 45) == "46 of 45 minutes, 1 minute over"
    assert time_used(60 * 60, 45) == "60 of 45 minutes, 15 minutes over"


def test_a_note_has_its_length() -> None:
    refuse_long(Note(text="a" * LONGEST_NOTE))
    with pytest.raises(Problem, match="longer than 4,000"):
        refuse_long(Note(text="a" * (LONGEST_NOTE + 1)))


def test_minutes_say_when_and_who_by_agency_and_role() -> None:
    here = (Present(agency="", role="Chair", people=1), Present(agency="Police", role="Panel", people=2))
    assert when(_minutes()) == "3 June 2026, 09:30 to 12:00"
    assert "these minutes are not final" in when(_minutes(ended_at=None))
    assert present(_minutes(present=here)) == [(OWN_TEAM, "Chair", "1"), ("Police", "Panel", "2")]


def test_a_case_that_the_meeting_did_not_reach_says_only_that() -> None:
    missed = _case(discussed=False)
    assert about_case(missed) == ["The meeting did not come to this case."]
    assert _minutes(cases=(missed, _case(reference="A-02"))).not_discussed == ("A-01",)


def test_a_case_says_how_long_what_was_read_and_who_is_missing() -> None:
    assert about_case(_case(voices=1, not_returned=("Police", "Housing"))) == [
        "Discussed for 40 minutes of 45 planned.",
        "The panel read 7 returns and 1 view of practitioners and families.",
        "Not returned: Police, Housing.",
        "Nothing was decided.",
    ]


def test_findings_name_their_domain_and_themes_and_private_lanes_are_only_counted() -> None:
    finding = FindingMade(polarity="Strength", text="Agencies rang.", domain="Timeliness", themes=("Urgency",))
    action = ActionAgreed(number=1, text="Meet.", lead_agency="Police", owner_role="Head", due=date(2026, 9, 1))
    case = _case(findings=(finding,), actions=(action,), issues=2, concerns=1)
    assert case.decided == 2
    assert decided(case).findings == ("Strength: Agencies rang. (Timeliness, Urgency)",)
    assert decided(case).counted == (
        "2 issues of one agency raised with that agency alone.",
        "1 immediate concern recorded.",
    )
