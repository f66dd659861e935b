"""Forms that other people wrote for other tools are taken in, or refused with a sentence that names the cell."""

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from maap.domain.engine import route
from maap.domain.questionnaire import Choice, Choices, Grade, LongText, Note, Number, Repeat, YesNo
from maap.outside.questionnaires import xlsform_in
from maap.outside.questionnaires.forms import ReadForm

Sheet = list[list[Any]]
SURVEY = ["type", "name", "label", "hint", "required", "relevant", "constraint"]
CHOICES: Sheet = [
    ["list_name", "name", "label"],
    ["yn", "yes", "Yes"],
    ["yn", "no", "No"],
    ["plan", "cp", "Child protection"],
    ["plan", "cin", "Child in need"],
]


def workbook(**sheets: Sheet) -> bytes:
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form(*rows: list[Any], header: list[Any] = SURVEY, choices: Sheet = CHOICES) -> ReadForm:
    return xlsform_in.read(workbook(survey=[header, *rows], choices=choices))


def errors(read: ReadForm) -> list[tuple[int | None, str, str]]:
    return [(found.row, found.column, found.message) for found in read.problems() if found.severity == "error"]


def advice(read: ReadForm) -> list[str]:
    return [found.message for found in read.problems() if found.severity == "advice"]


def test_a_kobo_form_without_our_columns_becomes_a_sensible_questionnaire() -> None:
    read = form(
        ["start", "start", None, None, None, None, None],
        ["select_one yn", "Known", "Was the child known?", "Look at both systems", "yes", None, None],
        ["begin group", "G1", "Planning", None, None, "${Known} = 'yes'", None],
        ["select_multiple plan", "Plans", "Which plans?", None, "true()", None, "count-selected(.) <= 2"],
        ["integer", "Meetings-held", "How many meetings?", None, None, "selected(${Plans}, 'cp')", ". >= 0"],
        ["text", "Why", "Why?", None, None, None, None],
        ["end group", None, None, None, None, None, None],
    )
    assert errors(read) == []
    found = read.whole()
    assert [section.title for section in found.sections] == ["Part 1", "Planning"]
    known, plans, meetings, why = found.questions
    assert isinstance(known, YesNo)
    assert (known.id, known.need, known.guidance) == ("known", "required", "Look at both systems")
    assert isinstance(plans, Choices)
    assert isinstance(meetings, Number)
    assert (meetings.id, meetings.relevant, meetings.need) == ("meetings_held", "selected(${plans}, 'cp')", "optional")
    assert why.kind == "text"
    assert any("“start” is filled in by a phone" in message for message in advice(read))
    assert any("“Meetings-held” is now “meetings_held”" in message for message in advice(read))


def test_groups_inside_groups_keep_their_conditions_and_their_words() -> None:
    read = form(
        ["select_one yn", "a", "A?", None, None, None, None],
        ["begin_group", "outer", "Outer", None, None, None, None],
        ["begin_group", "inner", "Inner", None, None, "${a} = 'yes'", None],
        ["text", "b", "B?", None, None, "${a} != ''", None],
        ["end_group", None, None, None, None, None, None],
        ["end_group", None, None, None, None, None, None],
    )
    found = read.whole()
    heading, asked = found.sections[1].questions
    assert isinstance(heading, Note)
    assert heading.label == "Inner"
    assert asked.relevant == "(${a} = 'yes') and (${a} != '')"


def test_repeats_come_in_and_their_sums_still_work() -> None:
    read = form(
        ["begin_repeat", "child", "Child", None, None, None, None],
        ["integer", "age", "Age in years?", None, None, None, None],
        ["end_repeat", None, None, None, None, None, None],
        ["note", "n", "More than one child", None, None, "count(${child}) > 1", None],
    )
    found = read.whole()
    assert isinstance(found.question("child"), Repeat)
    rows = {"child": [{"age": 3}, {"age": 5}]}
    assert [question.id for question in route(found, rows, date(2026, 3, 3)).asked] == ["child", "n"]


def test_or_other_adds_the_answer_and_the_question_what_it_was() -> None:
    read = form(["select_one plan or_other", "p", "Which plan?", None, None, None, None])
    plan, other = read.whole().questions
    assert isinstance(plan, Choice)
    assert [option.value for option in plan.options] == ["cp", "cin", "other"]
    assert other.relevant == "selected(${p}, 'other')"


def test_welsh_comes_in_beside_english() -> None:
    header = ["type", "name", "label::English (en)", "label::Welsh (cy)", "hint::English (en)", "hint::Welsh (cy)"]
    choices: Sheet = [["list_name", "name", "label::English (en)", "label::Welsh (cy)"], ["l", "a", "A", "Â"]]
    read = form(["select_one l", "q", "Which?", "Pa un?", "Look", "Edrych"], header=header, choices=choices)
    question = read.whole().question("q")
    assert isinstance(question, Choice)
    assert (question.label, question.translations) == ("Which?", {"cy": "Pa un?"})
    assert question.guidance_translations == {"cy": "Edrych"}
    assert question.options[0].translations == {"cy": "Â"}


def test_a_graded_question_makes_its_scale_from_its_list() -> None:
    choices: Sheet = [
        ["list_name", "name", "label"],
        ["g", "good", "Good"],
        ["g", "poor", "Poor"],
        ["g", "not_known", "?"],
    ]
    read = form(
        ["select_one g", "q", "How good?", "grade"], header=["type", "name", "label", "audit::kind"], choices=choices
    )
    found = read.whole()
    assert isinstance(found.question("q"), Grade)
    assert [level.rank for level in found.scale("g").levels] == [2, 1, None]


