"""The dashboard and the page across the years, as their readers get them."""

from collections.abc import Callable

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.earlier import EarlierAudit, Grades, Theme
from maap.domain.people import Role
from maap.domain.saved_views import arrange
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.earlier_results import take_in
from maap.usecases.figures import close
from maap.usecases.saved_views import make_default, save_view
from tests import factories as make
from tests.pages.conftest import opened
from tests.views.charted import Charted

SignedIn = Callable[[t.Person | None], AppTest]


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
    page = opened(signed_in(coordinator), "live/dashboard", audit=audit_id)
    assert not page.exception
    said = _texts(page)
    assert (
        "4 of 8 grades are Good or better. Most often: Timeliness, 4 of 4. Least often: Communication, 0 of 4." in said
    )
    assert "Most often named as a strength: Consent, in 4 of 4 returns." in said
    assert "4 agencies have graded their own practice" in said
    assert "4 of 4 returns in" in said
    assert len(page.get("vega_lite_chart")) == 4
    assert [box.label for box in page.selectbox if box.key in ("domain", "agency")] == ["Domain", "Agency"]


def test_a_manager_sees_the_whole_and_nothing_of_single_agencies(signed_in: SignedIn) -> None:
    audit_id, _, observer = _filled("police", "health", "schools", "housing")
    page = opened(signed_in(observer), "live/dashboard", audit=audit_id)
    assert not page.exception
    assert [box.label for box in page.selectbox if box.key in ("domain", "agency")] == ["Domain"]
    assert "Your agency graded itself Good or better in 1 of 2 grades; the others together in 3 of 6." in _texts(page)
    drawn = str([table.value for table in page.dataframe]) + _texts(page)
    assert "Housing" not in drawn
    assert "MAAP26-" not in str([table.value for table in page.dataframe])


def test_figures_of_too_few_agencies_are_hidden_in_words(signed_in: SignedIn) -> None:
    audit_id, _, observer = _filled("police", "health")
    page = opened(signed_in(observer), "live/dashboard", audit=audit_id)
    assert _texts(page).count("Hidden to protect children and agencies") == 2


