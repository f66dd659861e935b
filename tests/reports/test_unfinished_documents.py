"""Documents of an audit in which something has not been done: they say nothing that is not so, and no part is lost."""

import sqlalchemy as sa
from sqlmodel import Session

from maap.domain.documents import Kind
from maap.views.documents import draft
from tests.reports.scene import Reported


def test_a_panel_that_graded_nothing_is_not_drawn_as_a_table_of_noughts(session: Session) -> None:
    scene = Reported(session)
    graded = draft(session, scene.coordinator, scene.id, Kind.BRIEFING).document
    session.execute(sa.text("delete from panel_grade"))
    ungraded = draft(session, scene.coordinator, scene.id, Kind.BRIEFING).document
    report = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    for document, drawn in ((graded, True), (ungraded, False), (report, False)):
        assert ("grades.panel" in {getattr(one, "source", "") for one in document.blocks}) is drawn
    assert "A panel then read" in repr(graded)
    assert "A panel then read" not in repr(ungraded)


def test_a_briefing_has_its_seven_parts_before_anything_is_found(session: Session) -> None:
    scene = Reported(session)
    for table in ("action", "recommendation_finding", "recommendation", "finding_source", "finding"):
        session.execute(sa.text(f"delete from {table}"))  # noqa: S608  (names written above)
    parts = draft(session, scene.coordinator, scene.id, Kind.BRIEFING).document.parts
    assert [part.title[:2] for part in parts] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert all(part.text and part.editable for part in parts)
