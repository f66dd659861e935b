"""A certificate proves its sample, and nothing in it can be changed without being noticed."""

from datetime import UTC, datetime

import pytest

from maap.domain.certificate import Certificate, DrawnCase, certify, replaced, verify
from maap.domain.cohort import Cohort, Eligibility, Mapping, read_cohort
from maap.domain.grid import laid_out
from maap.domain.problems import Problem
from maap.domain.sampling import Plan, draw

MOMENT = datetime(2026, 3, 3, 14, 2, tzinfo=UTC)
ROWS = [(f"C-{number:03}", ("CP", "CIN", "Early help")[number % 3]) for number in range(30)] + [("C-001", "CIN")]


def cohort(rows: list[tuple[str, str]] = ROWS) -> Cohort:
    return read_cohort(
        laid_out([("Ref", "Threshold"), *rows]), Mapping(reference="Ref", strata=("Threshold",)), Eligibility()
    )


def certificate() -> Certificate:
    plan = Plan(size=6, seed="blue heron", method="stratified", minimum_per_stratum=1)
    return certify(cohort(), draw(cohort().cases, plan), "MAAP26-1", MOMENT, "coordinator")


def with_first_pick(**changed: str) -> tuple[DrawnCase, ...]:
    first, *others = certificate().drawn
    return (first.model_copy(update=changed), *others)


def test_a_certificate_proves_its_sample_from_the_rows_in_any_order() -> None:
    assert verify(certificate(), cohort(ROWS[::-1])) == ()


def test_a_certificate_survives_being_written_and_read() -> None:
    assert Certificate.from_json(certificate().to_json()) == certificate()


def test_cases_have_neutral_references() -> None:
    assert [case.case_reference for case in certificate().drawn][:3] == ["MAAP26-1-01", "MAAP26-1-02", "MAAP26-1-03"]


def test_left_out_rows_are_named_and_counted_by_reason() -> None:
    assert certificate().excluded_for == {"The same reference is listed more than once": 1}
    assert (certificate().cohort_count, certificate().eligible_count) == (31, 30)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cohort_sha256": "0" * 64}, "The list is not the one"),
        ({"cohort_count": 30}, "The list has 31 rows; the certificate says 30"),
        ({"eligible_count": 31}, "30 cases may be drawn; the certificate says 31"),
        ({"excluded": ()}, "“C-001” should have been left out"),
        ({"excluded_for": {}}, "do not add up"),
        ({"drawn": certificate().drawn[::-1]}, "Pick 1: the draw gives"),
        ({"drawn": certificate().drawn[:-1]}, "Pick 6: .*the certificate says nothing"),
        ({"drawn": with_first_pick(ticket="f" * 64)}, "another ticket"),
        ({"drawn": with_first_pick(case_reference="X-1")}, "should have the case reference MAAP26-1-01"),
        ({"reserves": certificate().reserves[1:]}, "Reserve 1: the draw gives"),
        ({"allocation": {}}, "For “CIN” the draw gives 2 of 10; the certificate says 0 of 0"),
        ({"plan": certificate().plan.model_copy(update={"seed": "grey heron"})}, "Pick"),
        ({"plan": certificate().plan.model_copy(update={"size": 99})}, "cannot be drawn again"),
    ],
)  # fmt: skip
def test_what_was_changed_in_a_certificate_is_told(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(AssertionError, match=sentence):
        assert not "\n".join(verify(certificate().model_copy(update=change), cohort()))


@pytest.mark.parametrize("rows", [ROWS[1:], [*ROWS, ("C-900", "CP")], [(ROWS[0][0], "CIN"), *ROWS[1:]]])
def test_another_list_does_not_pass(rows: list[tuple[str, str]]) -> None:
    assert verify(certificate(), cohort(rows))[0].startswith("The list is not the one the sample was drawn from")


def test_a_replacement_is_the_next_reserve_of_the_same_group_under_a_new_case_reference() -> None:
    before = certificate()
    out = before.drawn[0]
    after = replaced(before, out.reference, "court", MOMENT)
    stand_in = next(case for case in before.reserves if case.stratum == out.stratum)
    assert [case.reference for case in after.sample()].count(stand_in.reference) == 1
    assert out.reference not in {case.reference for case in after.sample()}
    assert after.replacements[0].case_reference == "MAAP26-1-07"
    assert verify(after, cohort()) == ()


def test_a_stand_in_may_itself_be_replaced() -> None:
    first = replaced(certificate(), certificate().drawn[0].reference, "court", MOMENT)
    second = replaced(first, first.replacements[0].into, "moved_away", MOMENT)
    assert second.replacements[1].case_reference == "MAAP26-1-08"
    assert len(second.sample()) == 6
    assert verify(second, cohort()) == ()


def test_a_replacement_out_of_order_is_told() -> None:
    after = replaced(certificate(), certificate().drawn[0].reference, "court", MOMENT)
    later = [case.reference for case in after.reserves if case.stratum == after.drawn[0].stratum][1]
    forged = after.model_copy(update={"replacements": (after.replacements[0].model_copy(update={"into": later}),)})
    (sentence,) = verify(forged, cohort())
    assert f"was replaced by “{later}” as MAAP26-1-07, but the next in order was" in sentence


@pytest.mark.parametrize(
    ("out", "reason", "sentence"), [("C-999", "court", "not in the sample"), ("", "tired", "listed")]
)
def test_a_replacement_needs_a_case_of_the_sample_and_a_listed_reason(out: str, reason: str, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        replaced(certificate(), out or certificate().drawn[0].reference, reason, MOMENT)


def test_when_the_reserves_are_used_up_that_is_said() -> None:
    bare = certificate().model_copy(update={"reserves": ()})
    with pytest.raises(Problem, match="No reserve is left"):
        replaced(bare, bare.drawn[0].reference, "court", MOMENT)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "other"}', b"\xff\xfe"])
def test_what_is_no_certificate_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(Problem, match="not a sample certificate"):
        Certificate.from_json(text)
