"""The panel room: its cases, one case at a glance, and one domain with every agency's words side by side."""

from typing import Literal

import pandas as pd
import streamlit as st

from maap.domain.audit import Stage, has_reached
from maap.domain.fieldwork import ReturnState
from maap.domain.panels import READ_OUT, gap_in_words, place
from maap.domain.questionnaire import Scale
from maap.ui import arrival, frame
from maap.ui.words import count, plain
from maap.views.panel import CaseLine, Panel
from maap.views.panel_case import PanelCase, PanelDomain

_ARRIVAL = "panel/arrival"
_GROUNDS = {"green": "#d5e8d8", "blue": "#e3eef7", "orange": "#fbe8cd", "red": "#f6d9d9", "gray": "#e6e9eb"}


def chosen_case(audit_id: int) -> int | None:
    """The case in the address, if there is one.

    The address is written anew: a link to the same page changes what the server reads, but not what the browser shows.
    """
    given = st.query_params.get("case", "")
    case_id = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else None
    st.query_params.from_dict({"audit": str(audit_id)} | ({"case": str(case_id)} if case_id else {}))
    return case_id


def going_on(page: Panel, meeting: tuple[int | None, str] | None) -> None:
    """That the panel meets now, and the way to its table."""
    if meeting is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="cell-meeting-now"):
        at = f" It is at {meeting[1]}." if meeting[1] else ""
        st.markdown(f":material/co_present: **The panel meets now.** {plain(at)}")
        frame.link("panel/meeting", "Go to the meeting", ":material/arrow_forward:", audit=page.head.audit_id)


def ways(page: Panel) -> None:
    """To the meeting, and to how alike grades are."""
    with st.container(horizontal=True, key="panel-ways"):
        audit_id = page.head.audit_id
        frame.link("panel/meeting", "Panel meeting", ":material/co_present:", audit=audit_id)
        if has_reached(page.head.stage, Stage.PANEL):
            frame.link("panel/agreement", "How alike grades are", ":material/balance:", audit=audit_id)


def agenda(page: Panel) -> None:
    """Every case with what there is to read and how much is agreed."""
    if not page.cases:
        st.info("No case is drawn yet. The panel reads the cases of the sample.", icon=":material/hourglass_empty:")
    for line in page.cases:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"cell-{line.case_id}"):
            st.markdown(f"**{plain(line.reference)}**", width=150)
            done = line.agreed >= page.domains
            said = "All domains agreed" if done else f"{line.agreed} of {count(page.domains, 'domain')} agreed"
            st.badge(("✔ " if done else "") + said, color="green" if done else "gray")
            st.text(_returns(line), width="stretch")
            frame.link(
                "panel/cases",
                f"Open {line.reference}",
                ":material/forum:",
                audit=page.head.audit_id,
                case=line.case_id,
            )
    if page.agreement.sentence:
        st.text(page.agreement.sentence)


def _returns(line: CaseLine) -> str:
    parts = [f"{line.read_out} of {count(line.returns, 'return')} to read"]
    parts += [f"{line.not_known} not known to the agency"] if line.not_known else []
    parts += [f"{line.missing} missing"] if line.missing else []
    return ", ".join(parts)


def way_round(page: PanelCase) -> None:
    """How far the case is, and the ways to the other cases."""
    of = len(page.graded)
    st.progress(page.agreed / of if of else 1.0, text=f"{page.agreed} of {count(of, 'domain')} agreed")
    with st.container(horizontal=True, key="way-round"):
        frame.link("panel/cases", "All cases", ":material/list:", audit=page.head.audit_id)
        next_case(page)


def next_case(page: PanelCase) -> None:
    """The way to the case after this one."""
    if page.following:
        label, at = f"Next case: {page.following.reference}", page.following.case_id
        frame.link("panel/cases", label, ":material/arrow_forward:", audit=page.head.audit_id, case=at)


def who_is_missing(page: PanelCase) -> None:
    """Agencies whose words are not on the page, and why."""
    missing = [one for one in page.standings if one.state not in READ_OUT and one.state is not ReturnState.NOT_KNOWN]
    if missing:
        listed = ", ".join(f"{one.agency} ({one.state})" for one in missing)
        st.warning(plain(f"Not returned: {listed}."), icon=":material/hourglass_empty:")
    unknown = [one for one in page.standings if one.state is ReturnState.NOT_KNOWN]
    if unknown:
        listed = ", ".join(f"{one.agency} (checked by: {one.checked_by})" for one in unknown)
        st.text(f"Did not know the child or household: {listed}.")


