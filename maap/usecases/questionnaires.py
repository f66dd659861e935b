"""Questionnaires are begun, written, published and discarded. A published version never changes again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.drafts import at_version, beginning, blank_draft, findings_of, under_another_title
from maap.domain.findings import Finding
from maap.domain.pasted import pasted
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.domain.uploads import QUESTIONNAIRE
from maap.outside.questionnaires.forms import said
from maap.outside.questionnaires.uploads import read_content
from maap.storage.questionnaires import core_of, scales_in_use
from maap.storage.revisions import changed
from maap.storage.tables import QuestionnaireVersion
from maap.storage.trail import record

LARGEST_FILE = QUESTIONNAIRE.largest
"""In bytes."""
MOST_SENTENCES = 12
"""Sentences that a refusal lists."""


@dataclass(frozen=True)
class Brought:
    """A draft that came from a file or a pasted text. ``notes``: what to look at, each a sentence."""

    id: int
    notes: tuple[str, ...]


class Meanwhile(Problem):
    """A colleague changed the draft since the page was drawn."""

    def __init__(self) -> None:
        super().__init__(
            "A colleague has just changed this questionnaire, so this was not done. Look at what they changed, "
            "then do it again."
        )


def begin(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new, empty draft. ``typed``: the fields of domain.drafts.Beginning. Returns its id. Raises BadForm."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    draft = _kept(session, blank_draft(beginning(typed), _keys(session)))
    record(session, actor, "began a questionnaire", about=f"questionnaire {draft}")
    return draft


def begin_next_version(session: Session, actor: Actor, version_id: int) -> int:
    """A draft of the next version, with everything of this one. Returns its id.

    Raises NotYours, and Problem while there is such a draft already.
    """
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    before = Questionnaire.model_validate(_version(session, version_id).body)
    draft = _kept(session, _as_next(session, before))
    record(session, actor, "began the next version of a questionnaire", about=f"questionnaire {draft}")
    return draft


def begin_like(session: Session, actor: Actor, version_id: int, title: str) -> int:
    """A draft of a new questionnaire that starts with the questions of another. Returns its id.

    Raises NotYours, and BadForm without a title.
    """
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    model = Questionnaire.model_validate(_version(session, version_id).body)
    draft = _kept(session, under_another_title(model, title, _keys(session)))
    record(session, actor, "began a questionnaire like another", about=f"questionnaire {draft}")
    return draft


def begin_pasted(session: Session, actor: Actor, typed: Mapping[str, Any], text: str) -> Brought:
    """A draft with the questions of a pasted Word table or list. ``typed``: as `begin`. Raises BadForm, Problem."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    blank = blank_draft(beginning(typed), _keys(session))
    read = pasted(text, scales_in_use(session))
    form = Questionnaire(**(dict(blank) | {"sections": read.sections, "scales": read.scales}))
    draft = _kept(session, form)
    count = sum(len(section.questions) for section in read.sections)
    record(session, actor, "began a questionnaire from a pasted text", about=f"questionnaire {draft}", questions=count)
    return Brought(draft, read.notes)


def begin_from_file(session: Session, actor: Actor, name: str, content: bytes, as_new: bool = False) -> Brought:
    """A draft with what a YAML, XLSX or XLS file holds. ``name``: the file's name.

    A file of a questionnaire that is here already becomes its next version, unless ``as_new``. Raises Problem with
    what in the file cannot be read; what the form check finds can be put right on the page.
    """
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    if len(content) > LARGEST_FILE:
        raise Problem("The file is larger than 5 MB. Choose another file.")
    read = read_content(PurePath(name).name, content, scales_in_use(session))
    wrong = [found for found in read.problems() if found.severity == "error" and _stops(found, read.findings)]
    if wrong or read.questionnaire is None:
        raise Problem(_listed([said(found) for found in wrong] or ["The file holds no questionnaire."]))
    form, keys = read.questionnaire, _keys(session)
    if form.key not in keys:
        form = at_version(form, 1)
    elif as_new:
        form = under_another_title(form, form.title, keys)
    else:
        form = _as_next(session, form)
    draft = _kept(session, form)
    record(session, actor, "brought in a questionnaire", about=f"questionnaire {draft}", version=form.version)
    return Brought(draft, tuple(said(found) for found in read.problems()))


