"""The partnership's choices as they are typed: scales, timetable, telephone numbers, names."""

from typing import Any

import pytest

from maap.domain.choices import agency, facts, flat, nested, theme
from maap.domain.fitting import BadForm
from maap.domain.grading_scales import scale
from maap.domain.partnership import Partnership, TimetableStep
from maap.domain.questionnaire import Level, Scale
from maap.domain.timetable_template import template

GRADES = Scale(
    key="grades",
    name="Grades",
    direction="higher_is_better",
    levels=(
        Level(value="good", label="Good", rank=2, description="Met the standards.", translations={"pl": "Dobrze"}),
        Level(value="poor", label="Poor", rank=1),
        Level(value="not_known", label="Not known to us"),
    ),
)


def _rows(*changes: dict[str, Any], of: Scale = GRADES) -> list[dict[str, Any]]:
    rows = [
        {"place": n, **level.model_dump(include={"value", "label", "description", "rank"})}
        for n, level in enumerate(of.levels, start=1)
    ]
    return [{**row, **change} for row, change in zip(rows, [*changes, *[{}] * len(rows)], strict=False)]


def _typed(rows: list[dict[str, Any]], **different: Any) -> dict[str, Any]:
    return {"name": "Grades", "direction": "higher_is_better", "levels": rows} | different


def test_a_scale_that_is_not_changed_stays_the_same() -> None:
    assert scale(GRADES, _typed(_rows()), {}) == GRADES


def test_a_renamed_level_keeps_the_value_that_answers_hold() -> None:
    made = scale(GRADES, _typed(_rows({"label": "Good practice"})), {})
    assert (made.levels[0].value, made.levels[0].label) == ("good", "Good practice")
    assert made.levels[0].translations == {}


def test_a_new_level_gets_a_value_of_its_own_even_when_a_label_comes_back() -> None:
    rows = [*_rows({"label": "Fine"}), {"label": "Good", "rank": 3.0}, {"place": None, "label": None}]
    made = scale(GRADES, _typed(rows), {})
    assert [(level.value, level.rank) for level in made.levels if level.label == "Good"] == [("good_2", 3)]
    assert len(made.levels) == 4


def test_levels_stand_in_the_order_of_their_places() -> None:
    made = scale(GRADES, _typed(_rows({"place": 2.5})), {})
    assert [level.value for level in made.levels] == ["poor", "good", "not_known"]


@pytest.mark.parametrize(
    "rows, sentence",
    [
        (_rows({"label": " "}), "row 1 has no label"),
        (_rows({"label": "poor"}), "“poor” is there twice"),
        (_rows({"rank": 1}), "have the same worth"),
        (_rows({"rank": None}), "at least two levels"),
        (_rows({"rank": 1.5}), "not a whole number"),
        ([], "at least two levels"),
    ],
)
def test_a_scale_that_could_not_grade_is_refused(rows: list[dict[str, Any]], sentence: str) -> None:
    with pytest.raises(BadForm, match=sentence):
        scale(GRADES, _typed(rows), {})


def test_two_scales_never_have_one_name() -> None:
    with pytest.raises(BadForm, match="already a scale called"):
        scale(None, _typed(_rows()), {"other": "grades"})
    assert scale(None, _typed(_rows()), {"grades": "Other"}).key == "grades_2"


STEPS = (
    TimetableStep(key="returns_open", name="Returns open", week=2),
    TimetableStep(key="returns_due", name="Returns due", week=2, working_days=15, who="Leads"),
    TimetableStep(key="panel", name="Panel", week=7),
    TimetableStep(key="party", name="Party", week=9),
)


def _steps() -> list[dict[str, Any]]:
    return [step.model_dump() for step in STEPS]


def test_steps_are_put_in_the_order_of_their_dates() -> None:
    rows = [*_steps(), {"name": "Lunch", "week": 3.0}]
    made = template(STEPS, rows)
    assert [step.key for step in made] == ["returns_open", "lunch", "returns_due", "panel", "party"]


