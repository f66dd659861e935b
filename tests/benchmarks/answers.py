"""How long one saved answer takes the server. Run with ``python -m tests.benchmarks.answers``.

A whole rerun of the answer page (sign-in checked, answer saved with its history and its line in the trail, page loaded
and drawn) against a rerun of a bare Streamlit page that draws the same widgets and does nothing else. Both run in one
process, turn and turn about, so their ratio says more than their milliseconds. Encrypted SQLite, the shipped
questionnaire for children. Both keep their compiled scripts between reruns, as a server does. Three times: an answer of
the longest section that changes nothing else on the page, one that moves the progress, one that opens other questions.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import select
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from maap.domain.engine import route
from maap.domain.people import Actor, Role
from maap.domain.questionnaire import Choice, Grade, Questionnaire, Themes, YesNo
from maap.outside.clock import now
from maap.outside.configuration import load
from maap.settings import ROOT, settings
from maap.storage import tables as t
from maap.storage.db import engine, reading, work
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from maap.usecases.signin import sign_in
from maap.views.returns import sheet
from tests import factories as make
from tests.benchmarks.bare import bare_page
from tests.benchmarks.served import Served

ROUNDS, WARM_UP = 60, 5


@dataclass(frozen=True)
class Scene:
    """A return of the police, its auditor's session, and the questions to answer, each with its section."""

    return_id: int
    actor: Actor
    token: str
    quiet: tuple[str, str]
    moving: tuple[str, str]
    opening: tuple[str, str]


def settle(folder: Path) -> None:
    """An encrypted database of its own in a folder."""
    os.environ |= {
        "MAAP_FOLDER": str(folder),
        "MAAP_KEY_FILE": str(folder / "elsewhere" / "key"),
        "MAAP_DATABASE_URL": "",
        "MAAP_ENCRYPTED": "true",
    }
    settings.cache_clear()
    migrate()


def filled() -> Scene:
    """An audit with the shipped questionnaire for children, and one return of it."""
    shipped = load(settings().config)
    form = next(form for form in shipped.questionnaires if form.key == "maap_core_children")
    with work() as session:
        furnish(session, "Example Partnership", "EP", shipped)
        police = make.agency(session, "police")
        audit = make.audit(session, police)
        freeze(audit, form)
        row = make.a_return(session, make.case(session, audit), police, "not started")
        auditor = make.person(session, Role.AUDITOR, agency=police)
        session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=auditor.id))
        token = sign_in(session, auditor, now())
    with reading() as session:
        actor = make.actor(auditor, Role.AUDITOR, now=now())
        found = sheet(session, actor, row.id or 0)
    longest = max(found.route.sections, key=lambda part: len(part.asked))
    quiet = next(one.id for one in longest.asked if isinstance(one, YesNo | Grade | Choice))
    moving = next(one.id for one in longest.asked if isinstance(one, Themes))
    asked = [(part.section.id, one) for part in found.route.sections for one in part.asked if isinstance(one, YesNo)]
    opening = next((place, one.id) for place, one in asked if _opens(found.form, one))
    return Scene(row.id or 0, actor, token, (longest.section.id, quiet), (longest.section.id, moving), opening)


def _opens(form: Questionnaire, question: YesNo) -> bool:
    """Whether its two answers ask different questions."""
    routes = [route(form, {question.id: option.value}, now().date()) for option in question.options[:2]]
    return len(routes[0].asked) != len(routes[1].asked)


def answer_page(scene: Scene, section: str) -> AppTest:
    """The page of the return, as its auditor has it."""
    ContextProxy.cookies = property(lambda _: {settings().cookie: scene.token})  # type: ignore[assignment,misc]
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    page.query_params["return"], page.query_params["section"] = str(scene.return_id), section
    page.switch_page("pages/fieldwork/answer.py").run()
    assert not page.exception, page.exception
    return page


@contextmanager
def _clocked(engine: Engine) -> Iterator[list[float]]:
    """Seconds spent in statements and commits of the database, and how many there were."""
    spent: list[float] = []
    began: list[float] = []

    def before(*_: object) -> None:
        began.append(time.perf_counter())

    def after(*_: object) -> None:
        spent.append(time.perf_counter() - began.pop())

    commit = engine.dialect.do_commit

    def clocked_commit(connection: Any) -> None:
        before()
        commit(connection)
        after()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    engine.dialect.do_commit = clocked_commit  # type: ignore[method-assign]
    yield spent
    engine.dialect.do_commit = commit  # type: ignore[method-assign]
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)


def _told(name: str, seconds: list[float]) -> float:
    middle, slow = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.95)]
    print(f"{name:46} median {middle * 1000:6.1f} ms   95th of 100 {slow * 1000:6.1f} ms")
    return middle


def _measured(scene: Scene, served: Served, place: tuple[str, str]) -> None:
    section, question = place
    page = answer_page(scene, section)
    bare, counted = bare_page(page)
    ours = f"{scene.return_id}/{question}"
    theirs = next(
        other.key or ""
        for kind in ("radio", "multiselect")
        for own, other in zip(getattr(page, kind), getattr(bare, kind), strict=True)
        if own.key == ours
    )
    full: list[tuple[float, float]] = []
    empty: list[tuple[float, float]] = []
    in_database: list[float] = []
    statements = 0
    for turn in range(ROUNDS + WARM_UP):
        with _clocked(engine()) as spent:
            taken = served.touch(page, ours, turn)
        without = served.touch(bare, theirs, turn)
        if turn >= WARM_UP:
            full.append(taken)
            empty.append(without)
            in_database.append(sum(spent))
            statements = len(spent)
    with reading() as session:
        kept = t.Answer.return_id == scene.return_id, t.Answer.question_id == question
        saved = session.exec(select(t.Answer.revision).where(*kept)).one()
    assert saved == ROUNDS + WARM_UP, saved
    print(f"on the page: {dict(counted)}")
    for how, which in (("by the clock", 0), ("computing", 1)):
        above = _told(f"answer page, one answer saved, {how}", [taken[which] for taken in full])
        below = _told(f"bare page, the same on it, {how}", [taken[which] for taken in empty])
        print(f"ratio {above / below:.2f} {how}")
    _told("of that in the database", in_database)
    print(f"{statements} statements and commits")


def main() -> None:
    """Print both times, their ratio, and the database's share."""
    with tempfile.TemporaryDirectory() as folder:
        settle(Path(folder))
        scene = filled()
        served = Served()
        served.begin()
        print("An answer that changes nothing else:")
        _measured(scene, served, scene.quiet)
        print("An answer that moves the progress:")
        _measured(scene, served, scene.moving)
        print("An answer that opens or closes other questions:")
        _measured(scene, served, scene.opening)
        engine().dispose()


if __name__ == "__main__":
    main()
