"""The first step to a sample: a list is chosen and looked at, its columns are named, and what was read is shown."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping
from maap.domain.problems import Problem
from maap.domain.suspicion import Suspicion, suspicious_columns
from maap.domain.terms import Terms
from maap.domain.uploads import CASES
from maap.outside.spreadsheets import Grid, read_table
from maap.outside.virus_scan import harmless
from maap.ui import frame
from maap.ui.boxes import file_box
from maap.ui.words import count, day, moment, plain
from maap.views.cases import Cases, CohortRead

_READ, _BOXES = "cohort/read", "cohort/boxes"
_NO_COLUMN = "The list does not say"
_ROWS_SHOWN = 5
_GUESSES = {
    "reference": re.compile(r"\b(ref|reference|pseudonym|case (no|number|id)|case|id)\b", re.IGNORECASE),
    "strata": re.compile(r"threshold|plan type|level of need|status|category", re.IGNORECASE),
    "last_intervention": re.compile(r"interven|last (contact|seen|visit|activity|enquiry)|enquiry", re.IGNORECASE),
    "agencies": re.compile(r"agenc|services involved|partners", re.IGNORECASE),
    "last_audited": re.compile(r"audit", re.IGNORECASE),
}


@dataclass(frozen=True)
class Chosen:
    """A chosen file, read for looking at. ``blocked``: columns that seem to identify people."""

    file_id: str
    name: str
    data: bytes
    grid: Grid
    blocked: tuple[Suspicion, ...]

    @property
    def usable(self) -> tuple[str, ...]:
        """Headings of the columns that may be used."""
        return tuple(heading for heading in self.grid.headings if heading not in {one.column for one in self.blocked})


def _box(audit_id: int) -> str:
    """The key of the upload box. After a list was read the box is a new one, and empty."""
    return f"cohort-{audit_id}-{st.session_state.get(_BOXES, 0)}/file"


def forget() -> None:
    """The list was read: empty the upload box."""
    st.session_state[_BOXES] = st.session_state.get(_BOXES, 0) + 1
    st.session_state.pop(_READ, None)


def chosen(audit_id: int) -> Chosen | None:
    """The file in the upload box, read once however often the page is drawn. Raises Problem when it cannot be read."""
    file = st.session_state.get(_box(audit_id))
    if file is None:
        st.session_state.pop(_READ, None)
        return None
    known = st.session_state.get(_READ)
    if isinstance(known, Chosen) and known.file_id == file.file_id:
        return known
    data = harmless(file.getvalue())
    grid = read_table(file.name, data)
    st.session_state[_READ] = read = Chosen(file.file_id, file.name, data, grid, suspicious_columns(grid))
    return read


def given(audit_id: int, today: date) -> tuple[str, bytes, Mapping, Eligibility]:
    """What was asked to be read: file name, bytes, columns and rules. Raises Problem, keeping everything typed."""
    file = chosen(audit_id)
    if file is None:
        raise Problem("Choose the list again: the file is no longer here.")
    typed = frame.fields(_prefix(audit_id, file))
    if not typed.get("reference"):
        raise Problem("Say which column holds the case reference.")
    mapping = Mapping(
        reference=typed["reference"],
        strata=tuple(typed.get("strata") or ()),
        last_intervention=typed.get("last_intervention") or "",
        agencies=typed.get("agencies") or "",
        last_audited=typed.get("last_audited") or "",
    )
    months = int(typed.get("months") or 0)
    rules = Eligibility(
        period_start=typed.get("period_start"),
        period_end=typed.get("period_end"),
        at_least_agencies=int(typed.get("at_least_agencies") or 0),
        not_audited_since=months_before(today, months) if months else None,
    )
    return file.name, file.data, mapping, rules


def months_before(on: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def upload(page: Cases) -> None:
    """Choose a list, look at it, and say what its columns hold."""
    audit_id = page.head.audit_id
    st.text(
        "Upload the list of cases from which the sample is drawn: one case in each row, CSV or Excel (.xlsx), at most "
        f"{CASES.megabytes} MB. Use references that only the lead agency can trace back. Names, dates of birth, NHS "
        "numbers and addresses do not belong in it."
    )
    file_box(CASES, "List of cases", _box(audit_id))
    with frame.refusals(end=False):
        if file := chosen(audit_id):
            _look(file)
            _columns(page, file)


def summary(cohort: CohortRead) -> None:
    """What was read, in one sentence, with the reasons why rows are left out."""
    left_out = cohort.rows - cohort.eligible
    st.text(
        f"{count(cohort.rows, 'row')} read from {cohort.file_name} on {moment(cohort.uploaded_at)}. "
        f"{count(cohort.eligible, 'case')} may be drawn; {count(left_out, 'row')} left out."
    )
    with st.expander("What was read, and what was left out"):
        st.text("\n".join(_rules(cohort)))
        if cohort.excluded_for:
            rows = {"Why a row is left out": list(cohort.excluded_for), "Rows": list(cohort.excluded_for.values())}
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
        if cohort.notes:
            st.text("\n".join(cohort.notes))
        st.caption(f"Fingerprint of the list (SHA-256): {cohort.sha256}")


def _rules(cohort: CohortRead) -> list[str]:
    rules, said = cohort.rules, []
    if rules.period_start or rules.period_end:
        start, end = day(rules.period_start) or "any day", day(rules.period_end) or "today"
        said.append(f"Last intervention from {start} to {end}.")
    if rules.at_least_agencies:
        said.append(f"Known to at least {count(rules.at_least_agencies, 'agency', 'agencies')}.")
    if rules.not_audited_since:
        said.append(f"Not audited since {day(rules.not_audited_since)}.")
    return said or ["Every case of the list may be drawn."]


def _prefix(audit_id: int, file: Chosen) -> str:
    """Of the fields' keys: another file has other columns, so its fields start afresh."""
    return f"columns-{audit_id}-{file.file_id}"


