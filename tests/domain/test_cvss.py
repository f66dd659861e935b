"""Scores of CVSS 3 vectors: those that FIRST publishes with its examples, and what is no such vector."""

import pytest

from maap.domain.cvss import score, word


@pytest.mark.parametrize(
    "vector, points",
    [
        ("AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8),
        ("AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4),
        ("AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1),
        ("AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3),
        ("AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
    ],
)
def test_a_vector_has_the_score_of_the_specification(vector: str, points: float) -> None:
    assert score(f"CVSS:3.1/{vector}") == score(f"CVSS:3.0/{vector}") == points


@pytest.mark.parametrize(
    "vector",
    [
        "",
        "high",
        "CVSS:3.1/AV:N",
        "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H",
    ],
)
def test_another_text_has_none(vector: str) -> None:
    assert score(vector) is None


def test_each_word_begins_where_the_specification_says() -> None:
    assert [word(points) for points in (0.0, 3.9, 4.0, 6.9, 7.0, 8.9, 9.0, 10.0)] == [
        *("low", "low", "moderate", "moderate"),
        *("high", "high", "critical", "critical"),
    ]
