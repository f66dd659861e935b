"""The questionnaire that an audit froze, as a value. It is read once per process: a frozen form never changes."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.storage.tables import Audit


@dataclass(frozen=True)
class _Frozen:
    """A definition known by its digest, so that the cache compares 64 characters instead of a document."""

    digest: str
    agency: str
    body: dict[str, Any] = field(compare=False)


@lru_cache(maxsize=256)
def _read(frozen: _Frozen) -> Questionnaire:
    whole = Questionnaire.model_validate(frozen.body)
    return whole.for_agency(frozen.agency) if frozen.agency else whole


def freeze(audit: Audit, form: Questionnaire) -> None:
    """Give an audit its own copy of a questionnaire, for good."""
    audit.questionnaire = form.model_dump(mode="json")
    text = json.dumps(audit.questionnaire, sort_keys=True, ensure_ascii=False)
    audit.form_digest = hashlib.sha256(text.encode()).hexdigest()


def form(audit: Audit, agency: str = "") -> Questionnaire:
    """The audit's frozen questionnaire; with an agency's key, only the parts meant for it.

    Raises Problem while the audit has not frozen one.
    """
    if audit.questionnaire is None:
        raise Problem("The questionnaire of this audit opens with the fieldwork. Come back when returns are asked for.")
    return _read(_Frozen(audit.form_digest, agency, audit.questionnaire))
