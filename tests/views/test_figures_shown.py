"""Which frozen figures of closed audits a reader may see: all of the own team's audits, elsewhere what is safe."""

from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.measures import Measure
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.views.figures_shown import all_shown, closed_audits, shown
from tests import factories as make
from tests.views.charted import AGENCIES, FORM

OTHERS = ("health", "schools", "housing", "probation")


def _form(*restricted: str) -> Questionnaire:
    """Grades in two domains, and themes in both; in some of them only one agency is asked for themes."""
    told = FORM.model_dump(mode="json")
    told["scales"].append(
        {
            "key": "met",
            "name": "Met or not",
            "direction": "higher_is_better",
            "levels": [{"value": "met", "label": "Met", "rank": 2}, {"value": "not_met", "label": "Not", "rank": 1}],
        }
    )
    for domain in ("timeliness", "communication"):
        only = {"agencies": ["police"]} if domain in restricted else {}
        kind = {"kind": "themes", "polarity": "area", "domain": domain, "label": "Themes", "need": "optional"}
        told["sections"][0]["questions"].append({"id": f"themes_{domain}", **kind, **only})
    return Questionnaire.model_validate(told)


class Years:
    """Closed audits of five agencies, with the figures that a test freezes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.agencies = {key: make.agency(session, key) for key in AGENCIES}

    def closed(self, form: Questionnaire | None = None) -> t.Audit:
        audit = make.audit(self.session, *self.agencies.values(), stage="closed")
        if form is not None:
            freeze(audit, form)
        self.session.flush()
        return audit

    def frozen(self, of: t.Audit, *agencies: str, measure: Measure = Measure.GRADES, **facts: Any) -> None:
        facts = {"domain": "timeliness", "grade": "good" if measure is Measure.GRADES else "", "n": 1} | facts
        for key in agencies:
            figure = t.Figure(audit_id=of.id or 0, measure=measure, agency_id=self.agencies[key].id, **facts)
            self.session.add(figure)
        self.session.flush()

    def observer(self, agency: str = "", *also: Role) -> Actor:
        return make.acting(self.session, Role.OBSERVER, *also, agency=self.agencies.get(agency))

    def seen(self, who: Actor, measure: Measure = Measure.GRADES) -> list[tuple[int, str, str]]:
        """What somebody is shown: audit, domain and grade of each figure."""
        may = shown(self.session, who, measure, closed_audits(self.session, who))
        found = self.session.exec(select(t.Figure).where(t.Figure.measure == measure, may).order_by(t.Figure.id))
        return list(dict.fromkeys((row.audit_id, row.domain, row.grade) for row in found))


@pytest.fixture
def years(session: Session) -> Years:
    return Years(session)


def test_only_closed_audits_within_reach_whose_charts_one_may_see_are_compared(years: Years) -> None:
    closed = years.closed()
    make.audit(years.session, *years.agencies.values(), stage="published")
    assert closed_audits(years.session, years.observer()) == {closed.id: closed}
    lead = make.acting(years.session, Role.AGENCY_LEAD, agency=years.agencies["police"])
    assert closed_audits(years.session, lead) == {}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR])
def test_nothing_is_held_back_from_the_team(years: Years, role: Role) -> None:
    one = years.closed(_form())
    years.frozen(one, "health", grade="met")
    somebody = make.acting(years.session, role)
    assert all_shown(years.session, somebody)
    assert years.seen(somebody) == [(one.id, "timeliness", "met")]


@pytest.mark.parametrize(
    "others, reader, told",
    [
        (2, "police", False),
        (3, "police", True),
        (2, "", False),
        (3, "", True),
    ],
)
def test_grades_are_shown_once_three_others_stand_behind_them(
    years: Years, others: int, reader: str, told: bool
) -> None:
    one = years.closed(_form())
    years.frozen(one, *(["police"] if reader else []), *OTHERS[:others])
    assert bool(years.seen(years.observer(reader))) is told
    assert not all_shown(years.session, years.observer(reader))


def test_the_same_agency_twice_is_one_agency(years: Years) -> None:
    one = years.closed(_form())
    years.frozen(one, "health", "schools", "schools", "schools")
    assert years.seen(years.observer("police")) == []


def test_in_front_of_a_screen_four_agencies_stand_behind_a_figure(years: Years) -> None:
    one = years.closed(_form())
    wall = Actor(0, "A screen", frozenset({Role.OBSERVER}), 0, make.NOW)
    years.frozen(one, *OTHERS[:3])
    assert years.seen(wall) == []
    years.frozen(one, "probation")
    assert years.seen(wall) == [(one.id, "timeliness", "good")]


def test_each_domain_of_each_audit_and_each_measure_is_safe_by_itself(years: Years) -> None:
    one, other = years.closed(_form()), years.closed(_form())
    years.frozen(one, *OTHERS)
    years.frozen(one, "health", domain="communication")
    years.frozen(other, "health")
    years.frozen(one, "health", measure=Measure.PANEL)
    assert years.seen(years.observer("police")) == [(one.id, "timeliness", "good")]
    assert years.seen(years.observer("police"), Measure.PANEL) == []


@pytest.mark.parametrize("nothing", ["not_applicable", "not_known", "not_seen"])
def test_what_grades_nothing_is_nobodys_grade(years: Years, nothing: str) -> None:
    """No grade of the scale, and of other measures neither."""
    one = years.closed()
    for measure in (Measure.GRADES, Measure.PANEL):
        years.frozen(one, "health", "schools", measure=measure, grade="good")
        years.frozen(one, "housing", measure=measure, grade=nothing)
        assert years.seen(years.observer("police"), measure) == []
        years.frozen(one, "probation", measure=measure, grade="good")
        assert len(years.seen(years.observer("police"), measure)) == 2


def test_grades_on_another_scale_than_the_domains_are_neither_shown_nor_counted(years: Years) -> None:
    one = years.closed(_form())
    years.frozen(one, "health", "schools")
    years.frozen(one, "housing", grade="met")
    years.frozen(one, "police", grade="not_seen")
    assert years.seen(years.observer("police")) == []
    years.frozen(one, "probation")
    assert years.seen(years.observer("police")) == [(one.id, "timeliness", "good"), (one.id, "timeliness", "not_seen")]


def test_panel_grades_need_enough_agencies_and_no_scale(years: Years) -> None:
    one = years.closed(_form())
    years.frozen(one, *OTHERS[:3], measure=Measure.PANEL, grade="met")
    assert years.seen(years.observer("police"), Measure.PANEL) == [(one.id, "timeliness", "met")]


def test_who_sits_on_one_panel_and_observes_the_rest_sees_all_of_the_one_and_what_is_safe_elsewhere(
    years: Years,
) -> None:
    mine, safe, unsafe = years.closed(_form()), years.closed(_form()), years.closed(_form())
    years.frozen(mine, "health")
    years.frozen(safe, *OTHERS)
    years.frozen(unsafe, "health")
    somebody = years.observer("police", Role.PANEL_MEMBER)
    years.session.add(t.PanelMember(audit_id=mine.id or 0, person_id=somebody.person_id))
    years.session.flush()
    assert [audit for audit, _, _ in years.seen(somebody)] == [mine.id, safe.id]
    assert not all_shown(years.session, somebody)


@pytest.mark.parametrize("also", [(), (Role.AUDITOR,), (Role.CHAIR, Role.OBSERVER)])
def test_who_sees_charts_as_one_of_the_team_alone_has_nothing_held_back(years: Years, also: tuple[Role, ...]) -> None:
    police = years.agencies["police"]
    assert all_shown(years.session, make.acting(years.session, Role.PANEL_MEMBER, *also, agency=police))


def test_who_may_not_see_charts_is_refused(years: Years) -> None:
    auditor = make.acting(years.session, Role.AUDITOR, agency=years.agencies["police"])
    with pytest.raises(NotAllowed):
        all_shown(years.session, auditor)
    with pytest.raises(NotAllowed):
        shown(years.session, auditor, Measure.GRADES, {})


THEMED: dict[str, Any] = {"measure": Measure.THEMES}
RESTRICTED = {"domain": "communication", **THEMED}


def _themes(years: Years, *restricted: str) -> t.Audit:
    """An audit in which four others name a theme in timeliness."""
    one = years.closed(_form(*restricted))
    theme = make.theme(years.session, "voice")
    years.frozen(one, *OTHERS, **THEMED)
    years.frozen(one, *OTHERS, theme_id=theme.id, **THEMED)
    return one


def _tells(years: Years, reader: str = "police") -> bool:
    return bool(years.seen(years.observer(reader), Measure.THEMES))


def test_themes_are_shown_where_every_agency_is_asked_for_them(years: Years) -> None:
    _themes(years)
    assert _tells(years)


def test_themes_of_an_audit_that_came_without_a_questionnaire_are_shown_too(years: Years) -> None:
    years.frozen(years.closed(), *OTHERS, **THEMED)
    assert _tells(years)


def test_themes_are_kept_back_where_what_is_left_over_would_be_those_of_a_few(years: Years) -> None:
    one = _themes(years, "communication")
    assert _tells(years), "nobody named anything where only some are asked"
    years.frozen(one, "health", theme_id=make.theme(years.session, "voice").id, **RESTRICTED)
    assert _tells(years), "a theme alone is no return that named one"
    years.frozen(one, "police", **RESTRICTED)
    assert _tells(years), "one's own can be told from nothing"
    years.frozen(one, "health", **RESTRICTED)
    assert not _tells(years)
    years.frozen(one, "schools", **RESTRICTED)
    assert not _tells(years)
    years.frozen(one, "housing", **RESTRICTED)
    assert _tells(years), "three others stand behind it: it is shown itself"


def test_somebody_of_no_agency_takes_nothing_away_and_needs_three_as_well(years: Years) -> None:
    one = _themes(years, "communication")
    years.frozen(one, "police", "health", **RESTRICTED)
    assert not _tells(years, "")
    years.frozen(one, "schools", **RESTRICTED)
    assert _tells(years, "")


def test_where_two_domains_are_for_some_agencies_only_themes_are_kept_back(years: Years) -> None:
    _themes(years, "communication", "timeliness")
    assert not _tells(years)


def test_one_audit_that_is_kept_back_keeps_no_other_back(years: Years) -> None:
    kept = _themes(years, "communication", "timeliness")
    told = _themes(years)
    found = years.seen(years.observer("police"), Measure.THEMES)
    assert {audit for audit, _, _ in found} == {told.id} != {kept.id}


def test_grades_do_not_ask_what_is_left_over_of_themes(years: Years) -> None:
    one = _themes(years, "communication", "timeliness")
    years.frozen(one, *OTHERS)
    assert years.seen(years.observer("police")) == [(one.id, "timeliness", "good")]


def _nearly_all_the_same(years: Years, **facts: Any) -> t.Audit:
    """Eight of ten returns say the same: whoever handed in four of them must have said it."""
    one = years.closed(_form())
    for agency, n in (("health", 4), ("schools", 2), ("housing", 2)):
        years.frozen(one, agency, n=n, **facts)
    for agency in ("schools", "probation"):
        years.frozen(one, agency, n=1, **(facts | {"grade": "inadequate"}))
    return one


@pytest.mark.parametrize("measure", [Measure.GRADES, Measure.PANEL])
def test_where_nearly_all_say_the_same_the_domain_is_kept_back_though_enough_stand_behind_it(
    years: Years, measure: Measure
) -> None:
    one = _nearly_all_the_same(years, measure=measure, grade="good")
    other = years.closed(_form())
    for agency in OTHERS:
        years.frozen(other, agency, measure=measure, grade="good")
        years.frozen(other, agency, measure=measure, grade="inadequate")
    assert {audit for audit, _, _ in years.seen(years.observer(), measure)} == {other.id} != {one.id}
    assert years.seen(make.acting(years.session, Role.CHAIR), measure), "the team sees it all the same"


def test_what_another_measure_says_makes_nothing_safe(years: Years) -> None:
    one = _nearly_all_the_same(years, grade="good")
    years.frozen(one, *OTHERS, measure=Measure.PANEL, grade="inadequate", n=9)
    assert years.seen(years.observer()) == []


def test_nor_do_grades_on_another_scale(years: Years) -> None:
    one = _nearly_all_the_same(years, grade="good")
    for grade in ("met", "not_met"):
        years.frozen(one, *OTHERS, grade=grade, n=4)
    assert years.seen(years.observer()) == []


def test_but_returns_that_could_not_grade_it_do(years: Years) -> None:
    """Then nobody can tell whose they are."""
    one = _nearly_all_the_same(years, grade="good")
    years.frozen(one, "police", grade="not_seen", n=9)
    assert len(years.seen(years.observer())) == 3


def test_nor_does_another_domain(years: Years) -> None:
    one = _nearly_all_the_same(years, grade="good")
    years.frozen(one, *OTHERS, domain="communication", grade="good", n=9)
    years.frozen(one, *OTHERS, domain="communication", grade="inadequate", n=9)
    assert {domain for _, domain, _ in years.seen(years.observer())} == {"communication"}


def test_a_theme_that_nearly_all_name_is_kept_back_with_its_domain(years: Years) -> None:
    one = years.closed(_form())
    theme, rare = make.theme(years.session, "voice"), make.theme(years.session, "consent")
    for agency, n, named in (("health", 4, 4), ("schools", 3, 2), ("housing", 2, 2), ("probation", 1, 0)):
        years.frozen(one, agency, n=n, **THEMED)
        years.frozen(one, agency, n=1, theme_id=rare.id, polarity="area", **THEMED)
        if named:
            years.frozen(one, agency, n=named, theme_id=theme.id, polarity="strength", **THEMED)
    assert not _tells(years, "")
