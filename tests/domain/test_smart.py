"""An action is specific, owned by a role, dated and measured, or it is told what is missing."""

from datetime import date

import pytest

from maap.domain.actions import Closing, Evidence, NewAction, NewUpdate, Reason
from maap.domain.identifiers import Lexicon
from maap.domain.problems import Problem
from maap.domain.smart import checks, refuse_closing, refuse_empty_update, refuse_silent, refuse_unfit

TODAY, WORDS = date(2026, 3, 3), Lexicon(frozenset(), frozenset(), frozenset(), frozenset())
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6)})


def _action(**different: object) -> NewAction:
    given = {
        "recommendation_id": 1,
        "text": "Invite health to every strategy discussion.",
        "lead_agency_id": 1,
        "owner_role": "Head of safeguarding",
        "due": date(2026, 6, 30),
        "measure": "Health is there.",
    }
    return NewAction.model_validate(given | different)


def test_an_action_that_has_everything_is_kept() -> None:
    refuse_unfit(_action(), TODAY, HOLIDAYS, WORDS)
    assert all(check.met for check in checks(_action(), TODAY, HOLIDAYS, WORDS))


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"text": "Train staff."}, "what exactly is done"),
        ({"lead_agency_id": 0}, "Choose the agency that leads."),
        ({"owner_role": ""}, "the role that owns the action"),
        ({"due": None}, "Give the day"),
        ({"due": TODAY}, "not in the future"),
        ({"due": date(2030, 1, 2)}, "more than 3 years away"),
        ({"due": date(2026, 4, 6)}, "Choose 2 April 2026 or 7 April 2026"),
        ({"measure": ""}, "what else would show it"),
        ({"text": "word " * 300}, "Shorten it to 1,000 or fewer"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(different: dict[str, object], said: str) -> None:
    with pytest.raises(Problem, match=said):
        refuse_unfit(_action(**different), TODAY, HOLIDAYS, WORDS)


@pytest.mark.parametrize("key", ["question_id", "domain"])
def test_a_question_or_a_part_of_practice_is_a_measure(key: str) -> None:
    refuse_unfit(_action(measure="", **{key: "timeliness"}), TODAY, HOLIDAYS, WORDS)


def test_a_vague_beginning_is_advice_and_no_refusal() -> None:
    vague = _action(text="Consider inviting health to every strategy discussion.")
    refuse_unfit(vague, TODAY, HOLIDAYS, WORDS)
    assert [check.name for check in checks(vague, TODAY, HOLIDAYS, WORDS) if not check.met] == ["Achievable"]


@pytest.mark.parametrize(
    "given",
    [NewUpdate(), NewUpdate(evidence="Nine of ten."), NewUpdate(text="Done.", evidence_kind=Evidence.DATA)],
)
def test_a_report_says_something_and_evidence_has_its_kind_and_words(given: NewUpdate) -> None:
    with pytest.raises(Problem):
        refuse_empty_update(given)


def test_a_reason_and_a_difference_are_not_left_empty() -> None:
    with pytest.raises(Problem, match="Say why"):
        refuse_silent(Reason(text="  "), "Say why.")
    with pytest.raises(Problem):
        refuse_closing(Closing())
    refuse_closing(Closing(difference="Health is there nine times in ten."))