def _look(file: Chosen) -> None:
    for one in file.blocked:
        st.warning(plain(f"{one.sentence} It is not used and not kept."), icon=":material/visibility_off:")
    places = [file.grid.position(heading) or 0 for heading in file.usable]
    rows = [row for row in file.grid.rows if any(row)]
    first = [[row[place] for place in places] for row in rows[:_ROWS_SHOWN]]
    st.text(f"{count(len(rows), 'row')} in {file.name}. These are the first:")
    st.dataframe(pd.DataFrame(first, columns=list(file.usable)), hide_index=True, width="stretch")
    if file.grid.notes:
        st.text("\n".join(file.grid.notes))


def _columns(page: Cases, file: Chosen) -> None:
    prefix, terms = _prefix(page.head.audit_id, file), page.terms
    with st.form("cohort-form"):
        left, right = st.columns(2, gap="large")
        with left:
            st.subheader("What the columns hold")
            _column(prefix, file, "reference", "Case reference", "", "A code, never a name, number or initials.")
            st.multiselect(
                "Groups (for example threshold or age band)",
                file.usable,
                default=_groups(file, terms),
                key=f"{prefix}/strata",
                help="The sample can be spread over these groups, and is compared with the cohort for each of them.",
            )
            _column(prefix, file, "last_intervention", "Date of the last intervention")
            _column(prefix, file, "agencies", "Agencies that know the case", help_="A number, or their names.")
            _column(prefix, file, "last_audited", "Date of the last audit")
        with right:
            st.subheader("Which cases may be drawn")
            _eligibility(prefix, terms)
        st.form_submit_button("Read this list", key="read_list", type="primary")


def _column(prefix: str, file: Chosen, field: str, label: str, none: str = _NO_COLUMN, help_: str = "") -> None:
    guess = next((heading for heading in file.usable if _GUESSES[field].search(heading)), None)
    options: list[str] = ([""] if none else []) + list(file.usable)
    st.selectbox(
        label,
        options,
        index=options.index(guess) if guess else (0 if none else None),
        format_func=lambda heading: heading or none,
        key=f"{prefix}/{field}",
        help=help_ or None,
        placeholder="Choose a column",
    )


def _groups(file: Chosen, terms: Terms) -> list[str]:
    wanted = {name.casefold() for name in terms.strata}
    named = [heading for heading in file.usable if heading.casefold() in wanted]
    return named or [heading for heading in file.usable if _GUESSES["strata"].search(heading)][:1]


def _eligibility(prefix: str, terms: Terms) -> None:
    fixed: dict[str, Any] = {"format": "DD/MM/YYYY"}
    st.date_input("Last intervention on or after", value=terms.period_start, key=f"{prefix}/period_start", **fixed)
    st.date_input("Last intervention on or before", value=terms.period_end, key=f"{prefix}/period_end", **fixed)
    st.number_input(
        "Fewest agencies that know the child or adult",
        *(0, 30, terms.at_least_agencies),
        key=f"{prefix}/at_least_agencies",
        help="0 lets every case through.",
    )
    st.number_input(
        "Leave out cases audited in the last (months)",
        *(0, 120, terms.not_audited_months),
        key=f"{prefix}/months",
        help="Also looks at the samples drawn here for other audits. 0 lets every case through.",
    )
    st.caption("These come from the terms of reference. Change them only if the terms allow it.")
