"""The partnership's own choices are changed by administrators, and what was there before stays comparable."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from maap.domain.choices import flat
from maap.domain.fitting import BadForm, Overtaken
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.partnership import (
    add_agency,
    add_group,
    add_scale,
    add_theme,
    change_agency,
    change_facts,
    change_group,
    change_scale,
    change_theme,
    change_timetable,
)
from maap.usecases.setup import furnish
from maap.usecases.terms import start_audit
from maap.views import partnership as views
from tests import factories as make
from tests.usecases.furnished import shipped

AGENCY = {
    "name": "Harbour Trust",
    "short_name": "Harbour",
    "aliases": "Quay Trust\nOld Harbour",
    "kind": "voluntary",
    "remit": "Mentoring of young people.",
    "place": 2,
    "active": True,
}
THEME = {
    "name": "Night-time economy",
    "audience": "both",
    "definition": "What happens at night.",
    "use_when": "It happened at night.",
    "not_when": "It happened by day.",
    "active": True,
}


@pytest.fixture
def admin(session: Session) -> Actor:
    furnish(session, "Example Partnership", "EP", shipped())
    session.flush()
    return make.acting(session, Role.ADMINISTRATOR)


def _rows(scale: views.ScaleRow) -> list[dict[str, Any]]:
    return [{"place": n, **level.model_dump()} for n, level in enumerate(scale.scale.levels, start=1)]


def _typed_scale(scale: views.ScaleRow, **different: Any) -> dict[str, Any]:
    typed = {"name": scale.scale.name, "direction": scale.scale.direction, "active": True, "levels": _rows(scale)}
    return typed | different


def _steps(session: Session, admin: Actor) -> list[dict[str, Any]]:
    return [step.model_dump(mode="json") for step in views.template(session, admin).steps]


def _last(session: Session) -> t.TrailEntry:
    entry = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert entry is not None
    return entry


DEEDS: dict[str, Callable[[Session, Actor], object]] = {
    "add an agency": lambda session, actor: add_agency(session, actor, AGENCY),
    "change an agency": lambda session, actor: change_agency(session, actor, 1, AGENCY, 1),
    "add a theme": lambda session, actor: add_theme(session, actor, THEME),
    "change a theme": lambda session, actor: change_theme(session, actor, 1, THEME, 1),
    "add a group": lambda session, actor: add_group(session, actor, {"name": "Nights"}),
    "change a group": lambda session, actor: change_group(session, actor, 1, {"name": "Nights"}, 1),
    "add a scale": lambda session, actor: add_scale(session, actor, {}),
    "change a scale": lambda session, actor: change_scale(session, actor, 1, {}, 1),
    "change the timetable": lambda session, actor: change_timetable(session, actor, [], 1),
    "change the facts": lambda session, actor: change_facts(session, actor, {}, 1),
    "see agencies": views.agencies,
    "see themes": views.codebook,
    "see scales": views.scales,
    "see the timetable": views.template,
    "see the facts": views.facts,
}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("deed", DEEDS)
def test_only_an_administrator_sees_and_changes_the_choices(session: Session, deed: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        DEEDS[deed](session, make.acting(session, role, agency=make.agency(session, "police")))


def test_a_new_agency_gets_a_key_and_its_place(session: Session, admin: Actor) -> None:
    before = [row.key for row in views.agencies(session, admin)]
    add_agency(session, admin, AGENCY)
    after = views.agencies(session, admin)
    assert [row.key for row in after] == [before[0], "harbour_trust", *before[1:]]
    assert after[1].aliases == ("Quay Trust", "Old Harbour")
    assert _last(session).deed == "added an agency"


def test_a_renamed_agency_keeps_its_key(session: Session, admin: Actor) -> None:
    police = next(row for row in views.agencies(session, admin) if row.key == "police")
    change_agency(session, admin, police.id, AGENCY | {"place": police.place}, police.revision)
    now = next(row for row in views.agencies(session, admin) if row.id == police.id)
    assert (now.key, now.name, now.place) == ("police", "Harbour Trust", police.place)
    assert _last(session).detail["fields"] == ["aliases", "kind", "name", "remit", "short_name"]


@pytest.mark.parametrize("place, at", [(1, 0), (3, 2), (999, -1)])
def test_an_agency_moves_to_its_place_and_the_others_keep_their_order(
    session: Session, admin: Actor, place: int, at: int
) -> None:
    before = [row.key for row in views.agencies(session, admin)]
    police = next(row for row in views.agencies(session, admin) if row.key == "police")
    change_agency(session, admin, police.id, AGENCY | {"place": place}, police.revision)
    after = [row.key for row in views.agencies(session, admin)]
    assert after[at] == "police"
    assert [key for key in after if key != "police"] == [key for key in before if key != "police"]


def test_an_agency_may_keep_its_own_names(session: Session, admin: Actor) -> None:
    one = add_agency(session, admin, AGENCY)
    change_agency(session, admin, one, AGENCY | {"remit": "Mentoring."}, 1)
    assert {row.id: row.remit for row in views.agencies(session, admin)}[one] == "Mentoring."


def test_an_agency_that_does_not_fit_is_refused_by_field(session: Session, admin: Actor) -> None:
    with pytest.raises(BadForm) as refused:
        add_agency(session, admin, AGENCY | {"name": "", "kind": "circus", "remit": "x" * 601})
    assert list(refused.value.sentences) == ["name", "kind", "remit"]


def test_a_new_theme_stands_at_the_end_of_its_group(session: Session, admin: Actor) -> None:
    group = views.codebook(session, admin).groups[0]
    one = add_theme(session, admin, THEME | {"group_id": group.id})
    of_group = [row for row in views.codebook(session, admin).themes if row.group_id == group.id]
    assert (of_group[-1].id, of_group[-1].key) == (one, "night_time_economy")


def test_a_renamed_theme_keeps_its_key_and_may_change_its_group(session: Session, admin: Actor) -> None:
    book = views.codebook(session, admin)
    theme, group = book.themes[0], book.groups[-1]
    change_theme(session, admin, theme.id, THEME | {"group_id": group.id, "active": False}, theme.revision)
    now = next(row for row in views.codebook(session, admin).themes if row.id == theme.id)
    assert (now.key, now.name, now.group, now.active) == (theme.key, "Night-time economy", group.name, False)


def test_a_theme_needs_a_group_that_exists(session: Session, admin: Actor) -> None:
    theme = views.codebook(session, admin).themes[0]
    for group_id in (theme.id, 9999):
        with pytest.raises(BadForm, match="choose one of the groups"):
            add_theme(session, admin, THEME | {"group_id": group_id})


def test_a_group_is_added_and_renamed(session: Session, admin: Actor) -> None:
    one = add_group(session, admin, {"name": "Nights"})
    change_group(session, admin, one, {"name": "Nights out"}, 1)
    assert views.codebook(session, admin).groups[-1].name == "Nights out"
    with pytest.raises(BadForm, match="already a group"):
        add_group(session, admin, {"name": "nights OUT"})


def test_a_theme_is_no_group_and_a_group_no_theme(session: Session, admin: Actor) -> None:
    book = views.codebook(session, admin)
    with pytest.raises(NotYours):
        change_group(session, admin, book.themes[0].id, {"name": "Nights"}, 1)
    with pytest.raises(NotYours):
        change_theme(session, admin, book.groups[0].id, THEME | {"group_id": book.groups[1].id}, 1)


def test_a_scale_is_changed_and_keeps_its_key(session: Session, admin: Actor) -> None:
    scale = views.scales(session, admin)[0]
    rows = _rows(scale)
    rows[1]["label"] = "Good practice"
    change_scale(session, admin, scale.id, _typed_scale(scale, name="Our grades", levels=rows), scale.revision)
    now = views.scales(session, admin)[0]
    assert (now.scale.key, now.scale.name) == (scale.scale.key, "Our grades")
    assert (now.scale.levels[1].value, now.scale.levels[1].label) == ("good", "Good practice")


def test_a_new_scale_stands_at_the_end(session: Session, admin: Actor) -> None:
    pattern = views.scales(session, admin)[0]
    add_scale(session, admin, _typed_scale(pattern, name="Our own"))
    assert views.scales(session, admin)[-1].scale.key == "our_own"


def test_one_scale_always_stays_in_use(session: Session, admin: Actor) -> None:
    *others, last = views.scales(session, admin)
    for scale in others:
        change_scale(session, admin, scale.id, _typed_scale(scale, active=False), scale.revision)
    with pytest.raises(Problem, match="only scale in use"):
        change_scale(session, admin, last.id, _typed_scale(last, active=False), last.revision)


def test_the_timetable_of_the_next_audit_follows_the_template(session: Session, admin: Actor) -> None:
    rows = _steps(session, admin)
    rows[-1]["name"] = "Look back after a year"
    change_timetable(session, admin, [*rows, {"name": "Tea", "week": 1}], seen=1)
    audit = start_audit(session, make.acting(session, Role.COORDINATOR), "Neglect", "2025/26")
    names = [milestone["name"] for milestone in audit.terms["timetable"]]
    assert names[-1] == "Look back after a year" and "Tea" in names


def test_the_facts_are_what_the_next_audit_begins_with(session: Session, admin: Actor) -> None:
    page = views.facts(session, admin)
    typed = {**page.fields, "safeguarding_children.phone": "01632 960000", "short_name": "XP"}
    change_facts(session, admin, typed, page.revision)
    audit = start_audit(session, make.acting(session, Role.COORDINATOR), "Neglect", "2025/26")
    assert audit.terms["concern_phone"] == "01632 960000"
    assert session.get_one(t.Partnership, 1).short_name == "XP"


def test_the_trail_names_fields_and_never_what_was_written(session: Session, admin: Actor) -> None:
    page = views.facts(session, admin)
    change_facts(session, admin, {**page.fields, "procedures": "Our secret words"}, page.revision)
    entry = next(one for one in session.exec(select(t.TrailEntry)) if one.deed == "changed the partnership's facts")
    assert entry.detail == {"fields": ["procedures"]}


def test_facts_shown_are_facts_that_can_be_saved_again(session: Session, admin: Actor) -> None:
    page = views.facts(session, admin)
    change_facts(session, admin, page.fields, page.revision)
    assert views.facts(session, admin).fields == page.fields
    assert _last(session).detail == {"fields": []}
    assert flat({"a": {"b": 1}}) == {"a.b": 1}


def test_nobody_overwrites_a_colleague(session: Session, admin: Actor) -> None:
    agency, book, scale = (
        views.agencies(session, admin)[0],
        views.codebook(session, admin),
        views.scales(session, admin)[0],
    )
    theme, group, page = book.themes[0], book.groups[0], views.facts(session, admin)
    steps = _steps(session, admin)
    deeds: list[Callable[[], None]] = [
        lambda: change_agency(session, admin, agency.id, AGENCY, agency.revision),
        lambda: change_theme(session, admin, theme.id, THEME | {"group_id": group.id}, theme.revision),
        lambda: change_group(session, admin, group.id, {"name": "Nights"}, group.revision),
        lambda: change_scale(session, admin, scale.id, _typed_scale(scale), scale.revision),
        lambda: change_timetable(session, admin, steps, 1),
        lambda: change_facts(session, admin, page.fields, page.revision),
    ]
    for deed in deeds:
        deed()
        with pytest.raises(Overtaken):
            deed()


def test_what_does_not_exist_is_refused(session: Session, admin: Actor) -> None:
    deeds: list[Callable[[], None]] = [
        lambda: change_agency(session, admin, 9999, AGENCY, 1),
        lambda: change_theme(session, admin, 9999, THEME, 1),
        lambda: change_group(session, admin, 9999, {"name": "Nights"}, 1),
        lambda: change_scale(session, admin, 9999, {}, 1),
    ]
    for deed in deeds:
        with pytest.raises(NotYours):
            deed()
