"""Every role at every door of the code, within reach, out of reach and of what does not exist: cell by cell.

The table is made from the code. A new use case or view is in it at once; its cells follow from `GRANTS` and from who
reaches what, written down here once more and independently of `maap.access`.
"""

import traceback
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import ResourceClosedError
from sqlmodel import Session

from maap.access import seat
from maap.domain.people import AGENCY_ROLES, GRANTS, Actor, NotAllowed, NotYours, Permission, Role
from maap.storage import tables as t
from tests.isolation.doors import Door, doors, given
from tests.isolation.scene import Scene, scene

TEAM = (Role.COORDINATOR, Role.CHAIR, Role.OBSERVER)
MISSING = 999_999
RELATIONS = ("their own", "another agency's", "another audit", "nothing there")
CELLS = [(door, role) for door in doors() for role in Role]


def _reaches(role: Role, relation: str) -> bool:
    """Whether a role reaches the audit or return of this relation at all."""
    if relation == "nothing there" or role is Role.ADMINISTRATOR:
        return False
    if role in TEAM:
        return True
    return relation != "another audit"


def _expected(door: Door, role: Role, relation: str) -> bool:
    """Whether the door opens."""
    granted = any(permission in GRANTS[role] for permission in door.permissions)
    if door.door == "audits_of":
        return True
    if door.door == "desk":
        return granted
    if not _reaches(role, relation) or not granted:
        return False
    return not (door.door == "return_seat" and role in AGENCY_ROLES and relation == "another agency's")


def _ids(where: Scene, relation: str, at_a_return: bool) -> dict[str, int]:
    match relation:
        case "their own":
            return where.ids | {"return_id": where.own_return}
        case "another audit" if not at_a_return:
            return where.ids | dict.fromkeys(("audit_id", "earlier_id"), where.elsewhere.id or 0)
        case "nothing there":
            return dict.fromkeys(where.ids, MISSING)
        case _:
            return where.ids


def _turned_away(door: Door, session: Session, actor: Actor, ids: dict[str, int]) -> Exception | None:
    """The refusal of the door itself; None when it opened, whatever came after."""
    function: Callable[..., object] = door.function
    try:
        function(session=session, actor=actor, **given(function, ids))
    except (NotAllowed, NotYours) as refusal:
        at = [frame.lineno for frame in traceback.extract_tb(refusal.__traceback__) if frame.name == door.name]
        return refusal if at and door.lines[0] <= (at[0] or 0) <= door.lines[1] else None
    except Exception:
        return None
    return None


@pytest.mark.parametrize("role", list(Role))
def test_every_door_opens_for_whom_it_should_and_for_nobody_else(
    session: Session, role: Role, record_property: Callable[[str, object], None]
) -> None:
    where, wrong, checked = scene(session), [], 0
    actor = where.actor(session, role, where.health)
    for door in doors():
        for relation in RELATIONS:
            at_a_return = door.door == "return_seat"
            if at_a_return and relation == "another audit":
                continue
            nested = session.begin_nested()
            refusal = _turned_away(door, session, actor, _ids(where, relation, at_a_return))
            with suppress(ResourceClosedError):
                nested.rollback()
            checked += 1
            opened = _expected(door, role, relation)
            if (refusal is None) != opened:
                wrong.append(f"{door} for {role} ({relation}): {'shut' if refusal else 'open'}, and should not be")
    record_property("cells", checked)
    assert checked > 500
    assert wrong == []


def test_what_is_out_of_reach_and_what_is_not_there_are_refused_in_the_same_words(session: Session) -> None:
    where = scene(session)
    for role in AGENCY_ROLES:
        actor = where.actor(session, role, where.health)
        for door in (one for one in doors() if one.door == "seat"):
            told = [
                str(_turned_away(door, session, actor, _ids(where, relation, False)))
                for relation in ("another audit", "nothing there")
            ]
            assert told[0] == told[1], str(door)


def _asked(door: Door, session: Session, actor: Actor, ids: dict[str, int]) -> list[str]:
    """What a refused function asked of the database."""
    told = list[str]()

    def heard(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", heard)
    try:
        assert _turned_away(door, session, actor, ids) is not None, str(door)
    finally:
        event.remove(connection, "before_cursor_execute", heard)
    return told


@pytest.mark.parametrize(
    ("kind", "relation"), [("seat", "another audit"), ("return_seat", "another agency's")], ids=["audits", "returns"]
)
def test_what_is_out_of_reach_asks_the_database_for_no_more_than_what_is_not_there(
    session: Session, kind: str, relation: str
) -> None:
    """So no clock tells them apart: the same statements, one after the other, and then the same words."""
    where, asked = scene(session), 0
    for role in AGENCY_ROLES:
        actor = where.actor(session, role, where.health)
        for door in (one for one in doors() if one.door == kind and _expected(one, role, "their own")):
            at = kind == "return_seat"
            theirs, nothing = (
                _asked(door, session, actor, _ids(where, one, at)) for one in (relation, "nothing there")
            )
            assert theirs == nothing, str(door)
            asked += 1
    assert asked > 20


def looks_twice(session: Session, actor: Actor, audit_id: int) -> None:
    """A careless function: what is there costs a statement more before it is refused."""
    if session.get(t.Audit, audit_id) is not None:
        session.execute(text("select 1"))
    seat(session, actor, audit_id, Permission.READ_AUDIT)


def test_a_function_that_looks_before_it_refuses_would_be_told_apart(session: Session) -> None:
    """The control."""
    where = scene(session)
    actor = where.actor(session, Role.AUDITOR, where.health)
    door = Door(__name__, "looks_twice", "seat", (Permission.READ_AUDIT,), (1, 10_000))
    session.expunge_all()
    told = [_asked(door, session, actor, {"audit_id": audit}) for audit in (where.elsewhere.id or 0, MISSING)]
    assert told[0] != told[1]


def test_a_door_that_asks_for_too_little_would_be_found() -> None:
    """The control: a function whose door names another permission than the table expects is open to somebody else."""
    lax = Door("maap.views.trail", "trail", "desk", (Permission.MANAGE_PEOPLE,), (1, 10_000))
    strict = Door("maap.views.trail", "trail", "desk", (Permission.CODE_FINDINGS,), (1, 10_000))
    assert [_expected(lax, role, "their own") for role in Role] != [
        _expected(strict, role, "their own") for role in Role
    ]


def test_nobody_has_two_permissions_that_are_not_in_the_table() -> None:
    named = {permission for door in doors() for permission in door.permissions}
    assert {door.door for door in doors()} == {"seat", "return_seat", "desk", "audits_of"}
    assert len(CELLS) == len(list(doors())) * len(Role)
    assert named <= set(Permission)
