"""The coordinator asks practitioners and families, and writes down what was said."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.sessions import digest
from maap.domain.voice import Kind, NewLink, NewVoice, NotTaken, Said
from maap.outside.voice_forms import shipped
from maap.storage import tables as t
from maap.usecases.giving_voice import hand_in_voice
from maap.usecases.voice import change_voice_form, enter_voice, make_voice_link, revoke_voice_link, set_voice_aside
from tests import factories as make
from tests.factories import NOW


class Asking:
    """A case before its panel, and the coordinator."""

    def __init__(self, session: Session, stage: str = "panel") -> None:
        self.session = session
        self.police = make.agency(session, "police")
        self.audit = make.audit(session, self.police, stage=stage)
        self.audit_id = self.audit.id or 0
        self.case_id = make.case(session, self.audit).id or 0
        self.coordinator = make.acting(session, Role.COORDINATOR)

    def link(self, **facts: object) -> str:
        """A new link's token."""
        new = NewLink.model_validate({"case_id": self.case_id, "kind": Kind.PARENT, **facts})
        return make_voice_link(self.session, self.coordinator, self.audit_id, new)

    def enter(self, words: str, because: str = "", **facts: object) -> int:
        """Write down what a parent said."""
        said = Said(answers={"good": words})
        new = NewVoice.model_validate(
            {"case_id": self.case_id, "kind": Kind.PARENT, "said": said, "kept_because": because, **facts}
        )
        return enter_voice(self.session, self.coordinator, self.audit_id, new)


@pytest.fixture
def asking(session: Session) -> Asking:
    return Asking(session)


def test_of_a_link_only_the_digest_is_kept(session: Session, asking: Asking) -> None:
    token = asking.link(agency_id=asking.police.id, days=7)
    row = session.exec(select(t.VoiceLink)).one()
    assert (row.digest, row.agency_id, row.expires_at) == (digest(token), asking.police.id, NOW + timedelta(days=7))
    assert token not in str(row.model_dump())


def test_a_link_keeps_the_form_that_it_was_made_with(session: Session, asking: Asking) -> None:
    token = asking.link()
    changed = shipped()[Kind.PARENT].model_copy(update={"title": "Something new"})
    change_voice_form(session, asking.coordinator, changed, 0)
    assert hand_in_voice(session, token, Said(answers={"good": "Much."}), NOW).title != "Something new"
    assert hand_in_voice(session, asking.link(), Said(answers={"good": "Much."}), NOW).title == "Something new"
    with pytest.raises(Overtaken):
        change_voice_form(session, asking.coordinator, changed, 0)


def test_a_link_is_for_a_case_and_an_agency_of_this_audit(session: Session, asking: Asking) -> None:
    elsewhere = make.case(session, make.audit(session)).id
    for facts in ({"case_id": elsewhere}, {"agency_id": make.agency(session, "stranger").id}):
        with pytest.raises(NotYours):
            asking.link(**facts)
    with pytest.raises(Problem, match="how long"):
        asking.link(days=400)


@pytest.mark.parametrize("stage", ["draft", "sampling", "reporting", "published", "closed"])
def test_views_are_gathered_in_fieldwork_and_panel_only(session: Session, stage: str) -> None:
    asking = Asking(session, stage)
    for deed in (asking.link, lambda: asking.enter("Much.")):
        with pytest.raises(WrongStage):
            deed()


def test_a_link_is_taken_back_once(session: Session, asking: Asking) -> None:
    asking.link()
    row = session.exec(select(t.VoiceLink)).one()
    revoke_voice_link(session, asking.coordinator, asking.audit_id, row.id or 0)
    with pytest.raises(Problem, match="revoked already"):
        revoke_voice_link(session, asking.coordinator, asking.audit_id, row.id or 0)
    with pytest.raises(NotYours, match="no such link"):
        revoke_voice_link(session, asking.coordinator, make.audit(session).id or 0, row.id or 0)


def test_what_is_written_down_is_guarded_as_everywhere(session: Session, asking: Asking) -> None:
    with pytest.raises(NotTaken):
        asking.enter(" ")
    with pytest.raises(Identifiers):
        asking.enter("Ring 07700 900123.")
    with pytest.raises(MayIdentify):
        asking.enter("Mrs Alice Thornbury helped.")
    asking.enter("Mrs Alice Thornbury helped.", "The name is made up.")
    asking.enter("They rang.")
    kept = session.exec(select(t.Voice).order_by(t.Voice.id)).all()
    assert [(one.said[0][1], one.kept, one.entered_by) for one in kept] == [
        ("Mrs Alice Thornbury helped.", True, asking.coordinator.person_id),
        ("They rang.", False, asking.coordinator.person_id),
    ]
    assert "Thornbury" not in str([one.detail for one in session.exec(select(t.TrailEntry))])


def test_a_view_is_set_aside_with_a_reason_and_put_back(session: Session, asking: Asking) -> None:
    voice_id = asking.enter("They rang.")
    set_voice_aside(session, asking.coordinator, asking.audit_id, voice_id, "It names a street.", 1)
    with pytest.raises(Overtaken):
        set_voice_aside(session, asking.coordinator, asking.audit_id, voice_id, "", 1)
    set_voice_aside(session, asking.coordinator, asking.audit_id, voice_id, "", 2)
    assert session.get_one(t.Voice, voice_id, populate_existing=True).set_aside == ""
    deeds = session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)).all()
    assert deeds[-2:] == ["set a view aside", "put a view back"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_coordinator_gathers_views(session: Session, asking: Asking, role: Role) -> None:
    voice_id = asking.enter("They rang.")
    someone = make.acting(session, role, agency=asking.police)
    session.add(t.PanelMember(audit_id=asking.audit_id, person_id=someone.person_id))
    session.add(t.NamedAuditor(audit_id=asking.audit_id, agency_id=asking.police.id, person_id=someone.person_id))
    session.flush()
    at = (session, someone, asking.audit_id)
    new = NewVoice(case_id=asking.case_id, kind=Kind.PARENT, said=Said(answers={"good": "Much."}))
    deeds = [
        lambda: make_voice_link(*at, NewLink(case_id=asking.case_id, kind=Kind.PARENT)),
        lambda: revoke_voice_link(*at, 1),
        lambda: enter_voice(*at, new),
        lambda: set_voice_aside(*at, voice_id, "Because", 1),
        lambda: change_voice_form(session, someone, shipped()[Kind.PARENT], 0),
    ]
    for deed in deeds:
        with pytest.raises((NotAllowed, NotYours)):
            deed()
