"""The text of a year's briefing is edited as that of an audit's documents is."""

import pytest
from sqlmodel import Session, select

from maap.domain.documents import Kind
from maap.domain.drafting import PartDraft, Written
from maap.domain.fitting import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.people import NotAllowed, NotYours, Role
from maap.storage import tables as t
from maap.usecases.annual_parts import drop_annual_part, write_annual_part
from maap.views.documents import annual_document, annual_draft
from tests import factories as make
from tests.reports.scene import Reported


@pytest.fixture
def scene(session: Session) -> Reported:
    return Reported(session)


def _write(session: Session, scene: Reported, text: str, seen: int = 0) -> None:
    basis = next(one for one in _parts(session, scene) if one.part.key == "areas").basis
    given = Written(Kind.ANNUAL, "areas", text, basis, seen)
    write_annual_part(session, scene.coordinator, scene.audit.year, given)


def _parts(session: Session, scene: Reported) -> tuple[PartDraft, ...]:
    return annual_draft(session, scene.coordinator, scene.audit.year).parts


def _text(session: Session, scene: Reported) -> str:
    document = annual_document(session, scene.coordinator, scene.audit.year)
    return next(part for part in document.parts if part.key == "areas").text


def test_what_was_written_is_printed_until_somebody_goes_back(session: Session, scene: Reported) -> None:
    before = _text(session, scene)
    _write(session, scene, "Meet in the first week.")
    assert _text(session, scene) == "Meet in the first week."
    drop_annual_part(session, scene.coordinator, scene.audit.year, "areas")
    assert _text(session, scene) == before
    with pytest.raises(NotYours):
        drop_annual_part(session, scene.coordinator, scene.audit.year, "areas")


def test_an_edit_is_of_its_year_alone(session: Session, scene: Reported) -> None:
    given = Written(Kind.ANNUAL, "areas", "Of another year.", "")
    write_annual_part(session, scene.coordinator, "2019/20", given)
    assert _text(session, scene) != "Of another year."


def test_two_people_never_overwrite_each_other(session: Session, scene: Reported) -> None:
    _write(session, scene, "Mine.")
    for seen in (0, 7):
        with pytest.raises(Overtaken):
            _write(session, scene, "Theirs.", seen)
    _write(session, scene, "Then this.", seen=1)
    assert _text(session, scene) == "Then this."


def test_words_that_tell_who_somebody_is_are_not_printed(session: Session, scene: Reported) -> None:
    with pytest.raises(MayIdentify):
        _write(session, scene, "Oliver was seen.")
    assert session.exec(select(t.AnnualPart)).all() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_the_coordinator_writes_it(session: Session, scene: Reported, role: Role) -> None:
    agency = scene.police if role in (Role.AGENCY_LEAD, Role.AUDITOR) else None
    somebody = make.acting(session, role, agency=agency)
    with pytest.raises(NotAllowed):
        write_annual_part(session, somebody, "2025/26", Written(Kind.ANNUAL, "areas", "Words.", ""))
    with pytest.raises(NotAllowed):
        drop_annual_part(session, somebody, "2025/26", "areas")
