"""Somebody with an account is told everything that is kept about them, and no secret and no case."""

import json

import pytest
from sqlmodel import Session

from maap.domain.people import NotAllowed, Role
from maap.domain.problems import Problem
from maap.storage.tables import Audit
from maap.storage.trail import record
from maap.usecases.signin import sign_in
from maap.usecases.subject_access import everything_about
from tests import factories as make

CANARY = "Canary words about a case"


def test_everything_that_points_to_a_person_is_told_without_secrets_or_cases(session: Session) -> None:
    police = make.agency(session, "police")
    ann = make.person(session, Role.AUDITOR, agency=police, name="Ann", email="ann@example.org", password="argon")
    row = make.a_return(session, make.case(session, make.audit(session, police)), police, auditor_id=ann.id)
    make.answer(session, row, "notes", CANARY, ann).evidence = CANARY
    make.finding(session, session.get_one(Audit, row.audit_id), made_by=ann.id, text=CANARY)
    token = sign_in(session, ann, make.NOW)
    record(session, make.actor(ann, Role.AUDITOR), "did something")
    found = everything_about(session, make.acting(session, Role.ADMINISTRATOR), "ANN@example.org")
    told = json.dumps(found, default=str)
    assert found["account"]["name"] == "Ann"
    assert {"appointment, person_id", "signin, person_id", "answer, saved_by", "case_return, auditor_id"} <= set(found)
    assert [line["deed"] for line in found["record of deeds"]] == ["signed in", "did something"]
    assert CANARY not in told and token not in told and "argon" not in told and "digest" not in told


def test_nobody_is_told_about_somebody_else(session: Session) -> None:
    with pytest.raises(NotAllowed):
        everything_about(session, make.acting(session, Role.COORDINATOR), "ann@example.org")
    with pytest.raises(Problem, match="Nobody here"):
        everything_about(session, make.acting(session, Role.ADMINISTRATOR), "nobody@example.org")
