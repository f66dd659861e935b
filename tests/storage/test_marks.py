"""The mark of the trail stands in minutes and in frozen documents, and proves later that nothing was rewritten."""

import io
import re
from pathlib import Path

import docx
import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlmodel import Session, select
from typer.testing import CliRunner

from maap.__main__ import app
from maap.domain.documents import Document, Kind, kept_document
from maap.domain.meeting import Minutes
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.reports.making import made
from maap.reports.minutes import minutes_in_word
from maap.storage import tables as t
from maap.storage.db import engine, work
from maap.storage.trail import mark, mark_faults, record_by_the_house
from maap.usecases.documents import keep_draft
from maap.usecases.meeting import end_meeting
from tests.isolation.planted import planted

MARK = f"12 {'ab' * 32}"
DOCUMENT = Document(
    kind=Kind.REPORT,
    title="A report",
    subtitle="About an audit",
    reference="MAAP26-1",
    year="2025/26",
    partnership="Example Partnership",
    as_at=now(),
    parts=(),
    mark=MARK,
)


def _words(content: bytes, ending: str) -> str:
    if ending == "docx":
        told = " ".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    elif ending == "pdf":
        told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        told = re.sub(r"<[^>]+>", " ", content.decode())
    return " ".join(told.split())


@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_a_frozen_document_prints_its_mark_and_one_that_is_not_frozen_none(ending: str) -> None:
    assert MARK in _words(made(DOCUMENT, ending), ending)
    assert "Mark of the record" not in _words(made(DOCUMENT.model_copy(update={"mark": ""}), ending), ending)


def test_a_meeting_that_ends_and_a_draft_that_is_frozen_keep_the_mark_of_that_moment(session: Session) -> None:
    where = planted(session, "panel")
    chair, coordinator = where.actor(session, Role.CHAIR), where.actor(session, Role.COORDINATOR)
    audit, going_on = where.ids["audit_id"], where.others[1]["meeting_id"]
    then = mark(session)
    end_meeting(session, chair, audit, going_on)
    kept = Minutes.model_validate(session.get_one(t.Meeting, going_on).minutes)
    assert kept.mark == then and then in _words(minutes_in_word(kept, "Example Partnership"), "docx")
    session.get_one(t.Audit, audit).stage = "reporting"
    then = mark(session)
    edition = keep_draft(session, coordinator, audit, DOCUMENT)
    assert kept_document(session.get_one(t.Edition, edition).body).mark == then != kept.mark


def test_a_printed_mark_fits_for_ever_while_nobody_rewrites_the_trail(session: Session) -> None:
    record_by_the_house(session, now(), "did something")
    printed = mark(session)
    for number in range(5):
        record_by_the_house(session, now(), "did more", number=number)
    assert list(mark_faults(session, printed)) == []
    assert list(mark_faults(session, printed.replace(" ", "\n  ").upper())) == []
    assert "was rewritten" in next(mark_faults(session, f"1 {'ab' * 32}"))
    assert "was rewritten" in next(mark_faults(session, f"7000 {printed.split()[1]}"))


@pytest.mark.parametrize("printed", ["", "12", "abc", f"12 {'zz' * 32}", f"-1 {'ab' * 32}", f"12 {'ab' * 40}"])
def test_what_is_no_mark_is_refused_in_a_sentence(session: Session, printed: str) -> None:
    with pytest.raises(Problem, match="no mark of the trail"):
        list(mark_faults(session, printed))


def test_the_command_finds_a_trail_that_was_written_anew_with_the_right_key(database: Path) -> None:
    with work() as session:
        record_by_the_house(session, now(), "did something bad")
        printed = mark(session)
    command = ("verify-log", "--mark", printed)
    told = CliRunner().invoke(app, command)
    assert (told.exit_code, "It fits the printed mark" in told.output) == (0, True)
    with engine().begin() as connection:
        for name in ("trail_no_update", "trail_no_delete", "trail_no_replace"):
            connection.execute(sa.text(f"drop trigger {name}"))
    with work() as session:
        gone = session.exec(select(t.TrailEntry)).all()
        for entry in gone:
            session.delete(entry)
        session.flush()
        for _ in gone:
            record_by_the_house(session, now(), "did something good")
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 1 and "was rewritten" in told.output
