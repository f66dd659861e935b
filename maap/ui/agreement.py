"""How alike grades are, in words first: agencies beside the panel, and agencies beside each other."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from maap.domain.agreement import Alike
from maap.ui.words import count, plain
from maap.views.agreement import AuditAgreement, AuditYear, Compared


def whole(page: AuditAgreement) -> None:
    """The audit as a whole, unless its domains are graded on different scales."""
    if page.whole is None:
        st.info("The domains of this audit are graded on different scales, so they are not counted together.")
        return
    st.header("Agencies and panel", anchor=False)
    _sentences(page.whole.apart.sentence or "The panel has not agreed a grade yet.", page.whole.panel)
    st.header("Agencies beside each other", anchor=False)
    _sentences(page.whole.between.sentence or "No two agencies have graded the same case yet.", page.whole.between)


def _sentences(said: str, found: Alike) -> None:
    st.text(said)
    if found.pairs:
        alpha = "" if found.alpha is None else f" (alpha {found.alpha:.2f}, {found.things} cases and domains compared)"
        st.caption(plain(found.reading + alpha))


def domains(lines: Sequence[Compared]) -> None:
    """Each domain in one line: counts, and alpha where there is enough to say so."""
    st.header("Domain by domain", anchor=False)
    rows = [
        {
            "Domain": line.name,
            "Panel and agencies differed on": f"{line.apart.differed} of {line.apart.compared}",
            "Agencies gave the same grade in": f"{line.between.same} of {count(line.between.pairs, 'pair')}",
            "Alpha, panel": _alpha(line.panel),
            "Alpha, agencies": _alpha(line.between),
        }
        for line in lines
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="How alike grades are, domain by domain.", key="alike")


def years(lines: Sequence[AuditYear]) -> None:
    """Other audits within reach. Those on different scales are not compared with each other."""
    if len(lines) < 2:
        return
    st.header("Other audits", anchor=False)
    rows = [
        {
            "Audit": f"{line.reference} {line.title}",
            "Year": line.year,
            "Scale": line.scale,
            "Panel and agencies differed on": f"{line.found.apart.differed} of {line.found.apart.compared}",
            "Alpha, panel": _alpha(line.found.panel),
            "Alpha, agencies": _alpha(line.found.between),
        }
        for line in lines
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="How alike grades were, audit by audit.", key="alike-years")
    st.caption("Compare only audits on the same scale.")


def what_alpha_is() -> None:
    """What the number means, for those who want to know."""
    with st.expander("What is alpha?"):
        st.text(
            "Krippendorff’s alpha for ordered grades says how much more alike grades are than chance would make them: "
            "1 is always the same, 0 is no more than chance. From 0.80 on grades can be relied on, from 0.67 on with "
            "caution. It is only worked out from ten things or more, because with fewer it says little. It does not "
            "say who is right."
        )


def _alpha(found: Alike) -> str:
    return "too few" if found.alpha is None else f"{found.alpha:.2f}"
