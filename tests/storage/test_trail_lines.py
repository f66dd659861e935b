"""What a line of the trail holds, and how it is sealed: both are promised for as long as anybody keeps an old line."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.storage import keys, trail
from maap.storage.db import reading
from maap.storage.tables import TrailEntry
from tests import factories as make

KEY = bytes(range(32))
GUARDS = {
    "sqlite": ("trail_no_delete", "trail_no_replace", "trail_no_update"),
    "postgresql": ("trail_no_change", "trail_no_truncate"),
}


def _line(**facts: object) -> TrailEntry:
    return TrailEntry(
        **{
            "at": datetime(2026, 3, 3, 10, 0, 0, 5, tzinfo=UTC),
            "person_id": 7,
            "capacity": "auditor",
            "agency_id": 2,
            "audit_id": 3,
            "deed": "answered",
            "about": "return 9",
            "detail": {"question": "ffônió", "revision": 2, "a": None},
            "prev": trail.ORIGIN,
            **facts,
        }
    )


def test_a_line_is_sealed_as_lines_were_from_the_first_day() -> None:
    """Another figure here means that every trail that was ever written would be called altered."""
    assert trail.ORIGIN == "0" * 64
    assert trail.sealed_as(_line(), KEY) == "d947cb254b71d5a752a3c31052d30124843159c1120cabe6b567c4c04e960b38"
    on_the_second = _line(at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    assert trail.sealed_as(on_the_second, KEY) == "16d48de7dd0baf3b85423e4c7d2ef6e5d071c47a58bb952804914192329cb32c"


def test_lines_are_chained_with_the_key_that_is_derived_for_the_trail_alone(session: Session) -> None:
    trail.record_by_the_house(session, make.NOW, "started")
    line = session.exec(select(TrailEntry)).one()
    assert line.hash == trail.sealed_as(line, keys.derived("trail")) == trail.sealed_as(line, None)


def test_the_seal_knows_the_moment_wherever_the_clock_stands() -> None:
    an_hour_east = datetime(2026, 3, 3, 11, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert trail.sealed_as(_line(at=an_hour_east), KEY) == trail.sealed_as(_line(), KEY)


def test_a_line_holds_who_did_what_to_what_and_when(session: Session) -> None:
    lead = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session))
    trail.record(session, lead, "sent in", audit_id=5, about="return 9", revision=2)
    line = session.exec(select(TrailEntry)).one()
    assert (line.at, line.person_id, line.capacity, line.agency_id) == (
        lead.now, lead.person_id, "agency lead", lead.agency_id,
    )  # fmt: skip
    assert (line.audit_id, line.deed, line.about, line.detail) == (5, "sent in", "return 9", {"revision": 2})
    assert line.prev == trail.ORIGIN
    trail.record(session, lead, "did more")
    assert session.exec(select(TrailEntry.about).where(TrailEntry.deed == "did more")).one() == ""


def test_what_nobody_signed_in_did_is_the_applications_deed(session: Session) -> None:
    trail.record_by_the_house(session, make.NOW, "started", version=4)
    line = session.exec(select(TrailEntry)).one()
    assert (line.at, line.person_id, line.capacity, line.agency_id, line.audit_id) == (
        make.NOW, None, "the application", None, None,
    )  # fmt: skip
    assert (line.deed, line.about, line.detail) == ("started", "", {"version": 4})


def test_the_head_of_an_empty_trail_is_its_origin(session: Session) -> None:
    assert trail.head(session) == (0, trail.ORIGIN)
    assert trail.mark(session) == f"0 {trail.ORIGIN}"
    assert trail.head_at(session, 0) == trail.ORIGIN
    assert trail.head_at(session, 1) == ""
    assert list(trail.mark_faults(session, trail.mark(session))) == []


def _three_lines(session: Session) -> list[str]:
    for number in range(3):
        trail.record_by_the_house(session, make.NOW, "did something", number=number)
    return list(session.exec(select(TrailEntry.hash).order_by(TrailEntry.id)))  # type: ignore[arg-type]


def test_the_head_at_a_line_is_that_lines_hash(session: Session) -> None:
    hashes = _three_lines(session)
    assert [trail.head_at(session, n) for n in range(5)] == [trail.ORIGIN, *hashes, ""]
    assert trail.head_at(session, -1) == hashes[0]
    assert trail.head(session) == (3, hashes[2])


def test_a_mark_names_the_line_that_it_was_printed_at(session: Session) -> None:
    hashes = _three_lines(session)
    for n, seen in enumerate(hashes, 1):
        assert list(trail.mark_faults(session, f"  {n}\t{seen}\n")) == []
    assert list(trail.mark_faults(session, f"3 {hashes[2].upper()}")) == [], "as somebody may have typed it"
    assert list(trail.mark_faults(session, f"2 {hashes[2]}")) == [
        f"The printed mark says that line 2 ends in {hashes[2][:12]}…; the trail does not: it was rewritten."
    ]
    assert "line 1,234 ends" in next(trail.mark_faults(session, f"1,234 {hashes[0]}"))


@pytest.mark.parametrize(
    "printed, is_one",
    [
        (f"123456789012 {'a' * 64}", True),
        (f"1234567890123 {'a' * 64}", False),
        (f"1 {'a' * 63}", False),
        (f"1 {'a' * 65}", False),
        (f"1 {'a' * 32} {'a' * 32}", True),
        (f"1 {' '.join('a' * 4 for _ in range(16))}", True),
        (f"1 {'  '.join('a' * 4 for _ in range(16))}", False),
        (f"x 1 {'a' * 64}", False),
        (f"1 {'a' * 64} x", False),
    ],
)
def test_a_mark_is_a_number_and_sixty_four_letters_and_digits(session: Session, printed: str, is_one: bool) -> None:
    if is_one:
        assert len(list(trail.mark_faults(session, printed))) == 1
    else:
        with pytest.raises(Problem, match="That is no mark of the trail: a number and 64 letters and digits"):
            list(trail.mark_faults(session, printed))


def test_every_guard_of_the_database_is_missed_when_it_is_gone(engine: Engine) -> None:
    guards = GUARDS[engine.dialect.name]
    with reading() as session:
        assert list(trail.unguarded(session)) == []
    for name in guards:
        with engine.begin() as connection:
            connection.execute(sa.text(f"drop trigger {name}" + " on trail" * (engine.dialect.name == "postgresql")))
    with reading() as session:
        assert list(trail.unguarded(session)) == [
            f"The database's guard {name} of the trail is missing: somebody removed it." for name in guards
        ]


def test_a_guard_of_postgresql_that_is_asleep_is_missed_too(on_postgresql: Engine) -> None:
    with on_postgresql.begin() as connection:
        connection.execute(sa.text("alter table trail disable trigger trail_no_change"))
    with reading() as session:
        assert [said.split()[3] for said in trail.unguarded(session)] == ["trail_no_change"]


def test_both_a_changed_line_and_a_broken_link_are_said(session: Session) -> None:
    _three_lines(session)
    session.execute(sa.text("drop trigger trail_no_update"))
    session.execute(sa.text("update trail set prev = 'x' where id = 2"))
    session.expire_all()
    assert list(trail.faults(session)) == [
        "Line 2 does not follow the line before it: something between them was removed or added.",
        "Line 2 was altered after it was written.",
    ]