def test_a_step_that_nothing_counts_from_may_go() -> None:
    assert template(STEPS, _steps()[:3]) == STEPS[:3]


def test_steps_that_lateness_is_counted_from_stay() -> None:
    with pytest.raises(BadForm, match="“Returns due” must stay"):
        template(STEPS, [row for row in _steps() if row["key"] != "returns_due"])


@pytest.mark.parametrize(
    "row, sentence",
    [
        ({"name": "", "week": 3}, "Row 5. Step: write something here."),
        ({"name": "Lunch", "week": None}, "Row 5 (Lunch). Week: enter a whole number."),
        ({"name": "Lunch", "week": 400}, "Row 5 (Lunch). Week: enter 156 or fewer."),
        ({"name": "Lunch", "week": 3, "lasts": -1}, "Row 5 (Lunch). Lasts: enter 0 or more."),
    ],
)
def test_a_step_without_name_or_date_is_refused(row: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadForm) as refused:
        template(STEPS, [*_steps(), row])
    assert str(refused.value) == sentence


def _facts(**different: Any) -> dict[str, Any]:
    standing = Partnership(name="Example Partnership", short_name="EP").model_dump(mode="json")
    return {**flat(standing), "procedures": "We commit."} | different


def test_facts_are_the_partnership_in_one_flat_form() -> None:
    told = facts(_facts(**{"safeguarding_children.phone": " 01632 960000 "}))
    assert told.partnership.safeguarding_children.phone == "01632 960000"
    assert told.procedures == "We commit."
    whole = told.partnership.model_dump(mode="json")
    assert nested(flat(whole)) == whole


@pytest.mark.parametrize(
    "number", ["01632 960000", "(01632) 960 000", "+44 1632 960000", "0300 555 0050 option 2", "999"]
)
def test_telephone_numbers_are_taken_as_people_write_them(number: str) -> None:
    assert facts(_facts(**{"safeguarding_adults.phone": number}))


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("safeguarding_adults.phone", "ask Jo", "Adults: telephone: write the number"),
        ("safeguarding_children.out_of_hours_phone", "12", "Children: telephone out of hours"),
        ("website", "javascript:alert(1)", "Website: write the whole address"),
        ("reference_prefix", "m1", "2 to 8 capital letters"),
        ("procedures", "  ", "Procedures that agencies commit to: write them down"),
        ("procedures", "x" * 30_001, "at most 30,000"),
        ("name", "", "Name of the partnership: write something here."),
        ("standing_terms.immediate_concern_hours", None, "Hours to answer an immediate concern: enter a whole number."),
        ("data_protection.retention_months", 0, "Months that answers are kept: enter 1 or more."),
    ],
)
def test_facts_that_cannot_be_used_are_refused(field: str, value: object, sentence: str) -> None:
    with pytest.raises(BadForm) as refused:
        facts(_facts(**{field: value}))
    assert list(refused.value.sentences) == [field]
    assert sentence in str(refused.value)


def test_long_procedures_are_kept_whole() -> None:
    assert len(facts(_facts(procedures="x" * 20_000)).procedures) == 20_000


def test_no_two_agencies_share_a_name_not_even_an_old_one() -> None:
    typed = {
        "name": "Police",
        "short_name": "Police",
        "aliases": "Constabulary\n\n",
        "kind": "police",
        "remit": "Calls.",
    }
    others = [("Health visiting", ("Health visiting", "HV", "CONSTABULARY"))]
    with pytest.raises(BadForm, match="“Constabulary” is also a name of Health visiting"):
        agency(typed, others)
    assert agency(typed, []).aliases == ("Constabulary",)


def test_no_two_themes_share_a_name() -> None:
    typed = {"name": "Siblings", "group_id": 1, "audience": "children"}
    words = {"definition": "a", "use_when": "b", "not_when": "c"}
    with pytest.raises(BadForm, match="already a theme called"):
        theme(typed | words, ["SIBLINGS"])
    assert theme(typed | words, ["Fathers"]).active
