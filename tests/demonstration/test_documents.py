"""The documents of the demonstration: every briefing on two sides, and what is published open to those it is for."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from maap.demonstration.people import READY, Cast
from maap.domain.documents import Kind
from maap.domain.people import Role
from maap.reports.making import made
from maap.reports.portable import MOST_SIDES
from maap.storage import tables as t
from maap.views.documents import draft
from maap.views.editions import edition_file, published
from maap.views.use_made import uses
from tests.demonstration.conftest import NOW


@pytest.fixture
def cast(shown: Session) -> Cast:
    ids = {person.email: person.id or 0 for person in shown.exec(select(t.Person))}
    return Cast(ids, {agency.key: agency.id or 0 for agency in shown.exec(select(t.Agency))})


def _with_results(shown: Session) -> list[t.Audit]:
    audits = shown.exec(select(t.Audit)).all()
    drawn = set(shown.exec(select(t.Case.audit_id)))
    return [one for one in audits if one.id in drawn and one.stage in ("panel", "reporting", "published", "closed")]


def test_the_briefing_of_every_audit_has_two_sides_and_seven_parts(shown: Session, cast: Cast) -> None:
    audits = _with_results(shown)
    assert len(audits) >= 4
    for audit in audits:
        document = draft(shown, cast.coordinator(NOW), audit.id or 0, Kind.BRIEFING).document
        assert [part.title[0] for part in document.parts] == list("1234567")
        assert len(PdfReader(BytesIO(made(document, "pdf"))).pages) <= MOST_SIDES


def test_every_report_and_every_set_of_slides_can_be_made(shown: Session, cast: Cast) -> None:
    for audit in _with_results(shown):
        for kind in (Kind.REPORT, Kind.TEAM, Kind.SLIDES):
            document = draft(shown, cast.coordinator(NOW), audit.id or 0, kind).document
            assert made(document, "pptx" if kind is Kind.SLIDES else "pdf")


def test_an_observer_reads_what_is_published_and_no_pack(shown: Session, cast: Cast) -> None:
    lines = published(shown, cast.team(Role.OBSERVER, NOW))
    assert {line.kind for line in lines} >= {Kind.REPORT, Kind.BRIEFING, Kind.SLIDES}
    assert Kind.PACK not in {line.kind for line in lines}


def test_an_agency_reads_its_own_pack_alone(shown: Session, cast: Cast) -> None:
    lead = next(one for one in READY if one.role is Role.AGENCY_LEAD and one.agency == "police")
    packs = [line for line in published(shown, cast.acting(lead, NOW)) if line.kind is Kind.PACK]
    assert {line.agency for line in packs} <= {"Police"}
    for line in packs:
        assert edition_file(shown, cast.acting(lead, NOW), line.edition_id, "pdf")[1].startswith(b"%PDF")


def test_a_briefing_is_in_its_second_edition_and_what_agencies_said_of_the_first_stays(
    shown: Session, cast: Cast
) -> None:
    (second,) = (line for line in published(shown, cast.team(Role.OBSERVER, NOW)) if line.earlier)
    assert second.kind is Kind.BRIEFING
    told = next(one for one in uses(shown, cast.coordinator(NOW)) if one.edition_id == second.edition_id)
    assert [use.earlier for use in told.uses] == [second.earlier[0].published_on] * 2
