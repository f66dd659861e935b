"""What the panel reads of practitioners and families, and what the coordinator sees of the asking."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.voice import LinkState, Said
from maap.storage import tables as t
from maap.usecases.giving_voice import hand_in_voice
from maap.usecases.voice import set_voice_aside
from maap.views.voice import voice_page, voices
from tests import factories as make
from tests.factories import NOW
from tests.usecases.test_voice import Asking


@pytest.fixture
def asking(session: Session) -> Asking:
    return Asking(session)


def _member(session: Session, asking: Asking) -> Actor:
    someone = make.acting(session, Role.PANEL_MEMBER)
    session.add(t.PanelMember(audit_id=asking.audit_id, person_id=someone.person_id))
    session.flush()
    return someone


def test_the_panel_reads_views_beside_the_case_but_not_what_was_set_aside(session: Session, asking: Asking) -> None:
    kept, aside = asking.enter("They rang."), asking.enter("They wrote.")
    set_voice_aside(session, asking.coordinator, asking.audit_id, aside, "It names a street.", 1)
    (found,) = voices(session, _member(session, asking), asking.audit_id, asking.case_id)
    assert (found.id, found.whose, found.by_link, found.may_quote) == (kept, "Parent or carer", False, False)
    assert found.said == (("What helped you and your family?", "They rang."),)
    assert len(voice_page(session, asking.coordinator, asking.audit_id).heard) == 2


def test_views_of_another_case_are_not_beside_this_one(session: Session, asking: Asking) -> None:
    asking.enter("They rang.")
    other = make.case(session, asking.audit).id or 0
    assert voices(session, asking.coordinator, asking.audit_id, other) == ()


def test_a_practitioners_agency_is_told_when_the_coordinator_wants_it(session: Session, asking: Asking) -> None:
    token = asking.link(kind="practitioner", agency_id=asking.police.id)
    hand_in_voice(session, token, Said(answers={"worked": "We rang."}, may_quote=True), NOW)
    (found,) = voices(session, asking.coordinator, asking.audit_id)
    assert (found.whose, found.by_link, found.may_quote) == ("Practitioner, Police", True, True)


def test_links_are_listed_by_what_they_are_worth_and_never_with_their_address(session: Session, asking: Asking) -> None:
    token, _ = asking.link(), asking.link()
    hand_in_voice(session, token, Said(answers={"good": "Much."}), NOW)
    page = voice_page(session, asking.coordinator, asking.audit_id)
    assert [line.state for line in page.links] == [LinkState.OPEN, LinkState.USED]
    assert token not in repr(page)
    session.exec(select(t.VoiceLink).where(t.VoiceLink.used_at.is_(None))).one().expires_at = NOW - timedelta(days=1)
    session.flush()
    assert voice_page(session, asking.coordinator, asking.audit_id).links[0].state is LinkState.EXPIRED


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_coordinator_sees_the_asking(session: Session, asking: Asking, role: Role) -> None:
    asking.enter("PLANTED")
    someone = make.acting(session, role, agency=asking.police)
    session.add(t.PanelMember(audit_id=asking.audit_id, person_id=someone.person_id))
    session.add(t.NamedAuditor(audit_id=asking.audit_id, agency_id=asking.police.id, person_id=someone.person_id))
    session.flush()
    with pytest.raises((NotAllowed, NotYours)):
        voice_page(session, someone, asking.audit_id)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_agencies_and_managers_read_no_views(session: Session, asking: Asking, role: Role) -> None:
    someone = make.acting(session, role, agency=asking.police)
    with pytest.raises((NotAllowed, NotYours)):
        voices(session, someone, asking.audit_id)


def test_panel_members_read_views_once_the_returns_are_closed(session: Session) -> None:
    asking = Asking(session, "fieldwork")
    asking.enter("They rang.")
    with pytest.raises(WrongStage):
        voices(session, _member(session, asking), asking.audit_id)
    assert voices(session, asking.coordinator, asking.audit_id)
