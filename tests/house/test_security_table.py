"""The table of security requirements names tests that there are, and leaves no requirement of its chapters out.

The catalogue of tests names tests that there are, too, and each of its rows says what was reached and what must fail.
"""

import re

import pytest

from tests.house.source import ROOT

TABLE = (ROOT / "docs" / "asvs.md").read_text()
CATALOGUE = (ROOT / "docs" / "catalogue.md").read_text()
APPLICABLE, NOT_APPLICABLE = TABLE.split("## Not applicable")
# How many requirements of levels 1 and 2 version 5.0.0 has in each section.
SECTIONS = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4},
    **{"3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3},
    **{"6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5},
    **{"7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4},
    **{"10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1},
    **{"12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3},
    **{"15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3},
    **{"17.1": 1, "17.2": 4, "17.3": 2},
}


def _listed(text: str) -> list[str]:
    """Every number in the first column, with spans written out."""
    found: list[str] = []
    for cell in re.findall(r"^\| ([\d., to]+) \|", text, flags=re.MULTILINE):
        for part in cell.split(", "):
            first, _, last = part.partition(" to ")
            section, number = first.rsplit(".", 1)
            end = int(last.rsplit(".", 1)[1]) if last else int(number)
            found += [f"{section}.{n}" for n in range(int(number), end + 1)]
    return found


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/\S+?::\w+)`", TABLE + CATALOGUE))))
def test_every_test_that_a_table_names_is_there(named: str) -> None:
    file, test = named.split("::")
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text(), flags=re.MULTILINE)


def test_every_requirement_is_listed_once() -> None:
    listed = _listed(TABLE)
    assert sorted(listed) == sorted(set(listed))
    counted = {section: sum(number.rsplit(".", 1)[0] == section for number in listed) for section in SECTIONS}
    assert counted == SECTIONS and len(listed) == sum(SECTIONS.values())


def test_the_count_in_its_first_lines_is_right() -> None:
    rows = [line for line in APPLICABLE.splitlines() if re.match(r"\| \d", line)]
    not_met, partly = (sum(mark in row for row in rows) for mark in ("**Not met:", "**Partly:"))
    assert (
        f"{len(rows)} requirements apply: {len(rows) - not_met - partly} are met, {partly} in part, {not_met} not."
        in TABLE
    )


def test_the_count_of_rows_without_a_test_is_right() -> None:
    untested = [line for line in APPLICABLE.splitlines() if re.match(r"\| \d", line) and line.endswith("| no test |")]
    told = re.search(r"0 not\.\*\* (\d+)\s+of them have no test", TABLE)
    assert told and int(told[1]) == len(untested)


def test_every_row_of_the_catalogue_is_whole_and_stands_once_in_its_order() -> None:
    rows = [line.strip("|").split(" | ") for line in CATALOGUE.splitlines() if re.match(r"\| T\d", line)]
    numbers = [int(found[1]) for row in rows if (found := re.match(r"\s*T(\d+) ", row[0]))]
    assert numbers == sorted(set(numbers)) and len(numbers) == len(rows) >= 19
    assert [row[0] for row in rows if len(row) != 4 or not all(cell.strip() for cell in row)] == []
