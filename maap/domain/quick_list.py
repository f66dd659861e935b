"""The questions of a section as lines of a table, for people who type a whole section at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from maap.domain.designing import id_for, ids, line_of, put, replaced, without
from maap.domain.fitting import BadForm, fit
from maap.domain.new_parts import KINDS, blank, of_kind, with_scale
from maap.domain.part_fields import LABELS, NEEDS, listed_options
from maap.domain.problems import Problem
from maap.domain.questionnaire import YES_NO, Choice, Choices, Matrix, Question, Questionnaire, Scale, Section, YesNo


def quick_rows(section: Section) -> list[dict[str, Any]]:
    """The questions of a section as lines of a table: wording, kind, need, and answers with semicolons between."""
    return [
        {"id": question.id, "label": question.label, "kind": KINDS[question.kind], "need": NEEDS[question.need]}
        | {"answers": _said_answers(question)}
        for question in section.questions
    ]


def _said_answers(question: Question) -> str:
    if isinstance(question, YesNo):
        return "; ".join(YES_NO[extra] for extra in question.extra)
    found = question.options if isinstance(question, Choice | Choices) else ()
    return "; ".join(option.label for option in (question.rows if isinstance(question, Matrix) else found))


def with_quick_rows(
    questionnaire: Questionnaire, section_id: str, rows: Sequence[Mapping[str, Any]], scales: Sequence[Scale] = ()
) -> Questionnaire:
    """The section with the questions that the lines of the table say: changed, added at the end, or taken out.

    Raises NoSuchPart, and BadForm that names the line.
    """
    section = line_of(questionnaire, section_id).part
    if not isinstance(section, Section):
        raise Problem("Choose a section first.")
    kept = {str(row.get("id")) for row in rows}
    for question in section.questions:
        if question.id not in kept:
            questionnaire = without(questionnaire, question.id)
    for number, row in enumerate(rows, 1):
        if not str(row.get("label") or "").strip() and not row.get("id"):
            continue
        try:
            questionnaire = _with_quick_row(questionnaire, section_id, row, scales)
        except Problem as problem:
            raise BadForm({f"row {number}": f"Line {number}: {problem}"}) from None
    return questionnaire


def _with_quick_row(
    questionnaire: Questionnaire, section_id: str, row: Mapping[str, Any], scales: Sequence[Scale]
) -> Questionnaire:
    kind = next((key for key, name in KINDS.items() if name == row.get("kind")), "long_text")
    need = next((key for key, name in NEEDS.items() if name == row.get("need")), "required")
    label, said = str(row.get("label") or "").strip(), str(row.get("answers") or "")
    scale = next((found.key for found in (*questionnaire.scales, *scales)), "grade4")
    if row.get("id"):
        before = line_of(questionnaire, str(row["id"])).part
        assert not isinstance(before, Section)  # noqa: S101  (the lines hold questions only)
        made = of_kind(before, kind, scale)
        told = said if said != _said_answers(before) else ""
    else:
        before, told = None, said
        made = blank(kind, label, id_for(label, ids(questionnaire)), scale)
    update = {"label": label, "need": need} | _told_answers(made, told)
    fitted: Question = fit(type(made), {**dict(made), **update}, LABELS)
    if kind in ("grade", "matrix"):
        questionnaire = with_scale(questionnaire, fitted.scale, scales)  # type: ignore[union-attr]
    return put(questionnaire, fitted, section_id) if before is None else replaced(questionnaire, before.id, fitted)


def _told_answers(question: Question, said: str) -> dict[str, Any]:
    """The answers typed as one text, those that were there keeping their values."""
    labels = [label.strip() for label in said.split(";") if label.strip()]
    if not labels:
        return {}
    if isinstance(question, YesNo):
        return {"extra": tuple(_extra(label) for label in labels if label.casefold() not in ("yes", "no"))}
    if not isinstance(question, Choice | Choices | Matrix):
        return {}
    name = "rows" if isinstance(question, Matrix) else "options"
    old = {option.label: option for option in getattr(question, name)}
    rows = [old[label].model_dump(mode="json") if label in old else {"label": label} for label in labels]
    return {name: listed_options(rows)}


def _extra(label: str) -> str:
    for value, words in YES_NO.items():
        if words.casefold() == label.casefold():
            return value
    allowed = "; ".join(words for value, words in YES_NO.items() if value not in ("yes", "no"))
    raise Problem(
        f"“{label}” is not an answer of a yes-or-no question. Besides yes and no there are: {allowed}. "
        "For answers of your own choose “One answer from a list”."
    )
