"""Before and after in a sentence and as points."""

from maap.domain.before_after import Comparison, Share, Yardstick
from maap.ui.actions.before_after import overall
from maap.views.action_lines import ActionLine
from maap.views.before_after import Compared

_YES, _EITHER = frozenset({"yes"}), frozenset({"yes", "no"})


def _row(key: str, before: Share | None, after: Share | None) -> Compared:
    stick = Yardstick("question", key, key.capitalize(), "“yes”", _YES, _EITHER)
    line = ActionLine.__new__(ActionLine)
    return Compared(line, "", Comparison(stick, before, after))


def test_two_actions_about_the_same_thing_count_it_once() -> None:
    rows = [_row("seen", Share(2, 30), Share(25, 30)), _row("seen", Share(2, 30), Share(25, 30))]
    assert overall(rows) == "Of 1 thing that both audits asked about: 1 better."


def test_small_numbers_are_said_to_be_small() -> None:
    assert overall([_row("seen", Share(1, 4), Share(3, 4))]).endswith(
        "The numbers are small, so only a large difference can be told from chance."
    )


def test_worse_is_said_beside_better() -> None:
    rows = [_row("seen", Share(2, 30), Share(25, 30)), _row("heard", Share(25, 30), Share(2, 30))]
    assert overall(rows) == "Of 2 things that both audits asked about: 1 better, 1 worse."


def test_without_answers_on_both_sides_nothing_is_claimed() -> None:
    assert overall([_row("seen", Share(1, 4), None)]).startswith("No action names a question")
