"""A thousand random audits, each with up to three snapshots, against the attacker of the short test."""

from tests.attack.attacker import attacked, audits, hide_under_five, ours

AUDITS = audits(1, 1_000)


def test_a_thousand_audits_give_no_small_number_away() -> None:
    assert sum(attacked(ours, history) for history in AUDITS) == 0


def test_the_naive_rule_is_broken_in_most_of_them() -> None:
    broken = sum(attacked(hide_under_five, history) > 0 for history in AUDITS)
    assert broken > len(AUDITS) // 2
