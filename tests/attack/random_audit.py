"""A random audit for the attack on live charts: few or many agencies, some questions for some of them only."""

import random
from collections import Counter
from typing import Any

from sqlmodel import Session

from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.forms import freeze
from tests import factories as make

AGENCIES = ("police", "health", "schools", "housing", "probation", "camhs", "early_help", "mash")
DOMAINS = ("timeliness", "communication", "voice")
GRADED = ("inadequate", "requires_improvement", "good", "outstanding")
LEVELS = (*GRADED, "not_seen")
THEMES = ("consent", "escalation", "supervision")
SIDES = ("strength", "area")
OTHER_SCALE = ("met", "not_met")
ANSWERED = "answered"
"""In the place of a level: the returns of an agency that hold answers."""
ALL = 0
"""A look at the audit when all of its returns were in."""


def form(dice: random.Random, agencies: list[str]) -> Questionnaire:
    """Each domain has a graded question for all or for some; sometimes a second one on another scale for some."""
    questions: list[dict[str, Any]] = []
    for domain in DOMAINS:
        some = dice.sample(agencies, dice.randint(1, min(4, len(agencies)))) if dice.random() < 0.4 else []
        questions.append(graded(f"grade_{domain}", domain, "grade4", some))
        if dice.random() < 0.4:
            some_more = dice.sample(agencies, dice.randint(1, min(3, len(agencies))))
            questions.append(graded(f"second_{domain}", domain, "two", some_more))
        themed = dice.sample(agencies, dice.randint(1, min(4, len(agencies)))) if dice.random() < 0.4 else []
        for side in SIDES:
            asked = {"id": f"{side}_{domain}", "kind": "themes", "label": side, "domain": domain, "polarity": side}
            questions.append(asked | {"agencies": themed})
    scales = [
        scale("grade4", [*zip(GRADED, (1, 2, 3, 4), strict=True), ("not_seen", None)]),
        scale("two", [("not_met", 1), ("met", 2)]),
    ]
    domains = [{"key": key, "name": key.capitalize()} for key in DOMAINS]
    sections = [{"id": "all", "title": "All", "questions": questions}]
    whole = {"key": "small", "title": "Small", "audience": "children"}
    return Questionnaire.model_validate(whole | {"domains": domains, "scales": scales, "sections": sections})


def graded(key: str, domain: str, on: str, some: list[str]) -> dict[str, Any]:
    return {"id": key, "kind": "grade", "scale": on, "domain": domain, "label": key, "agencies": some}


def scale(key: str, levels: list[tuple[str, int | None]]) -> dict[str, Any]:
    named = [{"value": value, "label": value.capitalize()} | ({"rank": rank} if rank else {}) for value, rank in levels]
    return {"key": key, "name": key, "direction": "higher_is_better", "levels": named}


class RandomAudit:
    """An audit in fieldwork, at some moment of it, with what is true of it beside what may be shown."""

    def __init__(
        self, session: Session, dice: random.Random, returns: int | None = None, not_known: float = 0.0
    ) -> None:
        self.session, self.dice, self.not_known = session, dice, not_known
        keys = list(AGENCIES[: dice.randint(3, len(AGENCIES))])
        self.agencies = [make.agency(session, key, position=at) for at, key in enumerate(keys)]
        self.audit = make.audit(session, *self.agencies, stage="fieldwork")
        self.form = form(dice, keys)
        freeze(self.audit, self.form)
        session.add(self.audit)
        session.flush()
        self.forms = {key: self.form.for_agency(key) for key in keys}
        self.grades: Counter[tuple[str, str, str]] = Counter()
        self.named: Counter[tuple[str, str, str]] = Counter()
        self.by = make.person(session)
        self.before: list[Counter[tuple[str, str, str]]] = []
        self.cases = self._cases()
        self.waiting = [(of, by) for of in self.cases for by in self.agencies]
        dice.shuffle(self.waiting)
        self.returns = {(of.id, by.id): make.a_return(session, of, by, state="not started") for of, by in self.waiting}
        for _ in range(dice.randint(1, len(self.waiting)) if returns is None else returns):
            self.one_more()

    @property
    def id(self) -> int:
        """The audit's id."""
        return self.audit.id or 0

    def _cases(self) -> list[t.Case]:
        return [make.case(self.session, self.audit) for _ in range(self.dice.randint(1, 6))]

    def one_more(self) -> bool:
        """One more return comes in; False when none is left."""
        if not self.waiting:
            return False
        self.answers(*self.waiting.pop())
        self.session.flush()
        self.before.append(self.grades + self.named)
        return True

    def answers(self, of: t.Case, by: t.Agency) -> None:
        """An agency hands in a return, with what it is asked."""
        row, dice, themes = self.returns[of.id, by.id], self.dice, set()
        known = not self.not_known or dice.random() >= self.not_known
        row.state, row.submitted_at = "submitted" if known else "not known to us", make.NOW
        self.session.add(row)
        if not known:
            return
        self.grades[by.key, "", ANSWERED] += 1
        for question in self.forms[by.key].questions:
            if question.kind == "grade":
                level = dice.choice(LEVELS if question.scale == "grade4" else OTHER_SCALE)
                facts = {"domain": question.domain, "grade": level, "by": self.by}
                make.answer(self.session, row, question.id, level, **facts)
                self.grades[by.key, question.domain, level] += 1
            elif dice.random() < 0.5:
                theme = dice.choice(THEMES)
                answer = make.answer(self.session, row, question.id, [theme], by=self.by)
                mark = make.mark(self.session, answer, make.theme(self.session, theme), question.polarity)
                mark.domain = question.domain
                self.session.add(mark)
                themes.add((question.domain, theme, question.polarity))
        self._remember(by.key, themes)

    def _remember(self, agency: str, themes: set[tuple[str, str, str]]) -> None:
        """In how many returns: in each domain, and in all."""
        for domain, theme, side in themes | {("", theme, side) for _, theme, side in themes}:
            self.named[agency, domain, f"{theme}/{side}"] += 1
        for domain in {one[0] for one in themes} | ({""} if themes else set()):
            self.named[agency, domain, "any"] += 1

    def may_answer(self, cell: tuple[str, str, str, int]) -> bool:
        """Whether an agency is asked something that could fill a cell. Everybody knows the questionnaire."""
        agency, domain, what, _ = cell
        if what == ANSWERED:
            return True
        kinds = ("grade",) if what in (*LEVELS, *OTHER_SCALE) else ("themes",)
        scale = "two" if what in OTHER_SCALE else "grade4"
        return any(
            question.kind in kinds
            and domain in ("", question.domain)
            and getattr(question, "scale", scale) == scale
            and ("/" not in what or question.polarity == what.split("/")[1])
            for question in self.forms[agency].questions
        )

    def true(self, cell: tuple[str, str, str, int]) -> int:
        """What stands in a cell."""
        return self.before[cell[3] - 1][cell[:3]]

    def said_nothing_else(self, cell: tuple[str, str, str, int]) -> bool:
        """Whether every return of an agency that says anything there says this."""
        agency, domain, what, look = cell
        whole = ["any"] if "/" in what else [*LEVELS, *OTHER_SCALE]
        return self.true(cell) == sum(self.true((agency, domain, one, look)) for one in whole)

    def graded_in(self, agency: str, domain: str) -> bool:
        """Whether an agency graded a domain; «not seen» grades nothing."""
        return any(self.grades[agency, domain, level] for level in GRADED)
