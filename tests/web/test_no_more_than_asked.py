"""Nobody sets by a form what its page does not ask for, and no view shows a column that is nobody's to read."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import BaseModel, ValidationError
from sqlmodel import SQLModel, select
from starlette.applications import Starlette

import maap
import maap.storage.tables
from maap.domain.people import Role
from maap.outside import passwords
from maap.outside.clock import now
from maap.storage import keys
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.people import PersonDraft
from maap.usecases.signin import make_link, sign_in
from maap.web import entrance, start
from tests import factories as make
from tests.web.visitor import Visitor

OLD, NEW = "violet harbour sandwich", "pepper lighthouse cardigan"
SLIPPED = "987654"
"""A number that is in no row, so that it is found wherever it is taken over."""
COLUMNS = sorted({column.name for table in SQLModel.metadata.sorted_tables for column in table.columns})
HIDDEN = {"password", "secret", "salt", "digest", "token"}
"""Columns that nobody reads on a page."""
NO_SECRET = "maap.views.versions.Newer.digest"
"""That of a questionnaire's version, which everybody may know who answers it."""


def _models() -> Iterator[type[BaseModel]]:
    """Every value of the code by which something comes in."""
    for found in pkgutil.walk_packages(maap.__path__, "maap."):
        if ".migrations." in found.name or found.name.endswith("__main__"):
            continue
        for one in vars(importlib.import_module(found.name)).values():
            if isinstance(one, type) and issubclass(one, BaseModel) and one.__module__ == found.name:
                yield one


def _everything() -> str:
    with reading() as session:
        rows = [str(row) for table in SQLModel.metadata.sorted_tables for row in session.execute(sa.select(table))]
    return " ".join(rows)


def _roles() -> list[str]:
    with reading() as session:
        return sorted(session.exec(select(t.Appointment.role)))


def _visitor() -> Visitor:
    return Visitor(lambda: Starlette(routes=entrance.ROUTES))


def _with_more(**asked: str) -> dict[str, str]:
    """What the form asks for, and every column that there is beside it."""
    more = dict.fromkeys((*COLUMNS, "roles", "role", "admin", "is_admin", "person", "actor"), SLIPPED)
    return more | {"role": "administrator", "roles": "administrator"} | asked


@pytest.fixture
def ann(database: Path) -> t.Person:
    """An observer with a password, in a house that is set up."""
    assert database
    keys.derived("throttle")
    with work() as session:
        make.partnership(session)
        return make.person(session, Role.OBSERVER, email="ann@example.org", password=passwords.kept(OLD))


def test_signing_in_sets_nothing_else(ann: t.Person) -> None:
    assert _visitor().post("/sign-in", _with_more(email=ann.email, password=OLD, next="")).status == 303
    assert SLIPPED not in _everything() and _roles() == ["observer"]


def test_choosing_a_password_by_a_link_sets_nothing_else(ann: t.Person) -> None:
    with work() as session:
        link = make_link(session, ann.id or 0, "reset", now() + timedelta(hours=1))
    assert _visitor().post(f"/join/{link}", _with_more(password=NEW, again=NEW)).status == 303
    assert SLIPPED not in _everything() and _roles() == ["observer"]


def test_changing_ones_own_password_sets_nothing_else(ann: t.Person) -> None:
    visitor = _visitor()
    with work() as session:
        visitor.cookies["maap"] = sign_in(session, ann, now())
    assert visitor.post("/own-password", _with_more(password=OLD, new=NEW, again=NEW)).status == 303
    assert SLIPPED not in _everything() and _roles() == ["observer"]


def test_setting_the_house_up_sets_nothing_else(database: Path) -> None:
    assert database
    typed = {"partnership": "Example", "short_name": "EX", "name": "Amina Shah", "email": "amina@example.org"}
    typed |= {"code": start.setup_code(), "password": NEW, "again": NEW, "coordinates": "", "content": "empty"}
    assert _visitor().post("/start", _with_more(**typed)).status == 200
    assert SLIPPED not in _everything() and _roles() == ["administrator"]


def test_a_form_that_takes_over_what_it_is_sent_would_be_found(ann: t.Person) -> None:
    """The control: a person changed by every field of the form that has a column."""
    with work() as session:
        person = session.get_one(t.Person, ann.id)
        for name, value in _with_more().items():
            if name in t.Person.model_fields and name not in ("id", "agency_id", "created_at", "active", "revision"):
                setattr(person, name, value)
        session.add(person)
    assert SLIPPED in _everything()


def test_no_value_of_the_code_takes_what_it_does_not_know() -> None:
    models = list(_models())
    assert len(models) > 100
    assert [one.__name__ for one in models if one.model_config.get("extra") == "allow"] == []
    with pytest.raises(ValidationError):
        PersonDraft.model_validate({"name": "Ann", "email": "a@example.org", "roles": [], "password": "x"})


def test_no_row_of_a_view_has_a_field_for_what_is_nobodys_to_read() -> None:
    found = []
    for module in pkgutil.walk_packages(importlib.import_module("maap.views").__path__, "maap.views."):
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.name:
                assert one.__dataclass_params__.frozen, one  # type: ignore[attr-defined]
                found += [f"{module.name}.{one.__name__}.{field.name}" for field in dataclasses.fields(one)]
    assert len(found) > 300
    assert [name for name in found if name.rpartition(".")[2] in HIDDEN] == [NO_SECRET]
