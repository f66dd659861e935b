"""A questionnaire as an XLSForm workbook: other tools open it, and our own columns bring it back equal."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from maap.domain.checking import problems
from maap.domain.problems import Problem
from maap.domain.questionnaire import (
    EVIDENCE,
    Asked,
    Calculated,
    Choice,
    Choices,
    Dates,
    Grade,
    LongText,
    Matrix,
    Note,
    Number,
    Question,
    Questionnaire,
    Repeat,
    Section,
    YesNo,
)
from maap.domain.sections import counting
from maap.outside.questionnaires.xlsform_choices import choice_rows, list_name
from maap.outside.questionnaires.xlsform_columns import (
    AUDIT,
    ENGLISH,
    FIGURES,
    FLAGS,
    PLAIN_FIELDS,
    both,
    figure,
    language_header,
    number_limits,
)

Cells = dict[str, str]
_TYPES = {"date": "date", "text": "text", "long_text": "text", "themes": "text", "note": "note"}
_TRANSLATED = ("label", "hint", "constraint_message")


def write(questionnaire: Questionnaire) -> bytes:
    """An XLSX file. Raises Problem when the form check finds errors, as other tools would not open it."""
    errors = [finding for finding in problems(questionnaire) if finding.severity == "error"]
    if errors:
        first = f"{errors[0].place}: {errors[0].message}"
        raise Problem(f"The questionnaire has {len(errors)} errors to put right before it can be saved. {first}")
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    languages = _languages(questionnaire)
    survey = [row for section in questionnaire.sections for row in _section(section)]
    _sheet(book, "survey", ["type", "name", "label", "hint", *_headers(survey)], survey, languages)
    choices = choice_rows(questionnaire)
    _sheet(book, "choices", ["list_name", "name", "label", *_headers(choices)], choices, languages)
    _sheet(book, "settings", [], [_settings(questionnaire, languages)], ())
    _sheet(book, "scales", ["key", "name"], list(_scales(questionnaire)), ())
    _sheet(book, "domains", ["key", "name"], [{"key": d.key, "name": d.name} for d in questionnaire.domains], ())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _settings(questionnaire: Questionnaire, languages: tuple[str, ...]) -> Cells:
    return _filled(
        {
            "form_title": questionnaire.title,
            "form_id": questionnaire.key,
            "version": str(questionnaire.version),
            "name": f"{questionnaire.key}__form",
            "default_language": ENGLISH if languages else "",
            AUDIT + "audience": questionnaire.audience,
            AUDIT + "introduction": questionnaire.introduction,
            AUDIT + "module_of": questionnaire.module_of,
            AUDIT + "roll_up": questionnaire.roll_up,
        }
    )


def _scales(questionnaire: Questionnaire) -> Iterator[Cells]:
    for scale in questionnaire.scales:
        for level in scale.levels:
            row = {"key": scale.key, "name": scale.name, "direction": scale.direction, "value": level.value}
            row |= {"label": level.label, "description": level.description}
            row["rank"] = "" if level.rank is None else str(level.rank)
            yield _filled(row | {language_header("label", code): text for code, text in level.translations.items()})


def _section(section: Section) -> Iterator[Cells]:
    relevant = section.relevant
    if section.optional:
        pick = {"type": "select_one yes_no", "name": section.pick_id, "label": f"Include “{section.title}”?"}
        yield _filled(pick | {"relevant": relevant, AUDIT + "kind": "pick"})
        relevant = both(f"${{{section.pick_id}}} = 'yes'", relevant)
    if section.each and not section.count:
        asked = counting(section)
        many = {"type": "integer", "name": asked.id, "label": asked.label, "relevant": relevant}
        yield _filled(many | {"constraint": number_limits(asked), AUDIT + "kind": "count"})
    kind = "repeat" if section.each else "group"
    begin = {"type": f"begin_{kind}", "name": section.id, "label": section.title, "relevant": relevant}
    begin["repeat_count"] = (section.count or f"${{{section.count_id}}}") if section.each else ""
    begin |= {AUDIT + "kind": "section", AUDIT + "guidance": section.guidance}
    begin |= _translated("label", section.translations)
    yield _filled(begin | _ours(section))
    for question in section.questions:
        yield from _question(question)
    yield {"type": f"end_{kind}"}


def _question(question: Question) -> Iterator[Cells]:
    row = _asked(question)
    match question:
        case Matrix():
            yield row | {"type": "begin_group", "appearance": "table-list"}
            for option in question.rows:
                cells = {"type": f"select_one {list_name(question)}", AUDIT + "kind": "row"}
                cells |= {"name": f"{question.id}__{option.value}", "label": option.label}
                cells |= _translated("label", option.translations) | {AUDIT + "score": _score(option.score)}
                yield _filled(cells | {"required": "yes" if question.need == "required" else ""})
            yield {"type": "end_group"}
        case Repeat():
            yield row | {"type": "begin_repeat"}
            for child in question.questions:
                yield from _question(child)
            yield {"type": "end_repeat"}
        case Dates():
            yield row | {"type": "begin_repeat"}
            yield {"type": "date", "name": f"{question.id}__date", "label": "Date", AUDIT + "kind": "part"}
            yield {"type": "end_repeat"}
        case _:
            yield row | {"type": _type(question)}
    if question.evidence:
        evidence = {"type": "text", "name": question.id + EVIDENCE, "label": "What is the evidence?"}
        yield _filled(evidence | {"appearance": "multiline", "relevant": question.relevant, AUDIT + "kind": "evidence"})


def _type(question: Question) -> str:
    match question:
        case Choice() | YesNo() | Grade():
            return f"select_one {list_name(question)}"
        case Choices():
            return f"select_multiple {list_name(question)}"
        case Number():
            return "integer" if question.whole else "decimal"
        case Calculated():
            return "calculate"
        case _:
            return _TYPES[question.kind]


def _asked(question: Question) -> Cells:
    row = {"name": question.id, "label": question.label, "hint": question.guidance, "relevant": question.relevant}
    row |= {"constraint": question.constraint, "constraint_message": question.constraint_message}
    row |= _translated("label", question.translations) | _translated("hint", question.guidance_translations)
    row[AUDIT + "kind"] = question.kind
    if isinstance(question, Number):
        row["constraint"] = both(number_limits(question), question.constraint)
    if isinstance(question, LongText):
        row["appearance"] = "multiline"
    if isinstance(question, Calculated):
        row["calculation"] = question.formula
    if question.need == "required" and not isinstance(question, Note | Calculated | Matrix | Repeat | Dates):
        row["required"] = "yes"
    return _filled(row | _ours(question))


def _ours(part: Asked | Section) -> Cells:
    """The audit:: columns that carry what XLSForm has no column for."""
    cells = {AUDIT + "agencies": ", ".join(part.agencies)}
    for name in PLAIN_FIELDS:
        cells[AUDIT + name] = str(getattr(part, name, ""))
    for name in FLAGS:
        cells[AUDIT + name] = "yes" if getattr(part, name, False) else ""
    for name in FIGURES:
        value = getattr(part, name, None)
        cells[AUDIT + name] = "" if value is None else figure(value)
    return cells


def _score(score: float | None) -> str:
    return "" if score is None else figure(score)


def _translated(column: str, texts: dict[str, str]) -> Cells:
    return {language_header(column, code): text for code, text in texts.items()}


def _filled(cells: Cells) -> Cells:
    return {column: text for column, text in cells.items() if text}


def _languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    found: dict[str, None] = {}

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                if key in ("translations", "guidance_translations"):
                    found.update(dict.fromkeys(item))
                else:
                    collect(item)
        elif isinstance(value, list | tuple):
            for item in value:
                collect(item)

    collect(questionnaire.model_dump())
    return tuple(found)


def _headers(rows: list[Cells]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _sheet(book: Workbook, name: str, first: list[str], rows: list[Cells], languages: tuple[str, ...]) -> None:
    sheet = book.create_sheet(name)
    columns = list(dict.fromkeys([*first, *_headers(rows)]))
    if languages:
        # Every translated column has every language, or other tools warn of a translation left out.
        wanted = [column for column in _TRANSLATED if column in columns]
        columns = [column for column in columns if "::" not in column or column.startswith(AUDIT)]
        columns += [language_header(column, code) for column in wanted for code in languages]
    for number, column in enumerate(columns, 1):
        shown = f"{column}::{ENGLISH}" if languages and column in _TRANSLATED else column
        _put(sheet, 1, number, shown).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = 40 if "label" in shown else 18
        for place, row in enumerate(rows, 2):
            if row.get(column):
                _put(sheet, place, number, row[column]).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"  # a label that starts with “=” stays a label
    return cell
