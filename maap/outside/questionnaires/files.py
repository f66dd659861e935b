"""Questionnaire files, told apart by their ending."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from maap.domain.findings import Finding
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire, Scale
from maap.outside import located
from maap.outside.questionnaires import xlsform_in, xlsform_out, yaml_form
from maap.outside.questionnaires.forms import ReadForm

YAML = (".yaml", ".yml")
WORKBOOKS = (".xlsx", ".xlsm", ".xls")


def read_file(path: Path, scales: Sequence[Scale] = ()) -> ReadForm:
    """The questionnaire in a YAML, XLSX or XLS file; what is wrong with the file is among the findings."""
    ending = path.suffix.lower()
    try:
        if ending in YAML:
            return yaml_form.read(path.read_text(encoding="utf-8-sig"), scales)
        if ending in WORKBOOKS:
            return xlsform_in.read(path.read_bytes(), scales)
    except FileNotFoundError:
        return _refused(f"There is no file {path.name}. Check its name and folder.")
    except UnicodeDecodeError:
        return _refused("The file is not plain text. Save it as UTF-8 text and try again.")
    except OSError:
        return _refused(f"The file {path.name} cannot be opened. Check that you may read it.")
    return _refused(f"“{path.name}” is not a kind of file that holds a questionnaire. Use .yaml, .xlsx or .xls.")


def write_file(questionnaire: Questionnaire, path: Path) -> None:
    """Writes YAML or XLSX, by the ending of the name. Raises Problem when it cannot."""
    ending = path.suffix.lower()
    if ending in YAML:
        content = yaml_form.write(questionnaire).encode()
    elif ending == ".xlsx":
        content = xlsform_out.write(questionnaire)
    else:
        raise Problem(f"A questionnaire cannot be written as “{path.name}”. Give it a name ending in .yaml or .xlsx.")
    try:
        path.write_bytes(content)
    except OSError:
        raise Problem(f"{path} cannot be written. Check the folder and your right to write in it.") from None


def _refused(message: str) -> ReadForm:
    return ReadForm(None, (Finding("error", "The file", message),))


def partnership_scales(folder: Path) -> tuple[Scale, ...]:
    """The scales of a configuration folder that can be read; `doctor` says what is wrong with the others."""
    data = located.read(folder, "scales.yaml").data
    entries = data.get("scales") if isinstance(data, dict) else None
    found = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            found.append(Scale.model_validate(entry))
        except ValidationError:
            continue
    return tuple(found)
