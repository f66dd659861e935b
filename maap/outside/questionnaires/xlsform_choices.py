"""The choices sheet of an XLSForm workbook: one list for each choice question and scale, and for each yes/no set."""

from collections.abc import Iterator

from maap.domain.questionnaire import (
    YES_NO,
    Choice,
    Choices,
    Grade,
    Level,
    Matrix,
    Option,
    Question,
    Questionnaire,
    Repeat,
    YesNo,
)
from maap.outside.questionnaires.xlsform_columns import SCORE, figure, language_header


def list_name(question: Question) -> str:
    """The list a question's answers stand in."""
    match question:
        case Grade() | Matrix():
            return f"scale_{question.scale}"
        case YesNo():
            return "__".join(("yes_no", *question.extra))
        case _:
            return f"list_{question.id}"


def choice_rows(questionnaire: Questionnaire) -> list[dict[str, str]]:
    """Each list once, in the order of its first question."""
    lists: dict[str, tuple[Option | Level, ...]] = {}
    if any(section.optional for section in questionnaire.sections):
        lists["yes_no"] = tuple(Option(value=value, label=YES_NO[value]) for value in ("yes", "no"))
    for question in _questions(questionnaire):
        answers = _answers(questionnaire, question)
        if answers:
            lists[list_name(question)] = answers
    return [_row(name, answer) for name, answers in lists.items() for answer in answers]


def _questions(questionnaire: Questionnaire) -> Iterator[Question]:
    for question in questionnaire.questions:
        yield question
        if isinstance(question, Repeat):
            yield from question.questions


def _answers(questionnaire: Questionnaire, question: Question) -> tuple[Option | Level, ...]:
    match question:
        case Choice() | Choices() | YesNo():
            return question.options
        case Grade() | Matrix():
            return questionnaire.scale(question.scale).levels
        case _:
            return ()


def _row(name: str, answer: Option | Level) -> dict[str, str]:
    row = {"list_name": name, "name": answer.value, "label": answer.label}
    if isinstance(answer, Option) and answer.score is not None:
        row[SCORE] = figure(answer.score)
    return row | {language_header("label", code): text for code, text in answer.translations.items()}
