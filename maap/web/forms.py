"""A questionnaire as a file: XLSForm, YAML, and a blank form to print that shows every branch."""

import re
from collections.abc import Iterator

from starlette.responses import Response
from starlette.routing import Route

from maap.domain.conditions import said
from maap.domain.labels import LANGUAGES
from maap.domain.people import Actor, NotYours
from maap.domain.questionnaire import (
    YES_NO,
    Choice,
    Choices,
    Dates,
    Grade,
    LongText,
    Matrix,
    Number,
    Question,
    Questionnaire,
    Repeat,
    Section,
    Text,
    Themes,
    YesNo,
)
from maap.outside.questionnaires import label_list, xlsform_out, yaml_form
from maap.storage.db import reading
from maap.views.questionnaires import Design, design
from maap.web.files import as_file, for_members
from maap.web.paper import page

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form_file(actor: Actor, version_id: int, ending: str) -> Response:
    """A version as XLSForm ("xlsx"), YAML ("yaml"), a page to print ("blank"), or its words to translate ("words-cy").

    Raises Problem when out of reach.
    """
    with reading() as session:
        found = design(session, actor, version_id)
    if ending == "blank":
        return _blank(found)
    form, language = found.form, ending.removeprefix("words-")
    name = re.sub(r"[^a-z0-9]+", "-", f"{form.key}-version-{form.version}")
    if ending == "xlsx":
        return _workbook(xlsform_out.write(form), name)
    if ending.startswith("words-") and language in LANGUAGES:
        return _workbook(label_list.write(form, language), f"{name}-{LANGUAGES[language].lower()}")
    if ending == "yaml":
        content = yaml_form.write(form).encode()
        return Response(content, media_type="application/yaml", headers=as_file(f"{name}.yaml"))
    raise NotYours("file")


def _workbook(content: bytes, name: str) -> Response:
    return Response(content, media_type=_WORKBOOK, headers=as_file(f"{name}.xlsx"))


def _blank(found: Design) -> Response:
    form = found.form
    sections = [
        {
            "title": section.title,
            "guidance": section.guidance,
            "notes": list(_notes(form, section, found)),
            "entries": [_entry(form, question, found) for question in section.questions],
        }
        for section in form.sections
    ]
    return page("blank_form.html", form=form, sections=sections, published=found.published)


def _notes(form: Questionnaire, part: Section | Question, found: Design) -> Iterator[str]:
    """Who answers a part, and when."""
    if part.relevant:
        yield f"Only when {said(part.relevant, form)}"
    if part.agencies:
        yield f"For {', '.join(found.agencies.get(key, key.replace('_', ' ')) for key in part.agencies)}"
    if part.panel_only:
        yield "For the panel"
    if isinstance(part, Section) and part.optional:
        yield "Answer it where it applies"
    if not isinstance(part, Section):
        yield from {"optional": ["May be left out"], "wanted": ["Answer it if you can"]}.get(part.need, [])


def _entry(form: Questionnaire, question: Question, found: Design) -> dict[str, object]:
    children = question.questions if isinstance(question, Repeat) else ()
    return {
        "label": question.label,
        "kind": question.kind,
        "guidance": question.guidance,
        "good": question.good,
        "notes": [*_notes(form, question, found), *_limits(question)],
        "answers": _answers(form, question),
        "rows": [row.label for row in question.rows] if isinstance(question, Matrix) else [],
        "evidence": question.evidence,
        "children": [_entry(form, child, found) for child in children],
    }


def _answers(form: Questionnaire, question: Question) -> list[str]:
    match question:
        case Choice() | Choices():
            return [option.label for option in question.options]
        case YesNo():
            return [YES_NO[value] for value in ("yes", "no", *question.extra)]
        case Grade() | Matrix():
            return [level.label for scale in form.scales if scale.key == question.scale for level in scale.levels]
        case _:
            return []


def _limits(question: Question) -> Iterator[str]:
    match question:
        case Choices() if not question.guidance:
            yield "Tick all that apply"
        case Number() if question.unit:
            yield f"In {question.unit}"
        case Text() | LongText() if question.max_words:
            yield f"At most {question.max_words} words"
        case Themes() if question.at_most:
            yield f"At most {question.at_most}"
        case Repeat() if question.at_most:
            yield f"At most {question.at_most} times"
        case Dates():
            yield "One or more dates"
        case _:
            return


ROUTES = [Route("/files/questionnaires/{id:int}/{ending}", for_members(form_file), methods=["GET"])]
