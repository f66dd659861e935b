"""How far agencies and panel are apart, in words that a meeting can use."""

import pytest

from maap.domain.agreement import agreement
from maap.domain.panels import AgreedGrade, gap, gap_in_words, is_private, needs_reason, refuse_unfit, scales
from maap.domain.problems import Problem
from maap.domain.questionnaire import Level, Questionnaire, Scale

GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
SCALE = Scale(
    key="grade4",
    name="Four grades",
    direction="higher_is_better",
    levels=(
        *(Level(value=value, label=value, rank=4 - n) for n, value in enumerate(GRADES)),
        Level(value="not_seen", label="Not seen in file"),
    ),
)
FIRST_IS_BEST = Scale(
    key="levels",
    name="Levels",
    direction="lower_is_better",
    levels=tuple(Level(value=str(n), label=f"Level {n}", rank=n) for n in (1, 2, 4)),
)


def test_a_gap_is_counted_in_grades_between_the_best_and_the_worst() -> None:
    assert gap(SCALE, ["good", "inadequate", "good"]) == 2
    assert gap(SCALE, ["good", "good"]) == 0


def test_a_gap_counts_levels_and_not_the_numbers_they_carry() -> None:
    assert gap(FIRST_IS_BEST, ["1", "4"]) == 2


def test_an_answer_that_is_no_grade_is_no_distance_from_anything() -> None:
    assert gap(SCALE, ["inadequate", "not_seen"]) == 0
    assert gap(SCALE, ["not_seen"]) == 0
    assert gap(SCALE, []) == 0


@pytest.mark.parametrize(
    "steps, words", [(0, "no gap"), (1, "one grade apart"), (3, "three grades apart"), (10, "10 grades apart")]
)
def test_a_gap_is_said_in_words(steps: int, words: str) -> None:
    assert gap_in_words(steps) == words


@pytest.mark.parametrize(
    "agreed, own, needed",
    [
        ("good", ["good", "good"], False),
        ("good", ["good", "inadequate"], True),
        ("good", ["good", "not_seen"], False),
        ("not_seen", ["not_seen", "not_seen"], False),
        ("good", ["not_seen"], True),
        ("not_seen", ["good"], True),
        ("good", [], True),
    ],
)
def test_a_reason_is_needed_where_the_panel_differs_from_an_agency(agreed: str, own: list[str], needed: bool) -> None:
    assert needs_reason(SCALE, agreed, own) is needed


def test_a_difference_without_its_reason_is_refused_and_with_it_taken() -> None:
    with pytest.raises(Problem, match="Say why the panel agreed it"):
        refuse_unfit(SCALE, AgreedGrade(domain="timeliness", grade="good", reason="  "), ["inadequate"])
    refuse_unfit(SCALE, AgreedGrade(domain="timeliness", grade="good", reason="The file showed more."), ["inadequate"])


@pytest.mark.parametrize("grade", ["", "splendid"])
def test_a_grade_that_is_not_on_the_scale_is_refused(grade: str) -> None:
    with pytest.raises(Problem, match="Choose the grade"):
        refuse_unfit(SCALE, AgreedGrade(domain="timeliness", grade=grade, reason="Because"), ["good"])


def test_a_reason_has_room_for_the_main_points_only() -> None:
    with pytest.raises(Problem, match="longer than 2,000 characters"):
        refuse_unfit(SCALE, AgreedGrade(domain="timeliness", grade="good", dissent="x" * 2001), ["good"])


@pytest.mark.parametrize(
    "pairs, sentence",
    [
        ([], ""),
        ([("not_seen", "good", 3)], ""),
        ([("good", "good", 1)], "Agencies and panel agreed on the only grade."),
        ([("good", "good", 12)], "Agencies and panel agreed on all 12 grades."),
        (
            [("good", "good", 23), ("good", "requires_improvement", 7)],
            "Agencies and panel differed on 7 of 30 grades, always by one grade. The panel's grade was lower each time.",
        ),
        (
            [("good", "good", 1), ("good", "outstanding", 1)],
            "Agencies and panel differed on 1 of 2 grades, by one grade. The panel's grade was higher.",
        ),
        (
            [("good", "requires_improvement", 2), ("inadequate", "good", 1), ("good", "good", 7)],
            "Agencies and panel differed on 3 of 10 grades: 2 by one grade and 1 by two grades. "
            "The panel's grade was lower twice and higher once.",
        ),
    ],
)
def test_agreement_is_said_in_plain_words(pairs: list[tuple[str, str, int]], sentence: str) -> None:
    assert agreement((SCALE, own, agreed, times) for own, agreed, times in pairs).sentence == sentence


def test_lower_means_worse_also_where_the_first_level_is_the_best() -> None:
    found = agreement([(FIRST_IS_BEST, "1", "4", 1)])
    assert (found.lower, found.higher, dict(found.apart)) == (1, 0, {2: 1})


def test_what_is_no_grade_is_counted_apart() -> None:
    found = agreement([(SCALE, "not_seen", "good", 2), (SCALE, "good", "good", 3)])
    assert (found.unranked, found.compared, found.differed) == (2, 3, 0)


def test_the_graded_domains_stand_in_the_questionnaires_order_with_their_scale() -> None:
    def graded(name: str, domain: str) -> dict[str, str]:
        return {"id": name, "kind": "grade", "scale": "grade4", "label": "How good?", "domain": domain}

    form = Questionnaire.model_validate(
        {
            "key": "small",
            "title": "Small",
            "audience": "children",
            "domains": [{"key": key, "name": key} for key in ("timeliness", "ungraded", "overall")],
            "scales": [SCALE],
            "sections": [
                {
                    "id": "only",
                    "title": "Only",
                    "questions": [graded("whole", "overall"), graded("in_time", "timeliness"), graded("lost", "")],
                }
            ],
        }
    )
    assert list(scales(form).items()) == [("timeliness", SCALE), ("overall", SCALE)]


def test_an_answer_with_a_lane_of_its_own_is_not_read_by_a_panel() -> None:
    assert is_private("single_agency_issue")
    assert is_private("immediate_concern_phoned")
    assert not is_private("contact_period")