def test_answers_with_odd_signs_are_renamed_together_with_their_conditions() -> None:
    choices: Sheet = [["list_name", "name", "label"], ["age", "<1", "Under one"], ["age", "1+", "One or older"]]
    read = form(
        ["select_one age", "q", "Age band?", None, None, None, None],
        ["note", "n", "A baby", None, None, "${q} = '<1'", None],
        choices=choices,
    )
    found = read.whole()
    values = [option.value for option in found.question("q").options]  # type: ignore[union-attr]
    assert found.question("n").relevant == f"${{q}} = '{values[0]}'"
    assert any("“<1” is now" in message for message in advice(read))


def test_what_cannot_be_asked_here_stays_as_a_note_and_is_named() -> None:
    read = form(["geopoint", "where", "Where?", None, None, None, None], ["text", "q", "What?", None, None, None, None])
    assert isinstance(read.whole().question("where"), Note)
    found = next(item for item in read.problems() if "geopoint" in item.message)
    assert (found.severity, found.sheet, found.row, found.column) == ("advice", "survey", 2, "type")


def test_a_column_without_a_place_is_named_and_not_dropped_in_silence() -> None:
    read = form(["text", "q", "What?", "none"], header=["type", "name", "label", "default"])
    found = next(item for item in read.problems() if "default" in item.message)
    assert (found.row, found.column) == (2, "default")


def test_a_long_answer_box_is_told_by_its_appearance() -> None:
    read = form(["text", "q", "What?", "multiline"], header=["type", "name", "label", "appearance"])
    assert isinstance(read.whole().question("q"), LongText)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        (["text", "q", "Q", None, None, "${later} = 'x'", None], (3, "relevant"), "“later”"),
        (["text", "q", "Q", None, None, "pulldata('a', 'b')", None], (3, "relevant"), "pulldata()"),
        (["text", "q", "Q", None, None, "${first} = ", None], (3, "relevant"), "ends too early"),
        (["text", "q", "Q", None, None, "../first = 'x'", None], (3, "relevant"), "cannot be read"),
        (["text", "q", "Q", None, None, None, "regex(.,"], (3, "constraint"), "Too few arguments"),
        (["text", None, "Q", None, None, None, None], (3, "name"), "no name"),
        (["select_one nowhere", "q", "Q", None, None, None, None], (3, "type"), "“nowhere”"),
        (["select_one_from_file f.csv", "q", "Q", None, None, None, None], (3, "type"), "another file"),
        (["end_group", None, None, None, None, None, None], (3, "type"), "not begun"),
        (["begin_group", "g", "G", None, None, None, None], (3, "type"), "not ended"),
        (["text", "first", "Q", None, None, None, None], (2, "name"), "twice"),
    ],
)
def test_a_refusal_names_the_cell(row: list[Any], place: tuple[int, str], words: str) -> None:
    read = form(["text", "first", "First", None, None, None, None], row)
    assert any((at, column) == place and words in message for at, column, message in errors(read)), errors(read)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not an Excel workbook"),
        (b"name,type\n", "not an Excel workbook"),
        (b"PK\x03\x04rubbish", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be read"),
        (workbook(notes=[["a"]], more=[["b"]]), "“survey”"),
        (workbook(survey=[["type", "name"]]), "“survey”"),
        (workbook(survey=[["type", "type"], ["text", "x"]]), "twice"),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    (refusal,) = errors(xlsform_in.read(content))
    assert words in refusal[2]


cells = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "text",
            "integer",
            "decimal",
            "date",
            "note",
            "calculate",
            "range",
            "rank",
            "acknowledge",
            "select_one|yn",
            "select_multiple|plan",
            "select_one|nowhere",
            "begin_group",
            "end_group",
            "begin_repeat",
            "end_repeat",
            "begin|group",
            "end|group",
            "image",
            "hidden",
            "select_one|plan|or_other",
            "q1",
            "q2",
            "Q|3",
            "${q1}",
            "${q1}='yes'",
            "selected(${q2},'cp')",
            ".>1",
            "today()",
            "yes",
            "no",
            "true()",
            "matrix",
            "grade",
            "pick",
            "evidence",
            "row",
            "section",
            "dates",
            "themes",
            "repeat",
            "police;",
            "-1",
            "1e400",
            "☃",
            "=1+1",
            "${",
        ]
    ).map(lambda text: text.replace("|", " ")),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
)
headers = st.lists(
    st.sampled_from(
        [
            "type",
            "name",
            "label",
            "hint",
            "required",
            "relevant",
            "constraint",
            "calculation",
            "appearance",
            "parameters",
            "label::Welsh|(cy)",
            "label::Klingon",
            "audit::kind",
            "audit::agencies",
            "audit::min",
            "audit::optional",
            "audit::scale",
            "repeat_count",
            "default",
        ]
    ).map(lambda text: text.replace("|", " ")),
    min_size=2,
    max_size=9,
    unique=True,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_foreign_form_whatsoever_is_more_than_a_sentence(data: st.DataObject) -> None:
    header = ["type", "name", *(head for head in data.draw(headers) if head not in ("type", "name"))]
    rows = data.draw(st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), max_size=8))
    choices = [CHOICES[0], *data.draw(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=3)), *CHOICES[1:]]
    read = xlsform_in.read(workbook(survey=[header, *rows], choices=choices))
    found = read.problems()
    assert all(item.message for item in found)
    if any(item.severity == "error" for item in found):
        return
    route(read.whole(), {"q1": "yes", "q2": ["cp"]}, date(2026, 3, 3))
