"""`python -m tests.long.life [--programs 200 --steps 50 --seed 1]`: random lives of an audit, with everybody doing anything.

A Hypothesis state machine: any of seven roles of two agencies tries any deed on any return, with what they last saw or
with something stale, at any stage; cases are replaced, agencies decline and come back, people look in, write notes and
get more time. A small model says what must stand; after each step the rules of the house are checked. The controls
plant three bugs into the deeds, and each must be found.
"""

import argparse
import functools
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from maap.domain.people import AGENCY_ROLES, Actor, Role
from maap.domain.problems import Problem
from maap.domain.sampling import Plan
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.dealing import deal
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.storage.trail_values import value_faults
from maap.usecases.agencies import commit, decline, name_auditors
from maap.usecases.answering import Given, save_answer
from maap.usecases.cases import replace_case
from maap.usecases.fieldwork import accept, ask_for_changes, assign, not_known, reopen, submit
from maap.usecases.more_time import give_more_time
from maap.usecases.notes import note
from maap.usecases.presence import be_in
from maap.usecases.retention import hold, lift, remove_words
from maap.usecases.stages import GoingBack, Stage, move_back, move_on
from maap.views.returns import sheet
from tests import factories as make
from tests.made_cohorts import sampled
from tests.usecases.test_answering import FORM

ROLES = tuple(Role)
LIKELY = (Role.COORDINATOR, Role.COORDINATOR, Role.AGENCY_LEAD, Role.AGENCY_LEAD, Role.AUDITOR, Role.CHAIR)
"""For deeds that few may do: most lives would never see them done."""
AGENCIES = ("police", "health")
TWO = Plan(method="simple", size=2, seed="a life")
DUE = date(2026, 3, 24)
OPEN = ("not started", "in progress", "changes requested")
WORDS = (("siblings", "yes"), ("siblings", "no"), ("notes", "The plan was clear."), ("notes", None))
Save = Callable[[Session, Actor, int, Given], int]


