"""The second step to a sample: its size, its groups and its seed, with what each group would give."""

import secrets

import pandas as pd
import streamlit as st

from maap.domain.cohort import WHOLE_COHORT
from maap.domain.problems import Problem
from maap.domain.sampling import Plan, allocated
from maap.ui import frame
from maap.ui.words import count, plain
from maap.views.cases import Cases, CohortRead

_USUAL_SIZE, _USUAL_RESERVES, _MOST_QUOTAS = 8, 10, 20
_METHODS = {
    "simple": "From the whole list",
    "share": "From each group, in proportion to its size",
    "quotas": "From each group, a number you set",
}
_SEED_WORDS = (
    *("acorn", "amber", "anchor", "apple", "arrow", "autumn", "beacon", "birch", "bramble", "bridge", "brook"),
    *("cedar", "chalk", "cherry", "clover", "cobalt", "copper", "coral", "cradle", "cricket", "dapple", "ember"),
    *("falcon", "fern", "flint", "garnet", "ginger", "harbour", "hazel", "heron", "ivory", "jasper", "juniper"),
    *("kestrel", "lantern", "larch", "lemon", "linen", "maple", "marble", "meadow", "mellow", "nettle", "oak"),
    *("ochre", "olive", "otter", "pebble", "pepper", "plum", "quarry", "rowan", "saffron", "silver", "sorrel"),
    *("sparrow", "thistle", "timber", "velvet", "walnut", "willow", "winter", "yarrow"),
)


def _key(page: Cases, field: str) -> str:
    return f"draw-{page.head.audit_id}/{field}"


def given(audit_id: int) -> Plan:
    """The plan as it stands on the page. Raises Problem without a size or a seed."""
    typed = frame.fields(f"draw-{audit_id}")
    method = typed.get("method", "simple")
    quotas = {name.removeprefix("quota/"): int(n or 0) for name, n in typed.items() if name.startswith("quota/")}
    size = sum(quotas.values()) if method == "quotas" else typed.get("size")
    if not size:
        raise Problem("Say how many cases to draw.")
    return Plan(
        size=int(size),
        seed=str(typed.get("seed") or "").strip(),
        method="simple" if method == "simple" else "stratified",
        quotas=quotas if method == "quotas" else {},
        minimum_per_stratum=int(typed.get("minimum") or 0) if method == "share" else 0,
        reserves=int(typed.get("reserves") or 0),
    )


def plan(page: Cases, cohort: CohortRead) -> None:
    """Choose size, groups and seed, and see what each group would give before the draw."""
    terms, grouped = page.terms, set(cohort.population) != {WHOLE_COHORT}
    offered = [
        m for m in _METHODS if m == "simple" or (grouped and (m == "share" or len(cohort.population) <= _MOST_QUOTAS))
    ]
    usual = ("quotas" if terms.quotas else "share") if terms.sample_method == "stratified" or grouped else "simple"
    left, right = st.columns(2, gap="large")
    with left:
        method = st.radio(
            "How to draw",
            offered,
            index=offered.index(usual) if usual in offered else 0,
            format_func=_METHODS.__getitem__,
            key=_key(page, "method"),
        )
        if method == "quotas":
            _quotas(page, cohort)
        else:
            st.number_input("Cases to draw", 1, 500, terms.sample_size or _USUAL_SIZE, key=_key(page, "size"))
        if method == "share":
            usual_least = terms.minimum_per_stratum or 1
            st.number_input("Fewest cases from each group", 0, 100, usual_least, key=_key(page, "minimum"))
        reserves = terms.reserves if terms.reserves is not None else _USUAL_RESERVES
        st.number_input(
            "Reserve cases" + ("" if method == "simple" else " for each group"),
            *(0, 500, reserves),
            key=_key(page, "reserves"),
            help="They stand in, in the drawn order, when a case has to be replaced.",
        )
    with right:
        _outlook(page, cohort)
    _seed(page)
    st.button("Draw the sample", key="draw_sample", type="primary", icon=":material/shuffle:")


def _quotas(page: Cases, cohort: CohortRead) -> None:
    """A number for each group: the terms', or else each group's share as a beginning."""
    size = min(page.terms.sample_size or _USUAL_SIZE, cohort.eligible)
    share = allocated(cohort.population, Plan(size=size, seed="", method="stratified", minimum_per_stratum=1))
    agreed = {quota.stratum.casefold(): quota.cases for quota in page.terms.quotas}
    for name, population in cohort.population.items():
        usual = agreed.get(name.casefold(), 0) if agreed else share[name]
        label = plain(f"{name} ({population:,} may be drawn)")
        st.number_input(label, 0, 500, usual, key=_key(page, f"quota/{name}"))


def _outlook(page: Cases, cohort: CohortRead) -> None:
    """What each group would give."""
    st.text(f"{count(cohort.eligible, 'case')} may be drawn.")
    typed = frame.fields(f"draw-{page.head.audit_id}")
    rows = {"Group": list(cohort.population), "May be drawn": list(cohort.population.values())}
    if typed["method"] == "share" and typed["size"] <= cohort.eligible:
        would = allocated(cohort.population, given(page.head.audit_id))
        rows["Will be drawn"] = [would[name] for name in cohort.population]
    if len(cohort.population) > 1 and typed["method"] != "quotas":
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="What each group gives")
    if typed["method"] == "quotas":
        total = sum(n for field, n in typed.items() if field.startswith("quota/"))
        st.text(f"These numbers make a sample of {count(total, 'case')}.")


def _seed(page: Cases) -> None:
    remembered = f"seed/{page.head.audit_id}/{len(page.set_aside)}"
    if remembered not in st.session_state:
        words = "-".join(secrets.choice(_SEED_WORDS) for _ in range(3))
        st.session_state[remembered] = page.terms.seed or f"{words}-{secrets.randbelow(9000) + 1000}"
    st.text_input(
        "Seed",
        value=st.session_state[remembered],
        max_chars=100,
        key=_key(page, "seed"),
        help="Any words or number. The same seed and the same list always give the same sample.",
    )
    st.info(
        "Write the seed down in the meeting before you draw. With it and the list, anybody can draw the same sample "
        "again and see that nobody chose the cases.",
        icon=":material/edit_note:",
    )
