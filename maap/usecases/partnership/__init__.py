"""The partnership's own choices are changed: agencies, themes, scales, the timetable template, its facts."""

from maap.usecases.partnership.agencies import add_agency, change_agency
from maap.usecases.partnership.documents import add_scale, change_facts, change_scale, change_timetable
from maap.usecases.partnership.themes import add_group, add_theme, change_group, change_theme

__all__ = [
    "add_agency",
    "add_group",
    "add_scale",
    "add_theme",
    "change_agency",
    "change_facts",
    "change_group",
    "change_scale",
    "change_theme",
    "change_timetable",
]
