"""A questionnaire file that somebody uploads: its bytes, and the name that says what kind of file it is."""

from collections.abc import Sequence
from pathlib import PurePath

from maap.domain.findings import Finding
from maap.domain.questionnaire import Scale
from maap.outside.questionnaires import xlsform_in, yaml_form
from maap.outside.questionnaires.files import WORKBOOKS, YAML
from maap.outside.questionnaires.forms import ReadForm


def read_content(name: str, content: bytes, scales: Sequence[Scale] = ()) -> ReadForm:
    """The questionnaire in a YAML, XLSX or XLS file; what is wrong with the file is among the findings."""
    ending = PurePath(name).suffix.lower()
    if ending in WORKBOOKS:
        return xlsform_in.read(content, scales)
    if ending not in YAML:
        return _refused(f"“{PurePath(name).name}” cannot hold a questionnaire here. Use .yaml, .xlsx or .xls.")
    try:
        return yaml_form.read(content.decode("utf-8-sig"), scales)
    except UnicodeDecodeError:
        return _refused("The file is not plain text. Save it as UTF-8 text and try again.")


def _refused(message: str) -> ReadForm:
    return ReadForm(None, (Finding("error", "The file", message),))
