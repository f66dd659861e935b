"""The questionnaires that an audit froze, as values. Each is read once per process: a frozen form never changes."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlmodel import Session, col, select

from maap.domain.problems import Problem
from maap.domain.questionnaire import Question, Questionnaire
from maap.domain.spoken import spoken_in
from maap.storage.tables import Audit, EarlierForm, Return


@dataclass(frozen=True)
class _Frozen:
    """A definition known by its digest, so that the cache compares 64 characters instead of a document."""

    digest: str
    agency: str
    body: Callable[[], dict[str, Any]] = field(compare=False)
    language: str = ""


@lru_cache(maxsize=256)
def _read(frozen: _Frozen) -> Questionnaire:
    body = frozen.body()
    if _digest(body) != frozen.digest:  # the two were read before and after a newer version came
        raise Problem("The questionnaire of this audit has just changed. Reload the page.")
    whole = Questionnaire.model_validate(body)
    asked_of = whole.for_agency(frozen.agency) if frozen.agency else whole
    return spoken_in(asked_of, frozen.language) if frozen.language else asked_of


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def freeze(audit: Audit, form: Questionnaire) -> None:
    """Give an audit its own copy of a questionnaire, for good."""
    audit.questionnaire = form.model_dump(mode="json")
    audit.form_digest = _digest(audit.questionnaire)


def digest_of(form: Questionnaire) -> str:
    """What names a questionnaire once it is frozen."""
    return _digest(form.model_dump(mode="json"))


def freeze_newer(session: Session, audit: Audit, form: Questionnaire, now: datetime) -> None:
    """Give an audit a newer version; the one before stays for the returns that stand on it."""
    if session.get(EarlierForm, (audit.id, audit.form_digest)) is None:
        body = audit.questionnaire or {}
        session.add(EarlierForm(audit_id=audit.id or 0, digest=audit.form_digest, body=body, until=now))
    freeze(audit, form)
    session.add(audit)
    session.flush()


def form(audit: Audit, agency: str = "", language: str = "") -> Questionnaire:
    """The audit's present questionnaire; with an agency's key, only the parts meant for it; with a code, in a language.

    Raises Problem while the audit has not frozen one.
    """
    if not audit.form_digest:
        raise Problem("The questionnaire of this audit opens with the fieldwork. Come back when returns are asked for.")
    return _read(_Frozen(audit.form_digest, agency, lambda: audit.questionnaire or {}, language))


def return_form(session: Session, audit: Audit, row: Return, agency: str = "", language: str = "") -> Questionnaire:
    """The version on which a return is answered, as `form` gives it."""
    if is_newest(audit, row):
        return form(audit, agency, language)
    earlier = session.get_one(EarlierForm, (audit.id, row.form_digest))
    return _as_it_was(earlier, agency, language)


def _as_it_was(earlier: EarlierForm, agency: str = "", language: str = "") -> Questionnaire:
    return _read(_Frozen(earlier.digest, agency, lambda: earlier.body, language))


def is_newest(audit: Audit, row: Return) -> bool:
    """Whether a return is answered on the audit's present questionnaire."""
    return row.form_digest in ("", audit.form_digest)


def return_digest(audit: Audit, row: Return) -> str:
    """What names the version on which a return is answered."""
    return row.form_digest or audit.form_digest


def asked(session: Session, audit: Audit, question_id: str) -> Question | None:
    """A question as the audit asks it now or asked it in an earlier version; None when no version has it."""
    for version in _versions(session, audit):
        with suppress(KeyError):
            return version.question(question_id)
    return None


def _versions(session: Session, audit: Audit) -> Iterator[Questionnaire]:
    """The present one, then the earlier ones, the latest first."""
    if audit.questionnaire is not None:
        yield form(audit)
        earlier = select(EarlierForm).where(EarlierForm.audit_id == audit.id).order_by(col(EarlierForm.until).desc())
        yield from map(_as_it_was, session.exec(earlier))