def test_without_a_single_return_the_dashboard_is_calm(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled()
    page = opened(signed_in(coordinator), "live/dashboard", audit=audit_id)
    assert not page.exception
    assert "There are no grades from agencies yet." in _texts(page)
    assert not page.get("vega_lite_chart")


def test_before_fieldwork_the_page_says_when_charts_come(signed_in: SignedIn) -> None:
    with work() as session:
        audit_id = make.audit(session, make.agency(session), stage="sampling").id
        coordinator = make.person(session, Role.COORDINATOR)
    page = opened(signed_in(coordinator), "live/dashboard", audit=audit_id)
    assert "Charts fill by themselves once fieldwork opens" in _texts(page)


def test_the_choice_of_a_domain_narrows_the_charts(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police", "health")
    page = opened(signed_in(coordinator), "live/dashboard", audit=audit_id)
    page.selectbox(key="domain").select("Communication").run()
    assert "Communication: 0 of 2 grades are Good or better." in _texts(page)


def test_an_auditor_is_refused_in_a_sentence(signed_in: SignedIn) -> None:
    audit_id, _, _ = _filled("police")
    with work() as session:
        police = make.agency(session, "police")
        auditor = make.person(session, Role.AUDITOR, agency=police)
        session.add(t.NamedAuditor(audit_id=audit_id, agency_id=police.id or 0, person_id=auditor.id or 0))
    page = opened(signed_in(auditor), "live/dashboard", audit=audit_id)
    assert "you may not see the charts" in page.error[0].value
    assert not page.get("vega_lite_chart")


def test_closed_audits_stand_beside_each_other(signed_in: SignedIn) -> None:
    with work() as session:
        for year in ("2023/24", "2024/25"):
            charted = Charted(session, stage="published", year=year)
            charted.themed(charted.graded("police", timeliness="good"), "consent", "area", "timeliness")
            close(session, make.acting(session, Role.COORDINATOR), charted.id)
        coordinator = make.person(session, Role.COORDINATOR)
    page = opened(signed_in(coordinator), "live/trends")
    assert not page.exception
    said = _texts(page)
    assert "Good or better: 1 of 1 in 2024/25 Neglect, the same as in 2023/24 Neglect." in said
    assert (
        "Of 1 area for development in 2023/24: 0 better, 0 worse, 0 not named again, 1 still open in 2024/25." in said
    )
    (csv,) = (link for link in page.get("link_button") if link.proto.label == "CSV")
    assert csv.proto.url.startswith("/files/across-the-years/figures.csv?tile=strengths&")
    assert csv.proto.url.endswith("&domain=Timeliness&then=2023%2F24&now=2024%2F25")


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
    page = opened(signed_in(coordinator), "live/trends")
    assert not page.exception
    said = _texts(page)
    assert "after 2 of 6 in 2019/20 Neglect" in said
    assert "Nobody published how many grades these percentages stand for" in said
    assert "Of 1 area for development in 2019/20" in said


def _view(audit_id: int, coordinator: t.Person, default: bool = False) -> int:
    with work() as session:
        actor = make.actor(coordinator, Role.COORDINATOR)
        view = save_view(session, actor, audit_id, arrange("Short", ("themes", "grades"), "communication"), team=True)
        if default:
            make_default(session, actor, audit_id, view, True)
        return view


def test_a_saved_view_opens_from_its_address_with_its_tiles_and_its_choice(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police", "health")
    view = _view(audit_id, coordinator)
    browser = signed_in(coordinator)
    browser.run()
    browser.query_params["view"] = str(view)
    page = opened(browser, "live/dashboard", audit=audit_id)
    assert not page.exception
    assert page.selectbox(key="domain").value == "Communication"
    assert page.multiselect[0].value == ["What works, and what to develop", "How agencies grade their own practice"]
    assert "view" not in page.query_params
    assert [each.value for each in page.header][:2] == page.multiselect[0].value


def test_the_dashboard_opens_with_the_default_view_and_a_choice_goes_before_it(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police", "health")
    _view(audit_id, coordinator, default=True)
    page = opened(signed_in(coordinator), "live/dashboard", audit=audit_id)
    assert page.selectbox(key="domain").value == "Communication"
    page.selectbox(key="domain").select("Timeliness").run()
    assert page.selectbox(key="domain").value == "Timeliness"


def test_what_is_shown_is_saved_under_a_name_opened_renamed_and_deleted(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police", "health")
    page = opened(signed_in(coordinator), "live/dashboard", audit=audit_id)
    page.selectbox(key="domain").select("Communication").run()
    page.text_input(key="new-view/name").input("For the board")
    page.button(key="save-view").click().run()
    assert not page.exception
    with reading() as session:
        (view,) = session.exec(select(t.SavedView)).all()
    assert (view.name, view.domain, view.tiles[:2]) == ("For the board", "communication", ["grades", "themes"])
    page.selectbox(key="domain").select("All domains").run()
    page.button(key=f"open-view/{view.id}").click().run()
    assert page.selectbox(key="domain").value == "Communication"
    page.text_input(key=f"view-name/{view.id}").input("For the executive")
    page.button(key=f"rename-view/{view.id}-1").click().run()
    assert "For the executive" in [button.label for button in page.button]
    page.button(key=f"delete-view/{view.id}").click().run()
    assert "For the executive" not in [button.label for button in page.button]


def test_a_view_that_is_not_there_leaves_the_charts_as_they_were(signed_in: SignedIn) -> None:
    audit_id, coordinator, _ = _filled("police")
    browser = signed_in(coordinator)
    browser.run()
    browser.query_params["view"] = "99"
    page = opened(browser, "live/dashboard", audit=audit_id)
    assert "not here any more" in page.warning[0].value
    assert page.get("vega_lite_chart")


def test_letters_about_the_page_are_asked_for_and_stopped_by_one_click(signed_in: SignedIn) -> None:
    audit_id, _, observer = _filled("police")
    page = opened(signed_in(observer), "live/dashboard", audit=audit_id)
    page.selectbox(key="letters/when").select("Every Tuesday")
    page.button(key="want-letters").click().run()
    assert "every Tuesday" in _texts(page)
    page.button(key="stop-letters").click().run()
    assert not page.exception
    assert page.button(key="want-letters")