def glance(page: PanelCase) -> None:
    """The agencies' own grades and the agreed one, domain by domain, the largest gap on top."""
    rows, grounds = [], []
    for domain in page.graded:
        scale = domain.scale
        if scale is None:
            continue
        agreed = domain.agreed.grade if domain.agreed else ""
        own = {part.agency: [grade.level for grade in part.grades] for part in domain.parts}
        rows.append(
            {"Domain": domain.name, "Agreed": label(scale, agreed) or "–", "Own grades": gap_in_words(domain.gap)}
            | {agency: " / ".join(label(scale, level) for level in levels) for agency, levels in own.items()}
        )
        grounds.append(
            {"Domain": "", "Agreed": _ground(scale, agreed), "Own grades": "font-weight: 600" if domain.gap else ""}
            | {agency: _ground(scale, levels[0] if levels else "") for agency, levels in own.items()}
        )
    if rows:
        words, behind = pd.DataFrame(rows), pd.DataFrame(grounds)
        alt = f"Agencies' own grades in {count(len(rows), 'domain')}, the largest gap first."
        st.dataframe(words.style.apply(lambda _: behind, axis=None), hide_index=True, alt=alt, key="glance")


def label(scale: Scale, value: str) -> str:
    """A grade as people read it."""
    level = scale.level(value)
    return level.label if level else value


def colour(scale: Scale, value: str) -> str:
    """Green for the best level, red for the worst; the word beside it always says the same."""
    at = place(scale, value)
    highest = len({level.rank for level in scale.levels if level.rank is not None}) - 1
    if at is None:
        return "gray"
    share = at / highest if highest else 1
    return "green" if share == 1 else "red" if share == 0 else "blue" if share >= 1 / 2 else "orange"


def _ground(scale: Scale, value: str) -> str:
    return f"background-color: {_GROUNDS[colour(scale, value)]}; color: #14202b" if value else ""


def go_on(case_id: int | None) -> None:
    """Handle the button that goes on to another domain."""
    if (target := frame.pressed_one("to-domain")) is not None:
        st.session_state[f"domain/{case_id}"] = target
        st.session_state[_ARRIVAL] = f"{case_id}/{target}"


def heading(page: PanelCase, words: str, domain: str = "") -> None:
    """A heading; the page scrolls to it when somebody goes on to this domain, or to this case."""
    here = _arriving_at(page) == (f"{page.case_id}/{domain}" if domain else str(page.case_id))
    with st.container(key="arrival" if here else f"place-{domain or 'case'}"):
        st.header(plain(words), anchor=False)


def _arriving_at(page: PanelCase) -> str:
    at = str(st.session_state.get(_ARRIVAL, ""))
    return at if at.startswith(f"{page.case_id}/") else str(page.case_id)


def chosen_domain(page: PanelCase) -> PanelDomain:
    """The domain that is read out: the one picked, or the first that has no agreed grade."""
    key, by_key = f"domain/{page.case_id}", {domain.key: domain for domain in page.domains}
    if st.session_state.get(key) not in by_key:
        st.session_state[key] = next((one.key for one in page.graded if not one.agreed), page.domains[0].key)
    picked = st.pills(
        "Domain, the largest gap first",
        list(by_key),
        format_func=lambda one: _tab(by_key[one]),
        required=True,
        key=key,
    )
    return by_key[picked or page.domains[0].key]


def stepped() -> bool:
    """Handle the keys that go from one domain to the next. Returns whether one was pressed."""
    for way in ("step-on", "step-back"):
        if (target := frame.pressed_one(way)) is not None:
            case_id, _, domain = target.partition("/")
            st.session_state[f"domain/{case_id}"] = domain
            return True
    return False


def stepping(page: PanelCase) -> PanelDomain:
    """The domain that is read out, with keys for the one after and the one before."""
    shown = chosen_domain(page)
    order = [domain.key for domain in page.domains]
    at = order.index(shown.key)
    with st.container(horizontal=True):
        if at:
            key = f"step-back/{page.case_id}/{order[at - 1]}"
            st.button("Domain before", key=key, icon=":material/arrow_back:", shortcut="Alt+K")
        if at + 1 < len(order):
            key = f"step-on/{page.case_id}/{order[at + 1]}"
            st.button("Next domain", key=key, icon=":material/arrow_forward:", shortcut="Alt+J")
    return shown


def _tab(domain: PanelDomain) -> str:
    apart = f" · {domain.gap} apart" if domain.gap else ""
    return plain(("✔ " if domain.agreed else "") + domain.name + apart)


def onward(page: PanelCase, shown: PanelDomain) -> None:
    """After a domain: the next one without a grade, or the next case when every domain has one."""
    left = [domain for domain in page.graded if not domain.agreed and domain.key != shown.key]
    if left:
        label = f"Go on to {left[0].name[0].lower()}{left[0].name[1:]}"
        look: Literal["primary", "tertiary"] = "primary" if shown.agreed else "tertiary"
        st.button(plain(label), key=f"to-domain/{left[0].key}", icon=":material/arrow_forward:", type=look)
    elif page.agreed == len(page.graded):
        next_case(page)
    arrival.arrive(_arriving_at(page))
