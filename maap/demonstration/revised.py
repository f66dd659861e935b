"""In the middle of the fieldwork a question turns out to be unclear: a second version puts it right."""

from sqlmodel import select

from maap.demonstration.stage import Scene, Story
from maap.domain.questionnaire import Choices, Option, Question, Questionnaire, YesNo
from maap.storage.tables import QuestionnaireVersion
from maap.usecases.questionnaires import begin_next_version, publish, save_draft
from maap.usecases.versions import give_newer_version
from maap.views.versions import versions

CORE = "maap_core_children"
_SPLIT = (
    Option(value="incident", label="A response to an incident"),
    Option(value="joint_investigation", label="An investigation together with another agency"),
)
"""In place of “An investigation or a response to incidents”, which put two different things into one answer."""
_NEW = YesNo(
    id="heard_in_words",
    label="Does the file say in the child’s own words what they want?",
    guidance="Words, drawings or signs all count. A worker’s summary alone does not.",
    extra=("partly", "not_applicable", "not_known"),
)


def revised(scene: Scene, audit_id: int, ago: float) -> Story:
    """The coordinator writes and publishes the second version, and gives it to the audit. Agencies have yet to move."""
    at = yield scene.moment(ago, 14)
    session, coordinator = scene.session, scene.cast.coordinator(at)
    first = session.exec(select(QuestionnaireVersion).where(QuestionnaireVersion.key == CORE)).one()
    draft = begin_next_version(session, coordinator, first.id or 0)
    better = _better(Questionnaire.model_validate(first.body))
    publish(session, coordinator, draft, save_draft(session, coordinator, draft, better, 1))
    found = versions(session, coordinator, audit_id)
    if found and found.newer:
        give_newer_version(session, coordinator, audit_id, found.newer.digest)


def _better(form: Questionnaire) -> Questionnaire:
    sections = []
    for section in form.sections:
        questions = tuple(map(_clearer, section.questions))
        added = (_NEW,) if section.id == "evidence_children" else ()
        sections.append(section.model_copy(update={"questions": (*questions, *added)}))
    return form.changed(sections=tuple(sections))


def _clearer(question: Question) -> Question:
    if question.id != "work_done" or not isinstance(question, Choices):
        return question
    kept = tuple(option for option in question.options if option.value != "investigation")
    return question.model_copy(update={"options": (*kept[:3], *_SPLIT, *kept[3:])})
