"""What there is to say about a question of each kind: its answers, scale, limits, calculation."""

from collections.abc import Callable

import streamlit as st

from maap.ui.designer.fields import POLARITIES, Pen
from maap.views.questionnaires import Design


def draw(kind: str, page: Design, pen: Pen) -> None:
    """The fields that only questions of this kind have."""
    _KIND.get(kind, _nothing)(page, pen)


def _nothing(_page: Design, _pen: Pen) -> None:
    return


def _options(_page: Design, pen: Pen) -> None:
    columns = {
        "label": st.column_config.TextColumn("Answer", width=420, max_chars=1000),
        "score": st.column_config.NumberColumn("Score (optional)", width=120),
    }
    pen.table("options", columns, "In the order they are shown. Type in the last, empty row to add one.")


def _yes_no(_page: Design, pen: Pen) -> None:
    pen.extras()
    with st.expander("Scores of its answers (optional)"):
        columns = {
            "label": st.column_config.TextColumn("Answer", width=420, disabled=True),
            "score": st.column_config.NumberColumn("Score (optional)", width=120),
        }
        pen.table("scores", columns, "An answer without a score is left out.", grows=False)


def _matrix(page: Design, pen: Pen) -> None:
    columns = {"label": st.column_config.TextColumn("Row", width=520, max_chars=1000)}
    pen.table("rows", columns, "Each row is graded by itself. Type in the last, empty row to add one.")
    _scale(page, pen)


def _scale(page: Design, pen: Pen) -> None:
    own = (*page.form.scales, *(page.core.scales if page.core else ()), *page.scales)
    pen.pick("scale", {scale.key: scale.name for scale in reversed(own)}, "Scales are kept under Administration.")


def _number(_page: Design, pen: Pen) -> None:
    with st.container(horizontal=True):
        pen.number("min", whole=False)
        pen.number("max", whole=False)
        pen.line("unit", "Unit (optional)", "For example: days", 40)
    pen.tick("whole", "Whole numbers only")


def _words(_page: Design, pen: Pen) -> None:
    pen.number("max_words", least=1, label="At most this many words (empty: no limit)")


def _themes(_page: Design, pen: Pen) -> None:
    with st.container(horizontal=True):
        pen.pick("polarity", {key: name for key, name in POLARITIES.items() if key}, label="Themes picked here are")
        pen.number("at_most", least=0, label="At most this many (0: no limit)")


def _formula(_page: Design, pen: Pen) -> None:
    pen.lines("formula", hint="As in XLSForm. An earlier answer is written ${id of the question}.")


def _repeat(_page: Design, pen: Pen) -> None:
    pen.number("at_most", least=0, label="At most this many times (0: no limit)")


_KIND: dict[str, Callable[[Design, Pen], None]] = {
    "choice": _options,
    "choices": _options,
    "yes_no": _yes_no,
    "grade": _scale,
    "matrix": _matrix,
    "number": _number,
    "text": _words,
    "long_text": _words,
    "themes": _themes,
    "calculated": _formula,
    "repeat": _repeat,
}
