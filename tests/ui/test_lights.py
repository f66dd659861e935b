"""Charts on light and on dark pages: the same figures, letters that can be read, and a darker cell still means more."""

import json
import re
import tomllib
from dataclasses import fields
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from maap.charts import theme
from maap.charts.drawings import Bar, Chart, parts
from maap.charts.risen import risen
from maap.charts.specs import heat, mirrored, stacked
from maap.charts.theme import DAY, NIGHT, Look
from maap.ui.actions.before_after_spec import moved

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
LOOKS = pytest.mark.parametrize("look", [DAY, NIGHT], ids=["day", "night"])
BARS = partial(stacked, ("One", "Two"), (theme.STRENGTH, theme.UNBEGUN))


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _chart() -> Chart:
    cells = pd.DataFrame({"fill": [theme.shade(0.9), theme.PAPER], "ink": ["#ffffff", "#000000"], "said": ["9", "–"]})
    return Chart(heat, cells, pd.DataFrame(), ())


@LOOKS
def test_letters_and_lines_can_be_read_on_the_page(look: Look) -> None:
    for letters in (look.ink, look.quiet, look.strength):
        assert _contrast(letters, look.paper) >= 4.5
    for shape in (look.strength, look.area, look.edge):
        assert _contrast(shape, look.paper) >= 3


@LOOKS
def test_strengths_and_areas_differ_in_brightness_too(look: Look) -> None:
    assert _contrast(look.strength, look.area) >= 1.5


@LOOKS
def test_numbers_can_be_read_on_every_part_of_a_bar(look: Look) -> None:
    fills = (theme.STRENGTH, theme.AREA, theme.PAPER, theme.UNBEGUN, theme.LINE, *theme.ordered(6))
    shown = [look.fill(fill) for fill in fills]
    assert all(_contrast(theme.ink_on(fill), fill) >= 4.5 for fill in shown)


def test_the_darker_a_cell_the_more_by_night_as_by_day() -> None:
    shades = [theme.shade(part / 10) for part in range(11)]
    assert [NIGHT.fill(shade) for shade in shades] == shades


def test_a_night_chart_holds_the_same_figures_on_dark_paper() -> None:
    day = _chart()
    night = day.at(NIGHT)
    assert list(night.rows["said"]) == list(day.rows["said"])
    assert list(night.rows["fill"]) == [theme.shade(0.9), NIGHT.paper]
    assert list(night.rows["ink"]) == ["#ffffff", "#fefefe"]
    assert list(day.rows["fill"])[1] == theme.PAPER


def test_by_day_a_chart_is_itself_and_by_night_it_is_made_once() -> None:
    chart = _chart()
    assert chart.at(DAY) is chart
    assert chart.at(NIGHT) is chart.at(NIGHT)
    assert chart.at(NIGHT).spec is heat(look=NIGHT)


@pytest.mark.parametrize("draw", [BARS, heat, mirrored, risen, moved], ids=["bars", "cells", "sides", "steps", "moved"])
def test_no_colour_of_the_day_is_left_in_a_night_chart(draw: partial[dict[str, object]]) -> None:
    told = json.dumps(draw(look=NIGHT))
    for colour in (DAY.ink, DAY.quiet, DAY.edge, DAY.strength, DAY.area, DAY.line):
        assert f'"{colour}"' not in told
    assert draw(look=NIGHT)["config"]["background"] == NIGHT.paper  # type: ignore[index]


@pytest.mark.parametrize("draw", [BARS, heat, mirrored, risen, moved], ids=["bars", "cells", "sides", "steps", "moved"])
def test_a_chart_brings_its_own_paper(draw: partial[dict[str, object]]) -> None:
    """A page may turn dark or light while a chart stands on it."""
    assert draw(look=DAY)["config"]["background"] == DAY.paper  # type: ignore[index]


