"""Five million answers: a dashboard, all years, and an analytic engine: python -m tests.benchmarks.history

Ratios taken in one run. An audit's charts cost the audit, not the history around it; all years cost the frozen figures
of closed audits; DuckDB counts the same rows for comparison. ``--audits 40`` makes it smaller.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
from sqlalchemy import event, text
from sqlmodel import Session

from maap.domain.people import Actor, Role
from maap.domain.tiles import BY_KEY
from maap.settings import settings
from maap.storage.db import engine, reading, work
from maap.storage.schema import migrate
from maap.views import results
from maap.views.dashboard import dashboard_to_take
from maap.views.grade_years import graded_audits
from maap.views.scene import scene
from maap.views.trends import theme_trends
from tests import factories as make
from tests.views.charted import Charted

CASES, AGENCIES, QUESTIONS, ROUNDS, SMALL = 8, 15, 40, 25, 2
DASHBOARD = (scene, results.returns_in, results.grades, results.panel_grades, results.themes)
NUMBERS = "with recursive n(i) as (select 0 union all select i + 1 from n where i < :most - 1)"
LEVELS = "case abs(random()) % 4 when 0 then 'outstanding' when 1 then 'good' when 2 then 'requires_improvement' else 'inadequate' end"
FILLED = (  # made-up rows: nothing in these statements comes from outside
    f"""insert into audit (id, reference, title, year, stage, terms, terms_revision, terms_version, questionnaire,
    form_digest, pulse, created_at) {NUMBERS} select :first + i, 'A' || (:first + i), 'Audit', '20' || (10 + i % 15) ||
    '/' || (11 + i % 15), 'closed', '{{}}', 1, 1, (select questionnaire from audit where id = :like),
    (select form_digest from audit where id = :like), 0, '2026-01-01 00:00:00' from n""",
    f"""insert into case_file (id, audit_id, number, reference, cohort_reference, stratum, status, replaced_reason, salt)
    {NUMBERS} select (:first + i / 8) * 8 + i % 8, :first + i / 8, i % 8, 'C' || (i % 8), '', 'under 5', 'drawn', '', ''
    from n""",
    f"""insert into case_return (id, audit_id, case_id, agency_id, state, due, checked_by, form_digest, revision, submitted_at)
    {NUMBERS} select (:first + i / 120) * 120 + i % 120, :first + i / 120, (:first + i / 120) * 8 + i % 120 / 15,
    (select min(id) from agency) + i % 15, 'submitted', '2026-02-01', '', '', 1,
    '2026-01-2' || (i % 9) || ' 10:00:00' from n""",
    f"""insert into answer (return_id, question_id, value, evidence, counted, domain, grade, revision, saved_at, saved_by)
    {NUMBERS} select :first * 120 + i / 40, 'q' || (i % 40), '"x"', substr('{"What we saw in the file. " * 8}', 1,
    abs(random()) % 200), 1, case when i % 40 < 8 then 'domain_' || (i % 40) else '' end,
    case when i % 40 < 8 then {LEVELS} else '' end, 1, '2026-01-20 10:00:00', :by from n""",
    f"""insert into theme_mark (answer_id, return_id, theme_id, polarity, domain, counted) {NUMBERS}
    select (select min(id) from answer where return_id = :first * 120 + i / 2) + i % 2 + 10, :first * 120 + i / 2,
    (select min(id) from theme) + abs(random()) % 12, case i % 2 when 0 then 'strength' else 'area'
    end, 'domain_' || (i % 8), 1 from n""",
    f"""insert into panel_grade (audit_id, case_id, domain, grade, reason, dissent, how, agreed_by, agreed_at, revision)
    {NUMBERS} select :first + i / 64, (:first + i / 64) * 8 + i % 64 / 8, 'domain_' || (i % 8), {LEVELS}, '', '',
    'consensus', :by, '2026-02-01 00:00:00', 1 from n""",
)
A_AUDITS_ROWS = (1, CASES, 120, 120 * QUESTIONS, 240, 64)
FROZEN = (
    """insert into figure (audit_id, measure, domain, agency_id, polarity, grade, n) select r.audit_id, 'grades', a.domain,
    r.agency_id, '', a.grade, count(*) from answer a join case_return r on r.id = a.return_id join audit on
    audit.id = r.audit_id where a.grade > '' and audit.stage = 'closed' and not exists (select 1 from figure f where
    f.audit_id = audit.id) group by 1, 3, 4, 6""",
    """insert into figure (audit_id, measure, domain, polarity, grade, n) select audit_id, 'panel grades', domain, '', grade,
    count(*) from panel_grade join audit on audit.id = panel_grade.audit_id where audit.stage = 'closed' group by 1, 3, 5""",
    """insert into figure (audit_id, measure, domain, agency_id, theme_id, polarity, grade, n) select r.audit_id, 'themes',
    '', r.agency_id, m.theme_id, m.polarity, '', count(distinct r.id) from theme_mark m join case_return r on
    r.id = m.return_id join audit on audit.id = r.audit_id where audit.stage = 'closed' group by 1, 4, 5, 6""",
    """insert into figure (audit_id, measure, domain, agency_id, polarity, grade, n) select r.audit_id, 'themes', '',
    r.agency_id, '', '', count(distinct r.id) from theme_mark m join case_return r on r.id = m.return_id join audit on
    audit.id = r.audit_id where audit.stage = 'closed' group by 1, 4""",
    "insert into figure (audit_id, measure, domain, polarity, grade, n) select id, 'cases', '', '', '', 8 from audit",
)
BY_HAND = """select f.audit_id, f.measure, f.domain, f.polarity, f.theme_id, f.grade, sum(f.n) from figure f
where f.measure in ('grades', 'panel grades', 'themes', 'cases') group by 1, 2, 3, 4, 5, 6"""
ANALYTIC = (
    "select state, count(*) from r where audit_id = {audit} group by 1",
    "select a.domain, a.grade, count(*) from a join r on r.id = a.return_id where r.audit_id = {audit} and a.counted "
    "and a.grade > '' group by 1, 2",
    "select a.domain, r.agency_id, a.grade, count(*) from a join r on r.id = a.return_id where r.audit_id = {audit} "
    "and a.counted and a.grade > '' group by 1, 2, 3",
    "select domain, grade, count(*) from p where audit_id = {audit} group by 1, 2",
    "select m.theme_id, m.polarity, count(distinct m.return_id) from m join r on r.id = m.return_id where "
    "r.audit_id = {audit} group by 1, 2",
)


def timed(work_of: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the quickest round: other work on the machine only ever adds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work_of()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken)


class Clock:
    """How long the database itself takes: from a statement's start to the last of its rows being there."""

    def __init__(self) -> None:
        self.spent, self._began = 0.0, 0.0
        event.listen(engine(), "before_cursor_execute", self._before)
        event.listen(engine(), "after_cursor_execute", self._after)

    def _before(self, *_: object) -> None:
        self._began = time.perf_counter()

    def _after(self, *_: object) -> None:
        self.spent += (time.perf_counter() - self._began) * 1000


