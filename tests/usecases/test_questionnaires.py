"""Questionnaires are begun, written by several people, published and brought in from files."""

import pytest
from sqlmodel import Session, select

from maap.domain.designing import put_section
from maap.domain.fitting import BadForm
from maap.domain.new_parts import add
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires import xlsform_out, yaml_form
from maap.storage import tables as t
from maap.storage.forms import form as frozen
from maap.storage.forms import freeze
from maap.usecases import questionnaires as deeds
from maap.usecases.questionnaires import Meanwhile
from maap.views.questionnaires import bank, design, shelf
from tests import factories as make
from tests.usecases.furnished import household


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def a_draft(session: Session, actor: Actor, title: str = "Front door") -> int:
    """A draft that may be published: one section, one question."""
    draft = deeds.begin(session, actor, {"title": title, "audience": "both"})
    form, section = put_section(design(session, actor, draft).form, "The contact")
    form, _ = add(form, "text", "What was done?", section, [])
    deeds.save_draft(session, actor, draft, form, 1)
    return draft


def published(session: Session, actor: Actor, title: str = "Front door") -> int:
    draft = a_draft(session, actor, title)
    deeds.publish(session, actor, draft, 2)
    return draft


def deeds_done(session: Session) -> list[str]:
    return list(session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))  # type: ignore[arg-type]


def test_a_questionnaire_about_children_begins_with_their_core_domains(session: Session, coordinator: Actor) -> None:
    draft = deeds.begin(session, coordinator, {"title": "Neglect", "audience": "children", "by_domain": True})
    form = design(session, coordinator, draft).form
    assert (form.key, form.version, len(form.domains), len(form.sections)) == ("neglect", 1, 5, 5)
    assert deeds_done(session) == ["began a questionnaire"]


def test_two_questionnaires_of_one_title_are_told_apart(session: Session, coordinator: Actor) -> None:
    first, second = (deeds.begin(session, coordinator, {"title": "Neglect"}) for _ in range(2))
    assert design(session, coordinator, first).form.key != design(session, coordinator, second).form.key


def test_a_beginning_without_a_title_is_refused(session: Session, coordinator: Actor) -> None:
    with pytest.raises(BadForm, match="Title"):
        deeds.begin(session, coordinator, {"title": " "})


def test_a_draft_with_errors_is_not_published(session: Session, coordinator: Actor) -> None:
    draft = deeds.begin(session, coordinator, {"title": "Empty", "audience": "both"})
    with pytest.raises(Problem, match="It has no sections"):
        deeds.publish(session, coordinator, draft, 1)
    assert not design(session, coordinator, draft).published


def test_a_published_version_never_changes(session: Session, coordinator: Actor) -> None:
    version = published(session, coordinator)
    form = design(session, coordinator, version).form
    for deed in (
        lambda: deeds.save_draft(session, coordinator, version, form, 3),
        lambda: deeds.publish(session, coordinator, version, 3),
        lambda: deeds.discard(session, coordinator, version, 3),
    ):
        with pytest.raises(Problem, match="Make version 2 from it instead"):
            deed()


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(session: Session, coordinator: Actor) -> None:
    draft = a_draft(session, coordinator)
    form = design(session, coordinator, draft).form
    for deed in (
        lambda: deeds.save_draft(session, coordinator, draft, form, 1),
        lambda: deeds.publish(session, coordinator, draft, 1),
        lambda: deeds.discard(session, coordinator, draft, 1),
    ):
        with pytest.raises(Meanwhile):
            deed()


def test_a_draft_keeps_its_key_and_version_whatever_is_saved(session: Session, coordinator: Actor) -> None:
    draft = a_draft(session, coordinator)
    other = Questionnaire(
        **(dict(design(session, coordinator, draft).form) | {"key": "other", "version": 9, "title": "New"})
    )
    deeds.save_draft(session, coordinator, draft, other, 2)
    form = design(session, coordinator, draft).form
    assert (form.key, form.version, form.title) == ("front_door", 1, "New")
    assert session.get_one(t.QuestionnaireVersion, draft).title == "New"


def test_the_next_version_starts_from_the_published_one_and_says_what_differs(
    session: Session, coordinator: Actor
) -> None:
    version = published(session, coordinator)
    draft = deeds.begin_next_version(session, coordinator, version)
    page = design(session, coordinator, draft)
    assert (page.form.version, page.differences) == (2, ())
    form, _ = add(page.form, "yes_no", "Was it timely?", "the_contact", [])
    deeds.save_draft(session, coordinator, draft, form, 1)
    assert [change.what for change in design(session, coordinator, draft).differences] == ["new"]
    with pytest.raises(Problem, match="is being written already"):
        deeds.begin_next_version(session, coordinator, version)


def test_another_questionnaire_begins_with_the_questions_of_one(session: Session, coordinator: Actor) -> None:
    version = published(session, coordinator)
    draft = deeds.begin_like(session, coordinator, version, "Back door")
    form = design(session, coordinator, draft).form
    assert (form.key, form.version, form.sections) == (
        "back_door",
        1,
        design(session, coordinator, version).form.sections,
    )


def test_a_discarded_draft_is_gone(session: Session, coordinator: Actor) -> None:
    draft = a_draft(session, coordinator)
    deeds.discard(session, coordinator, draft, 2)
    session.expire_all()
    with pytest.raises(NotYours):
        design(session, coordinator, draft)
    assert deeds_done(session)[-1] == "discarded a draft questionnaire"