def save_draft(session: Session, actor: Actor, version_id: int, form: Questionnaire, seen: int) -> int:
    """Keep a draft as seen at revision ``seen``; the revision after it. Its key and version stay as they are.

    Raises NotYours, Meanwhile, and Problem for a published version.
    """
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    row = _draft(session, version_id)
    kept = Questionnaire(**(dict(form) | {"key": row.key, "version": row.version}))
    if not changed(session, QuestionnaireVersion, version_id, seen, **_columns(kept)):
        raise Meanwhile
    record(session, actor, "changed a draft questionnaire", about=f"questionnaire {version_id}", revision=seen + 1)
    return seen + 1


def publish(session: Session, actor: Actor, version_id: int, seen: int) -> None:
    """Make a draft the version that new audits take, as seen at revision ``seen``.

    Raises NotYours, Meanwhile, and Problem with every error that the form check finds.
    """
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    row = _draft(session, version_id)
    form = Questionnaire.model_validate(row.body)
    wrong = [found for found in findings_of(form, core_of(session, form)) if found.severity == "error"]
    if wrong:
        lines = [f"{found.place}: {found.message}" for found in wrong]
        raise Problem(_listed(["This cannot be published yet. Put this right first:", *lines]))
    if not changed(session, QuestionnaireVersion, version_id, seen, published=True):
        raise Meanwhile
    record(session, actor, "published a questionnaire", about=f"questionnaire {version_id}", version=row.version)


def discard(session: Session, actor: Actor, version_id: int, seen: int) -> None:
    """Throw a draft away, as seen at revision ``seen``. Raises NotYours, Meanwhile, Problem when it is published."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    row = _draft(session, version_id)
    gone = session.execute(
        delete(QuestionnaireVersion).where(
            col(QuestionnaireVersion.id) == version_id,
            col(QuestionnaireVersion.revision) == seen,
            col(QuestionnaireVersion.published).is_(False),
        )
    )
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise Meanwhile
    record(session, actor, "discarded a draft questionnaire", about=f"questionnaire {version_id}", version=row.version)


def _stops(found: Finding, of_the_file: Sequence[Finding]) -> bool:
    """Whether an error keeps a file out: it could not be read, or two parts could not be told apart on the page."""
    return found in of_the_file or found.field == "id"


def _listed(sentences: Sequence[str]) -> str:
    more = len(sentences) - MOST_SENTENCES
    return "\n".join([*sentences[:MOST_SENTENCES], *([f"There are {more} more."] if more > 0 else [])])


def _as_next(session: Session, form: Questionnaire) -> Questionnaire:
    rows = session.exec(select(QuestionnaireVersion).where(QuestionnaireVersion.key == form.key)).all()
    draft = next((row for row in rows if not row.published), None)
    if draft is not None:
        raise Problem(
            f"Version {draft.version} of this questionnaire is being written already. Open that draft, or discard it."
        )
    return at_version(form, max(row.version for row in rows) + 1)


def _kept(session: Session, form: Questionnaire) -> int:
    row = QuestionnaireVersion(key=form.key, version=form.version, published=False, **_columns(form))
    session.add(row)
    session.flush()
    return row.id or 0


def _columns(form: Questionnaire) -> dict[str, Any]:
    facts = {"title": form.title, "audience": form.audience, "module_of": form.module_of}
    return facts | {"body": form.model_dump(mode="json")}


def _version(session: Session, version_id: int) -> QuestionnaireVersion:
    row = session.get(QuestionnaireVersion, version_id)
    if row is None:
        raise NotYours("questionnaire")
    return row


def _draft(session: Session, version_id: int) -> QuestionnaireVersion:
    row = _version(session, version_id)
    if row.published:
        raise Problem(
            f"Version {row.version} is published and never changes. Make version {row.version + 1} from it instead."
        )
    return row


def _keys(session: Session) -> set[str]:
    return set(session.exec(select(QuestionnaireVersion.key).distinct()))
