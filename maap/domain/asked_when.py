"""A simple condition in words, for paper and spreadsheets: when somebody is asked a question."""

import re

from maap.domain.questionnaire import Question, Questionnaire
from maap.domain.wording import said

_ANSWER = r"\$\{\s*(?P<id>[\w.]+)\s*\}"
_COMPARED = re.compile(_ANSWER + r"\s*(?P<sign>!=|>=|<=|=|>|<)\s*(?P<value>'[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?)")
_SELECTED = re.compile(
    r"(?P<not>not\(\s*)?selected\(\s*" + _ANSWER + r"\s*,\s*(?P<value>'[^']*'|\"[^\"]*\")\s*\)\s*\)?"
)
_JOINT = re.compile(r"\s+(and|or)\s+")
_SIGNS = {"=": "is", "!=": "is not", ">": "is more than", "<": "is less than", ">=": "is at least", "<=": "is at most"}
_SOMETIMES = "Only asked in some cases. Answer it where it fits; answers that are not asked for are kept, not counted."


def asked_when(condition: str, form: Questionnaire) -> str:
    """When a question is asked, as a sentence; "" without a condition, and a general sentence for intricate ones."""
    if not condition.strip():
        return ""
    pieces = _JOINT.split(condition.strip())
    joints = set(pieces[1::2])
    told = [_told(piece, form) for piece in pieces[::2]]
    if len(joints) > 1 or not all(told):
        return _SOMETIMES
    return f"Only asked if {f' {joints.pop()} '.join(told) if joints else told[0]}."


def _told(piece: str, form: Questionnaire) -> str:
    if found := _SELECTED.fullmatch(piece):
        verb = "does not include" if found["not"] else "includes"
        return _sentence(found["id"], verb, found["value"][1:-1], form)
    if not (found := _COMPARED.fullmatch(piece)):
        return ""
    value = found["value"].strip("'\"")
    if not value:
        return _sentence(found["id"], {"=": "is not answered", "!=": "is answered"}.get(found["sign"], ""), "", form)
    return _sentence(found["id"], _SIGNS[found["sign"]], value, form)


def _sentence(question_id: str, verb: str, value: str, form: Questionnaire) -> str:
    try:
        question = form.question(question_id)
    except KeyError:
        return ""
    words = f" {_in_words(question, value, form)}" if value else ""
    return f"“{question.label}” {verb}{words}" if verb and "${" not in question.label else ""


def _in_words(question: Question, value: str, form: Questionnaire) -> str:
    return f"“{said(question, value, form)}”" if not value.replace(".", "", 1).isdigit() else value
