"""Before and after: what the actions of an audit were to improve, in its own answers and in those of its re-audit."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, audits_of, seat
from maap.domain.actions import Status
from maap.domain.before_after import Comparison, Share, Yardstick, cautions, yardstick
from maap.domain.disclosure import FEWEST_OTHERS, HIDDEN, SHOWN, fewest_others, names_somebody
from maap.domain.fieldwork import COUNTED
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.domain.questionnaire import Questionnaire
from maap.storage.counting import counts
from maap.storage.forms import form
from maap.storage.tables import Action, Answer, Audit, Case, Return
from maap.views.action_lines import ActionLine, lines, statement
from maap.views.heads import Head, head
from maap.views.scene import audience_of

Values = Mapping[str, Mapping[str, int]]
"""By question or domain: how often each value was given."""


@dataclass(frozen=True)
class Side:
    """One of the two audits."""

    audit_id: int
    reference: str
    title: str
    year: str


@dataclass(frozen=True)
class Compared:
    """An action, and what became of the thing that it was to improve. ``measure``: what else was to show it."""

    line: ActionLine
    measure: str
    comparison: Comparison | None


@dataclass(frozen=True)
class BeforeAfter:
    """``before`` and ``after`` are None while there is no re-audit to compare with."""

    head: Head
    before: Side | None
    after: Side | None
    rows: tuple[Compared, ...]


def before_after(session: Session, actor: Actor, audit_id: int) -> BeforeAfter:
    """The actions of the earlier audit, each with its question or domain before and after. What is better comes first.

    Works from either of the two audits. Raises NotYours when the earlier one is out of reach.
    """
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    then, now = _pair(session, place)
    if then is None or now is None:
        return BeforeAfter(head(place), None, None, ())
    rows = session.execute(statement().where(col(Action.audit_id) == then.id, _not_given_up())).all()
    compared = _compare(session, [row[0] for row in rows], then, now)
    found = [
        Compared(line, row[0].measure, compared.get(row[0].question_id or row[0].domain))
        for row, line in zip(rows, lines(rows, actor.today), strict=True)
    ]
    return BeforeAfter(head(place), _side(then.audit), _side(now.audit), tuple(sorted(found, key=_better_first)))


def _pair(session: Session, place: Seat) -> tuple[Seat | None, Seat | None]:
    """The earlier audit and the later one, whichever of the two this is."""
    if place.audit.earlier_id is not None:
        return seat(session, place.actor, place.audit.earlier_id, Permission.SEE_RESULTS), place
    again = [one for one in audits_of(session, place.actor, Permission.SEE_RESULTS) if one.earlier_id == place.id]
    if not again:
        return place, None
    return place, seat(session, place.actor, again[0].id or 0, Permission.SEE_RESULTS)


def _side(audit: Audit) -> Side:
    return Side(audit.id or 0, audit.reference, audit.title, audit.year)


def _not_given_up() -> sa.ColumnElement[bool]:
    return col(Action.status) != Status.CLOSED_WITHOUT


def _better_first(row: Compared) -> tuple[bool, int, int]:
    order = ("better", "same", "", "worse")
    if row.comparison is None:
        return True, 0, row.line.number
    return not row.comparison.comparable, order.index(row.comparison.direction), row.line.number


def _compare(session: Session, actions: Collection[Action], then: Seat, now: Seat) -> dict[str, Comparison]:
    """By question or domain, for those that the earlier questionnaire asked."""
    if then.audit.questionnaire is None or now.audit.questionnaire is None:
        return {}
    old, new = form(then.audit), form(now.audit)
    sticks = {
        stick.key: stick
        for row in actions
        if (stick := yardstick(old, row.question_id, "" if row.question_id else row.domain))
    }
    later = {key: _same(new, stick) for key, stick in sticks.items()}
    before = _values(session, then, list(sticks.values()))
    after = _values(session, now, [stick for stick in later.values() if stick])
    found = {}
    for key, stick in sticks.items():
        again = later[key]
        warned = list(cautions(old, new, stick, again))
        if key not in before or (again and key not in after):
            warned.append(HIDDEN)
        found[key] = Comparison(
            stick, _share(stick, before.get(key)), _share(again, after.get(key)) if again else None, tuple(warned)
        )
    return found


def _same(new: Questionnaire, stick: Yardstick) -> Yardstick | None:
    if stick.kind == "domain":
        return yardstick(new, domain=stick.key)
    return yardstick(new, stick.key)


def _share(stick: Yardstick, values: Mapping[str, int] | None) -> Share | None:
    if values is None:
        return None
    return Share(
        sum(n for value, n in values.items() if value in stick.better),
        sum(n for value, n in values.items() if value in stick.either),
    )


def _values(session: Session, place: Seat, sticks: Collection[Yardstick]) -> Values:
    """How often each value was given. Keys that are kept back from this reader are missing."""
    domains = [stick.key for stick in sticks if stick.kind == "domain"]
    questions = [stick.key for stick in sticks if stick.kind == "question"]
    found: dict[str, dict[str, int]] = {}
    said_by: dict[str, dict[bool, Counter[int]]] = {}
    by_key = {stick.key: stick for stick in sticks}
    for statement_of in (_of_domains(place, domains), _of_questions(place, questions)):
        for key, agency_id, value, n in session.execute(statement_of):
            values, said = found.setdefault(key, {}), _plain(value)
            values[said] = values.get(said, 0) + int(n)
            if said in by_key[key].either:
                sides = said_by.setdefault(key, {True: Counter(), False: Counter()})
                sides[said in by_key[key].better][agency_id] += int(n)
    return {key: found.get(key, {}) for key in (*domains, *questions) if _enough(place, said_by.get(key, {}))}


def _of_domains(place: Seat, domains: Collection[str]) -> sa.Select[str, int, str, int]:
    source = counts(place.audit, Measure.GRADES).c
    return sa.select(source.domain, source.agency_id, source.grade, source.n).where(source.domain.in_(domains))


def _of_questions(place: Seat, questions: Collection[str]) -> sa.Select[str, int, str, int]:
    value = sa.cast(col(Answer.value), sa.String)
    return (
        sa.select(col(Answer.question_id), col(Return.agency_id), value, sa.func.count())
        .select_from(Answer)
        .join(Return, col(Return.id) == Answer.return_id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            col(Return.audit_id) == place.id,
            col(Case.status) == "drawn",
            col(Return.state).in_(COUNTED),
            col(Answer.counted),
            col(Answer.question_id).in_(questions),
        )
        .group_by(col(Answer.question_id), col(Return.agency_id), value)
    )


def _plain(value: str | None) -> str:
    """A grade as it stands, or an answer out of its JSON."""
    if value is None or not value.startswith('"'):
        return value or ""
    return str(json.loads(value))


def _enough(place: Seat, said: Mapping[bool, Counter[int]]) -> bool:
    """Whether this reader may see figures in which agencies said so often better and worse; nothing tells nothing."""
    answered = sum(said.values(), Counter[int]())
    if SHOWN[audience_of(place)].agencies or not answered:
        return True
    own = place.actor.agency_id
    enough = len(answered.keys() - {own or 0}) >= max(fewest_others(own), FEWEST_OTHERS)
    return enough and not names_somebody(said, answered, own)
