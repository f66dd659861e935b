"""A questionnaire leaves as XLSForm, YAML and a blank form, for those who write questionnaires."""

import io

import pytest
from pyxform.xls2xform import convert
from starlette.applications import Starlette

from maap.domain.labels import labels
from maap.domain.people import Role
from maap.outside.clock import now
from maap.outside.questionnaires import label_list, xlsform_in, yaml_form
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases import questionnaires as deeds
from maap.usecases.signin import sign_in
from maap.views.questionnaires import design
from maap.web.forms import ROUTES, form_file
from tests import factories as make
from tests.domain.test_designing import form as example
from tests.web.visitor import Reply, Visitor


class Reader:
    """Somebody who asks for a questionnaire's files."""

    def __init__(self, role: Role) -> None:
        writer = Role.COORDINATOR
        with work() as session:
            make.partnership(session)
            make.agency(session, "police", name="West Midlands Police")
            person, author = make.person(session, role), make.acting(session, writer)
            self.author = author
            self.id = deeds.begin(session, author, {"title": "Front <door>", "audience": "both"})
            made = example().model_copy(update={"title": "Front <door>"})
            deeds.save_draft(session, author, self.id, made, 1)
            self.form = design(session, author, self.id).form
            token = sign_in(session, person, now())
        self.browser = Visitor(lambda: Starlette(routes=ROUTES), cookies={settings().cookie: token})

    def asks(self, ending: str, version: int | None = None) -> Reply:
        return self.browser.get(f"/files/questionnaires/{version or self.id}/{ending}")


@pytest.fixture
def coordinator(database: object) -> Reader:
    return Reader(Role.COORDINATOR)


def test_the_workbook_comes_back_equal_and_opens_elsewhere_without_a_warning(coordinator: Reader) -> None:
    answer = form_file(coordinator.author, coordinator.id, "xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="front-door-version-1.xlsx"'
    content = bytes(answer.body)
    assert xlsform_in.read(content).questionnaire == coordinator.form
    warnings: list[str] = []
    convert(io.BytesIO(content), warnings=warnings, file_type=".xlsx")
    assert warnings == []


def test_the_yaml_comes_back_equal(coordinator: Reader) -> None:
    answer = coordinator.asks("yaml")
    assert answer.headers["cache-control"] == "no-store"
    assert yaml_form.read(answer.text).questionnaire == coordinator.form


def test_the_words_to_translate_come_as_a_list(coordinator: Reader) -> None:
    answer = form_file(coordinator.author, coordinator.id, "words-cy")
    assert answer.headers["content-disposition"] == 'attachment; filename="front-door-version-1-welsh.xlsx"'
    language, rows = label_list.read("words.xlsx", bytes(answer.body))
    assert (language, len(rows)) == ("cy", len(labels(coordinator.form, "cy")))


def test_the_blank_form_has_every_branch_and_shows_words_as_words(coordinator: Reader) -> None:
    text = coordinator.asks("blank").text
    assert "Front &lt;door&gt;" in text and "<door>" not in text
    assert "Only when “Decision?” is Nothing" in text
    assert "☐ Early help" in text
    assert text.count('<div class="write') == 4  # three short texts and one in the repeated group


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_nobody_else_gets_them(database: object, role: Role) -> None:
    reader = Reader(role)
    for ending in ("xlsx", "yaml", "blank", "words-cy"):
        answer = reader.asks(ending)
        assert answer.status == 404 and "Decision?" not in answer.text


def test_what_is_not_there_is_not_found(coordinator: Reader) -> None:
    assert coordinator.asks("docx").status == 404
    assert coordinator.asks("yaml", 999).status == 404
    assert coordinator.asks("yaml", 10**12).status == 404
    coordinator.browser.cookies.clear()
    assert coordinator.asks("yaml").status == 404
    with reading() as session:
        assert session.get(t.QuestionnaireVersion, coordinator.id) is not None