def filled(first: int, audits: int, like: int, by: int) -> None:
    """Add audits, each with 120 returns of 40 answers."""
    with work() as session:
        for statement, rows in zip(FILLED, A_AUDITS_ROWS, strict=True):
            known = {"first": first, "like": like, "by": by, "most": rows * audits}
            session.execute(text(statement), {name: n for name, n in known.items() if f":{name}" in statement})


def dashboard(actor: Actor, audit_id: int) -> None:
    """Every measure of one audit."""
    with reading() as session:
        for view in DASHBOARD:
            view(session, actor, audit_id)


def every_tile(actor: Actor, audit_id: int) -> None:
    """Everything that a dashboard can show of one audit: each measure there is, as its page loads it."""
    with reading() as session:
        dashboard_to_take(session, actor, audit_id, tiles=list(BY_KEY))


def cost(
    clock: Clock, actor: Actor, audit_id: int, load: Callable[[Actor, int], None] = dashboard
) -> tuple[float, float]:
    """Milliseconds in the database, and in all."""
    load(actor, audit_id)
    spent = []
    for _ in range(ROUNDS):
        clock.spent, began = 0.0, time.perf_counter()
        load(actor, audit_id)
        spent.append((clock.spent, (time.perf_counter() - began) * 1000))
    return min(spent)


