"""What is left of an allowance is the same for all that ask at once, on each database, and names nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from maap.domain.allowances import FILES, TooOften
from maap.domain.people import Actor, Role
from maap.storage import refused
from maap.storage import tables as t
from maap.storage.allowances import MARK
from maap.storage.db import reading, work
from maap.usecases.downloads import ask_for_file
from maap.views.figures_of_the_house import figures
from tests import factories as make


def _asks(actor: Actor) -> bool:
    try:
        with work() as session:
            ask_for_file(session, actor)
    except TooOften:
        return False
    return True


def _lines() -> list[tuple[str, int | None]]:
    with reading() as session:
        found = session.exec(
            select(t.TrailEntry).where(t.TrailEntry.deed == refused.DEED).order_by(col(t.TrailEntry.id))
        )
        return [(line.about, line.person_id) for line in found]


def test_of_many_who_ask_at_once_so_many_get_a_file_and_one_line_says_that_there_were_more(engine: Engine) -> None:
    with work() as session:
        ann, ben = (make.acting(session, Role.COORDINATOR) for _ in range(2))
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(_asks, [ann] * (FILES.at_once + 20)))
    assert got.count(True) == FILES.at_once
    assert _asks(ben), "another person has their own"
    assert _lines() == [("files, too often", ann.person_id)]
    later = replace(ann, now=ann.now + FILES.every)
    assert [_asks(later) for _ in range(2)] == [True, False]


def test_it_is_kept_without_a_name_and_is_no_failed_try(engine: Engine) -> None:
    with work() as session:
        ann = make.acting(session, Role.COORDINATOR)
    assert _asks(ann)
    with reading() as session:
        rows = session.exec(select(t.Attempt)).all()
        counted = {name: value for name, _, value in figures(session, ann.now + timedelta(minutes=1))}
    assert (
        len(rows) == 1 and rows[0].subject.startswith(MARK) and str(ann.person_id) != rows[0].subject.removeprefix(MARK)
    )
    assert counted["sign_in_tries"] == 0
