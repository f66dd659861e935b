"""Columns that tell who somebody is are found by what they hold."""

import pytest

from maap.domain.cohort import Eligibility, IdentifyingColumn, Mapping, read_cohort, suspicious_columns
from maap.domain.grid import Grid, laid_out

NHS = ("943 476 5919", "9434765919", "401-023-2137", "4010232137")  # test numbers published with the check digit's rule
CHILDREN = ("Aisha Khan", "Tom O'Neill", "Smith, Chloe", "Mohammed Ali", "Jakub Nowak", "ELLIE JONES")


def column(heading: str, *values: str) -> Grid:
    return laid_out([("Case", heading), *((f"C-{number:05}", value) for number, value in enumerate(values))])


def kinds(grid: Grid) -> list[tuple[str, str]]:
    return [(found.column, found.kind) for found in suspicious_columns(grid)]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("NHS numbers", NHS),
        ("names of people", CHILDREN),
        ("names of people", ("Aisha", "Tom", "Chloe", "Blessing")),
        ("dates of birth", ("03/04/2011", "12 May 2015", "2009-07-30", "01/01/2018", "02/02/2026")),
        ("postcodes", ("DY1 1HF", "dy2 7bx", "B63 3HN")),
        ("addresses", ("14 High Street, Dudley", "3a Wolverhampton Road", "Flat 2, 9 Castle Hill Close")),
        ("telephone numbers", ("01384 555123", "07700 900123", "+44 7700 900456")),
        ("e-mail addresses", ("a.khan@example.org", "none", "none")),
        ("unique pupil numbers", ("A123456789012", "H80120010100A")),
        ("National Insurance numbers", ("AB123456C", "JG 10 37 59 A")),
        ("initials with a date of birth", ("JS 03/04/2012", "AK010115", "TB-22.11.09")),
    ],
)
def test_identifiers_are_found_under_an_innocent_heading(kind: str, values: tuple[str, ...]) -> None:
    assert kinds(column("Detail", *values)) == [("Detail", kind)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("DOB", "dates of birth"),
        ("Date of Birth", "dates of birth"),
        ("Surname", "names of people"),
        ("Child's name", "names of people"),
        ("NHS no.", "NHS numbers"),
        ("Post code", "postcodes"),
        ("Home address", "addresses"),
        ("E-mail", "e-mail addresses"),
        ("Mobile number", "telephone numbers"),
    ],
)
def test_a_heading_is_enough(heading: str, kind: str) -> None:
    assert kinds(column(heading, "x1", "x2")) == [(heading, kind)]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Threshold", ("Child protection", "Child in need", "Early help", "Looked after")),
        ("Age band", ("0 to 4", "5 to 11", "12-17", "Under 1")),
        ("Ward", ("Netherton", "Quarry Bank", "St James's", "Castle and Priory", "Amblecote")),
        ("Ethnicity", ("White British", "Asian Pakistani", "Mixed White and Black Caribbean", "Not stated")),
        ("Team name", ("Team 1", "Brierley Hill", "MASH")),
        ("Month", ("April", "May", "June", "July")),
        ("Rating", ("Red", "Amber", "Green")),
        ("Last intervention", ("03/03/2026", "12 Jan 2026", "2025-11-30", "01/06/2025")),
        ("Agencies", ("Police; Health", "School, Police, Health", "Housing", "3")),
        ("Postcode area", ("DY1", "DY2", "B63")),
        ("Other reference", ("1000000001", "1000000002", "1000000003", "1000000004", "1000000005", "1000000006")),
        ("Other reference", ("2024/00123", "LCS-88213", "M00412", "00000012345")),
    ],
)
def test_what_does_not_identify_anyone_passes(heading: str, values: tuple[str, ...]) -> None:
    assert kinds(column(heading, *values)) == []


def test_births_of_teenagers_are_known_from_the_other_dates_of_the_list() -> None:
    rows = [
        ("C-1", "01/02/2010", "03/03/2026"),
        ("C-2", "15/08/2010", "01/02/2026"),
        ("C-3", "30/11/2009", "05/12/2025"),
    ]
    assert kinds(laid_out([("Case", "Day", "Seen"), *rows])) == [("Day", "dates of birth")]


def test_names_that_no_list_knows_are_found_by_their_shape() -> None:
    first, last = ("Zbyrek", "Oluwami", "Tsehaye", "Quorin"), ("Brzakk", "Adefolu", "Wendemu", "Ilvaren")
    assert kinds(column("Detail", *(f"{a} {b}" for a in first for b in last))) == [("Detail", "names of people")]


def test_an_example_shows_its_shape_and_not_its_letters() -> None:
    (found,) = suspicious_columns(column("Detail", *CHILDREN))
    assert found.example_masked == "A•••• K•••"
    assert not any(name in found.sentence for name in CHILDREN)


def test_a_reference_column_that_holds_nhs_numbers_is_refused() -> None:
    grid = laid_out([("Case", "Threshold"), *((number, "CP") for number in NHS)])
    with pytest.raises(IdentifyingColumn, match="“Case” seems to hold NHS numbers"):
        read_cohort(grid, Mapping(reference="Case", strata=("Threshold",)), Eligibility())


def test_a_column_that_is_not_used_does_not_stop_the_list() -> None:
    grid = laid_out([("Case", "Child"), ("C-1", "Aisha Khan"), ("C-2", "Tom Hill")])
    assert len(read_cohort(grid, Mapping(reference="Case"), Eligibility()).cases) == 2


def test_a_single_identifier_among_many_references_leaves_out_its_row_and_is_masked() -> None:
    rows = [(f"C-{number:05}",) for number in range(60)]
    grid = laid_out([("Case",), *rows, ("943 476 5919",)])
    made = read_cohort(grid, Mapping(reference="Case"), Eligibility())
    (out,) = made.excluded
    assert (out.reference, out.row) == ("9•• 4•• 5•••", 62)
    assert "NHS numbers" in out.reason
