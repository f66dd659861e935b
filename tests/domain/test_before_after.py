"""Before and after claims no more than the answers show, and says what makes two audits hard to compare."""

import pytest

from maap.domain.actions import Direction, Status
from maap.domain.before_after import Comparison, Share, Yardstick, cautions, measurable, yardstick
from maap.domain.questionnaire import Questionnaire
from maap.domain.reaudit import ToAskAgain, must_have_improved, questions

STICK = Yardstick("question", "seen", "Was the child seen?", "“yes”", frozenset({"yes"}), frozenset({"yes", "no"}))
_GRADES = ("inadequate", "requires_improvement", "good", "outstanding")


def _form(
    label: str = "Was the child seen?", polarity: str | None = None, grades: tuple[str, ...] = _GRADES
) -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "key": "small",
            "title": "Small",
            "audience": "children",
            "domains": [{"key": "timeliness", "name": "Timeliness"}],
            "scales": [
                {
                    "key": "grade4",
                    "name": "Grades",
                    "direction": "higher_is_better",
                    "levels": [
                        *(
                            {"value": one, "label": one.replace("_", " ").capitalize(), "rank": at}
                            for at, one in enumerate(grades, 1)
                        ),
                        {"value": "not_seen", "label": "Not seen in file"},
                    ],
                }
            ],
            "sections": [
                {
                    "id": "timeliness",
                    "title": "Timeliness",
                    "domain": "timeliness",
                    "questions": [
                        {
                            "id": "seen",
                            "kind": "yes_no",
                            "label": label,
                            **({"polarity": polarity} if polarity else {}),
                        },
                        {"id": "grade_timeliness", "kind": "grade", "scale": "grade4", "label": "Your grade?"},
                        {"id": "story", "kind": "long_text", "label": "What happened?"},
                    ],
                }
            ],
        }
    )


@pytest.mark.parametrize(
    ("before", "after", "direction", "said"),
    [
        (Share(2, 20), Share(15, 20), Direction.BETTER, "Better, by more than chance explains."),
        (Share(15, 20), Share(2, 20), Direction.WORSE, "Worse, by more than chance explains."),
        (Share(1, 4), Share(3, 4), Direction.UNKNOWN, "The change is within what chance alone would give."),
        (Share(2, 4), Share(3, 6), Direction.SAME, "No change."),
    ],
)
def test_a_difference_is_called_a_change_only_when_chance_does_not_explain_it(
    before: Share, after: Share, direction: Direction, said: str
) -> None:
    found = Comparison(STICK, before, after)
    assert found.direction is direction
    assert found.sentence.endswith(said)
    assert f"{after.n} of {after.of}" in found.sentence and f"{before.n} of {before.of}" in found.sentence


@pytest.mark.parametrize(("before", "after"), [(None, Share(1, 2)), (Share(1, 2), None), (Share(0, 0), Share(1, 2))])
def test_without_answers_on_both_sides_nothing_is_compared(before: Share | None, after: Share | None) -> None:
    found = Comparison(STICK, before, after)
    assert not found.comparable and not found.is_change
    assert found.direction is Direction.UNKNOWN
    assert "nothing to compare with" in found.sentence or "no answers to it yet" in found.sentence


def test_a_question_counts_its_good_answer_and_leaves_out_what_says_nothing() -> None:
    stick = yardstick(_form(), "seen")
    assert stick is not None
    assert stick.better == {"yes"}
    assert stick.either == {"yes", "no"}


def test_a_question_about_a_fault_counts_no_as_the_good_answer() -> None:
    stick = yardstick(_form(polarity="area"), "seen")
    assert stick is not None and stick.better == {"no"}


def test_a_domain_counts_the_better_half_of_its_grades() -> None:
    stick = yardstick(_form(), domain="timeliness")
    assert stick is not None
    assert (stick.name, stick.says) == ("Timeliness", "good or better")
    assert stick.better == {"good", "outstanding"}
    assert "not_seen" not in stick.either


@pytest.mark.parametrize(("question", "domain"), [("story", ""), ("gone", ""), ("", "voice"), ("", "")])
def test_words_and_what_is_not_asked_have_no_yardstick(question: str, domain: str) -> None:
    assert yardstick(_form(), question, domain) is None


def test_grades_and_yes_or_no_can_show_a_change_and_words_cannot() -> None:
    assert [measurable(one) for one in _form().questions] == [True, True, False]


def test_another_scale_another_wording_and_a_missing_question_are_each_a_caution() -> None:
    form = _form()
    grade, seen = yardstick(form, domain="timeliness"), yardstick(form, "seen")
    assert grade is not None and seen is not None
    assert cautions(form, form, seen, seen) == ()
    other = _form(label="Was the child spoken to?")
    assert "worded differently" in cautions(form, other, seen, yardstick(other, "seen"))[0]
    shorter = _form(grades=("poor", "good"))
    assert "different scales" in cautions(form, shorter, grade, yardstick(shorter, domain="timeliness"))[0]
    assert "does not ask this" in cautions(form, form, seen, None)[0]


def test_a_reaudit_asks_again_exactly_what_the_actions_were_to_improve() -> None:
    asked = (
        ToAskAgain(1, "See every child alone.", Status.DONE_WITH_IMPACT, question_id="seen", still_open=False),
        ToAskAgain(2, "Meet sooner.", Status.ON_TRACK, domain="timeliness"),
        ToAskAgain(3, "See siblings, too.", Status.DONE, question_id="seen"),
        ToAskAgain(4, "Train everybody.", Status.NOT_STARTED, measure="Nine in ten are trained."),
    )
    assert questions(asked) == ("seen",)
    assert must_have_improved(asked, _form()).splitlines() == [
        "Was the child seen? (action 1 of the earlier audit, done)",
        "Timeliness (action 2 of the earlier audit, not done yet)",
        "Was the child seen? (action 3 of the earlier audit, done, and something is left to do)",
        "Nine in ten are trained. (action 4 of the earlier audit, not done yet)",
    ]
    assert must_have_improved((), _form()) == ""
