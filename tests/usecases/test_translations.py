"""The words of a draft in another language come in from a spreadsheet."""

import io

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from maap.domain.labels import labels
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires import label_list
from maap.storage import tables as t
from maap.usecases.translations import take_in_words
from tests import factories as make
from tests.domain.test_designing import form as example


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


@pytest.fixture
def draft(session: Session) -> t.QuestionnaireVersion:
    form = example()
    facts = {"title": form.title, "audience": form.audience, "body": form.model_dump(mode="json")}
    row = t.QuestionnaireVersion(key=form.key, version=form.version, **facts)
    session.add(row)
    session.flush()
    return row


def filled(**cells: str) -> bytes:
    """The list of words, with some cells filled in."""
    book = load_workbook(io.BytesIO(label_list.write(example(), "cy")))
    for place, words in cells.items():
        book.worksheets[0][place] = words
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spoken(session: Session, row: t.QuestionnaireVersion) -> list[str]:
    session.refresh(row)
    return [one.spoken for one in labels(Questionnaire.model_validate(row.body), "cy")]


def test_filled_cells_are_taken_and_refused_ones_are_named(
    session: Session, coordinator: Actor, draft: t.QuestionnaireVersion
) -> None:
    content = filled(C2="Dechrau", C3="Cwestiwn", B3="Something else")
    taken = take_in_words(session, coordinator, draft.id or 0, "words.xlsx", content, draft.revision)
    assert (taken.language, taken.new) == ("Welsh", 1)
    assert [sentence[:22] for sentence in taken.refused] == ["Row 3, column English:"]
    assert spoken(session, draft)[0] == "Dechrau"
    entry = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert entry is not None
    assert (entry.deed, entry.detail["words"]) == ("took in words of another language", 1)


def test_a_list_with_nothing_new_leaves_no_line(
    session: Session, coordinator: Actor, draft: t.QuestionnaireVersion
) -> None:
    assert take_in_words(session, coordinator, draft.id or 0, "words.xlsx", filled(), 1).new == 0
    assert session.exec(select(t.TrailEntry)).all() == []


def test_a_draft_that_a_colleague_changed_is_not_overwritten(
    session: Session, coordinator: Actor, draft: t.QuestionnaireVersion
) -> None:
    with pytest.raises(Problem, match="A colleague has just changed"):
        take_in_words(session, coordinator, draft.id or 0, "words.xlsx", filled(C2="Dechrau"), draft.revision - 1)


def test_a_published_version_takes_no_words(
    session: Session, coordinator: Actor, draft: t.QuestionnaireVersion
) -> None:
    draft.published = True
    session.flush()
    with pytest.raises(Problem, match="never changes"):
        take_in_words(session, coordinator, draft.id or 0, "words.xlsx", filled(C2="Dechrau"), draft.revision)


def test_only_those_who_write_questionnaires_translate_them(session: Session, draft: t.QuestionnaireVersion) -> None:
    with pytest.raises(NotAllowed):
        take_in_words(session, make.acting(session, Role.CHAIR), draft.id or 0, "words.xlsx", filled(), 1)
