"""The questions that practitioners and families are asked, as the partnership words them."""

import streamlit as st
from pydantic import ValidationError

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.voice import Kind, VoiceForm, VoiceQuestion
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.words import count, plain
from maap.usecases.voice import change_voice_form
from maap.views.voice import VoicePage

_FIELDS = "voice-form"
_MOST = 8
"""So many questions a form may have: it stays short."""


def handle(actor: Actor) -> None:
    """Keep what was changed in one form."""
    if (target := frame.pressed_one("save-voice-form")) is None:
        return
    kind, _, seen = target.partition("/")
    with beside.deed(f"voice-form/{kind}", "The questions are saved. Links made from now on use them."):
        given = _given(Kind(kind), frame.fields(f"{_FIELDS}/{kind}/{seen}"))
        with work() as session:
            change_voice_form(session, actor, given, int(seen))


def _given(kind: Kind, typed: dict[str, object]) -> VoiceForm:
    def text(name: str) -> str:
        return str(typed.get(name) or "").strip()

    numbers = [n for n in range(_MOST) if text(f"label-{n}")]
    try:
        return VoiceForm(
            key=kind,
            title=text("title"),
            welcome=text("welcome"),
            questions=tuple(
                VoiceQuestion(
                    id=text(f"id-{n}") or f"question_{n + 1}",
                    label=text(f"label-{n}"),
                    hint=text(f"hint-{n}"),
                    options=tuple(line.strip() for line in text(f"options-{n}").splitlines() if line.strip()),
                )
                for n in numbers
            ),
            quote=text("quote"),
            thanks=text("thanks"),
        )
    except ValidationError:
        raise Problem(
            "A form needs a title, a welcome, at least one question, the sentence about quoting, and its thanks. "
            "A question has at most 300 letters and eight answers to choose from."
        ) from None


def draw(page: VoicePage) -> None:
    """Each form, to read and to change."""
    st.text("Short and in everyday words. Links that were made before keep the questions they were made with.")
    for kind, (form, revision) in page.forms.items():
        with st.expander(f"{kind.label}: {count(len(form.questions), 'question')}"):
            beside.here(f"voice-form/{kind}")
            _form(f"{_FIELDS}/{kind}/{revision}", form, f"save-voice-form/{kind}/{revision}")


def _form(key: str, form: VoiceForm, save: str) -> None:
    with st.form(f"{key}-form", border=False):
        st.text_input("Title", form.title, key=f"{key}/title", max_chars=300)
        st.text_area("Welcome", form.welcome, key=f"{key}/welcome", height=140, max_chars=1500)
        for n in range(min(len(form.questions) + 1, _MOST)):
            one = form.questions[n] if n < len(form.questions) else None
            _question(key, n, one)
        st.text_input("The sentence beside the box about quoting", form.quote, key=f"{key}/quote", max_chars=300)
        st.text_area("Thanks", form.thanks, key=f"{key}/thanks", height=80, max_chars=600)
        st.form_submit_button("Save these questions", key=save, type="primary")


def _question(key: str, n: int, one: VoiceQuestion | None) -> None:
    with st.container(border=True, key=f"row-{key.replace('/', '-')}-{n}"):
        label = f"Question {n + 1}" if one else f"Question {n + 1} (leave empty for none)"
        st.text_input(plain(label), one.label if one else "", key=f"{key}/label-{n}", max_chars=300)
        st.text_input("Hint", one.hint if one else "", key=f"{key}/hint-{n}", max_chars=400)
        st.text_area(
            "Answers to choose from, one on a line (empty: people write)",
            "\n".join(one.options) if one else "",
            key=f"{key}/options-{n}",
            height=70,
        )
        st.session_state[f"{key}/id-{n}"] = one.id if one else ""
