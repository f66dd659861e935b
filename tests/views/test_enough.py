"""Which figures of several agencies together somebody of the partnership sees, asked of the rules themselves."""

import pytest
from sqlalchemy import literal, select
from sqlmodel import Session

from maap.access import Seat, seat
from maap.domain.disclosure import ANYBODY
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission, Role
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.counting import counts
from maap.views.enough import (
    a_few_can_be_told,
    enough_for,
    graded_enough,
    naming_somebody,
    said_by_agency,
    tellable,
)
from tests import factories as make
from tests.views.charted import FORM
from tests.views.test_figures_shown import OTHERS, Years

WALL = Actor(0, "A screen", frozenset({Role.OBSERVER}), ANYBODY, make.NOW)


def _form(graded: tuple[str, ...] = (), themed: tuple[str, ...] = ()) -> Questionnaire:
    """Grades and themes in two domains; in those that are named only two agencies are asked."""
    told = FORM.model_dump(mode="json")
    questions = told["sections"][0]["questions"]
    for question in questions:
        question["agencies"] = ["police", "health"] if question["domain"] in graded else []
    for domain in ("timeliness", "communication"):
        only = {"agencies": ["police", "health"] if domain in themed else []}
        kind = {"kind": "themes", "polarity": "area", "domain": domain, "label": "Themes", "need": "optional"}
        questions.append({"id": f"themes_{domain}", **kind, **only})
    return Questionnaire.model_validate(told)


@pytest.fixture
def years(session: Session) -> Years:
    return Years(session)


def sits(years: Years, of: t.Audit, reader: str = "") -> Seat:
    """A manager of this agency, or of none."""
    return seat(years.session, years.observer(reader), of.id or 0, Permission.SEE_RESULTS)


def graded(years: Years, of: t.Audit, reader: str = "") -> set[tuple[str, str]]:
    """The domains and levels that the rule lets through."""
    place = sits(years, of, reader)
    source = counts(of, Measure.GRADES).c
    return set(
        map(tuple, years.session.execute(select(source.domain, source.grade).where(graded_enough(place, source))))
    )


# grades


@pytest.mark.parametrize(
    "reader, others, told", [("police", 2, False), ("police", 3, True), ("", 0, False), ("", 1, True)]
)
def test_a_domain_is_there_once_three_others_graded_it_and_for_a_reader_of_none_once_anybody_did(
    years: Years, reader: str, others: int, told: bool
) -> None:
    audit = years.closed(_form())
    years.frozen(audit, *(["police"] if reader else []), *OTHERS[:others])
    assert graded(years, audit, reader) == ({("timeliness", "good")} if told else set())


def test_the_first_agency_of_the_house_counts_for_a_reader_of_none(years: Years) -> None:
    audit = years.closed(_form())
    assert years.agencies["police"].id == 1
    years.frozen(audit, "police")
    assert graded(years, audit) == {("timeliness", "good")}


def test_before_a_screen_four_must_have_graded_it(years: Years) -> None:
    audit = years.closed(_form())
    place = seat(years.session, WALL, audit.id or 0, Permission.SEE_RESULTS)
    source = counts(audit, Measure.GRADES).c
    for others, n in ((OTHERS[:3], 0), (OTHERS[3:], 4)):
        years.frozen(audit, *others)
        assert len(years.session.execute(select(source.domain).where(graded_enough(place, source))).all()) == n


def test_an_agency_is_one_however_much_it_graded(years: Years) -> None:
    audit = years.closed(_form())
    for grade in ("good", "inadequate", "outstanding"):
        years.frozen(audit, "health", grade=grade)
    years.frozen(audit, "schools")
    assert graded(years, audit, "police") == set()


def test_a_level_that_stands_apart_opens_no_domain_and_is_shown_once_it_is_open(years: Years) -> None:
    audit = years.closed(_form())
    years.frozen(audit, *OTHERS[:3], grade="not_seen")
    assert graded(years, audit, "police") == set()
    years.frozen(audit, *OTHERS[:3])
    assert graded(years, audit, "police") == {("timeliness", "good"), ("timeliness", "not_seen")}


