"""Documents are edited, frozen, published and withdrawn; what is published never changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from maap.domain.accuracy import Comment
from maap.domain.documents import Kind
from maap.domain.drafting import Written
from maap.domain.fitting import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.accuracy import comment, open_check
from maap.usecases.documents import (
    drop_part,
    keep_draft,
    publish,
    publish_annual,
    publish_pack,
    took_edition,
    withdraw,
    write_part,
)
from maap.views.documents import annual_document, draft, packs
from maap.views.editions import draft_edition, edition_file, published
from tests import factories as make
from tests.reports.scene import PLANTED, Reported

FILES = {"pdf": b"%PDF", "html": b"<p>"}


@pytest.fixture
def scene(session: Session) -> Reported:
    return Reported(session)


def _write(session: Session, scene: Reported, text: str, seen: int = 0, **facts: str) -> None:
    basis = next(one for one in _draft(session, scene).parts if one.part.key == "limits").basis
    given = Written(Kind.REPORT, "limits", text, basis, seen, **facts)
    write_part(session, scene.coordinator, scene.id, given)


def _draft(session: Session, scene: Reported) -> Any:
    return draft(session, scene.coordinator, scene.id, Kind.REPORT)


def _frozen(session: Session, scene: Reported) -> int:
    return keep_draft(session, scene.coordinator, scene.id, _draft(session, scene).document)


def _published(session: Session, scene: Reported) -> int:
    edition = _frozen(session, scene)
    publish(session, scene.chair, scene.id, edition, FILES, 1)
    return edition


def _deeds(session: Session) -> list[str]:
    return list(session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id))))


def test_an_edit_is_printed_and_outlives_new_data(session: Session, scene: Reported) -> None:
    _write(session, scene, "Nobody counted the rest.\n\n- One thing\n- Another")
    part = next(one for one in _draft(session, scene).document.parts if one.key == "limits")
    assert [(one.text, one.style) for one in part.blocks] == [
        ("Nobody counted the rest.", "plain"),
        ("One thing", "item"),
        ("Another", "item"),
    ]
    make.case(session, scene.audit, 5)
    again = next(one for one in _draft(session, scene).parts if one.part.key == "limits")
    assert again.text.startswith("Nobody counted the rest.")
    assert again.out_of_date
    assert "4 cases" in " ".join(again.gone)
    assert "5 cases" in " ".join(again.new)
    drop_part(session, scene.coordinator, scene.id, Kind.REPORT, "limits")
    assert "5 cases" in next(one for one in _draft(session, scene).parts if one.part.key == "limits").text
    assert _deeds(session)[-2:] == ["wrote a part of a document", "went back to what the data say"]


def test_two_people_never_overwrite_each_others_part(session: Session, scene: Reported) -> None:
    _write(session, scene, "Mine.")
    with pytest.raises(Overtaken):
        write_part(session, scene.coordinator, scene.id, Written(Kind.REPORT, "limits", "Theirs.", "", 7))
    _write(session, scene, "Then this.", seen=1)


def test_words_that_tell_who_somebody_is_are_not_printed(session: Session, scene: Reported) -> None:
    with pytest.raises(Identifiers):
        _write(session, scene, "The child's NHS number is 943 476 5919.")
    with pytest.raises(MayIdentify):
        _write(session, scene, "Oliver was seen.")
    _write(session, scene, "Oliver was seen.", kept_because="A made-up name from the pack.")


@pytest.mark.parametrize("text", ["  ", "x" * 12_001])
def test_a_part_has_words_and_not_too_many(session: Session, scene: Reported, text: str) -> None:
    with pytest.raises(Problem):
        _write(session, scene, text)


def test_publishing_freezes_the_words_and_the_files(session: Session, scene: Reported) -> None:
    edition = _published(session, scene)
    before = session.get_one(t.Edition, edition).body
    _write(session, scene, "Changed afterwards.")
    assert session.get_one(t.Edition, edition).body == before
    with pytest.raises(NotYours):
        publish(session, scene.chair, scene.id, edition, FILES, 2)
    assert keep_draft(session, scene.coordinator, scene.id, _draft(session, scene).document) != edition
    assert edition_file(session, scene.coordinator, edition, "pdf")[1] == b"%PDF"


def test_freezing_again_changes_the_draft_that_is_there(session: Session, scene: Reported) -> None:
    edition = _frozen(session, scene)
    _write(session, scene, "Changed afterwards.")
    assert _frozen(session, scene) == edition
    document, seen = draft_edition(session, scene.chair, scene.id, edition)
    assert "Changed afterwards." in repr(document)
    with pytest.raises(Overtaken):
        publish(session, scene.chair, scene.id, edition, FILES, seen - 1)


def test_a_comment_without_an_answer_stands_in_the_way(session: Session, scene: Reported) -> None:
    edition = _frozen(session, scene)
    open_check(session, scene.coordinator, scene.id, edition, scene.coordinator.today + timedelta(days=3))
    with pytest.raises(Problem, match="Agencies may still check"):
        publish(session, scene.chair, scene.id, edition, FILES, 1)
    comment(session, scene.lead("health"), scene.id, edition, Comment(part="limits", text="We sent all of ours."))
    with pytest.raises(Problem, match="1 comment about accuracy"):
        publish(session, scene.chair, scene.id, edition, FILES, 1)


def test_what_is_withdrawn_is_open_to_nobody(session: Session, scene: Reported) -> None:
    edition = _published(session, scene)
    withdraw(session, scene.chair, scene.id, edition, 2)
    assert published(session, scene.coordinator) == ()
    with pytest.raises(NotYours):
        edition_file(session, scene.coordinator, edition, "pdf")


READERS: dict[Role, bool] = {role: role is not Role.ADMINISTRATOR for role in Role}


@pytest.mark.parametrize("role", Role)
def test_what_is_published_is_open_to_everybody_of_the_partnership(
    session: Session, scene: Reported, role: Role
) -> None:
    edition = _published(session, scene)
    reader = make.acting(session, role, agency=scene.police if role in (Role.AGENCY_LEAD, Role.AUDITOR) else None)
    if READERS[role]:
        assert [one.edition_id for one in published(session, reader)] == [edition]
        took_edition(session, reader, edition, "pdf")
        assert _deeds(session)[-1] == "downloaded a document"
    else:
        with pytest.raises(NotAllowed):
            published(session, reader)
        with pytest.raises(NotAllowed):
            edition_file(session, reader, edition, "pdf")


def test_a_draft_is_open_to_nobody_but_those_who_publish(session: Session, scene: Reported) -> None:
    edition = _frozen(session, scene)
    observer = make.acting(session, Role.OBSERVER)
    assert published(session, observer) == ()
    for read in (
        lambda: edition_file(session, observer, edition, "pdf"),
        lambda: draft_edition(session, observer, scene.id, edition),
    ):
        with pytest.raises((NotYours, NotAllowed)):
            read()


@pytest.mark.parametrize(
    ("role", "agency", "reads"),
    [
        (Role.AGENCY_LEAD, "police", True),
        (Role.AGENCY_LEAD, "health", False),
        (Role.AUDITOR, "police", False),
        (Role.PANEL_MEMBER, "", False),
        (Role.OBSERVER, "", False),
        (Role.CHAIR, "", False),
        (Role.COORDINATOR, "", True),
    ],
)
def test_a_pack_is_read_by_its_agencys_lead_and_the_coordinator_alone(
    session: Session, scene: Reported, role: Role, agency: str, reads: bool
) -> None:
    police = scene.police.id or 0
    document = packs(session, scene.coordinator, scene.id)[police]
    edition = publish_pack(session, scene.coordinator, scene.id, police, document, {"html": PLANTED.encode()})
    reader = make.acting(session, role, agency=scene.charted.agencies.get(agency))
    assert [one.edition_id for one in published(session, reader)] == ([edition] if reads else [])
    if reads:
        assert PLANTED.encode() in edition_file(session, reader, edition, "html")[1]
    else:
        with pytest.raises(NotYours):
            edition_file(session, reader, edition, "html")


def test_a_new_pack_takes_the_place_of_the_one_before(session: Session, scene: Reported) -> None:
    police = scene.police.id or 0
    document = packs(session, scene.coordinator, scene.id)[police]
    first, second = (publish_pack(session, scene.coordinator, scene.id, police, document, FILES) for _ in range(2))
    assert [one.edition_id for one in published(session, scene.coordinator)] == [second]
    assert session.get_one(t.Edition, first).state == "replaced"
    assert edition_file(session, scene.lead("police"), first, "pdf")[1] == b"%PDF"
    with pytest.raises(NotYours):
        edition_file(session, scene.lead("health"), first, "pdf")


def test_the_year_is_published_beside_the_audits(session: Session, scene: Reported) -> None:
    document = annual_document(session, scene.coordinator, scene.audit.year)
    edition = publish_annual(session, scene.coordinator, document, FILES)
    assert [one.edition_id for one in published(session, make.acting(session, Role.OBSERVER))] == [edition]


DEEDS: dict[str, Callable[[Session, Actor, Reported], object]] = {
    "write": lambda s, who, at: write_part(s, who, at.id, Written(Kind.REPORT, "limits", "Words.", "")),
    "drop": lambda s, who, at: drop_part(s, who, at.id, Kind.REPORT, "limits"),
    "freeze": lambda s, who, at: keep_draft(s, who, at.id, _draft(s, at).document),
    "publish": lambda s, who, at: publish(s, who, at.id, 1, FILES, 1),
    "pack": lambda s, who, at: publish_pack(s, who, at.id, 1, _draft(s, at).document, FILES),
    "annual": lambda s, who, at: publish_annual(s, who, _draft(s, at).document, FILES),
    "withdraw": lambda s, who, at: withdraw(s, who, at.id, 1, 1),
}
CHAIRS = {"publish", "pack", "annual", "withdraw"}


NOT_THEIRS = [
    (role, deed)
    for role in Role
    for deed in DEEDS
    if role is not Role.COORDINATOR and not (role is Role.CHAIR and deed in CHAIRS)
]


@pytest.mark.parametrize(("role", "deed"), NOT_THEIRS)
def test_nobody_else_writes_or_publishes(session: Session, scene: Reported, role: Role, deed: str) -> None:
    agency = scene.police if role in (Role.AGENCY_LEAD, Role.AUDITOR) else None
    with pytest.raises((NotAllowed, NotYours)):
        DEEDS[deed](session, make.acting(session, role, agency=agency), scene)


def test_nothing_is_published_before_the_panel_has_finished(session: Session, scene: Reported) -> None:
    scene.audit.stage = "panel"
    session.add(scene.audit)
    session.flush()
    with pytest.raises(Problem, match="once the panel has finished"):
        _frozen(session, scene)