class Life(RuleBasedStateMachine):
    """One audit in fieldwork, two agencies with a return each for two cases of a sample with reserves."""

    save: Save = staticmethod(save_answer)

    @initialize()
    def begin(self) -> None:
        """An empty house with the audit in it: all of a life is one transaction, which is undone at its end."""
        self.session = Session(_empty(), expire_on_commit=False)
        self.looked_at = -1
        self.agencies = {key: make.agency(self.session, key) for key in AGENCIES}
        self.audit = make.audit(self.session, *self.agencies.values(), stage="sampling")
        freeze(self.audit, FORM)
        self.people: dict[tuple[str, Role], Actor] = {}
        for key, agency in self.agencies.items():
            for role in ROLES:
                person = make.person(self.session, role, agency=agency if role in AGENCY_ROLES else None)
                facts = {"audit_id": self.audit.id, "person_id": person.id}
                if role is Role.AUDITOR:
                    self.session.add(t.NamedAuditor(agency_id=agency.id, **facts))
                if role is Role.PANEL_MEMBER:
                    self.session.add(t.PanelMember(**facts))
                self.people[key, role] = make.actor(person, role)
        self.fellows = {key: make.person(self.session, Role.AUDITOR, agency=of) for key, of in self.agencies.items()}
        for key, fellow in self.fellows.items():
            facts = {"audit_id": self.audit.id, "person_id": fellow.id}
            self.session.add(t.NamedAuditor(agency_id=self.agencies[key].id, **facts))
        sampled(self.session, self.people["police", Role.COORDINATOR], self.audit, TWO)
        self.audit.stage, self.audit.fieldwork_at = "fieldwork", make.NOW
        deal(self.session, self.audit.id or 0, DUE)
        self.session.flush()
        self._count_returns()
        self.kept: dict[tuple[int, str], tuple[int, object]] = {}
        self.notes = 0
        self.lines = trail.head(self.session)[0]

    def teardown(self) -> None:
        """All of it is undone."""
        if hasattr(self, "session"):
            self.session.close()

    def _try(self, deed: Callable[[], object]) -> tuple[bool, object]:
        """Do it, whole or not at all, as `work` does. Whether it was done, and what came of it."""
        nested, written = self.session.begin_nested(), self._written()
        try:
            came = deed()
        except Problem:
            nested.rollback()
            if self._written() != written:
                assert trail.head(self.session)[0] == self.lines, "a refusal left a line"
            return False, None
        nested.commit()
        assert trail.head(self.session)[0] > self.lines, "a deed left no line in the trail"
        self.lines = trail.head(self.session)[0]
        return True, came

    def _count_returns(self) -> None:
        """Which returns there are now."""
        self.rows = list(self.session.exec(select(t.Return).order_by(col(t.Return.id))))

    def _row(self, at: int) -> t.Return | None:
        """One of them, if there are any."""
        return self.rows[at % len(self.rows)] if self.rows else None

    def _written(self) -> int:
        """How many rows were written so far; what was written and undone counts, too."""
        return int(self.session.connection().connection.driver_connection.total_changes)  # type: ignore[union-attr]

    @rule(
        key=sampled_from(AGENCIES),
        role=sampled_from(ROLES),
        at=integers(0, 3),
        what=sampled_from(WORDS),
        stale=booleans(),
    )
    def answers(self, key: str, role: Role, at: int, what: tuple[str, object], stale: bool) -> None:
        """Somebody answers a question, having seen what stands or something older."""
        self._answer(key, role, at, what, stale)

    @rule(at=integers(0, 3), what=sampled_from(WORDS), stale=booleans())
    def the_right_person_answers(self, at: int, what: tuple[str, object], stale: bool) -> None:
        """An auditor answers a return of their own agency: most lives are made of this."""
        if (row := self._row(at)) is None:
            return
        key = next(key for key, agency in self.agencies.items() if agency.id == row.agency_id)
        self._answer(key, Role.AUDITOR, at, what, stale)

    def _answer(self, key: str, role: Role, at: int, what: tuple[str, object], stale: bool) -> None:
        row, actor = self._row(at), self.people[key, role]
        if row is None:
            return
        question, value = what
        revision = self.kept.get((row.id or 0, question), (0, None))[0]
        seen = max(0, revision - 1) if stale else revision
        before = (row.state, self.audit.stage)
        done, came = self._try(lambda: self.save(self.session, actor, row.id or 0, Given(question, value, seen)))
        if done:
            assert role in AGENCY_ROLES and row.agency_id == actor.agency_id, "somebody else's return was answered"
            assert before[0] in OPEN and before[1] == "fieldwork", "a return that takes no answers took one"
            assert seen == revision, "a colleague's answer was overwritten"
            self.kept[row.id or 0, question] = (int(str(came)), value)

    @rule(
        key=sampled_from(AGENCIES),
        role=sampled_from(ROLES),
        at=integers(0, 3),
        deed=sampled_from(["submit", "accept", "change", "reopen", "not known"]),
    )
    def does_something_with_a_return(self, key: str, role: Role, at: int, deed: str) -> None:
        """Anybody tries any step of any return."""
        self._step(key, role, at, deed)

    @rule(at=integers(0, 3), deed=sampled_from(["submit", "accept", "change", "reopen", "not known"]))
    def the_right_person_goes_on(self, at: int, deed: str) -> None:
        """A return's own auditor or lead tries a step of it."""
        if (row := self._row(at)) is not None:
            key = next(key for key, agency in self.agencies.items() if agency.id == row.agency_id)
            role = Role.AUDITOR if deed in ("submit", "not known") else Role.AGENCY_LEAD
            self._step(key, role, at, deed)

    def _step(self, key: str, role: Role, at: int, deed: str) -> None:
        row, actor = self._row(at), self.people[key, role]
        if row is None:
            return
        number = row.id or 0
        deeds: dict[str, Callable[[], None]] = {
            "submit": lambda: submit(self.session, actor, number),
            "accept": lambda: accept(self.session, actor, number),
            "change": lambda: ask_for_changes(self.session, actor, number, ["only"], "Say more."),
            "reopen": lambda: reopen(self.session, actor, number, "An answer was wrong."),
            "not known": lambda: not_known(self.session, actor, number, "Records officer"),
        }
        done, _ = self._try(deeds[deed])
        if done:
            own = row.agency_id == actor.agency_id and role in AGENCY_ROLES
            assert own or (role is Role.COORDINATOR and deed in ("change", "reopen")), "out of reach"
            assert self.audit.stage == "fieldwork"
            assert deed != "accept" or role is Role.AGENCY_LEAD

    @rule(key=sampled_from(AGENCIES), role=sampled_from(LIKELY), at=integers(0, 3))
    def looks_in(self, key: str, role: Role, at: int) -> None:
        """Somebody opens a return: no deed, and no line."""
        if (row := self._row(at)) is not None:
            with suppress(Problem), self.session.begin_nested():
                be_in(self.session, self.people[key, role], row.id or 0, "only")

    @rule(key=sampled_from(AGENCIES), role=sampled_from(ROLES), at=integers(0, 3))
    def writes_a_note(self, key: str, role: Role, at: int) -> None:
        """Somebody says something beside a question."""
        row, actor = self._row(at), self.people[key, role]
        if row is None:
            return
        words = f"Is this ours? ({self.lines})"
        done, _ = self._try(lambda: note(self.session, actor, row.id or 0, "notes", words))
        if done:
            self.notes += 1
            own = row.agency_id == actor.agency_id and role in AGENCY_ROLES
            assert own or role is Role.COORDINATOR, "a stranger wrote a note"

    @rule(key=sampled_from(AGENCIES), role=sampled_from(ROLES), at=integers(0, 3), both=booleans())
    def gives_a_return_out(self, key: str, role: Role, at: int, both: bool) -> None:
        """Somebody gives a return to one auditor of an agency, or to two."""
        row, actor = self._row(at), self.people[key, role]
        if row is None:
            return
        first, second = self.people[key, Role.AUDITOR].person_id, self.fellows[key].id or 0
        fellows = [second] if both else []
        done, _ = self._try(lambda: assign(self.session, actor, row.id or 0, first, row.revision, fellows))
        if done:
            assert role in (Role.AGENCY_LEAD, Role.COORDINATOR)
            assert row.agency_id == self.agencies[key].id, "a return was given to another agency's auditor"

    @rule(role=sampled_from(LIKELY), which=integers(0, 1))
    def replaces_a_case(self, role: Role, which: int) -> None:
        """Anybody tries to replace a case, whatever was done about it."""
        actor, drawn = self.people["police", role], select(t.Case).where(t.Case.status == "drawn")
        case = self.session.exec(drawn.order_by(col(t.Case.id))).all()[which].id or 0
        done, _ = self._try(lambda: replace_case(self.session, actor, self.audit.id or 0, case, "moved_away", True))
        if done:
            assert role is Role.COORDINATOR and self.audit.stage == "fieldwork"
            self._count_returns()

    @rule(key=sampled_from(AGENCIES), role=sampled_from(LIKELY), deed=sampled_from(["decline", "commit", "name"]))
    def answers_for_an_agency(self, key: str, role: Role, deed: str) -> None:
        """Anybody tries to answer for an agency, and to name its auditors."""
        actor, number = self.people[key, role], self.audit.id or 0
        own = select(t.Participation).where(t.Participation.agency_id == self.agencies[key].id)
        seen = self.session.exec(own.execution_options(populate_existing=True)).one().revision
        auditors = [self.people[key, Role.AUDITOR].person_id, self.fellows[key].id or 0]
        deeds: dict[str, Callable[[], object]] = {
            "decline": lambda: decline(self.session, actor, number, "We have nobody free.", seen),
            "commit": lambda: commit(self.session, actor, number, seen),
            "name": lambda: name_auditors(self.session, actor, number, auditors, seen),
        }
        done, _ = self._try(deeds[deed])
        if done:
            assert role is Role.AGENCY_LEAD, "somebody else answered for an agency"
            self._count_returns()

    @rule(key=sampled_from(AGENCIES), role=sampled_from(LIKELY), weeks=integers(0, 4))
    def gives_more_time(self, key: str, role: Role, weeks: int) -> None:
        """Anybody tries to let an agency's returns be due later."""
        actor, until = self.people[key, role], DUE + timedelta(weeks=weeks)
        agency = self.agencies[key].id or 0
        done, _ = self._try(lambda: give_more_time(self.session, actor, self.audit.id or 0, agency, until))
        assert not done or role is Role.COORDINATOR

    @rule(role=sampled_from(ROLES), to=sampled_from(list(Stage)), despite=booleans())
    def moves_on(self, role: Role, to: Stage, despite: bool) -> None:
        """Anybody tries to move the audit anywhere."""
        actor = self.people["police", role]
        before = self.audit.stage
        done, _ = self._try(lambda: move_on(self.session, actor, self.audit.id or 0, to, despite))
        if done:
            assert role is Role.COORDINATOR
            assert list(Stage).index(to) == list(Stage).index(Stage(before)) + 1, "a stage was jumped over"

    @rule(role=sampled_from(ROLES), to=sampled_from(list(Stage)))
    def moves_back(self, role: Role, to: Stage) -> None:
        """Anybody tries to move it back."""
        actor = self.people["police", role]
        for reason in GoingBack:
            done, _ = self._try(lambda why=reason: move_back(self.session, actor, self.audit.id or 0, to, why))  # type: ignore[misc]
            assert not done or role is Role.COORDINATOR
            if done:
                return

    @rule(role=sampled_from(ROLES), what=sampled_from(["hold", "lift", "remove"]))
    def looks_after_what_is_kept(self, role: Role, what: str) -> None:
        """Anybody tries to hold, lift or remove: nothing of a living audit ever goes."""
        actor, number = self.people["police", role], self.audit.id or 0
        deeds: dict[str, Callable[[], object]] = {
            "hold": lambda: hold(self.session, actor, number, "A review asked for it"),
            "lift": lambda: lift(self.session, actor, number),
            "remove": lambda: remove_words(self.session, actor, number),
        }
        done, _ = self._try(deeds[what])
        assert not done or (role is Role.ADMINISTRATOR and what != "remove")

    @invariant()
    def every_rule_holds(self) -> None:
        """Looked at again when anything was written since."""
        written = self._written()
        if written != self.looked_at:
            self.looked_at = written
            self._what_was_saved_stands()
            self._the_trail_holds()
            self._nobody_reads_another_agencys_return()

    def _what_was_saved_stands(self) -> None:
        """Every acknowledged answer is there, with its whole history, and nothing else."""
        assert len(self.session.exec(select(t.QuestionNote.id)).all()) == self.notes, "a note is gone"
        rows = self.session.exec(select(t.Answer)).all()
        assert {(row.return_id, row.question_id): (row.revision, row.value) for row in rows} == self.kept
        for row in rows:
            versions = self.session.exec(
                select(t.AnswerVersion.revision)
                .where(t.AnswerVersion.answer_id == row.id)
                .order_by(col(t.AnswerVersion.id))
            ).all()
            assert list(versions) == list(range(1, row.revision + 1))

    def _the_trail_holds(self) -> None:
        """No line altered or missing, and the seals fit the answers."""
        assert list(trail.faults(self.session)) == []
        assert list(value_faults(self.session)) == []

    def _nobody_reads_another_agencys_return(self) -> None:
        """Whatever happened, an agency's people open their own returns only."""
        for (key, role), actor in self.people.items():
            if role not in AGENCY_ROLES:
                continue
            for row in self.rows:
                if row.agency_id != self.agencies[key].id:
                    with suppress(Problem):
                        sheet(self.session, actor, row.id or 0)
                        raise AssertionError(f"{key}'s {role} read a return of another agency")


