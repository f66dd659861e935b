"""Random questionnaires that pass the form check, and random answers to them, for property tests."""

from typing import Any

from hypothesis import strategies as st

from maap.domain.questionnaire import Questionnaire

KINDS = [
    "choice",
    "choices",
    "yes_no",
    "grade",
    "matrix",
    "number",
    "date",
    "dates",
    "text",
    "long_text",
    "themes",
    "note",
    "calculated",
    "repeat",
]
LEVELS = [
    {"value": "good", "label": "Good", "rank": 2},
    {"value": "poor", "label": "Poor", "rank": 1, "description": "Below the standard."},
    {"value": "not_known", "label": "Not known to us", "translations": {"cy": "Ddim yn hysbys"}},
]
VALUES = ["yes", "no", "good", "poor", "a", "b", "1", "2.5", "2026-03-03", "not_known"]

_printable = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n=+-'<&${é")
labels = st.text(_printable, min_size=1, max_size=12).filter(lambda text: "${" not in text and bool(text.strip()))
texts = st.one_of(st.just(""), labels)
translations = st.dictionaries(
    st.sampled_from(["cy", "pl"]), st.text("abc 'ŵ=<&", min_size=1).filter(str.strip), max_size=2
)
options = st.lists(st.sampled_from(["a", "b", "1", "x.y", "not_known"]), min_size=1, max_size=4, unique=True)


@st.composite
def conditions(draw: st.DrawFn, earlier: list[str]) -> str:
    """A condition over earlier ids: compared, selected, counted, joined to any depth."""
    if not earlier:
        return draw(st.sampled_from(["", "true()", "1 < 2", "today() > '2020-01-01'"]))
    name = draw(st.sampled_from(earlier))
    value = draw(st.sampled_from(VALUES))
    simple = draw(
        st.sampled_from(
            [
                "",
                f"${{{name}}} = '{value}'",
                f"selected(${{{name}}}, '{value}')",
                f"${{{name}}} > 1",
                f"${{{name}}} != ''",
                f"count-selected(${{{name}}}) >= 1",
                f"not(${{{name}}} = '{value}')",
                f"string-length(${{{name}}}) mod 2 = 1",
            ]
        )
    )
    if simple and draw(st.booleans()):
        other = draw(conditions(earlier))
        return f"({simple}) {draw(st.sampled_from(['and', 'or']))} ({other})" if other else simple
    return simple


@st.composite
def questions(draw: st.DrawFn, number: int, earlier: list[str], inside: bool = False) -> dict[str, Any]:
    kind = draw(st.sampled_from([kind for kind in KINDS if not inside or kind not in ("matrix", "repeat")]))
    question: dict[str, Any] = {
        "id": f"{'c' if inside else 'q'}{number}",
        "kind": kind,
        "label": draw(labels),
        "guidance": draw(texts),
        "good": draw(texts),
        "standard": draw(texts),
        "need": draw(st.sampled_from(["required", "wanted", "optional"])),
        "relevant": draw(conditions(earlier)),
        "evidence": draw(st.booleans()) and not inside and kind != "repeat",
        "domain": draw(st.sampled_from(["", "timeliness", "own"])),
        "line": draw(texts),
        "agencies": draw(st.lists(st.sampled_from(["police", "health"]), unique=True)),
        "panel_only": draw(st.booleans()),
        "translations": draw(translations),
        "guidance_translations": draw(translations),
    }
    return question | draw(_particulars(kind, number, earlier, inside))


@st.composite
def _particulars(draw: st.DrawFn, kind: str, number: int, earlier: list[str], inside: bool) -> dict[str, Any]:
    match kind:
        case "choice" | "choices":
            made = [{"value": value, "label": draw(labels), "score": draw(st.sampled_from([None, 1.0, 2.5, -3.0]))}
                    for value in draw(options)]  # fmt: skip
            return {"options": made}
        case "yes_no":
            return {"extra": draw(st.lists(st.sampled_from(["partly", "not_known", "not_seen"]), unique=True))}
        case "grade":
            return {"scale": "four"}
        case "matrix":
            return {"scale": "four", "rows": [{"value": value, "label": draw(labels)} for value in draw(options)]}
        case "number":
            low = draw(st.sampled_from([None, 0, 0.5, -3]))
            constraint = draw(st.sampled_from(["", ". != 7", ". mod 2 = 0"]))
            limits = {"min": low, "max": draw(st.sampled_from([None, 10, 99.5])), "whole": draw(st.booleans())}
            return limits | {"unit": draw(texts), "constraint": constraint, "constraint_message": draw(texts)}
        case "text" | "long_text":
            return {"max_words": draw(st.sampled_from([None, 5]))}
        case "themes":
            return {"polarity": draw(st.sampled_from(["strength", "area"])), "at_most": draw(st.integers(0, 3))}
        case "calculated":
            name = f"${{{draw(st.sampled_from(earlier))}}}" if earlier else "2"
            formulas = [f"{name} + 1", f"concat({name}, 'x')", f"if({name} = 'yes', 1, 0)", f"1 div {name}", "today()"]
            return {"formula": draw(st.sampled_from(formulas))}
        case "repeat":
            return {"at_most": draw(st.integers(0, 2)), "questions": draw(_children(number, earlier))}
    return {}


@st.composite
def _children(draw: st.DrawFn, number: int, earlier: list[str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for offset in range(draw(st.integers(1, 3))):
        before = [*earlier, *(child["id"] for child in made)]
        made.append(draw(questions(number * 10 + offset, before, inside=True)))
    return made


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Up to three sections of up to five questions, of every kind, with conditions on what came before."""
    sections: list[dict[str, Any]] = []
    earlier: list[str] = []
    number = 0
    for place in range(draw(st.integers(1, 3))):
        section: dict[str, Any] = {
            "id": f"s{place}",
            "title": draw(labels),
            "guidance": draw(texts),
            "relevant": draw(conditions(list(earlier))),
            "optional": draw(st.booleans()),
            "panel_only": draw(st.booleans()),
            "last": draw(st.booleans()),
            "agencies": draw(st.lists(st.sampled_from(["police", "health"]), unique=True)),
            "translations": draw(translations),
            "questions": [],
        }
        for _ in range(draw(st.integers(1, 5))):
            number += 1
            question = draw(questions(number, list(earlier)))
            section["questions"].append(question)
            earlier.append(question["id"])
        sections.append(section)
    return Questionnaire.model_validate(
        {
            "key": "made",
            "title": draw(labels),
            "version": draw(st.integers(1, 50)),
            "audience": draw(st.sampled_from(["both", "adults"])),
            "introduction": draw(texts),
            "domains": [{"key": "own", "name": "Our own"}],
            "scales": [{"key": "four", "name": draw(labels), "direction": "higher_is_better", "levels": LEVELS}],
            "sections": sections,
        }
    )


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(VALUES)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*VALUES, "c10", "c11", "x.y"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def answers(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Any]]:
    """Any stored values, likely or not, under ids of the questionnaire."""
    ids = [question.id for question in questionnaire.questions]
    ids += [f"{name}__evidence" for name in ids] + [section.pick_id for section in questionnaire.sections]
    likely = st.one_of(st.sampled_from(VALUES), st.lists(st.sampled_from(VALUES), max_size=3), st.integers(-5, 20))
    return st.dictionaries(st.sampled_from(ids), st.one_of(likely, anything), max_size=len(ids))
