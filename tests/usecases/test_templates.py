"""The partnership's own Word templates: kept, replaced, and given up again."""

import hashlib

import pytest
from sqlmodel import Session, select

from maap.domain.documents import Kind
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.reports.word import shipped
from maap.storage import tables as t
from maap.usecases.templates import keep_template, use_shipped
from maap.views.editions import template_for
from tests import factories as make


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def _in_use(session: Session) -> list[str]:
    return list(session.exec(select(t.Template.file_name).where(t.Template.active).order_by(t.Template.id)))


def test_the_last_template_that_was_kept_is_used_and_the_ones_before_stay_in_the_records(
    session: Session, coordinator: Actor
) -> None:
    assert template_for(session, coordinator, Kind.REPORT) is None
    ours = shipped(Kind.REPORT)
    keep_template(session, coordinator, Kind.REPORT, "ours.docx", ours)
    keep_template(session, coordinator, Kind.REPORT, "ours, mended.docx", ours)
    keep_template(session, coordinator, Kind.BRIEFING, "briefing.docx", shipped(Kind.BRIEFING))
    assert _in_use(session) == ["ours, mended.docx", "briefing.docx"]
    assert template_for(session, coordinator, Kind.REPORT) == ours
    assert {row.sha256 for row in session.exec(select(t.Template).where(t.Template.kind == Kind.REPORT))} == {
        hashlib.sha256(ours).hexdigest()
    }
    use_shipped(session, coordinator, Kind.REPORT)
    assert _in_use(session) == ["briefing.docx"]
    assert template_for(session, coordinator, Kind.REPORT) is None


def test_a_template_that_does_not_fit_changes_nothing(session: Session, coordinator: Actor) -> None:
    keep_template(session, coordinator, Kind.REPORT, "ours.docx", shipped(Kind.REPORT))
    slides = next(kind for kind in Kind if "docx" not in kind.endings)
    with pytest.raises(Problem, match="no Word document of this kind"):
        keep_template(session, coordinator, slides, "ours.docx", shipped(Kind.REPORT))
    with pytest.raises(Problem):
        keep_template(session, coordinator, Kind.REPORT, "not one.docx", b"PK\x03\x04 not a document")
    for deed in (
        lambda who: keep_template(session, who, Kind.REPORT, "theirs.docx", shipped(Kind.REPORT)),
        lambda who: use_shipped(session, who, Kind.REPORT),
    ):
        with pytest.raises(NotAllowed):
            deed(make.acting(session, Role.CHAIR))
    assert _in_use(session) == ["ours.docx"]
