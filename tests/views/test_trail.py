"""The trail is searched and paged, by administrators only."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from maap.domain.people import Actor, NotAllowed, Role
from maap.storage.trail import record, record_by_the_house
from maap.views.trail import PAGE, Search, faults, history, trail
from tests import factories as make


@pytest.fixture
def admin(session: Session) -> Actor:
    return make.actor(make.person(session, Role.ADMINISTRATOR, name="Amina Shah"), Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_reads_the_trail(session: Session, role: Role) -> None:
    actor = make.acting(session, role, agency=make.agency(session, "police"))
    with pytest.raises(NotAllowed, match="record of who did what"):
        trail(session, actor, Search())
    with pytest.raises(NotAllowed):
        faults(session, actor)


def test_the_newest_line_comes_first_page_by_page(session: Session, admin: Actor) -> None:
    for n in range(2 * PAGE + 1):
        record(session, admin, "did something", number=n)
    first, last = trail(session, admin, Search()), trail(session, admin, Search(page=3))
    assert (first.found, first.pages, len(first.lines)) == (2 * PAGE + 1, 3, PAGE)
    assert first.lines[0].detail == {"number": 2 * PAGE}
    assert [line.detail for line in last.lines] == [{"number": 0}]


def test_a_page_past_the_end_is_the_last_one(session: Session, admin: Actor) -> None:
    record(session, admin, "did something")
    assert trail(session, admin, Search(page=9)).page == 1
    assert trail(session, admin, Search(text="nothing like it", page=9)).lines == ()


@pytest.mark.parametrize(
    "text, deeds",
    [
        ("", ["refused a sign-in", "signed the terms", "added an agency"]),
        ("SHAH", ["added an agency"]),
        ("signed", ["signed the terms"]),
        ("maap26", ["signed the terms"]),
        ("chair signed", ["signed the terms"]),
        ("agency 3", ["added an agency"]),
        ("application", ["refused a sign-in"]),
        ("%", []),
        ("_", []),
        ("shah signed", []),
    ],
)
def test_every_word_is_found_in_names_deeds_audits_or_abouts(
    session: Session, admin: Actor, text: str, deeds: list[str]
) -> None:
    audit = make.audit(session, reference="MAAP26-77")
    record(session, admin, "added an agency", about="agency 3")
    record(session, make.acting(session, Role.CHAIR), "signed the terms", audit_id=audit.id)
    record_by_the_house(session, make.NOW, "refused a sign-in")
    assert [line.deed for line in trail(session, admin, Search(text=text)).lines] == deeds


def test_days_are_days_where_the_partnership_is(session: Session, admin: Actor) -> None:
    just_after_midnight_in_july = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    record_by_the_house(session, just_after_midnight_in_july, "did something")
    found = trail(session, admin, Search(first=date(2026, 7, 2), last=date(2026, 7, 2)))
    assert found.found == 1
    assert trail(session, admin, Search(last=date(2026, 7, 1))).found == 0


def test_a_line_says_who_for_what_audit(session: Session, admin: Actor) -> None:
    audit = make.audit(session, reference="MAAP26-77")
    record(session, admin, "did something", audit_id=audit.id)
    record(session, Actor(0, "the console", frozenset({Role.ADMINISTRATOR}), None, make.NOW), "added a person")
    record_by_the_house(session, make.NOW, "refused a sign-in")
    lines = trail(session, admin, Search()).lines
    assert [(line.who, line.audit) for line in lines] == [
        ("The application", ""),
        ("The server’s console", ""),
        ("Amina Shah", "MAAP26-77"),
    ]


def test_an_untouched_trail_has_no_faults(session: Session, admin: Actor) -> None:
    record(session, admin, "did something")
    assert faults(session, admin) == ()


def test_an_agency_finds_its_own_deeds_in_an_audits_history_and_nobody_elses(session: Session) -> None:
    police, health = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, police, health)
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    other = make.acting(session, Role.AGENCY_LEAD, agency=health)
    coordinator = make.acting(session, Role.COORDINATOR)
    for somebody, deed in ((lead, "ours"), (other, "theirs"), (coordinator, "the house's")):
        record(session, somebody, deed, audit_id=audit.id)
    seen = {
        somebody.person_id: {line.deed for line in history(session, somebody, audit.id or 0, Search()).lines.lines}
        for somebody in (lead, other, coordinator)
    }
    assert seen[lead.person_id] == {"ours"}
    assert seen[other.person_id] == {"theirs"}
    assert seen[coordinator.person_id] == {"ours", "theirs", "the house's"}


def test_what_only_some_may_read_leaves_no_line_for_the_others(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    lead, chair = make.acting(session, Role.AGENCY_LEAD, agency=police), make.acting(session, Role.CHAIR)
    record(session, lead, "answered an issue", audit_id=audit.id, about="issue 4")
    record(session, make.acting(session, Role.COORDINATOR), "wrote down a view", audit_id=audit.id, about="voice 2")
    assert history(session, lead, audit.id or 0, Search()).lines.found == 1
    assert history(session, chair, audit.id or 0, Search()).lines.found == 0


def test_an_observer_reads_no_history(session: Session) -> None:
    audit = make.audit(session)
    with pytest.raises(NotAllowed):
        history(session, make.acting(session, Role.OBSERVER), audit.id or 0, Search())
