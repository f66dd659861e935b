"""How long the route of a long questionnaire takes. Run with ``python -m tests.benchmarks.routes``.

200 questions with 100 conditions in chains of ten, against the same questions without a condition, in one process, turn
and turn about: the ratio is what conditions cost. The aim is 10 ms for the whole.
"""

import statistics
import time
from datetime import date

from maap.domain.engine import route
from maap.domain.questionnaire import Questionnaire

ROUNDS, WARM_UP, TODAY = 200, 20, date(2026, 3, 3)
QUESTIONS, CHAIN = 200, 10


def made(conditions: bool) -> Questionnaire:
    """A questionnaire of twenty sections; every second question opens by the answer before it."""
    sections = []
    for part in range(QUESTIONS // CHAIN):
        questions = [_question(part * CHAIN + at, conditions and at % 2 == 1) for at in range(CHAIN)]
        sections.append({"id": f"s{part}", "title": f"Section {part}", "questions": questions})
    return Questionnaire.model_validate({"key": "long", "title": "Long", "audience": "both", "sections": sections})


def _question(number: int, opened: bool) -> dict[str, str]:
    condition = f"${{q{number - 1}}} = 'yes' or (${{q{number - 1}}} = 'no' and string-length(${{q0}}) > 2)"
    return {
        "id": f"q{number}",
        "kind": "yes_no",
        "label": f"Question {number}?",
        "relevant": condition if opened else "",
    }


def taken(form: Questionnaire) -> float:
    """Seconds for one route over answers to every question."""
    answers = {question.id: "yes" for question in form.questions}
    begun = time.perf_counter()
    found = route(form, answers, TODAY)
    spent = time.perf_counter() - begun
    assert len(found.asked) == QUESTIONS
    return spent


def main() -> None:
    """Print both times and their ratio."""
    with_conditions, plain = made(True), made(False)
    slow: list[float] = []
    quick: list[float] = []
    for turn in range(ROUNDS + WARM_UP):
        one, other = taken(with_conditions), taken(plain)
        if turn >= WARM_UP:
            slow.append(one)
            quick.append(other)
    full, bare = statistics.median(slow) * 1000, statistics.median(quick) * 1000
    print(f"200 questions, 100 conditions: {full:.2f} ms; without conditions: {bare:.2f} ms; ratio {full / bare:.1f}")
    print(f"within 10 ms: {'yes' if full < 10 else 'no'}")


if __name__ == "__main__":
    main()