def test_a_file_of_ours_comes_back_as_the_next_version(session: Session, coordinator: Actor) -> None:
    version = published(session, coordinator)
    form = design(session, coordinator, version).form
    for name, content in (("ours.xlsx", xlsform_out.write(form)), ("ours.yaml", yaml_form.write(form).encode())):
        brought = deeds.begin_from_file(session, coordinator, name, content)
        made = design(session, coordinator, brought.id)
        assert (made.form.version, made.differences) == (2, ())
        deeds.discard(session, coordinator, brought.id, 1)


def test_a_file_of_ours_may_become_a_new_questionnaire(session: Session, coordinator: Actor) -> None:
    form = design(session, coordinator, published(session, coordinator)).form
    brought = deeds.begin_from_file(session, coordinator, "f.yaml", yaml_form.write(form).encode(), as_new=True)
    made = design(session, coordinator, brought.id).form
    assert (made.key, made.version) == ("front_door_2", 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("form.docx", b"PK", "Use .yaml, .xlsx or .xls"),
        ("form.xlsx", b"not a workbook", "."),
        ("form.yaml", b"\xff\xfe\x00", "Save it as UTF-8"),
        ("form.yaml", b"key: [", "not valid YAML"),
        ("form.yaml", b"key: k\ntitle: T\naudience: both\nsections: [{id: a, title: A, questions: [{id: a, kind: text, label: L}]}]", "used twice"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    session: Session, coordinator: Actor, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(Problem, match=words):
        deeds.begin_from_file(session, coordinator, name, content)
    assert session.exec(select(t.QuestionnaireVersion)).all() == []


def test_a_file_with_a_faulty_condition_comes_in_to_be_put_right(session: Session, coordinator: Actor) -> None:
    text = "key: k\ntitle: T\naudience: both\nsections: [{id: a, title: A, questions: [{id: q, kind: text, label: L, relevant: '${z} = 1'}]}]"
    brought = deeds.begin_from_file(session, coordinator, "k.yaml", text.encode())
    assert "not in the questionnaire" in " ".join(brought.notes)
    assert design(session, coordinator, brought.id).errors == 1


def test_a_pasted_list_becomes_a_draft(session: Session, coordinator: Actor) -> None:
    brought = deeds.begin_pasted(
        session, coordinator, {"title": "Pasted", "audience": "both"}, "Was it seen?\nHow many?"
    )
    assert [question.kind for question in design(session, coordinator, brought.id).form.questions] == [
        "yes_no",
        "number",
    ]
    assert brought.notes[0] == "2 questions in 1 section."


def test_only_coordinators_write_questionnaires(session: Session, coordinator: Actor) -> None:
    draft = a_draft(session, coordinator)
    form = design(session, coordinator, draft).form
    for role in set(Role) - {Role.COORDINATOR}:
        other = make.acting(session, role, agency=make.agency(session))
        for deed in (
            lambda who: deeds.begin(session, who, {"title": "T"}),
            lambda who: deeds.begin_next_version(session, who, draft),
            lambda who: deeds.begin_like(session, who, draft, "T"),
            lambda who: deeds.begin_pasted(session, who, {"title": "T"}, "Q?"),
            lambda who: deeds.begin_from_file(session, who, "f.yaml", b""),
            lambda who: deeds.save_draft(session, who, draft, form, 2),
            lambda who: deeds.publish(session, who, draft, 2),
            lambda who: deeds.discard(session, who, draft, 2),
            lambda who: design(session, who, draft),
            lambda who: shelf(session, who),
            lambda who: bank(session, who),
        ):
            with pytest.raises(NotAllowed):
                deed(other)


def test_an_open_audit_keeps_its_questionnaire_when_a_new_version_is_published(
    session: Session, coordinator: Actor
) -> None:
    version = published(session, coordinator)
    audit = make.audit(session, terms={"questionnaire": "front_door"})
    freeze(audit, design(session, coordinator, version).form)
    draft = deeds.begin_next_version(session, coordinator, version)
    form, _ = add(design(session, coordinator, draft).form, "text", "Anything else?", "the_contact", [])
    deeds.publish(session, coordinator, draft, deeds.save_draft(session, coordinator, draft, form, 1))
    (found,) = shelf(session, coordinator)
    assert [(one.version, one.used_in) for one in found.versions] == [(2, ()), (1, (audit.reference,))]
    assert found.named_in == (audit.reference,)
    assert len(list(frozen(audit).questions)) == 1


def test_a_module_is_checked_together_with_its_core(session: Session) -> None:
    home = household(session)
    draft = deeds.begin(
        session, home.coordinator, {"title": "Visits", "audience": "children", "module_of": "maap_core_children"}
    )
    form, section = put_section(design(session, home.coordinator, draft).form, "Visits")
    form, new = add(form, "text", "Why?", section, [])
    asked = form.question(new).model_copy(update={"relevant": "${no_such_question} = 'yes'"})
    broken = form.sections[0].model_copy(update={"questions": (asked,)})
    deeds.save_draft(session, home.coordinator, draft, Questionnaire(**(dict(form) | {"sections": (broken,)})), 1)
    with pytest.raises(Problem, match="no_such_question"):
        deeds.publish(session, home.coordinator, draft, 2)


def test_the_bank_has_every_published_question_once_and_finds_it_by_words(session: Session, coordinator: Actor) -> None:
    version = published(session, coordinator)
    deeds.publish(session, coordinator, deeds.begin_next_version(session, coordinator, version), 1)
    a_draft(session, coordinator, "Not published")
    found = bank(session, coordinator)
    assert [(one.question.label, one.questionnaire) for one in found] == [("What was done?", "Front door, version 2")]
    assert bank(session, coordinator, "DONE contact") == found
    assert bank(session, coordinator, "police") == ()