def test_a_grade_on_another_scale_neither_opens_a_domain_nor_is_shown(years: Years) -> None:
    audit = years.closed(_form())
    years.frozen(audit, *OTHERS[:3], grade="met")
    years.frozen(audit, *OTHERS[:3], domain="communication")
    assert graded(years, audit, "police") == {("communication", "good")}
    years.frozen(audit, "health", domain="communication", grade="met")
    assert graded(years, audit, "police") == {("communication", "good")}


def test_each_domain_is_opened_by_its_own_agencies(years: Years) -> None:
    audit = years.closed(_form())
    years.frozen(audit, "health", "schools")
    years.frozen(audit, "housing", domain="communication")
    assert graded(years, audit, "police") == set()


def test_where_few_are_asked_three_must_have_graded_for_every_reader(years: Years) -> None:
    audit = years.closed(_form(graded=("timeliness",)))
    years.frozen(audit, "health", "schools")
    years.frozen(audit, "health", domain="communication")
    assert graded(years, audit) == {("communication", "good")}
    years.frozen(audit, "housing")
    assert graded(years, audit) == {("communication", "good"), ("timeliness", "good")}


def test_themes_that_few_are_asked_for_keep_back_no_grade(years: Years) -> None:
    audit = years.closed(_form(themed=("timeliness",)))
    years.frozen(audit, "health")
    assert graded(years, audit) == {("timeliness", "good")}


def test_without_a_questionnaire_every_level_counts(years: Years) -> None:
    audit = years.closed()
    years.frozen(audit, *OTHERS[:3], grade="met")
    assert graded(years, audit, "police") == {("timeliness", "met")}
    assert graded(years, audit) == {("timeliness", "met")}


# themes


def named(years: Years, of: t.Audit, *agencies: str, domain: str = "timeliness", n: int = 1) -> None:
    """So many returns of each name a theme in a domain."""
    years.frozen(of, *agencies, measure=Measure.THEMES, domain=domain, n=n)


@pytest.mark.parametrize("themed, told", [((), False), (("timeliness", "communication"), True)])
def test_with_no_domain_for_a_few_nothing_is_told_and_with_two_always(
    years: Years, themed: tuple[str, ...], told: bool
) -> None:
    audit = years.closed(_form(themed=themed))
    named(years, audit, *OTHERS)
    assert a_few_can_be_told(years.session, sits(years, audit, "police")) is told


def test_without_a_questionnaire_nobody_is_one_of_a_few(years: Years) -> None:
    audit = years.closed()
    named(years, audit, "health")
    assert a_few_can_be_told(years.session, sits(years, audit, "police")) is False
    assert enough_for(sits(years, audit), "timeliness") == 1


@pytest.mark.parametrize(
    "agencies, reader, told",
    [
        ((), "police", False),
        (("health",), "police", True),
        (("health", "schools"), "police", True),
        (OTHERS[:3], "police", False),
        (("police",), "police", False),
        (("police",), "", True),
        (("police", "health"), "", True),
        (OTHERS[:3], "", False),
        (("police", "health"), "schools", True),
    ],
)
def test_a_few_can_be_told_while_fewer_than_three_others_named_a_theme_where_few_are_asked(
    years: Years, agencies: tuple[str, ...], reader: str, told: bool
) -> None:
    audit = years.closed(_form(themed=("timeliness",)))
    named(years, audit, *agencies)
    assert a_few_can_be_told(years.session, sits(years, audit, reader)) is told


def test_themes_of_other_domains_and_those_that_are_named_one_by_one_tell_of_no_few(years: Years) -> None:
    """The count of returns that name any theme decides: the rows of each theme beside it are the same returns again."""
    audit = years.closed(_form(themed=("timeliness",)))
    named(years, audit, "health", domain="communication")
    named(years, audit, "health", domain="")
    years.frozen(audit, "schools", measure=Measure.THEMES, theme_id=make.theme(years.session, "consent").id)
    assert a_few_can_be_told(years.session, sits(years, audit, "police")) is False