def _forgets_the_revision(session: Session, actor: Actor, return_id: int, given: Given) -> int:
    """A planted bug: what somebody saw is not compared."""
    stands = session.exec(
        select(t.Answer.revision).where(t.Answer.return_id == return_id, t.Answer.question_id == given.question_id)
    ).first()
    return save_answer(session, actor, return_id, Given(given.question_id, given.value, stands or 0))


def _forgets_the_history(session: Session, actor: Actor, return_id: int, given: Given) -> int:
    """A planted bug: an answer is changed without its history and its line."""
    revision = save_answer(session, actor, return_id, given)
    row = session.exec(select(t.Answer).where(t.Answer.return_id == return_id)).first()
    if row is not None and revision > 1:
        row.value = "Something else."
        session.add(row)
        session.flush()
    return revision


def _forgets_whose_it_is(session: Session, actor: Actor, return_id: int, given: Given) -> int:
    """A planted bug: anybody of any agency may answer."""
    row = session.get_one(t.Return, return_id)
    lead = Actor(actor.person_id, actor.name, frozenset({Role.AGENCY_LEAD}), row.agency_id, actor.now)
    return save_answer(session, lead, return_id, given)


BUGS: tuple[Save, ...] = (_forgets_the_revision, _forgets_the_history, _forgets_whose_it_is)


