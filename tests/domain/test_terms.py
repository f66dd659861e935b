"""Terms of reference: savable at any time, complete only when every sentence of what is missing is gone."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from maap.domain.partnership import Partnership, SafeguardingContact, StandingTerms
from maap.domain.terms import (
    NEVER_CARRIED,
    STEPS,
    AgencyPart,
    Difference,
    LineOfEnquiry,
    Names,
    Quota,
    Signatory,
    Terms,
    carry,
    changed,
    first_draft,
    hint_of,
    in_full,
    label_of,
    missing,
    period_problem,
    step_of,
)
from maap.domain.terms.choices import CHOICES_OF
from maap.domain.timetable import Milestone

TODAY = date(2026, 3, 2)
NAMES = Names(
    people={1: "Ann Chair", 2: "Bob Lead", 3: "Cas Lead"},
    agencies={"police": "Police", "gp": "GP and primary care"},
    themes={"neglect": "Neglect"},
    questionnaires={"maap_core_children": "MAAP core for children"},
)


def complete(**different: Any) -> Terms:
    """Terms that lack nothing, apart from what a test makes different."""
    written: dict[str, Any] = {
        "title": "Neglect in the early years",
        "audit_year": "2025/26",
        "themes": ("neglect",),
        "why_now": "Re-referrals for neglect rose.",
        "purpose": "Do families get help in time?",
        "lines": (LineOfEnquiry(key="seen_early", question="Is neglect seen early?"),),
        "in_scope": "Children under five.",
        "out_of_scope": "The performance of individual workers.",
        "period_start": date(2025, 3, 1),
        "period_end": date(2026, 2, 28),
        "people_in_case": ("child", "siblings"),
        "cohort_source": "Children's social care system",
        "inclusion": "Child in need or child protection plan for neglect",
        "sample_size": 8,
        "replacement_rule": "Next reserve only.",
        "agencies": (
            AgencyPart(agency="police", remit="Incidents and referrals.", lead=2),
            AgencyPart(agency="gp", remit="Consultations.", lead=3),
        ),
        "chair": 1,
        "questionnaire": "maap_core_children",
        "family_voice": "The lead professional asks, unless it is not safe.",
        "how_a_grade_is_agreed": "By consensus.",
        "concern_contact": "Front door",
        "concern_phone": "01632 960000",
        "single_agency_route": "To that agency's lead alone.",
        "legal_basis": "Children Act 2004.",
        "controller": "The partners together.",
        "who_sees_what": "Each agency its own returns.",
        "retention_months": 12,
        "timetable": (Milestone(key="terms_signed", name="Terms signed off", on=date(2026, 3, 9)),),
        "action_owner": 1,
        "signatories": (Signatory(person=1, capacity="chair"),),
    }
    return Terms(**{**written, **different})


def sentences(terms: Terms) -> list[str]:
    return [one.sentence for one in missing(terms, TODAY, NAMES)]


def test_terms_can_be_saved_before_anything_is_written() -> None:
    assert Terms.model_validate_json(Terms().model_dump_json()) == Terms()


def test_full_terms_come_back_from_storage_as_they_were() -> None:
    assert Terms.model_validate_json(complete().model_dump_json()) == complete()


def test_complete_terms_miss_nothing() -> None:
    assert missing(complete(), TODAY) == ()


def test_empty_terms_miss_something_in_every_step() -> None:
    assert {one.step for one in missing(Terms(), TODAY)} == {step.key for step in STEPS}


def test_what_is_missing_comes_in_the_order_of_the_task_list() -> None:
    order = [step.key for step in STEPS]
    steps = [one.step for one in missing(Terms(), TODAY)]
    assert steps == sorted(steps, key=order.index)


def test_every_field_stands_in_exactly_one_step_and_has_a_label() -> None:
    fields = [field for step in STEPS for field in step.fields]
    assert sorted(fields) == sorted(Terms.model_fields)
    assert all(label_of(field) != field for field in fields)


def test_a_label_or_a_step_of_an_unknown_field_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        label_of("colour")
    with pytest.raises(KeyError):
        step_of("colour")


def test_a_hint_stands_under_fields_that_need_one() -> None:
    assert hint_of("sample_size") == "Most audits draw 4 to 15"
    assert hint_of("purpose") != ""
    assert hint_of("why_now") == ""


def test_every_field_with_choices_is_a_field_of_the_terms() -> None:
    assert set(CHOICES_OF) <= set(Terms.model_fields)


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"title": "   "}, "Give the audit a title."),
        ({"themes": ()}, "Choose at least one theme."),
        ({"chair": None}, "Choose who chairs the audit."),
        ({"sample_size": 0}, "Say how many cases to draw."),
        ({"concern_phone": ""}, "Give the telephone number for immediate concerns."),
        ({"signatories": ()}, "Name the people who sign these terms."),
        ({"reaudit_of": 4}, "Say what must have improved since the earlier audit."),
        (
            {"lines": (LineOfEnquiry(key="one", question=" "),)},
            "Line of enquiry 1 is empty. Write its question or take it out.",
        ),
        (
            {"agencies": (AgencyPart(agency="police", remit="Incidents.", lead=2),)},
            "Add another agency. A multi-agency audit needs at least two.",
        ),
        (
            {"sample_method": "stratified"},
            "Say which groups the sample is spread over, or draw from the whole cohort instead.",
        ),
        (
            {"sample_method": "stratified", "strata": ("threshold",), "quotas": (Quota(stratum="CP", cases=3),)},
            "The groups add up to 3 cases, but 8 are to be drawn. Make them agree.",
        ),
        (
            {"sample_method": "stratified", "strata": ("threshold",), "quotas": (Quota(stratum="CP", cases=1),)},
            "The groups add up to 1 case, but 8 are to be drawn. Make them agree.",
        ),
        (
            {"panel_members": (1,)},
            "The panel has 1 member but needs 3 to agree grades. Add members or lower that number.",
        ),
        (
            {"judgement_start": date(2024, 1, 1)},
            "Grades must look at practice inside the audited period. Change the day they start from.",
        ),
        (
            {"signatories": (Signatory(person=1), Signatory(person=1))},
            "Somebody is named twice among the people who sign. Take one of the two out.",
        ),
        (
            {"panel_members": (1, 2)},
            "The panel has 2 members but needs 3 to agree grades. Add members or lower that number.",
        ),
    ],
)
def test_one_thing_missing_is_one_sentence(different: dict[str, Any], sentence: str) -> None:
    assert sentences(complete(**different)) == [sentence]


def test_a_panel_with_exactly_its_quorum_can_agree_grades() -> None:
    assert sentences(complete(panel_members=(1, 2, 3), quorum=3)) == []


def test_an_agency_without_remit_and_lead_is_named() -> None:
    parts = (*complete().agencies, AgencyPart(agency="health_visiting"))
    assert sentences(complete(agencies=parts)) == [
        "Health visiting has no remit yet. Say what it looks at in its own files.",
        "Health visiting has no lead yet. Choose the person who leads for it.",
    ]


def test_a_choice_that_is_not_on_offer_is_refused() -> None:
    with pytest.raises(ValidationError):
        Terms(triggers=("the weather",))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 3, 1), date(2026, 3, 1), ""),
        (date(2025, 3, 9), date(2026, 3, 9), ""),
        (date(2024, 3, 9), date(2025, 3, 9), ""),
        (date(2025, 2, 28), date(2026, 3, 1), "is longer than 12 months. Start it on Saturday 1 March 2025 or later"),
        (
            date(2024, 3, 9),
            date(2025, 3, 8),
            "ended more than 12 months before the audit starts, on Monday 9 March 2026",
        ),
        (date(2025, 6, 1), date(2025, 5, 1), "ends on Thursday 1 May 2025, before it starts"),
        (date(2025, 6, 1), date(2026, 3, 10), "ends after the audit starts, on Monday 9 March 2026"),
        (None, date(2026, 3, 1), ""),
        (date(2025, 3, 1), None, ""),
    ],
)
def test_the_audited_period_is_the_last_twelve_months(start: date | None, end: date | None, words: str) -> None:
    problem = period_problem(complete(period_start=start, period_end=end), TODAY)
    assert words in problem
    assert bool(words) == bool(problem)


def test_without_a_timetable_the_period_is_counted_from_today() -> None:
    terms = complete(timetable=(), period_start=date(2024, 3, 2), period_end=date(2025, 3, 1))
    assert "more than 12 months before the audit starts, on Monday 2 March 2026" in period_problem(terms, TODAY)
    assert period_problem(terms, date(2026, 3, 1)) == ""


def test_a_period_from_a_leap_day_may_end_on_the_last_of_february() -> None:
    terms = complete(timetable=(), period_start=date(2024, 2, 29), period_end=date(2025, 2, 28))
    assert period_problem(terms, date(2025, 3, 1)) == ""
    longer = terms.model_copy(update={"period_end": date(2025, 3, 1)})
    assert "Start it on Friday 1 March 2024 or later" in period_problem(longer, date(2025, 3, 1))


def test_a_broken_period_keeps_the_terms_incomplete() -> None:
    found = missing(complete(period_end=date(2026, 6, 30)), TODAY)
    assert [(one.step, one.field) for one in found] == [("scope", "period_end")]


def test_equal_versions_have_no_difference() -> None:
    assert changed(complete(), complete()) == ()


def test_a_changed_date_reads_as_before_and_after() -> None:
    new = complete(period_end=date(2026, 1, 31))
    assert changed(complete(), new) == (
        Difference("Audited period ends", "Saturday 28 February 2026", "Saturday 31 January 2026"),
    )


def test_people_themes_and_choices_are_named_in_a_difference() -> None:
    new = complete(chair=2, themes=("neglect", "early_help"), triggers=("data",), domain_grades=False)
    assert changed(complete(), new, NAMES) == (
        Difference("Themes", "Neglect", "Neglect, Early help"),
        Difference("What prompted this audit", "", "What our data shows"),
        Difference("Chair", "Ann Chair", "Bob Lead"),
        Difference("Grade each domain as well as the whole", "Yes", "No"),
    )


def test_an_agency_that_joins_or_leaves_is_one_difference_each() -> None:
    police, gp = complete().agencies
    new = complete(agencies=(police, AgencyPart(agency="housing", remit="Home conditions.", lead=3, required=False)))
    assert changed(complete(), new, NAMES) == (
        Difference("Agencies: GP and primary care", "Consultations. Lead: Cas Lead.", ""),
        Difference(
            "Agencies: Housing",
            "",
            "Home conditions. Lead: Cas Lead. Takes part if it knows the child or adult.",
        ),
    )
    assert gp.agency == "gp"


def test_a_new_order_of_the_lines_of_enquiry_can_be_read() -> None:
    one, two = LineOfEnquiry(key="one", question="Seen early?"), LineOfEnquiry(key="two", question="Helped?")
    assert changed(complete(lines=(one, two)), complete(lines=(two, one))) == (
        Difference("Lines of enquiry: one", "1. Seen early?", "2. Seen early?"),
        Difference("Lines of enquiry: two", "2. Helped?", "1. Helped?"),
    )


def test_a_moved_milestone_is_named_in_the_difference() -> None:
    new = complete(timetable=(Milestone(key="terms_signed", name="Terms signed off", on=date(2026, 3, 10)),))
    assert changed(complete(), new) == (
        Difference("Timetable: Terms signed off", "Monday 9 March 2026", "Tuesday 10 March 2026"),
    )


def test_every_field_that_is_written_has_words() -> None:
    terms = complete(
        reaudit_of=3,
        quotas=(Quota(stratum="CP", cases=1),),
        panel_members=(1, 2, 3),
        modules=("module_neglect",),
        sub_themes=("voice_of_child",),
    )
    for field in Terms.model_fields:
        written = getattr(terms, field) not in (None, "", ())
        assert bool(in_full(field, terms, NAMES)) == written, field
    assert in_full("panel_members", terms, NAMES) == {"": "Ann Chair, Bob Lead, Cas Lead"}
    assert in_full("quotas", terms) == {"CP": "1 case"}


def test_a_reaudit_carries_the_steps_that_are_kept_and_nothing_else() -> None:
    carried = carry(complete(), {"focus", "agencies"})
    assert carried.purpose == complete().purpose
    assert carried.agencies == complete().agencies
    assert carried.cohort_source == ""


def test_dates_and_signatures_are_never_carried() -> None:
    carried = carry(complete(seed="1234", judgement_start=date(2025, 9, 1)), {step.key for step in STEPS})
    assert all(getattr(carried, field) == getattr(Terms(), field) for field in NEVER_CARRIED)
    assert carried.timetable == ()
    assert carried.signatories == ()


def test_new_terms_begin_with_the_partnerships_standing_sentences() -> None:
    partnership = Partnership(
        name="Example Partnership",
        short_name="EP",
        safeguarding_children=SafeguardingContact(name="Front door", phone="01632 960000"),
        safeguarding_adults=SafeguardingContact(name="Adults' team", phone="01632 960001"),
        standing_terms=StandingTerms(out_of_scope="Individual workers."),
    )
    children, adults = first_draft(partnership), first_draft(partnership, "adults")
    assert (children.concern_phone, adults.concern_phone) == ("01632 960000", "01632 960001")
    assert children.out_of_scope == "Individual workers."
    assert "child" in children.people_in_case
    assert "child" not in adults.people_in_case
