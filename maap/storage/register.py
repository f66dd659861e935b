"""The register that terms of reference choose from, read in one statement for each kind of thing."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.partnership import TimetableStep
from maap.domain.people import Role
from maap.domain.questionnaire import Note, Questionnaire
from maap.domain.register import Colleague, Entry, Register
from maap.domain.terms import Terms
from maap.storage.tables import Agency, Appointment, Audit, Choice, Person, QuestionnaireVersion, Theme


def register(session: Session, earlier_audit: int | None = None) -> Register:
    """Everything there is to choose from. ``earlier_audit``: the audit that the terms name as their predecessor."""
    earlier = session.get(Audit, earlier_audit) if earlier_audit is not None else None
    return Register(
        people=_people(session),
        agencies=_agencies(session),
        themes=_themes(session),
        questionnaires=_questionnaires(session),
        scales=_scales(session),
        audits={earlier.id or 0: f"{earlier.reference} {earlier.title}"} if earlier else {},
    )


def _people(session: Session) -> tuple[Colleague, ...]:
    roles: dict[int, set[Role]] = {}
    for person_id, role in session.exec(select(Appointment.person_id, Appointment.role)):
        roles.setdefault(person_id, set()).add(Role(role))
    rows = session.exec(
        select(Person, Agency.key).join(Agency, col(Agency.id) == Person.agency_id, isouter=True).order_by(Person.name)
    )
    return tuple(
        Colleague(
            id=person.id or 0,
            name=person.name,
            roles=frozenset(roles.get(person.id or 0, ())),
            agency=agency or "",
            active=person.active,
        )
        for person, agency in rows
    )


def _agencies(session: Session) -> tuple[Entry, ...]:
    rows = session.exec(select(Agency).order_by(col(Agency.position), col(Agency.id)))
    return tuple(Entry(row.key, row.name, about=row.remit, offered=row.active) for row in rows)


def _themes(session: Session) -> tuple[Entry, ...]:
    rows = list(session.exec(select(Theme).order_by(col(Theme.position), col(Theme.id))))
    groups = {row.id: row for row in rows if row.group_id is None}
    return tuple(
        Entry(row.key, row.name, about=groups[row.group_id].name, audience=row.audience, offered=row.active)
        for row in rows
        if row.group_id in groups
    )


def _questionnaires(session: Session) -> tuple[Entry, ...]:
    """The newest published version of each, or its newest version when none is published."""
    version = QuestionnaireVersion
    rows = session.execute(
        sa.select(
            col(version.key), col(version.title), col(version.module_of), col(version.audience), col(version.published)
        ).order_by(col(version.published), col(version.version))
    )
    newest = {row.key: Entry(row.key, row.title, row.module_of, row.audience, row.published) for row in rows}
    return tuple(sorted(newest.values(), key=lambda entry: entry.name))


def _scales(session: Session) -> tuple[Entry, ...]:
    rows = session.exec(select(Choice).where(Choice.kind == "scale").order_by(col(Choice.position), col(Choice.id)))
    return tuple(Entry(row.key, row.name, offered=row.active) for row in rows)


def questions_of(session: Session, terms: Terms) -> dict[str, str]:
    """What the newest published questionnaire of the terms and its modules ask, id → wording."""
    keys, version = (terms.questionnaire, *terms.modules), QuestionnaireVersion
    published = session.exec(
        select(version).where(col(version.key).in_(keys), col(version.published)).order_by(col(version.version))
    )
    newest = {one.key: one for one in published}
    forms = [Questionnaire.model_validate(newest[key].body) for key in keys if key in newest]
    return {
        question.id: question.label for form in forms for question in form.questions if not isinstance(question, Note)
    }


def timetable_template(session: Session) -> tuple[TimetableStep, ...]:
    """The partnership's timetable template; empty when it has none."""
    row = session.exec(select(Choice).where(Choice.kind == "timetable")).first()
    return tuple(TimetableStep.model_validate(step) for step in (row.body.get("steps", ()) if row else ()))
