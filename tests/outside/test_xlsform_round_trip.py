"""Every questionnaire leaves as an XLSForm and as YAML, and comes back equal."""

import io

from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires import xlsform_in, xlsform_out, yaml_form
from tests.domain.made_questionnaires import questionnaires

often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@often
@given(questionnaires())
def test_a_questionnaire_comes_back_equal_from_a_workbook_that_other_tools_open(questionnaire: Questionnaire) -> None:
    content = xlsform_out.write(questionnaire)
    warnings: list[str] = []
    convert(io.BytesIO(content), warnings=warnings, file_type=".xlsx")
    assert warnings == []
    form = xlsform_in.read(content)
    assert form.findings == ()
    assert form.questionnaire == questionnaire


@often
@given(questionnaires())
def test_a_questionnaire_comes_back_equal_from_yaml(questionnaire: Questionnaire) -> None:
    form = yaml_form.read(yaml_form.write(questionnaire))
    assert form.questionnaire == questionnaire
