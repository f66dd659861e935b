"""The panel's grades beside the agencies' own: how far apart they are, and what the panel must say about it.

Agencies' grades are never overwritten and never averaged. A level without a rank ("Not seen in file") is an answer
but not a grade: it is never so many grades away from anything.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from maap.domain.audit import Stage, WrongStage, has_reached
from maap.domain.fieldwork import ReturnState
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS, Grade, Questionnaire, Scale

LONGEST_REASON = 2000
How = Literal["consensus", "chair"]
HOW: dict[How, str] = {"consensus": "The panel agreed", "chair": "The chair decided"}
"""How a grade came about: the chair decides where the panel does not agree."""
READ_OUT = frozenset({ReturnState.SUBMITTED, ReturnState.ACCEPTED})
"""States in which a panel reads a return: what is not handed in is nobody's statement yet."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PRIVATE = ("single_agency_issue", "immediate_concern")


class AgreedGrade(BaseModel):
    """What a panel records for one domain of a case.

    ``how``: by consensus, or by the chair's decision. ``kept_because`` is why words stay that may tell who somebody is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    domain: str
    grade: str
    reason: str = ""
    dissent: str = ""
    how: How = "consensus"
    kept_because: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that a person typed."""
        return self.reason, self.dissent, self.kept_because


def refuse_too_early(stage: Stage, roles: frozenset[Role]) -> None:
    """Panel members read once the returns are closed; those who run the audit read what is in before that.

    Raises WrongStage.
    """
    prepares = stage is Stage.FIELDWORK and roles & {Role.COORDINATOR, Role.CHAIR}
    if not has_reached(stage, Stage.PANEL) and not prepares:
        raise WrongStage(
            "The panel reads the cases once the returns are closed. The audit's overview says when that will be."
        )


def scales(form: Questionnaire) -> dict[str, Scale]:
    """The domains that agencies grade, in the questionnaire's order, each with the scale of its first grade."""
    found: dict[str, Scale] = {}
    for question in form.questions:
        if isinstance(question, Grade) and (domain := form.domain_of(question.id)):
            found.setdefault(domain, form.scale(question.scale))
    return {key: found[key] for key in domain_names(form) if key in found}


def domain_names(form: Questionnaire) -> dict[str, str]:
    """Every domain that the questionnaire names or asks about, by key: its own first, in their order."""
    known = {domain.key: domain.name for domain in (*CARE_ACT_PRINCIPLES, *CORE_DOMAINS, *form.domains)}
    used = [domain.key for domain in form.domains] + [form.domain_of(question.id) for question in form.questions]
    return {key: known.get(key, key) for key in dict.fromkeys(used) if key}


def is_private(question_id: str) -> bool:
    """Whether an answer has a lane of its own, which no other agency may look into: a panel does not read it."""
    return question_id.startswith(_PRIVATE)


def place(scale: Scale, value: str) -> int | None:
    """How good a level is, counted in levels from the worst; None for a level without a rank."""
    ranks = sorted(
        {level.rank for level in scale.levels if level.rank is not None}, reverse=scale.direction == "lower_is_better"
    )
    level = scale.level(value)
    return ranks.index(level.rank) if level is not None and level.rank is not None else None


def gap(scale: Scale, grades: Iterable[str]) -> int:
    """How many grades lie between the best and the worst of these; 0 when fewer than two have a rank."""
    places = [found for value in grades if (found := place(scale, value)) is not None]
    return max(places) - min(places) if places else 0


def gap_in_words(steps: int) -> str:
    """A gap as people say it: «two grades apart»."""
    return "no gap" if steps == 0 else f"{grades_apart(steps)} apart"


def grades_apart(steps: int) -> str:
    """So many grades: «one grade», «two grades»."""
    number = _NUMBERS[steps] if steps < len(_NUMBERS) else str(steps)
    return f"{number} {'grade' if steps == 1 else 'grades'}"


def needs_reason(scale: Scale, agreed: str, own: Iterable[str]) -> bool:
    """Whether a grade has to be explained: it differs from some agency's own, or no agency gave one."""
    given = list(own)
    ranked = [value for value in given if place(scale, value) is not None]
    return set(ranked or given) != {agreed}


def refuse_unfit(scale: Scale, agreed: AgreedGrade, own: Iterable[str]) -> None:
    """Refuse a grade that is not on the scale, words that are too long, or a difference without its reason.

    A chair decides only where somebody sees it differently, so that is written down too.

    Raises Problem.
    """
    if scale.level(agreed.grade) is None:
        raise Problem("Choose the grade that the panel agreed, then record it.")
    if any(len(text) > LONGEST_REASON for text in agreed.words):
        raise Problem(f"That is longer than {LONGEST_REASON:,} characters. Shorten it to the main points.")
    if not agreed.reason and needs_reason(scale, agreed.grade, own):
        raise Problem(
            "This is not the grade that every agency gave itself. Say why the panel agreed it, "
            "so that each agency can understand the difference."
        )
    if agreed.how == "chair" and not agreed.dissent:
        raise Problem(
            "The chair decides where the panel does not agree. Say which agency saw it differently and why, "
            "or record it as agreed by the panel."
        )
