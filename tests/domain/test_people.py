"""Who may do what, kept a second time and the other way round: by deed, as a refusal says it, not by role.

Whoever gives or takes a permission changes both, and sees in this table who else has it.
"""

from datetime import UTC, date, datetime

import pytest

from maap.domain.people import AGENCY_ROLES, GRANTS, Actor, NotAllowed, NotYours, Permission, Role

WHO_MAY = {
    "invite people or change what they may do": "administrator",
    "change the partnership's agencies, themes, scales or timetable": "administrator",
    "start an audit": "coordinator",
    "write questionnaires": "coordinator",
    "read the record of who did what": "administrator",
    "see this audit": "coordinator, chair, agency lead, auditor, panel member, observer",
    "write the terms of reference": "coordinator",
    "sign the terms of reference": "coordinator, chair, agency lead",
    "move the audit to another stage": "coordinator",
    "see which agencies have committed": "coordinator, chair",
    "commit an agency to the procedures": "agency lead",
    "upload a cohort or draw the sample": "coordinator",
    "see the sample certificate": "coordinator, chair",
    "see who owes which return": "coordinator, chair, agency lead, auditor",
    "give returns to auditors": "coordinator, agency lead",
    "read this return": "coordinator, agency lead, auditor",
    "answer this return": "agency lead, auditor",
    "accept returns or ask for changes": "coordinator, agency lead",
    "read all agencies' answers to a case": "coordinator, chair, panel member",
    "record the agreed grade of a case": "coordinator, chair",
    "see the charts": "coordinator, chair, panel member, observer",
    "see the returns behind a chart": "coordinator, chair, panel member",
    "save views of the charts for yourself": "coordinator, chair, agency lead, auditor, panel member, observer",
    "save views of the charts for the whole team": "coordinator, chair",
    "save views of the charts for the whole agency": "agency lead",
    "see the charts of one agency about itself": "agency lead, auditor",
    "run the panel's meeting": "coordinator, chair",
    "invite practitioners and families to give their view": "coordinator",
    "read the findings of this audit": "coordinator, chair, panel member",
    "write findings or code them to themes": "coordinator, chair",
    "merge, split or rename themes": "coordinator",
    "raise an issue that belongs to one agency": "coordinator, chair, agency lead, auditor, panel member",
    "read issues that belong to one agency": "coordinator, agency lead",
    "answer an issue that was raised with an agency": "agency lead",
    "close an issue, or remind an agency of it": "coordinator",
    "record an immediate concern": "coordinator, chair, agency lead, auditor, panel member",
    "acknowledge an immediate concern": "coordinator, chair",
    "share figures outside the partnership": "coordinator",
    "approve figures that go outside the partnership": "coordinator, chair",
    "write recommendations and actions": "coordinator, chair",
    "see the actions": "coordinator, chair, agency lead, observer",
    "report on an action": "coordinator, agency lead",
    "confirm that an action is closed": "coordinator, chair",
    "commend good practice": "coordinator, chair",
    "read commendations": "coordinator, chair, agency lead",
    "write the report or the briefing": "coordinator",
    "publish a document": "coordinator, chair",
    "change the templates of documents": "coordinator",
    "check a draft report for accuracy": "agency lead",
    "read what is published": "coordinator, chair, agency lead, auditor, panel member, observer",
    "record how an agency used a briefing": "agency lead",
    "add earlier briefings or earlier results to the library": "coordinator",
}


def somebody(*roles: Role, now: datetime = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)) -> Actor:
    return Actor(1, "Somebody", frozenset(roles), None, now)


def test_each_deed_is_for_these_roles_and_for_no_others() -> None:
    granted = {deed.value: ", ".join(role for role in Role if deed in GRANTS[role]) for deed in Permission}
    assert granted == WHO_MAY


def test_roles_of_an_agency_are_its_leads_and_its_auditors() -> None:
    assert {role for role in Role if role in AGENCY_ROLES} == {"agency lead", "auditor"}


def test_one_role_of_several_is_enough_and_none_is_not() -> None:
    assert somebody(Role.AUDITOR, Role.CHAIR).may(Permission.GRADE_CASE)
    assert not somebody(Role.AUDITOR, Role.OBSERVER).may(Permission.GRADE_CASE)
    assert not somebody().may(Permission.READ_AUDIT)


def test_today_is_the_day_in_london() -> None:
    """Half past eleven at night in UTC is the next day in a British summer."""
    assert somebody(now=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).today == date(2026, 7, 2)
    assert somebody(now=datetime(2026, 1, 1, 23, 30, tzinfo=UTC)).today == date(2026, 1, 1)


def test_somebody_is_named_by_all_their_roles_in_the_same_order_each_time() -> None:
    everything = " and ".join(sorted(Role))
    assert somebody(*Role).capacity == everything
    assert somebody(*reversed(Role)).capacity == everything
    assert somebody().capacity == "a guest"


@pytest.mark.parametrize(
    "roles, begins",
    [
        ((Role.AUDITOR,), "As an auditor you"),
        ((Role.OBSERVER, Role.PANEL_MEMBER), "As an observer and panel member you"),
        ((Role.COORDINATOR,), "As a coordinator you"),
    ],
)
def test_a_refusal_says_as_what_one_may_not_do_it_and_whom_to_ask(roles: tuple[Role, ...], begins: str) -> None:
    assert str(NotAllowed(somebody(*roles), Permission.SIGN_TERMS)) == (
        f"{begins} may not sign the terms of reference. Ask your partnership's coordinator if you need to."
    )


def test_somebody_without_a_role_is_refused_in_a_sentence_too() -> None:
    assert str(NotAllowed(somebody(), Permission.START_AUDIT)).startswith("As a guest you may not start an audit.")


def test_what_is_not_ones_own_is_not_there() -> None:
    there_is_none = "here. Go back to your work page and choose from what is listed."
    assert str(NotYours()) == f"There is no such audit {there_is_none}"
    assert str(NotYours("return")) == f"There is no such return {there_is_none}"
    assert str(NotYours("return", 9)) == f"There is no such return {there_is_none}", "its number is not said"


def test_a_refusal_says_to_the_trail_what_was_asked_for() -> None:
    assert NotYours().asked == "audit"
    assert NotYours("return", 9).asked == "return 9"
    assert NotYours("audit", 0).asked == "audit 0"
    assert NotAllowed(somebody(Role.AUDITOR), Permission.SIGN_TERMS).asked == "may not sign the terms of reference"
