"""A section of a questionnaire: answered once, or once for each of several, such as each child of a household.

The second child's answers stand under ids of their own ("seen_alone@2"), so that each is saved, hidden, counted and
discussed by itself.
"""

import re

from pydantic import Field

from maap.domain.expressions import renamed
from maap.domain.questions import Definition, Number, Question, Slug, Translations, Words
from maap.domain.scoring_ways import RollUp

EVIDENCE, PICKED, HOW_MANY = "__evidence", "__picked", "__how_many"
MOST_TIMES = 30
"""How often a section can be answered in one return."""
_NUMBERED = re.compile(r"@([1-9]\d?)(?=__|$)")


class Section(Definition):
    """A page of questions. An `optional` one opens when its auditor picks it; `last` ones stay behind added modules.

    `each` (“child”) has it answered once for each of several. `count` is an expression that says how many there are;
    without one the auditor says it. `at_most` 0: the most that is possible. `roll_up` "": as the questionnaire has it.
    """

    id: Slug
    title: Words
    guidance: str = ""
    questions: tuple[Question, ...] = ()
    agencies: tuple[str, ...] = ()
    relevant: str = ""
    optional: bool = False
    panel_only: bool = False
    domain: str = ""
    last: bool = False
    each: str = Field(default="", max_length=60)
    count: str = ""
    at_most: int = Field(default=0, ge=0, le=MOST_TIMES)
    roll_up: RollUp = ""
    translations: Translations = Field(default={})

    @property
    def pick_id(self) -> str:
        """The answer ("yes" or "no") under which an optional section is picked."""
        return self.id + PICKED

    @property
    def count_id(self) -> str:
        """The answer that says how often a section is needed, where no other answer does."""
        return self.id + HOW_MANY

    @property
    def most(self) -> int:
        """How often it can be answered."""
        return self.at_most or MOST_TIMES


def apart(question_id: str) -> tuple[str, int]:
    """An id as its author wrote it, and which of several it is for: 0 when there is only one."""
    found = _NUMBERED.search(question_id)
    return (question_id, 0) if found is None else (_NUMBERED.sub("", question_id, count=1), int(found[1]))


def numbered(question_id: str, number: int) -> str:
    """The id under which an answer of the second, third, … of several stands."""
    base, mark, rest = question_id.partition("__")
    return f"{base}@{number}{mark}{rest}"


def which(section: Section, number: int) -> str:
    """“Child 2”."""
    return f"{section.each[:1].upper()}{section.each[1:]} {number}"


def nth(section: Section, number: int) -> Section:
    """A section as it is answered for the second, third, … of several. Its labels bring in that one's own answers.

    Its conditions, rules and calculations keep their words: they are read beside that one's own answers.
    """
    own = {question.id for question in section.questions}

    def name(given: str) -> str:
        return numbered(given, number) if given.partition("__")[0] in own else given

    questions = tuple(
        question.model_copy(update={"id": numbered(question.id, number), "label": renamed(question.label, name)})
        for question in section.questions
    )
    update = {
        "id": numbered(section.id, number),
        "title": f"{which(section, number)}: {section.title}",
        "questions": questions,
        "optional": False,
        "each": "",
        "count": "",
        "translations": {code: f"{text} ({number})" for code, text in section.translations.items()},
    }
    return section.model_copy(update=update)


def counting(section: Section) -> Number:
    """The question how often a section is needed."""
    each = section.each[:1].lower() + section.each[1:]
    return Number.model_construct(
        id=section.count_id,
        label=f"How many are there? The next section is answered once for each {each}.",
        min=0,
        max=section.most,
    )


def opening(section: Section) -> Section:
    """What is asked before the first of several: whether it applies, and how many there are."""
    return section.model_copy(update={"questions": () if section.count else (counting(section),), "each": ""})


def laid_out(section: Section, times: int) -> tuple[Section, ...]:
    """Every page of a section that is answered ``times`` times; itself, when it is answered once."""
    if not section.each:
        return (section,)
    first = (opening(section),) if section.optional or not section.count else ()
    return (*first, *(nth(section, number) for number in range(1, times + 1)))