@functools.cache
def _empty() -> Engine:
    """An empty house in a file."""
    engine = db.engine_for(f"sqlite:///{tempfile.mkdtemp(prefix='maap-life-', dir='/tmp')}/house.db")
    migrate(engine)
    return engine


def live(programs: int, steps: int, save: Save = save_answer, shorten: bool = True, number: int | None = None) -> None:
    """Run random lives: others each time, or those of a number.

    Raises AssertionError, with the shortest life that breaks a rule if it is to be shortened.
    """
    machine = type("ALife", (Life,), {"save": staticmethod(save)})
    if number is not None:
        seed(number)(machine)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=programs,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate, *([Phase.shrink] if shorten else [])],
            report_multiple_bugs=False,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def main() -> int:
    """Exit code 0 when no life breaks a rule and each planted bug is found."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--programs", type=int, default=200)
    told.add_argument("--steps", type=int, default=50)
    told.add_argument("--seed", type=int, help="The same lives each time; another number, others.")
    chosen = told.parse_args()
    live(chosen.programs, chosen.steps, number=chosen.seed)
    sys.stdout.write(f"{chosen.programs} lives of {chosen.steps} steps: no rule was broken.\n")
    missed = [bug.__name__ for bug in BUGS if not is_found(bug)]
    sys.stdout.write(f"{len(BUGS) - len(missed)} of {len(BUGS)} planted bugs were found.\n")
    return 1 if missed else 0


def is_found(bug: Save) -> bool:
    """Whether random lives find a planted bug: up to a thousand are tried."""
    try:
        live(1_000, 25, bug, shorten=False)
    except AssertionError:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
