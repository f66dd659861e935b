"""The fields of a section, a question or the questionnaire itself, as somebody types them on a page."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from maap.domain.copying import renamed_part
from maap.domain.designing import Part, id_for, line_of, replaced
from maap.domain.fitting import BadForm, Overtaken, fit, key_for
from maap.domain.new_parts import NOT_YET, known_domains, with_domain, with_scale
from maap.domain.questionnaire import (
    Choice,
    Choices,
    Domain,
    Matrix,
    Option,
    Questionnaire,
    Scale,
    Section,
    YesNo,
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "label": "Wording",
        "id": "Id",
        "guidance": "Guidance",
        "good": "What good looks like",
        "standard": "Standard",
        "need": "Need",
        "relevant": "When it is asked",
        "constraint": "Rule",
        "constraint_message": "What to say when the rule is broken",
        "evidence": "Evidence box",
        "polarity": "Counts as",
        "domain": "Domain",
        "line": "Line of enquiry",
        "agencies": "Agencies",
        "panel_only": "For the panel only",
        "options": "Answers",
        "options.label": "Answers",
        "rows": "Rows",
        "rows.label": "Rows",
        "extra": "Further answers",
        "scale": "Scale",
        "min": "Smallest",
        "max": "Largest",
        "unit": "Unit",
        "whole": "Whole numbers only",
        "max_words": "At most, in words",
        "at_most": "At most",
        "each": "Answered once for each",
        "count": "How many there are",
        "roll_up": "Scores",
        "scores": "Scores",
        "formula": "Calculation",
        "introduction": "Introduction",
        "audience": "For audits of",
        "domains": "Domains",
        "domains.name": "Domains",
    }
)
"""What the page calls each field."""

TABLES = frozenset({"options", "rows", "domains", "scores"})
NEEDS: Mapping[str, str] = MappingProxyType(
    {"required": "Must be answered", "wanted": "Wanted: reminds, does not stop", "optional": "May be left out"}
)
WELSH = "cy"
_TUPLES = ("agencies", "extra")


def values(part: Part | Questionnaire) -> dict[str, Any]:
    """The fields as they stand, apart from tables and what stands inside the part."""
    left_out = TABLES | {"sections", "questions", "scales", "kind", "translations", "guidance_translations"}
    found = {name: value for name, value in dict(part).items() if name not in left_out}
    found |= {name: list(found[name]) for name in _TUPLES if name in found}
    if isinstance(part, Questionnaire):
        return {name: found[name] for name in ("title", "introduction", "audience", "roll_up")}
    found["welsh"] = part.translations.get(WELSH, "")
    if not isinstance(part, Section):
        found["welsh_guidance"] = part.guidance_translations.get(WELSH, "")
    return found


def tables(part: Part | Questionnaire) -> dict[str, list[dict[str, Any]]]:
    """The tables of a part: answers, rows, or the questionnaire's own domains."""
    if isinstance(part, Questionnaire):
        return {"domains": [{"key": domain.key, "name": domain.name} for domain in part.domains]}
    if isinstance(part, Choice | Choices):
        return {"options": [_row(option) for option in part.options]}
    if isinstance(part, YesNo):
        return {"scores": [{"value": o.value, "label": o.label, "score": o.score} for o in part.options]}
    return {"rows": [_row(row) for row in part.rows]} if isinstance(part, Matrix) else {}


def _row(option: Option) -> dict[str, Any]:
    return option.model_dump(mode="json") | {"welsh": option.translations.get(WELSH, "")}


def refuse_overtaken(
    part: Part | Questionnaire, changes: Mapping[str, Any], filled: Mapping[str, Any], was: Mapping[str, Any]
) -> None:
    """Raises Overtaken when a colleague changed a field that is being changed. ``filled``: as the page showed them."""
    now: dict[str, Any] = {**values(part), **tables(part)}
    shown: dict[str, Any] = {**filled, **was}
    for name, value in changes.items():
        if name in now and name in shown and now[name] not in (shown[name], value):
            raise Overtaken


def with_values(
    questionnaire: Questionnaire, part_id: str, changes: Mapping[str, Any], scales: Sequence[Scale] = ()
) -> Questionnaire:
    """The questionnaire with other values in some fields of a part; part "" is the questionnaire itself.

    ``scales``: those of the partnership. Raises NoSuchPart, BadForm, and Problem for an id that cannot be.
    """
    if not part_id:
        return _whole(questionnaire, changes)
    part = line_of(questionnaire, part_id).part
    given = dict(changes)
    new_id = str(given.pop("id", part.id)).strip()
    update = _texts(part, given)
    made: Part = fit(type(part), {**dict(part), **update}, LABELS)
    whole = with_domain(questionnaire, made.domain, known_domains(questionnaire))
    whole = with_scale(whole, str(update.get("scale", "")), scales)
    return renamed_part(replaced(whole, part_id, made), part_id, new_id)


def _texts(part: Part, given: dict[str, Any]) -> dict[str, Any]:
    """What people see as one field may be part of another one in the definition."""
    for shown, name in (("welsh", "translations"), ("welsh_guidance", "guidance_translations")):
        if shown in given:
            text = str(given.pop(shown) or "").strip()
            others = {key: words for key, words in getattr(part, name).items() if key != WELSH}
            given[name] = others | ({WELSH: text} if text else {})
    if "scores" in given:
        given["scores"] = {r["value"]: float(r["score"]) for r in given["scores"] if r.get("score") is not None}
    for name in ("options", "rows"):
        if name in given:
            given[name] = listed_options(given[name])
            if not given[name]:
                raise BadForm({name: f"{LABELS[name]}: write at least one."})
    return given


def _whole(questionnaire: Questionnaire, changes: Mapping[str, Any]) -> Questionnaire:
    update = dict(changes)
    if "domains" in update:
        update["domains"] = _domains(update["domains"])
    if update.get("audience", questionnaire.audience) is None:
        raise BadForm({"audience": "For audits of: choose from the list."})
    return fit(Questionnaire, {**dict(questionnaire), **update}, LABELS)


def _domains(rows: Iterable[Mapping[str, Any]]) -> tuple[Domain, ...]:
    made: dict[str, Domain] = {}
    for row in rows:
        name = str(row.get("name") or "").strip()
        if name:
            key = str(row.get("key") or "") or key_for(name, set(made))
            made[key] = Domain(key=key, name=name)
    return tuple(made.values())


def listed_options(rows: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    """The rows of a table as answers. A row without words is left out; a new one gets its value from its words."""
    made: list[Option] = []
    for row in rows:
        label = str(row.get("label") or "").strip()
        if not label:
            continue
        value = str(row.get("value") or "")
        if not value or value.startswith(NOT_YET):
            value = id_for(label, {option.value for option in made})
        score, spoken = row.get("score"), dict(row.get("translations") or {})
        if "welsh" in row:
            spoken.pop(WELSH, None)
            spoken |= {WELSH: welsh} if (welsh := str(row["welsh"] or "").strip()) else {}
        made.append(
            Option(value=value, label=label, score=None if score is None else float(score), translations=spoken)
        )
    return tuple(made)
