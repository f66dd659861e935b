"""The questionnaires in the configuration folder, each read and checked, and all of them together."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from maap.domain.questionnaire import Questionnaire, Scale
from maap.outside.located import ConfigProblem, read
from maap.outside.questionnaires import yaml_form
from maap.outside.questionnaires.forms import ReadForm

Problems = tuple[ConfigProblem, ...]


def read_questionnaires(
    folder: Path, scales: Sequence[Scale], agencies: AbstractSet[str]
) -> tuple[tuple[Questionnaire, ...], Problems]:
    """Every questionnaire under `questionnaires/`, in order of file name, with what is wrong in any of them.

    Advice does not count as wrong. An agency that the partnership does not have, a key used twice and a module without
    its core do.
    """
    forms: dict[str, ReadForm] = {}
    problems: list[ConfigProblem] = []
    for path in sorted((folder / "questionnaires").glob("*.yaml")):
        name = f"questionnaires/{path.name}"
        file = read(folder, name, as_text=True)
        problems += file.problems
        if not file.problems:
            forms[name] = yaml_form.read(str(file.data), scales)
    if not forms and not problems:
        message = "There is no questionnaire here. Put back the ones that were shipped, or add one as a .yaml file."
        problems.append(ConfigProblem("questionnaires", None, message))
    for name, form in forms.items():
        problems += _form_problems(name, form, agencies)
    problems += _folder_problems(forms)
    return tuple(form.questionnaire for form in forms.values() if form.questionnaire), tuple(problems)


def _form_problems(name: str, form: ReadForm, agencies: AbstractSet[str]) -> Iterator[ConfigProblem]:
    for finding in form.problems():
        if finding.severity == "error":
            yield ConfigProblem(name, finding.line, f"{finding.place}: {finding.message}")
    for part, key in _agencies_named(form.questionnaire):
        if key not in agencies:
            place = form.places.get(part)
            message = (
                f"“{part}” is for the agency “{key}”, which is not in agencies.yaml. Correct the key or add it there."
            )
            yield ConfigProblem(name, place.line if place else None, message)


def _agencies_named(questionnaire: Questionnaire | None) -> Iterator[tuple[str, str]]:
    for section in questionnaire.sections if questionnaire else ():
        yield from ((section.id, key) for key in section.agencies)
        yield from ((question.id, key) for question in section.questions for key in question.agencies)


def _folder_problems(forms: dict[str, ReadForm]) -> Iterator[ConfigProblem]:
    held: dict[str, str] = {}
    for name, form in forms.items():
        if form.questionnaire is None:
            continue
        other = held.setdefault(form.questionnaire.key, name)
        if other != name:
            message = f"The key “{form.questionnaire.key}” is used in {other} too. Give each questionnaire its own."
            yield ConfigProblem(name, None, message)
    for name, form in forms.items():
        core = form.questionnaire.module_of if form.questionnaire else ""
        if core and core not in held:
            yield ConfigProblem(name, None, f"It is a module of “{core}”, which is not here. Correct module_of.")
