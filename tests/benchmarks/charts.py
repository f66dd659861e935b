"""What the charts cost, as ratios taken in one run: python -m tests.benchmarks.charts

A specification made once against one built for each run; a tick without news against drawing; growth of an audit's
dashboard when the history around it grows.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from maap.charts import drawings, specs
from maap.domain.ladders import OFSTED, Ladder, Named, tally
from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.settings import ROOT, settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.pulse import pulse_of
from maap.storage.schema import migrate
from maap.ui.live import figures
from maap.usecases.signin import sign_in
from maap.views.results import grades, panel_grades, returns_in, themes
from maap.views.scene import scene
from tests import factories as make
from tests.benchmarks.bare import bare_page
from tests.benchmarks.served import Served
from tests.views.charted import AGENCIES, DOMAINS, Charted

ROUNDS, CASES, HISTORY = 30, 12, 40
LONGEST_TICK = 5
"""Milliseconds."""
LEVELS = ("outstanding", "good", "requires_improvement", "inadequate")


def timed(work_of: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the quickest round: other work on the machine only ever adds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work_of()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken)


def _audit(session: Session) -> int:
    made = Charted(session)
    graded = []
    for number in range(CASES):
        case = make.case(session, made.audit)
        for at, agency in enumerate(AGENCIES):
            row = made.graded(agency, case=case)
            graded += [
                {
                    "return_id": row.id,
                    "question_id": f"q{question}",
                    "value": 1,
                    "evidence": "",
                    "counted": True,
                    "domain": DOMAINS[question % 2] if question < len(DOMAINS) else "",
                    "grade": LEVELS[(number + at) % 4] if question < len(DOMAINS) else "",
                    "revision": 1,
                    "saved_at": make.NOW,
                    "saved_by": made.by.id,
                }
                for question in range(40)
            ]
    session.execute(insert(t.Answer), graded)
    return made.id


def _dashboard(actor: Actor, audit_id: int) -> None:
    with reading() as session:
        for view in (scene, returns_in, grades, panel_grades, themes):
            view(session, actor, audit_id)


def _tick(audit_id: int) -> None:
    with reading() as session:
        pulse_of(session, audit_id)


def _served(audit_id: int, token: str) -> tuple[float, float]:
    """Milliseconds of computing of a dashboard drawn anew, and of its tick when there is no news: who is here, and the
    audit's pulse. It is what the server spends, from the request to the last message."""
    ContextProxy.cookies = property(lambda _: {settings().cookie: token})  # type: ignore[assignment,misc]
    served = Served()
    served.begin()
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    page.query_params["audit"] = str(audit_id)
    page.switch_page("pages/live/dashboard.py").run()
    assert not page.exception, page.exception
    _beside_bare(page, served)
    (charts,) = page._fragment_storage.resolve_target("live-charts")
    (tick,) = set(page._fragment_storage._fragments) - {charts}
    found = []
    for asked in (charts, tick):
        served.asked, whole = [asked], page._tree
        spent = []
        for _ in range(ROUNDS):
            served.computing.clear()
            page.run()
            spent.append(sum(served.computing) * 1000)
            page._tree = whole
        found.append(min(spent))
    return found[0], found[1]


def _beside_bare(page: AppTest, served: Served) -> None:
    """A rerun of the whole page against bare pages with the same widgets, texts and charts, turn about: one whose charts
    lie ready, one that writes them in Altair. First where nobody has just looked at the audit, then where somebody has."""
    (ready, counted), (written, _) = bare_page(page), bare_page(page, altair=True)
    for others in ("nobody else looks", "others look, too"):
        spent: tuple[list[float], ...] = [], [], []
        for _ in range(ROUNDS):
            if others == "nobody else looks":
                figures._made.clear()  # type: ignore[attr-defined]
            for one, kept in zip((page, ready, written), spent, strict=True):
                served.computing.clear()
                one.run()
                kept.append(sum(served.computing) * 1000)
        ours, lie_ready, in_altair = map(statistics.median, spent)
        print(
            f"a rerun of the whole page, {others}, {ours:.1f} ms : bare, the same {counted.total()} things with "
            f"{counted['vega_lite_chart']} charts that lie ready {lie_ready:.1f} ms = {ours / lie_ready:.2f}; "
            f"written in Altair {in_altair:.1f} ms = {ours / in_altair:.2f}"
        )


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "MAAP_FOLDER": folder,
            "MAAP_KEY_FILE": str(Path(folder) / "keys" / "key"),
            "MAAP_ENCRYPTED": "0",
        }
        settings.cache_clear()
        migrate()
        with work() as session:
            audit_id = _audit(session)
            reader = make.person(session, Role.COORDINATOR)
            actor, token = make.actor(reader, Role.COORDINATOR), sign_in(session, reader, now())
        drawn, whole = _served(audit_id, token)
        assert whole < LONGEST_TICK, whole
        alone, tick = timed(lambda: _dashboard(actor, audit_id)), timed(lambda: _tick(audit_id))
        for _ in range(HISTORY):
            with work() as session:
                _audit(session)
        among = timed(lambda: _dashboard(actor, audit_id))
    ladder = Ladder(OFSTED.key, OFSTED.rungs, (), tuple(Named(f"d{n}", f"Domain {n}") for n in range(8)))
    rows = [tally(ladder, domain, {"good": 3, "inadequate": 1}) for domain in ladder.domains]
    words = tuple(rung.name for rung in OFSTED.rungs)
    built = timed(lambda: specs.stacked.__wrapped__(words, ("#000000",) * 4))
    fed = timed(lambda: drawings.grades(ladder, rows))
    print(f"specification built each time {built:.1f} ms : made once and fed {fed:.1f} ms = {built / fed:.1f}")
    print(f"a dashboard's statements {alone:.1f} ms : those of a tick without news {tick:.2f} ms = {alone / tick:.1f}")
    print(
        f"a whole dashboard drawn anew {drawn:.1f} ms : a whole tick without news {whole:.2f} ms = {drawn / whole:.1f}"
    )
    print(f"the same dashboard among {HISTORY} audits {among:.1f} ms : alone {alone:.1f} ms = {among / alone:.2f}")


if __name__ == "__main__":
    main()
