"""A return, open at one of its sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from maap.domain.engine import SectionRoute
from maap.ui import notes, touches
from maap.ui.notes import Beside
from maap.ui.touches import Refused
from maap.views.returns import Sheet


@dataclass(frozen=True)
class AtSection:
    """The return as it was loaded, and the section that is open; an empty id where there is none.

    ``unsaved`` and ``notes``: what this browser holds of it besides. Asked once, because Streamlit looks long for each.
    """

    sheet: Sheet
    section: str
    unsaved: Mapping[str, Refused]
    notes: Beside

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The ids of all sections that it has by now, in their order."""
        return _ids(self.sheet)

    @cached_property
    def number(self) -> int:
        """Which of them is open: 0 for the first, -1 for none."""
        return self.sections.index(self.section) if self.section else -1

    @property
    def found(self) -> SectionRoute | None:
        """The open section with what it asks."""
        return self.sheet.route.sections[self.number] if self.section else None

    @property
    def before(self) -> str:
        """The section before; empty for the first."""
        return self.sections[self.number - 1] if self.number > 0 else ""

    @property
    def after(self) -> str:
        """The section after; empty for the last."""
        return self.sections[self.number + 1] if self.number + 1 < len(self.sections) else ""

    @property
    def lacking(self) -> str:
        """The first other section that lacks an answer of the person's; empty when there is none."""
        if not self.sheet.open_for_me:
            return ""
        others = (one.section.id for one in self.sheet.route.sections if one.unanswered)
        return next((section for section in others if section != self.section), "")


def opened(sheet: Sheet) -> AtSection:
    """A return at the section that the address names, else at its first."""
    sections, named = _ids(sheet), st.query_params.get("section", "")
    section = named if named in sections else next(iter(sections), "")
    return AtSection(sheet, section, touches.unsaved(sheet.return_id), notes.beside(sheet.return_id))


def _ids(sheet: Sheet) -> tuple[str, ...]:
    return tuple(found.section.id for found in sheet.route.sections)
