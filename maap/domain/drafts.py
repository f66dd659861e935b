"""How a draft of a questionnaire begins: blank, as the next version of one, or as a new one like it."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.checking import Finding, problems
from maap.domain.fitting import fit, key_for
from maap.domain.new_parts import first_sections
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS, Questionnaire

LABELS: Mapping[str, str] = MappingProxyType(
    {"title": "Title", "audience": "For audits of", "module_of": "Added to", "by_domain": "Sections to begin with"}
)


class Beginning(BaseModel):
    """What somebody says when they begin a questionnaire. ``module_of``: key of the core that it is added to."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=200)
    audience: Literal["children", "adults", "both"] = "children"
    module_of: str = ""
    by_domain: bool = False


def beginning(typed: Mapping[str, Any]) -> Beginning:
    """The beginning, checked. Raises BadForm."""
    return fit(Beginning, typed, LABELS)


def blank_draft(begun: Beginning, taken: Collection[str]) -> Questionnaire:
    """An empty questionnaire. ``taken``: keys that other questionnaires have."""
    usual = {"children": CORE_DOMAINS, "adults": CARE_ACT_PRINCIPLES}.get(begun.audience, ())
    domains = () if begun.module_of else usual
    return Questionnaire(
        key=key_for(begun.title, taken),
        title=begun.title,
        audience=begun.audience,
        module_of=begun.module_of,
        domains=domains,
        sections=first_sections(domains) if begun.by_domain else (),
    )


def at_version(questionnaire: Questionnaire, version: int) -> Questionnaire:
    """The same under another version number."""
    return Questionnaire(**(dict(questionnaire) | {"version": version}))


def under_another_title(questionnaire: Questionnaire, title: str, taken: Collection[str]) -> Questionnaire:
    """The first version of a new questionnaire with the same questions. Raises BadForm without a title."""
    named = beginning({"title": title}).title
    return Questionnaire(**(dict(questionnaire) | {"key": key_for(named, taken), "title": named, "version": 1}))


def findings_of(form: Questionnaire, core: Questionnaire | None) -> tuple[Finding, ...]:
    """What the form check finds, errors first. A module is also looked at as part of the ``core`` it is added to."""
    found = problems(form)
    if core is None:
        return found
    alone = {*problems(core), *found}
    added = [finding for finding in problems(core.with_module(form)) if finding not in alone]
    return tuple(sorted((*found, *added), key=lambda finding: finding.severity != "error"))
