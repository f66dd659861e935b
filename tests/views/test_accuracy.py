"""What the coordinator and an agency see of a draft that is checked: an agency sees its own words alone."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from maap.domain.people import NotAllowed, NotYours, Role
from maap.usecases.accuracy import end_check, say_checked
from maap.views.accuracy import checks, in_the_way, open_comments, own_check
from tests import factories as make
from tests.usecases.test_accuracy import Draft


@pytest.fixture
def draft(session: Session) -> Draft:
    return Draft(session)


def test_the_coordinator_sees_every_comment_and_who_is_still_reading(session: Session, draft: Draft) -> None:
    draft.say("We met in time.")
    draft.say("We were not asked.", "housing")
    say_checked(session, draft.leads["police"], draft.audit_id, draft.edition.id or 0)
    (found,) = checks(session, draft.coordinator, draft.audit_id).drafts
    assert [(one.agency, one.text) for one in found.about("summary")] == [
        ("Police", "We met in time."),
        ("Housing", "We were not asked."),
    ]
    assert (found.unanswered, found.checked, found.waited_for) == (2, ("Police",), ("Housing",))


def test_an_agency_sees_its_own_words_and_of_the_others_not_even_a_number(session: Session, draft: Draft) -> None:
    draft.say("PLANTED", "housing")
    say_checked(session, draft.leads["housing"], draft.audit_id, draft.edition.id or 0)
    page = own_check(session, draft.leads["police"], draft.audit_id)
    assert "PLANTED" not in repr(page)
    assert "Housing" not in repr(page)
    assert (page.drafts[0].comments, page.drafts[0].checked, page.agency) == ((), (), "Police")


def test_a_draft_that_was_not_opened_is_shown_to_no_agency(session: Session) -> None:
    draft = Draft(session, opened=False)
    assert own_check(session, draft.leads["police"], draft.audit_id).drafts == ()
    assert len(checks(session, draft.coordinator, draft.audit_id).drafts) == 1


def test_an_agencys_own_pack_is_never_among_the_drafts(session: Session, draft: Draft) -> None:
    draft.made(number=7, agency_id=draft.housing.id, title="PLANTED")
    assert "PLANTED" not in repr(checks(session, draft.coordinator, draft.audit_id))
    assert "PLANTED" not in repr(own_check(session, draft.leads["police"], draft.audit_id))


def test_nothing_is_published_before_every_comment_has_its_answer(session: Session, draft: Draft) -> None:
    comment_id = draft.say()
    at = (session, draft.coordinator, draft.audit_id, draft.edition.id or 0)
    assert "1 comment about accuracy has no answer yet (from Police)." in in_the_way(*at)
    assert [one.comment_id for one in open_comments(*at)] == [comment_id]
    draft.reply(comment_id)
    assert "Agencies may still check the draft" in in_the_way(*at)
    end_check(*at)
    assert in_the_way(*at) == ""


def test_a_draft_that_nobody_checks_has_nothing_in_its_way(session: Session) -> None:
    draft = Draft(session, opened=False)
    assert in_the_way(session, draft.coordinator, draft.audit_id, draft.edition.id or 0) == ""


def test_after_its_day_a_check_is_closed(session: Session, draft: Draft) -> None:
    lead = draft.leads["police"]
    later = make.actor(make.person(session), Role.AGENCY_LEAD, now=lead.now + timedelta(days=11))
    later = type(lead)(lead.person_id, lead.name, lead.roles, lead.agency_id, later.now)
    assert not own_check(session, later, draft.audit_id).drafts[0].open


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_coordinator_sees_all_comments(session: Session, draft: Draft, role: Role) -> None:
    with pytest.raises((NotAllowed, NotYours)):
        checks(session, make.acting(session, role, agency=draft.police), draft.audit_id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENCY_LEAD])
def test_only_agency_leads_see_their_own_check(session: Session, draft: Draft, role: Role) -> None:
    with pytest.raises((NotAllowed, NotYours)):
        own_check(session, make.acting(session, role, agency=draft.police), draft.audit_id)
