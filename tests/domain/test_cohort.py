"""A messy list becomes a cohort: what may be drawn, what may not, and a fingerprint that only content can change."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maap.domain.cohort import Cohort, Eligibility, Mapping, read_cohort
from maap.domain.grid import Grid, laid_out
from maap.domain.problems import Problem
from maap.domain.written_dates import cell_date, uk_date

HEADINGS = ("Ref", "Threshold", "Last seen", "Agencies", "Last audit")
MAPPING = Mapping(
    reference="Ref",
    strata=("Threshold",),
    last_intervention="Last seen",
    agencies="Agencies",
    last_audited="Last audit",
)
YEAR = Eligibility(period_start=date(2025, 4, 1), period_end=date(2026, 3, 31))
ANY = Eligibility()


def listed(*rows: tuple[str, ...]) -> Grid:
    return laid_out([HEADINGS, *((*row, "", "", "", "")[:5] for row in rows)])


def cohort(*rows: tuple[str, ...], rules: Eligibility = ANY, mapping: Mapping = MAPPING) -> Cohort:
    return read_cohort(listed(*rows), mapping, rules)


def reasons(made: Cohort) -> dict[str, str]:
    return {out.reference: out.reason for out in made.excluded}


@pytest.mark.parametrize(
    "written",
    ["03/03/2026", "3/3/26", "3 Mar 2026", "3rd March 2026", "03-Mar-26", "2026-03-03", "3.3.2026", "2026-03-03 09:30",
     "03/03/2026 00:00", "Tue 3 March 2026"],
)  # fmt: skip
def test_a_day_is_read_however_people_write_it(written: str) -> None:
    assert uk_date(written) == date(2026, 3, 3)


@pytest.mark.parametrize("written", ["31/02/2026", "12/25/2025", "CP", "", "12", "3/3", "C-00123", "2026"])
def test_what_is_no_day_is_not_made_one(written: str) -> None:
    assert uk_date(written) is None


def test_a_bare_day_number_of_a_spreadsheet_is_a_day() -> None:
    assert cell_date("46084") == date(2026, 3, 3)


def test_day_comes_before_month() -> None:
    assert uk_date("04/05/2026") == date(2026, 5, 4)


def test_a_case_is_eligible_when_its_last_intervention_is_inside_the_period() -> None:
    made = cohort(
        ("A-1", "CP", "01/04/2025"),
        ("A-2", "CP", "31/03/2026"),
        ("A-3", "CP", "31/03/2025"),
        ("A-4", "CP", "1 April 2026"),
        ("A-5", "CP", ""),
        ("A-6", "CP", "last week"),
        rules=YEAR,
    )
    assert [case.reference for case in made.cases] == ["A-1", "A-2"]
    assert reasons(made) == {
        "A-3": "The last intervention was before 1 April 2025, when the audited period starts",
        "A-4": "The last intervention was after 31 March 2026, when the audited period ends",
        "A-5": "No date of an intervention is given",
        "A-6": "The date of the last intervention cannot be read",
    }


@pytest.mark.parametrize(
    ("agencies", "eligible"),
    [("2", True), ("1", False), ("", False), ("Police; Health", True), ("Police, police", False),
     ("Police\nHealth", True), ("Housing, Care and Support; Police", True)],
)  # fmt: skip
def test_a_case_needs_as_many_agencies_as_the_rule_says(agencies: str, eligible: bool) -> None:
    made = cohort(("A-1", "CP", "", agencies), ("A-2", "CP", "", "5"), rules=Eligibility(at_least_agencies=2))
    assert ("A-1" in {case.reference for case in made.cases}) == eligible


def test_a_case_audited_lately_is_left_out_and_one_never_audited_is_not() -> None:
    made = cohort(
        ("A-1", "CP", "", "", "01/06/2025"),
        ("A-2", "CP", "", "", "31/05/2025"),
        ("A-3", "CP"),
        rules=Eligibility(not_audited_since=date(2025, 6, 1)),
    )
    assert [case.reference for case in made.cases] == ["A-2", "A-3"]
    assert reasons(made) == {"A-1": "The case was audited on or after 1 June 2025"}


def test_stray_spaces_and_capitals_make_no_new_groups_and_are_noted() -> None:
    made = cohort(("A-1", "CP"), ("A-2", " cp "), ("A-3", "CP"), ("A-4", ""))
    assert made.population == {"CP": 3, "not recorded": 1}
    assert "In “Threshold”, “cp” was read as “CP”." in made.notes


def test_the_same_reference_twice_counts_once() -> None:
    made = cohort(("A-1", "CP"), ("A-2", "CP"), (" A-1", "CP"))
    assert [(case.reference, case.row) for case in made.cases] == [("A-1", 2), ("A-2", 3)]
    assert [(out.reference, out.row, out.reason) for out in made.excluded] == [
        ("A-1", 4, "The same reference is listed more than once")
    ]


def test_of_two_rows_of_one_case_the_eligible_one_counts_wherever_it_stands() -> None:
    old, new = ("A-1", "CP", "01/01/2020"), ("A-1", "CP", "01/05/2025")
    for rows in ((old, new), (new, old)):
        assert [case.reference for case in cohort(*rows, rules=YEAR).cases] == ["A-1"]


def test_rows_without_reference_and_totals_are_left_out_by_their_row_number() -> None:
    made = cohort(("A-1", "CP"), ("", "", ""), ("", "CP"), ("Total", "2"))
    assert [(out.row, out.reason) for out in made.excluded] == [
        (4, "There is no reference"),
        (5, "This row looks like a total, not a case"),
    ]
    assert made.count == 3


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A-1", "A-2", "A-3", "A-4", ""]),
        st.sampled_from(["CP", "cp", "CIN", ""]),
        st.sampled_from(["01/05/2025", "1 May 2025", "01/01/2020", ""]),
        st.sampled_from(["1", "3", "Police; Health"]),
    ),
    min_size=1,
    max_size=12,
).filter(lambda rows: any(map(any, rows)))


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_neither_fingerprint_nor_cases_nor_reasons(
    rows: list[tuple[str, ...]], chance: object
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = cohort(*rows, rules=YEAR), cohort(*shuffled, rules=YEAR)
    assert one.sha256 == other.sha256
    assert {(case.reference, case.label) for case in one.cases} == {
        (case.reference, case.label) for case in other.cases
    }
    assert sorted((out.reference, out.reason) for out in one.excluded) == sorted(
        (out.reference, out.reason) for out in other.excluded
    )


def test_the_fingerprint_does_not_hang_on_how_a_date_is_written() -> None:
    assert cohort(("A-1", "CP", "03/03/2026")).sha256 == cohort(("A-1", "CP", "2026-03-03")).sha256


def test_any_change_of_content_changes_the_fingerprint() -> None:
    prints = {
        cohort(("A-1", "CP")).sha256,
        cohort(("A-2", "CP")).sha256,
        cohort(("A-1", "CIN")).sha256,
        cohort(("A-1", "CP"), ("A-2", "CP")).sha256,
        cohort(("A-1", "CP", "03/03/2026")).sha256,
        cohort(("A-1", "CP", "", "3")).sha256,
    }
    assert len(prints) == 6


def test_columns_are_found_whatever_their_capitals_and_spaces() -> None:
    made = cohort(("A-1", "CP"), mapping=Mapping(reference=" REF ", strata=("threshold",)))
    assert made.mapping == Mapping(reference="Ref", strata=("Threshold",))


@pytest.mark.parametrize(
    ("mapping", "rules", "sentence"),
    [
        (Mapping(reference="Case"), ANY, "no column “Case”. The columns are “Ref”, “Threshold”"),
        (Mapping(reference="Ref"), YEAR, "needs the date of the last intervention"),
        (Mapping(reference="Ref"), Eligibility(at_least_agencies=2), "needs the agencies"),
        (Mapping(reference="Ref", strata=("ref",)), ANY, "chosen twice"),
        (MAPPING, Eligibility(period_start=date(2026, 1, 2), period_end=date(2026, 1, 1)), "ends before it starts"),
        (Mapping(reference="Ref", last_audited="Threshold"), ANY, "“Threshold” does not hold dates"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_in_words(mapping: Mapping, rules: Eligibility, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        cohort(("A-1", "CP", "03/03/2026", "2"), rules=rules, mapping=mapping)


def test_a_column_with_a_value_for_each_case_is_no_group() -> None:
    with pytest.raises(Problem, match="too many for groups"):
        cohort(*((f"A-{number}", f"x{number}") for number in range(201)))