def years(actor: Actor) -> None:
    """All years: grades and themes."""
    with reading() as session:
        graded_audits(session, actor)
        theme_trends(session, actor)


def by_hand() -> None:
    """The figures alone, as a hand-written scan reads them."""
    with reading() as session:
        session.execute(text(BY_HAND)).all()


def analytic(audit_id: int) -> float:
    """The dashboard's questions to DuckDB, over the same rows in memory."""
    engine_of = duckdb.connect()
    _copied(engine_of)
    return timed(lambda: [engine_of.execute(one.format(audit=audit_id)).fetchall() for one in ANALYTIC])


def _copied(engine_of: duckdb.DuckDBPyConnection) -> None:
    wanted = {
        "r": "select id, audit_id, agency_id, state from case_return",
        "a": "select return_id, counted, domain, grade from answer",
        "p": "select audit_id, domain, grade from panel_grade",
        "m": "select return_id, theme_id, polarity from theme_mark",
    }
    with reading() as session:
        for name, statement in wanted.items():
            frame = pd.read_sql(text(statement), session.connection())
            engine_of.register("frame", frame)
            engine_of.execute(f"create table {name} as select * from frame")
            engine_of.unregister("frame")


def scene_of(session: Session) -> tuple[Charted, Actor, Actor]:
    """The partnership: fifteen agencies, twelve themes, one audit as a pattern; a coordinator, and an agency's manager."""
    made = Charted(session)
    for at in range(AGENCIES - len(made.agencies)):
        make.agency(session, f"agency_{at}")
    for at in range(12):
        make.theme(session, f"theme_{at}")
    manager = make.acting(session, Role.OBSERVER, agency=made.agencies["police"])
    return made, make.acting(session, Role.COORDINATOR), manager


def main() -> None:
    """Print the ratios."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--audits", type=int, default=1040)
    audits = asked.parse_args().audits
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MAAP_FOLDER": folder, "MAAP_KEY_FILE": str(Path(folder) / "k" / "key"), "MAAP_ENCRYPTED": "0"}
        settings.cache_clear()
        migrate()
        with work() as session:
            pattern, actor, manager = scene_of(session)
            like, by = pattern.id, pattern.by.id or 0
        clock = Clock()
        first = 100
        filled(first, SMALL, like, by)
        with work() as session:
            session.execute(text("update audit set stage = 'panel' where id >= 100"))
            session.execute(text("analyze"))
        few, _ = cost(clock, actor, first)
        few_tiles, _ = cost(clock, actor, first, every_tile)
        began = time.perf_counter()
        for start in range(first + SMALL, first + audits, 130):
            filled(start, min(130, first + audits - start), like, by)
        with work() as session:
            for statement in FROZEN:
                session.execute(text(statement))
            session.execute(text("analyze"))
        with reading() as session:
            answers = session.execute(text("select count(*) from answer")).scalar_one()
        print(f"{audits:,} audits, {answers:,} answers, made in {time.perf_counter() - began:.0f} s", flush=True)
        many, whole = cost(clock, actor, first)
        print(f"one audit's dashboard in the database: {many:.1f} ms (with Python {whole:.1f} ms)")
        print(
            f"among {answers:,} answers {many:.1f} ms : among 10 thousand {few:.1f} ms = {many / few:.2f}", flush=True
        )
        tiles, with_python = cost(clock, actor, first, every_tile)
        print(
            f"all {len(BY_KEY)} tiles in the database: {tiles:.1f} ms (with Python {with_python:.1f} ms); among 10 thousand "
            f"answers {few_tiles:.1f} ms = {tiles / few_tiles:.2f}",
            flush=True,
        )
        hand = timed(by_hand, 7)
        for whose, reader in (("the team's", actor), ("a manager's", manager)):
            all_years = timed(partial(years, reader), 7)
            print(
                f"all years, {whose} {all_years:.0f} ms : a scan of the frozen figures by hand {hand:.0f} ms = {all_years / hand:.2f}",
                flush=True,
            )
        duck = analytic(first)
        print(f"our dashboard {many:.1f} ms : the same questions to DuckDB in memory {duck:.1f} ms = {many / duck:.2f}")


if __name__ == "__main__":
    main()