@pytest.mark.parametrize(
    "reader, domain, enough",
    [("", "timeliness", 3), ("", "communication", 1), ("police", "timeliness", 3), ("police", "communication", 3)],
)
def test_how_many_others_must_have_named_themes(years: Years, reader: str, domain: str, enough: int) -> None:
    audit = years.closed(_form(graded=("communication",), themed=("timeliness",)))
    assert enough_for(sits(years, audit, reader), domain) == enough
    wall = seat(years.session, WALL, audit.id or 0, Permission.SEE_RESULTS)
    assert enough_for(wall, domain) == 4


# what the numbers alone tell


def test_so_many_returns_name_a_theme_that_an_agency_must_be_among_them(years: Years) -> None:
    """Of ten returns eight name it; whoever handed in three has named it. In the other domain half of them do."""
    audit = years.closed(_form())
    consent = make.theme(years.session, "consent").id
    for domain, shares in (("timeliness", (3, 3, 2, 0)), ("communication", (1, 1, 1, 1))):
        for agency, n, all_of_it in zip(OTHERS, shares, (3, 3, 2, 2), strict=True):
            named(years, audit, agency, domain=domain, n=all_of_it)
            if n:
                years.frozen(
                    audit, agency, measure=Measure.THEMES, domain=domain, theme_id=consent, polarity="area", n=n
                )
    assert naming_somebody(years.session, sits(years, audit, "police")) == {"timeliness"}


def test_what_is_said_is_added_up_by_agency_and_by_all_that_is_said(years: Years) -> None:
    audit = years.closed(_form())
    years.frozen(audit, "health", n=2)
    years.frozen(audit, "health", "schools", n=3)
    years.frozen(audit, "health", grade="inadequate")
    years.frozen(audit, "health", domain="communication")
    health, schools = (years.agencies[key].id for key in ("health", "schools"))
    source = counts(audit, Measure.GRADES).c
    rows = years.session.execute(said_by_agency(literal(7), source)).all()
    assert sorted(map(tuple, rows)) == sorted(
        [
            (7, "timeliness", health, None, "", "good", 5),
            (7, "timeliness", schools, None, "", "good", 3),
            (7, "timeliness", health, None, "", "inadequate", 1),
            (7, "communication", health, None, "", "good", 1),
        ]
    )
    assert {row.n for row in rows} == {5, 3, 1}


def test_grades_tell_of_an_agency_that_has_more_returns_than_say_otherwise() -> None:
    said = [(1, "timeliness", agency, None, "", "good", n) for agency, n in ((2, 3), (3, 1), (4, 2))]
    otherwise = (1, "timeliness", 4, None, "", "inadequate", 1)
    assert list(tellable([*said, otherwise], 9)) == [(1, "timeliness")]
    assert list(tellable(said, 9)) == [], "every return says it: that may be known"
    assert list(tellable([*said, otherwise, (1, "timeliness", 5, None, "", "inadequate", 4)], 9)) == []


def test_themes_tell_of_an_agency_all_of_whose_returns_cannot_be_among_the_silent() -> None:
    """How many returns named any theme stands in a row without a theme; how many named this one in a row with it."""
    whole = [(1, "voice", agency, None, "", "", n) for agency, n in ((2, 3), (3, 3), (4, 2))]
    said = [(1, "voice", agency, 5, "area", "", n) for agency, n in ((2, 3), (3, 2), (4, 1))]
    assert list(tellable([*whole, *said], 9)) == [(1, "voice")]
    apart = [
        (1, "voice", 2, 5, "strength", "", 2),
        (1, "voice", 3, 6, "area", "", 2),
        (1, "voice", 4, 6, "area", "", 1),
    ]
    assert list(tellable([*whole, *apart], 9)) == [], "two sides of a theme and two themes are not one and the same"


def test_each_audit_and_domain_is_looked_at_by_itself_and_one_s_own_returns_are_left_out() -> None:
    told = [(1, "voice", 2, None, "", "good", 3), (1, "voice", 3, None, "", "inadequate", 1)]
    other = [(2, "voice", 2, None, "", "good", 1), (2, "timeliness", 3, None, "", "inadequate", 3)]
    assert list(tellable([*told, *other], 9)) == [(1, "voice")]
    assert list(tellable(told, 2)) == []
    assert list(tellable([], 9)) == []