def test_what_is_said_above_a_bar_has_room_on_a_telephone_and_is_never_cut_itself() -> None:
    name = "Engagement with families and significant adults"
    rows = parts([Bar("one", name, "229 of 343 the same", (1, 2))], ("a", "b"), ("A", "B"))
    assert rows["heading"][0].endswith("  ·  229 of 343 the same")
    assert rows["brief"][0].endswith("  ·  229 of 343 the same")
    assert len(rows["brief"][0]) < 50 < len(rows["heading"][0])


@pytest.mark.parametrize(("side", "look"), [("light", DAY), ("dark", NIGHT)])
def test_a_page_has_both_sides_and_its_charts_stand_on_its_own_paper(side: str, look: Look) -> None:
    told = tomllib.loads(CONFIG.read_text())["theme"][side]
    assert told["backgroundColor"] == look.paper
    assert told["textColor"] == look.ink
    for ground in (told["backgroundColor"], told["secondaryBackgroundColor"], told["sidebar"]["backgroundColor"]):
        for letters in (told["textColor"], told["linkColor"], told["primaryColor"]):
            assert _contrast(letters, ground) >= 4.5
        assert _contrast(told["borderColor"], ground) >= 3


def _rule(what: str, day: str, night: str) -> re.Pattern[str]:
    pair = re.escape(f'[{what}="{day}"], [{what}="{night}"]')
    return re.compile(rf"{pair}\) \{{ {what}: light-dark\({day}, {night}\); \}}")


def test_a_chart_that_is_there_follows_its_page_in_every_colour_of_the_look() -> None:
    css = (CONFIG.parents[1] / "maap" / "ui" / "house.css").read_text()
    for name in (field.name for field in fields(Look)):
        day, night = getattr(DAY, name), getattr(NIGHT, name)
        assert _rule("fill", day, night).search(css) and _rule("stroke", day, night).search(css), name
    assert all(_rule("fill", *pair).search(css) for pair in theme.TURNS)


def test_a_button_that_cannot_be_pressed_keeps_its_letters() -> None:
    """It has no ground of its own: letters for the ground of one that can be pressed would be white on white."""
    css = (CONFIG.parents[1] / "maap" / "ui" / "house.css").read_text()
    (rule,) = [line for line in css.splitlines() if line.endswith("{ color: var(--on-press) !important; }")]
    buttons = [one.strip() for one in rule.partition("{")[0].split(",") if "stBaseButton" in one]
    assert len(buttons) == 2 and all(one.endswith(":not(:disabled)") for one in buttons)


def test_an_ink_that_turns_with_its_ground_is_told_from_one_that_stays() -> None:
    """The control: a part of an ordered scale keeps its colour, so the ink on it must keep its own."""
    for name in ("paper", "unbegun", "line", "strength", "area"):
        pair = (theme.ink_on(getattr(DAY, name)), theme.ink_on(getattr(NIGHT, name)))
        assert pair in theme.TURNS, name
    stays = {theme.ink_on(shade) for shade in theme.ordered(6)}
    assert stays == {"#000000", "#ffffff"} and not stays & {ink for pair in theme.TURNS for ink in pair}


def test_no_colour_of_an_ordered_scale_is_one_that_turns() -> None:
    turning = {getattr(look, field.name) for look in (DAY, NIGHT) for field in fields(Look)}
    scales = {shade for steps in range(2, 8) for shade in theme.ordered(steps)}
    assert not turning & (scales | {theme.shade(part / 1000) for part in range(1001)})


def test_a_screen_at_night_draws_what_nobody_has_begun_in_its_own_neutral_colour() -> None:
    css = (CONFIG.parents[1] / "maap" / "web" / "templates" / "wall.css").read_text()
    night = re.findall(r"--unbegun: (#\w+); --on-plain: (#\w+); --on-strong: (#\w+)", css)
    assert night[0] == (DAY.unbegun, "#010101", "#fdfdfd")
    assert night[1:] == [(NIGHT.unbegun, "#fefefe", "#020202")] * 2
    for fill in (theme.PAPER, theme.UNBEGUN, theme.LINE, theme.AREA, theme.STRENGTH):
        assert re.search(rf'\.chart (path)?\[fill="{fill}"\] {{ fill: var', css), fill
