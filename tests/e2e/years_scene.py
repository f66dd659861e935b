"""Two earlier audits of so many returns each, and ends; they replace those of another size. A process of its own.

`python -m tests.e2e.years_scene 7`
"""

import sys

from sqlmodel import col, select

from maap.domain.earlier import EarlierAudit, Grades, Theme
from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.earlier_results import compare, take_in

YEARS = ("2021/22", "2022/23")


def _audit(at: int, year: str, n: int) -> EarlierAudit:
    good = (n + at) // 2
    return EarlierAudit(
        audit=f"MACFA {year}",
        title="Neglect of young children",
        year=year,
        n=n,
        cases=n,
        source=f"Briefing of {year}",
        grades=tuple(
            Grades(domain=domain, counts={"Good": good, "Requires improvement": n - good})
            for domain in ("Timeliness", "Welfare of the child")
        ),
        themes=tuple(
            Theme(theme=theme, count=count, polarity="area", still_open=True)
            for theme, count in (("Information sharing", good), ("Professional curiosity", n - good))
        ),
    )


if __name__ == "__main__":
    with work() as session:
        someone = session.exec(select(t.Person).where(col(t.Person.email) == "coordinator@example.org")).one()
        actor = Actor(someone.id or 0, someone.name, frozenset({Role.COORDINATOR}), None, now())
        audits = [_audit(at, year, int(sys.argv[1])) for at, year in enumerate(YEARS)]
        there = {one.audit.audit: one.seen for one in compare(session, actor, audits)}
        take_in(session, actor, audits, there)
