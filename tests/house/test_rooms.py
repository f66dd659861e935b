"""Every page is a room of the house, and short enough to read aloud."""

import ast

from maap.domain.people import Permission
from maap.ui.rooms import ROOMS
from tests.house.source import ROOT, Module, called, planted, under

LONGEST = 120


def test_no_page_lies_where_streamlit_would_run_it_without_the_front_door() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []


def test_every_page_is_listed_and_every_room_has_its_page() -> None:
    assert sorted(module.name for module in under("pages/")) == sorted(room.path for room in ROOMS)


def test_no_two_rooms_share_an_address_or_a_place_in_the_menu() -> None:
    assert len({room.url for room in ROOMS}) == len({room.script for room in ROOMS}) == len(ROOMS)
    titles = [(room.menu, room.title) for room in ROOMS]
    assert len(set(titles)) == len(titles)


def test_every_room_of_a_menu_but_the_first_says_who_finds_it_there() -> None:
    assert {room.script for room in ROOMS if room.menu and not room.needs} == {"home/work"}
    assert all(isinstance(need, Permission) for room in ROOMS for need in room.needs)


def test_pages_are_short() -> None:
    assert {module.name: n for module in under("pages/") if (n := module.text.count("\n")) > LONGEST} == {}


def faults_of_a_page(module: Module) -> list[str]:
    """What a page leaves to the frame: refusals, state, and drawing what is not safe to draw."""
    found = [module.at(node, "try in a page") for node in ast.walk(module.tree) if isinstance(node, ast.Try)]
    found += [module.at(node, "def in a page") for node in module.functions() if not node.decorator_list]
    found += [
        module.at(node, "session_state in a page")
        for node in ast.walk(module.tree)
        if called(node) == "st.session_state"
    ]
    if not ast.get_docstring(module.tree):
        found.append(module.at(module.tree, "a page without a sentence about what it is for"))
    return found


def test_a_page_leaves_refusals_and_state_to_the_frame() -> None:
    assert [one for module in under("pages/") for one in faults_of_a_page(module)] == []


def test_a_page_asks_who_is_acting_itself() -> None:
    assert [module.name for module in under("pages/") if "frame.actor()" not in module.text] == []


def test_what_a_page_may_not_do_would_be_found() -> None:
    bad = "try:\n    st.session_state['x'] = 1\nexcept ValueError:\n    pass\ndef part(): ...\n"
    assert len(faults_of_a_page(planted(bad, "pages/a/b.py"))) == 4


def test_session_state_is_touched_in_ui_alone() -> None:
    outside = [
        module.at(node, "session_state outside ui")
        for module in under("maap/", "app.py")
        if not module.name.startswith("maap/ui/")
        for node in ast.walk(module.tree)
        if called(node).endswith("session_state")
    ]
    assert outside == []
