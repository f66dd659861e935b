"""The dashboard and the page across the years, as their readers get them."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from maap.domain.earlier import EarlierAudit, Grades, Theme
from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.earlier_results import take_in
from maap.usecases.figures import close
from tests import factories as make
from tests.views.charted import Charted

SignedIn = Callable[[t.Person | None], AppTest]


def _opened(browser: AppTest, script: str, audit_id: int | None = None) -> AppTest:
    browser.run()
    if audit_id is not None:
        browser.query_params["audit"] = str(audit_id)
    return browser.switch_page(f"pages/{script}.py").run()


def _texts(page: AppTest) -> str:
    return "\n".join(each.value for each in (*page.text, *page.caption, *page.header, *page.info))


def _filled(*agencies: str) -> tuple[int, t.Person, t.Person]:
    """An audit in which these agencies graded themselves, a coordinator, and a manager of the police."""
    with work() as session:
        charted = Charted(session)
        for agency in agencies:
            row = charted.graded(agency, timeliness="good", communication="inadequate")
            charted.themed(row, "consent", "strength", "timeliness")
        coordinator = make.person(session, Role.COORDINATOR)
        observer = make.person(session, Role.OBSERVER, agency=charted.agencies["police"])
        return charted.id, coordinator, observer


def test_the_team_sees_every_chart_with_its_sentence_and_when(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police", "health", "schools", "housing")
    page = _opened(signed_in(coordinator), "live/dashboard", audit_id)
    assert not page.exception
    said = _texts(page)
    assert (
        "4 of 8 grades are Good or better. Most often: Timeliness, 4 of 4. Least often: Communication, 0 of 4." in said
    )
    assert "Most often named as a strength: Consent, in 4 of 4 returns." in said
    assert "4 agencies have graded their own practice" in said
    assert "4 of 4 returns in" in said
    assert len(page.get("vega_lite_chart")) == 4
    assert [box.label for box in page.selectbox] == ["Domain", "Agency"]


def test_a_manager_sees_the_whole_and_nothing_of_single_agencies(signed_in: SignedIn) -> None:
    audit_id, _, observer = _filled("police", "health", "schools", "housing")
    page = _opened(signed_in(observer), "live/dashboard", audit_id)
    assert not page.exception
    assert [box.label for box in page.selectbox] == ["Domain"]
    assert "Your agency graded itself Good or better in 1 of 2 grades; the others together in 3 of 6." in _texts(page)
    drawn = str([table.value for table in page.dataframe]) + _texts(page)
    assert "Housing" not in drawn
    assert "MAAP26-" not in str([table.value for table in page.dataframe])


def test_figures_of_too_few_agencies_are_hidden_in_words(signed_in: SignedIn) -> None:
    audit_id, _, observer = _filled("police", "health")
    page = _opened(signed_in(observer), "live/dashboard", audit_id)
    assert _texts(page).count("Hidden to protect children and agencies") == 2


def test_without_a_single_return_the_dashboard_is_calm(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled()
    page = _opened(signed_in(coordinator), "live/dashboard", audit_id)
    assert not page.exception
    assert "There are no grades from agencies yet." in _texts(page)
    assert not page.get("vega_lite_chart")


def test_before_fieldwork_the_page_says_when_charts_come(signed_in: SignedIn) -> None:
    with work() as session:
        audit_id = make.audit(session, make.agency(session), stage="sampling").id
        coordinator = make.person(session, Role.COORDINATOR)
    page = _opened(signed_in(coordinator), "live/dashboard", audit_id)
    assert "Charts fill by themselves once fieldwork opens" in _texts(page)


def test_the_choice_of_a_domain_narrows_the_charts(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police", "health")
    page = _opened(signed_in(coordinator), "live/dashboard", audit_id)
    page.selectbox(key="domain").select("Communication").run()
    assert "Communication: 0 of 2 grades are Good or better." in _texts(page)


def test_an_auditor_is_refused_in_a_sentence(signed_in: SignedIn) -> None:
    audit_id, _, _ = _filled("police")
    with work() as session:
        police = make.agency(session, "police")
        auditor = make.person(session, Role.AUDITOR, agency=police)
        session.add(t.NamedAuditor(audit_id=audit_id, agency_id=police.id or 0, person_id=auditor.id or 0))
    page = _opened(signed_in(auditor), "live/dashboard", audit_id)
    assert "you may not see the charts" in page.error[0].value
    assert not page.get("vega_lite_chart")


def test_closed_audits_stand_beside_each_other(signed_in: SignedIn) -> None:
    with work() as session:
        for year in ("2023/24", "2024/25"):
            charted = Charted(session, stage="published", year=year)
            charted.themed(charted.graded("police", timeliness="good"), "consent", "area", "timeliness")
            close(session, make.acting(session, Role.COORDINATOR), charted.id)
        coordinator = make.person(session, Role.COORDINATOR)
    page = _opened(signed_in(coordinator), "live/trends")
    assert not page.exception
    said = _texts(page)
    assert "Good or better: 1 of 1 in 2024/25 Neglect, the same as in 2023/24 Neglect." in said
    assert (
        "Of 1 area for development in 2023/24: 0 better, 0 worse, 0 not named again, 1 still open in 2024/25." in said
    )


def test_an_earlier_audit_stands_in_the_trends_beside_closed_ones(signed_in: SignedIn) -> None:
    with work() as session:
        charted = Charted(session, stage="published", year="2024/25")
        charted.themed(charted.graded("police", timeliness="good"), "consent", "area", "timeliness")
        close(session, make.acting(session, Role.COORDINATOR), charted.id)
        make.theme(session, "consent").group_id = make.theme(session, "process").id
        session.flush()
        coordinator = make.person(session, Role.COORDINATOR)
        keeper = make.acting(session, Role.COORDINATOR)
        counts = Grades(domain="timeliness", counts={"Good": 2, "Inadequate": 4})
        shares = Grades(domain="overall", percentages={"Good": 60})
        theme = Theme(theme="consent", count=5)
        take_in(
            session,
            keeper,
            [EarlierAudit(audit="M19", title="Neglect", year="2019/20", n=6, grades=(counts, shares), themes=(theme,))],
        )
    page = _opened(signed_in(coordinator), "live/trends")
    assert not page.exception
    said = _texts(page)
    assert "after 2 of 6 in 2019/20 Neglect" in said
    assert "Nobody published how many grades these percentages stand for" in said
    assert "Of 1 area for development in 2019/20" in said
