"""Questionnaires for those who write them: the shelf of all versions, one definition, and the question bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, col, select

from maap.access import audits_of, desk
from maap.domain.designing import outline
from maap.domain.drafts import findings_of
from maap.domain.findings import Finding
from maap.domain.form_difference import Change, difference
from maap.domain.new_parts import KINDS
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.questionnaire import Note, Question, Questionnaire, Repeat, Scale, Section
from maap.storage.questionnaires import core_of, newest, scales_in_use
from maap.storage.tables import Agency, EarlierForm, QuestionnaireVersion


@dataclass(frozen=True)
class Version:
    """A version on the shelf. ``questions`` are those that are answered; ``used_in`` the audits that froze it."""

    id: int
    version: int
    published: bool
    revision: int
    questions: int
    used_in: tuple[str, ...]


@dataclass(frozen=True)
class Shelved:
    """A questionnaire with its versions, newest first. ``added_to``: the title of the core, for a module."""

    key: str
    title: str
    audience: str
    added_to: str
    named_in: tuple[str, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Design:
    """One version, with everything that its author looks at beside it. ``agencies``: key → name, in their order."""

    id: int
    form: Questionnaire
    published: bool
    revision: int
    agencies: Mapping[str, str]
    scales: tuple[Scale, ...]
    core: Questionnaire | None
    before: Questionnaire | None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the form check finds, errors first."""
        return findings_of(self.form, self.core)

    @property
    def errors(self) -> int:
        """How many findings stop it from being published."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def differences(self) -> tuple[Change, ...]:
        """What differs from the published version before, in words."""
        return () if self.before is None else difference(self.before, self.form)


@dataclass(frozen=True)
class Banked:
    """A question of the bank, and where it comes from."""

    version_id: int
    question: Question
    kind: str
    section: str
    questionnaire: str

    @property
    def key(self) -> str:
        """What tells it from every other question of the bank."""
        return f"{self.version_id}/{self.question.id}"


def shelf(session: Session, actor: Actor) -> tuple[Shelved, ...]:
    """Every questionnaire, drafts first, then by title; and which audits use it."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    rows = session.exec(select(QuestionnaireVersion).order_by(col(QuestionnaireVersion.version).desc())).all()
    titles = {row.key: row.title for row in reversed(rows)}
    frozen, named = _uses(session, actor)
    made = []
    for key in dict.fromkeys(row.key for row in rows):
        own = [row for row in rows if row.key == key]
        made.append(
            Shelved(
                key=key,
                title=own[0].title,
                audience=own[0].audience,
                added_to=titles.get(own[0].module_of, own[0].module_of),
                named_in=tuple(named.get(key, ())),
                versions=tuple(_version(row, frozen.get((key, row.version), [])) for row in own),
            )
        )
    return tuple(sorted(made, key=lambda one: (all(v.published for v in one.versions), one.title.casefold())))


def _version(row: QuestionnaireVersion, used_in: list[str]) -> Version:
    questions = [question for section in row.body.get("sections", ()) for question in section.get("questions", ())]
    answered = sum(question.get("kind") not in ("note", "calculated") for question in questions)
    return Version(row.id or 0, row.version, row.published, row.revision, answered, tuple(used_in))


def _uses(session: Session, actor: Actor) -> tuple[dict[tuple[str, int], list[str]], dict[str, list[str]]]:
    """The audits that ask or asked a version, by key and version; and those whose terms name one, by key."""
    frozen: dict[tuple[str, int], list[str]] = {}
    named: dict[str, list[str]] = {}
    references: dict[int, str] = {}
    for audit in audits_of(session, actor):
        if audit.questionnaire is not None:
            at = (str(audit.questionnaire.get("key")), int(audit.questionnaire.get("version", 1)))
            frozen.setdefault(at, []).append(audit.reference)
            references[audit.id or 0] = audit.reference
        for key in (audit.terms.get("questionnaire"), *(audit.terms.get("modules") or ())):
            if key:
                named.setdefault(str(key), []).append(audit.reference)
    before = select(EarlierForm.audit_id, EarlierForm.body).where(col(EarlierForm.audit_id).in_(references))
    for audit_id, body in session.exec(before):
        frozen.setdefault((str(body.get("key")), int(body.get("version", 1))), []).append(references[audit_id])
    return frozen, named


def design(session: Session, actor: Actor, version_id: int) -> Design:
    """One version with everything beside it. Raises NotYours when there is none."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    row = session.get(QuestionnaireVersion, version_id)
    if row is None:
        raise NotYours("questionnaire")
    form = Questionnaire.model_validate(row.body)
    names = session.exec(select(Agency.key, Agency.name).where(col(Agency.active)).order_by(col(Agency.position)))
    return Design(
        id=version_id,
        form=form,
        published=row.published,
        revision=row.revision,
        agencies=dict(names.all()),
        scales=scales_in_use(session),
        core=core_of(session, form),
        before=newest(session, row.key, before=row.version),
    )


def bank(session: Session, actor: Actor, words: str = "") -> tuple[Banked, ...]:
    """Every question of every published version that has all the words in it, each once, newest first."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    rows = session.exec(
        select(QuestionnaireVersion)
        .where(col(QuestionnaireVersion.published))
        .order_by(QuestionnaireVersion.title, col(QuestionnaireVersion.version).desc())
    )
    found: dict[tuple[str, str, str], Banked] = {}
    for row in rows:
        form = Questionnaire.model_validate(row.body)
        for entry in _banked(row, form):
            found.setdefault((row.key, entry.question.id, entry.question.label), entry)
    wanted = words.casefold().split()
    return tuple(entry for entry in found.values() if all(word in _searched(entry) for word in wanted))


def _banked(row: QuestionnaireVersion, form: Questionnaire) -> list[Banked]:
    source = f"{row.title}, version {row.version}"
    titles: dict[str, str] = {line.part.id: line.part.title for line in outline(form) if isinstance(line.part, Section)}
    return [
        Banked(row.id or 0, line.part, KINDS[line.part.kind], titles[line.within], source)
        for line in outline(form)
        if line.depth == 1 and not isinstance(line.part, Section | Note)
    ]


def _searched(entry: Banked) -> str:
    question = entry.question
    inside = " ".join(child.label for child in question.questions) if isinstance(question, Repeat) else ""
    return f"{question.label} {question.guidance} {inside} {entry.kind} {entry.section}".casefold()
