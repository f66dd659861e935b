"""Terms of reference as each person may read them."""

from datetime import date

import pytest
from sqlmodel import Session

from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.signing import SigningState
from maap.usecases.terms import amend, ask_for_signatures, save_terms, sign, start_audit
from maap.views.terms import Document, audits, document, linkable_questions, signing, writing
from tests import factories as make
from tests.usecases.furnished import Household, agreed_audit, household, written_audit


@pytest.fixture
def home(session: Session) -> Household:
    return household(session)


def says(paper: Document, label: str) -> list[str]:
    return [item.words for part in paper.parts for p in part.paragraphs if p.label == label for item in p.items]


def test_the_list_tells_a_coordinator_what_is_next_and_others_what_the_stage_means(
    session: Session, home: Household
) -> None:
    written_audit(session, home)
    [mine], [theirs] = audits(session, home.coordinator), audits(session, home.observer)
    assert mine.what.startswith("Next: write the terms of reference")
    assert theirs.what == "The terms of reference are being written and signed."


def test_a_draft_is_in_no_agencys_list_until_signatures_are_asked_for(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    assert audits(session, home.police) == ()
    with pytest.raises(NotYours):
        document(session, home.police, audit.id or 0)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    assert [row.id for row in audits(session, home.police)] == [audit.id]
    assert says(document(session, home.police, audit.id or 0), "Purpose") == ["Do families get help in time?"]


def test_the_task_list_counts_what_each_step_misses(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    desk = writing(session, home.coordinator, audit.id or 0)
    focus = desk.task("focus")
    assert focus is not None
    assert focus.missing[0] == "Choose at least one theme."
    assert desk.complete < len(desk.tasks)
    written = written_audit(session, home)
    done = writing(session, home.coordinator, written.id or 0)
    assert (done.missing, done.complete) == ((), len(done.tasks))


def test_the_task_list_says_who_can_no_longer_do_what_the_terms_name_them_for(
    session: Session, home: Household
) -> None:
    audit = written_audit(session, home, panel_members=[home.observer.person_id] * 3)
    desk = writing(session, home.coordinator, audit.id or 0)
    assert desk.missing == (
        f"{home.observer.name} cannot sit on the panel. Choose somebody else, or ask an administrator to make them a"
        " panel member.",
    )


@pytest.mark.parametrize("who", ["chair", "observer"])
def test_only_who_writes_the_terms_sees_the_task_list(session: Session, home: Household, who: str) -> None:
    audit = written_audit(session, home)
    with pytest.raises(NotAllowed):
        writing(session, getattr(home, who), audit.id or 0)


def test_lines_of_enquiry_link_to_questions_of_the_chosen_questionnaire_and_modules(
    session: Session, home: Household
) -> None:
    audit = written_audit(session, home)
    core = linkable_questions(session, home.coordinator, audit.id or 0)
    save_terms(session, home.coordinator, audit.id or 0, {"modules": ["module_neglect"]}, seen=audit.terms_revision)
    with_module = linkable_questions(session, home.coordinator, audit.id or 0)
    assert core
    assert "neglect_recognised" in with_module.keys() - core.keys()


def test_the_document_names_people_agencies_and_dates(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    paper = document(session, home.observer, audit.id or 0)
    assert (paper.reference, paper.version, paper.state) == ("MAAP25-1", 1, SigningState.WRITING)
    assert says(paper, "Chair") == [home.chair.name]
    assert f"Incidents and referrals. Lead: {home.police.name}." in says(paper, "Agencies")
    assert says(paper, "Audited period starts") == ["Saturday 1 March 2025"]
    assert says(paper, "What you expect to find") == []


def test_a_line_of_enquiry_names_its_questions_in_their_own_words(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    key, label = next(iter(linkable_questions(session, home.coordinator, audit.id or 0).items()))
    line = {"key": "line_1", "question": "Is neglect seen early?", "questions": [key, "gone_since"]}
    save_terms(session, home.coordinator, audit.id or 0, {"lines": [line]}, seen=audit.terms_revision)
    said = f"1. Is neglect seen early? Answered by: “{label}”, “Gone since”."
    assert says(document(session, home.observer, audit.id or 0), "Lines of enquiry") == [said]


def test_choices_with_commas_in_them_are_parted_by_semicolons(session: Session, home: Household) -> None:
    audit = written_audit(session, home, methods=["questionnaire", "family"])
    (said,) = says(document(session, home.observer, audit.id or 0), "How you will audit")
    assert said.count(";") == 1 and said.split("; ")[1][0].islower()


def test_who_has_signed_and_who_is_waited_for_can_be_seen(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    sign(session, home.police, audit.id or 0)
    page = document(session, home.observer, audit.id or 0)
    assert [(one.name, one.capacity, bool(one.at)) for one in page.signatures] == [
        (home.chair.name, "Chair of the audit", False),
        (home.police.name, "Agency lead", True),
    ]
    assert page.has_signed == 1


def test_the_button_to_sign_is_for_those_asked_who_have_not_signed(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    sign(session, home.police, audit.id or 0)
    asked = {
        who: signing(session, getattr(home, who), audit.id or 0).mine_to_sign
        for who in ("coordinator", "chair", "police", "health", "observer")
    }
    assert asked == {"coordinator": False, "chair": True, "police": False, "health": False, "observer": False}


def test_a_version_says_what_changed_since_the_one_before(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    amend(session, home.coordinator, audit.id or 0, "One more month.")
    changes = {"period_end": date(2026, 1, 31)}
    save_terms(session, home.coordinator, audit.id or 0, changes, seen=audit.terms_revision)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    newest, first = signing(session, home.chair, audit.id or 0).versions
    assert (newest.number, newest.reason) == (2, "One more month.")
    assert [(d.before, d.after) for d in newest.differences] == [
        ("Saturday 28 February 2026", "Saturday 31 January 2026")
    ]
    assert first.differences == ()


def test_while_a_new_version_is_written_agencies_read_the_one_they_know(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    amend(session, home.coordinator, audit.id or 0, "A new purpose.")
    save_terms(session, home.coordinator, audit.id or 0, {"purpose": "New."}, seen=audit.terms_revision)
    theirs, ours = (document(session, who, audit.id or 0) for who in (home.police, home.chair))
    assert (theirs.version, says(theirs, "Purpose"), theirs.has_signed) == (1, ["Do families get help in time?"], 2)
    assert (ours.version, says(ours, "Purpose"), ours.has_signed) == (2, ["New."], 0)
    assert [signing(session, who, audit.id or 0).reason for who in (home.police, home.chair)] == ["", "A new purpose."]


def test_only_who_writes_may_take_the_terms_back(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    assert signing(session, home.coordinator, audit.id or 0).may_take_back
    assert not signing(session, home.chair, audit.id or 0).may_take_back
    audit.stage = "fieldwork"
    session.add(audit)
    session.flush()
    assert not signing(session, home.coordinator, audit.id or 0).may_take_back


def test_an_agency_that_takes_no_part_finds_no_audit(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    stranger = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "early_years"))
    with pytest.raises(NotYours):
        signing(session, stranger, audit.id or 0)
