"""Nobody gets at an audit without having been asked who they are: the guard is the loader."""

import ast

import pytest

from maap.domain.people import GRANTS, Permission
from tests.house.source import Function, Module, called, planted, under

DOORS = {"seat", "return_seat", "desk", "audits_of"}

WITHOUT_A_DOOR = {
    "maap/usecases/setup.py set_up": "an empty installation has nobody yet; the console's code is its door",
    "maap/usecases/setup.py furnish": "copies the configuration into an empty database",
    "maap/usecases/signin.py throttle": "before anybody is signed in",
    "maap/usecases/signin.py begin_try": "before anybody is signed in",
    "maap/usecases/signin.py forgive": "before anybody is signed in",
    "maap/usecases/signin.py note_failure": "before anybody is signed in",
    "maap/usecases/signin.py person_for": "before anybody is signed in",
    "maap/usecases/signin.py sign_in": "the caller has checked the password",
    "maap/usecases/signin.py touch": "the session's own token is its door",
    "maap/usecases/signin.py sign_out": "the session's own token is its door",
    "maap/usecases/signin.py end_sessions": "part of leaving and of a new password, both guarded",
    "maap/usecases/signin.py make_link": "the caller asks may_be_sent_a_link first, or is the command line",
    "maap/usecases/signin.py link_holder": "the one-time token is its door",
    "maap/usecases/signin.py set_password": "the one-time token is its door",
    "maap/usecases/signin.py change_own_password": "only ever one's own, and the caller has checked the old one",
    "maap/usecases/signin.py confirm": "the caller has checked the password, or the provider's answer",
    "maap/usecases/signin.py end_own": "only ever one's own sessions",
    "maap/usecases/signin.py take_link": "the one-time token is its door",
    "maap/usecases/signin.py link_purpose": "the one-time token is its door",
    "maap/usecases/identity.py come_in": "the provider's signed answer is its door",
    "maap/usecases/identity.py refused": "before anybody is signed in",
    "maap/usecases/second_factor.py begin": "only ever one's own second factor",
    "maap/usecases/second_factor.py confirm": "only ever one's own second factor",
    "maap/usecases/second_factor.py renew_codes": "only ever one's own second factor",
    "maap/usecases/second_factor.py remove": "only ever one's own second factor",
    "maap/usecases/second_factor.py is_asked_for": "between the password and the code",
    "maap/usecases/second_factor.py check_code": "between the password and the code",
    "maap/views/identity.py ways_in": "the buttons of the sign-in page",
    "maap/views/identity.py provider_behind": "before anybody is signed in",
    "maap/views/identity.py provider_of": "the session's own token is its door",
    "maap/views/identity.py own_way": "the session's own token is its door",
    "maap/views/people.py own_sessions": "only ever one's own sessions",
    "maap/usecases/calendars.py new_feed": "only ever one's own calendar",
    "maap/usecases/calendars.py ask_for_calendar": "only ever one's own calendar",
    "maap/usecases/downloads.py ask_for_file": "only ever one's own files are counted; which ones is asked at their doors",
    "maap/usecases/calendars.py end_feed": "only ever one's own calendar",
    "maap/views/calendar.py feed_holder": "the calendar's own secret is its door",
    "maap/views/calendar.py has_feed": "only ever one's own calendar",
    "maap/views/post.py has_weekly": "only ever one's own letters",
    "maap/views/figures_of_the_house.py figures": "counts without names, for the watchman",
    "maap/usecases/post.py claim": "the house's own round: letters hold no case content",
    "maap/usecases/post.py went_out": "the house's own round: letters hold no case content",
    "maap/usecases/post.py came_back": "the house's own round: letters hold no case content",
    "maap/usecases/reminding.py remind_returns": "the timetable's own deed: its letters hold no case content",
    "maap/usecases/reminding.py everybody": "whom the house's own round writes to",
    "maap/usecases/reminding.py want_weekly": "only ever one's own letters",
    "maap/usecases/dashboard_letters.py write_due": "the timetable's own deed: it asks for a seat for each reader",
    "maap/usecases/concerns.py escalate_due": "the timetable's own deed: its letters hold no case content",
    "maap/usecases/actions/reminding.py remind_due": "the timetable's own deed: its letters hold no case content",
    "maap/usecases/giving_voice.py voice_form": "the one-time token is its door",
    "maap/usecases/giving_voice.py hand_in_voice": "the one-time token is its door",
    "maap/usecases/giving_voice.py count_sending": "before anybody's words are read: the throttle of one-time forms",
    "maap/usecases/stopping_letters.py check_stop": "the mark in the link of a letter is its door",
    "maap/usecases/stopping_letters.py stop_by_link": "the mark in the link of a letter is its door",
    "maap/usecases/opening_shared.py count_view": "the share link's own secret is its door",
    "maap/usecases/opening_shared.py ask_behind_link": "the share link's own secret is its door",
    "maap/usecases/opening_shared.py new_data_key": "only ever one's own address",
    "maap/usecases/opening_shared.py end_data_key": "only ever one's own address",
    "maap/usecases/opening_shared.py count_call": "the address's own secret is its door",
    "maap/usecases/displays.py ask_for_drawing": "the display link's own secret is its door",
    "maap/usecases/displays.py was_seen": "the display link's own secret is its door",
    "maap/views/displays.py screen": "the display link's own secret is its door",
    "maap/views/sharing.py behind_link": "the share link's own secret is its door",
    "maap/views/sharing.py key_holder": "the address's own secret is its door",
    "maap/views/sharing.py has_data_key": "only ever one's own address",
    "maap/views/people.py who": "finds out who somebody is",
    "maap/views/people.py house": "the partnership's name, for the sign-in page",
    "maap/views/people.py demonstration_people": "a demonstration's ready-made sign-ins; otherwise empty",
}

SELECTS_AUDITS = {
    "maap/demonstration/": "a made-up partnership is filled in before anybody is there",
    "maap/access.py": "the door itself",
    "maap/storage/register.py": "the title of the audit that is looked at again, for its terms",
    "maap/usecases/reminding.py": "the audit's name and timetable, for letters that nobody's deed causes",
    "maap/usecases/concerns.py": "the audit's name, in the letter that nobody's deed causes",
    "maap/usecases/actions/reminding.py": "the audit's name, in the letter that nobody's deed causes",
    "maap/views/last_time.py": "the questionnaire of an earlier audit that the reader's own agency answered",
    "maap/storage/retained.py": "until when each audit's words are kept: no content",
    "maap/usecases/retention.py": "an administrator reaches no audit, and looks after how long each is kept",
    "maap/views/retention.py": "the reference on a certificate of removal",
    "maap/commands/visibility.py": "the console looks at all of them, to hunt for leaks",
    "maap/usecases/giving_voice.py": "whether views are still heard, for whoever holds a one-time token",
    "maap/views/displays.py": "the pulse of the audit behind a display link, for whoever holds its secret",
    "maap/views/sharing.py": "the audit behind a share link, for whoever holds its secret",
    "maap/views/trail.py": "the reference beside a line of the trail, for those who may read the trail",
}


def _needs_a_door(function: Function) -> bool:
    """It takes a session; and no seat, which only somebody who came through the door has."""
    kinds = {
        argument.arg: called(argument.annotation) if argument.annotation else "" for argument in function.args.args
    }
    return "session" in kinds and not {"Seat", "ReturnSeat"} & set(kinds.values())


def _names_a_permission(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(called(argument).startswith("Permission.") for argument in given)


def _first_call(function: Function) -> ast.Call | None:
    """The call that is made before anything else: ``seat(…)``, also in ``return seat(…).audit``."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    value = getattr(body[0], "value", None) if body else None
    while isinstance(value, ast.Attribute):
        value = value.value
    return value if isinstance(value, ast.Call) else None


def _is_guarded(function: Function) -> bool:
    call = _first_call(function)
    if call is None or called(call) not in DOORS:
        return False
    return called(call) == "audits_of" or _names_a_permission(call)


def unguarded(module: Module) -> list[str]:
    """Public functions with a session whose first statement is not a door with a named permission."""
    return [
        f"{module.name} {function.name}"
        for function in module.functions()
        if not function.name.startswith("_") and _needs_a_door(function) and not _is_guarded(function)
    ]


def audits_selected(module: Module) -> list[str]:
    """Where audits are read from the database: each such place must be a door."""
    readers = ("select", "get", "get_one", "join", "join_from", "outerjoin", "select_from", "query", "exists")
    return [
        module.at(call, "reads audits past the door")
        for call in module.calls()
        if called(call).rpartition(".")[2] in readers
        and any(called(given) == "Audit" or called(given).startswith("Audit.") for given in call.args)
    ]


def test_the_first_statement_of_every_use_case_and_view_is_a_door() -> None:
    found = {one for module in under("maap/usecases/", "maap/views/") for one in unguarded(module)}
    assert sorted(found - set(WITHOUT_A_DOOR)) == []


def test_every_exception_is_still_needed() -> None:
    found = {one for module in under("maap/usecases/", "maap/views/") for one in unguarded(module)}
    assert sorted(set(WITHOUT_A_DOOR) - found) == []


@pytest.mark.parametrize(
    "body",
    [
        "return session.get(Return, 1)",
        "row = session.get(Return, 1)\n    seat(session, actor, 1, Permission.READ_AUDIT)",
        "seat(session, actor, audit_id, chosen)",
        "if actor.roles:\n        seat(session, actor, 1, Permission.READ_AUDIT)",
        "'''Only words.'''",
    ],
)
def test_a_view_that_reads_before_it_asks_would_be_found(body: str) -> None:
    assert unguarded(planted(f"def cases(session, actor):\n    {body}\n"))


@pytest.mark.parametrize(
    "body",
    [
        "place = seat(session, actor, 1, Permission.READ_AUDIT)",
        "'''Words.'''\n    desk(actor, Permission.READ_TRAIL)",
        "return seat(session, actor, 1, permission=Permission.SEE_RESULTS).audit.pulse",
        "rows = audits_of(session, actor)",
    ],
)
def test_a_guarded_view_is_let_through(body: str) -> None:
    assert unguarded(planted(f"def cases(session, actor):\n    {body}\n")) == []


def test_audits_are_selected_by_the_door_alone() -> None:
    found = [
        one
        for module in under("maap/", "pages/")
        if not module.name.startswith(tuple(SELECTS_AUDITS))
        for one in audits_selected(module)
    ]
    assert found == []
    assert all(any(map(audits_selected, under(name))) for name in SELECTS_AUDITS)


@pytest.mark.parametrize(
    "line",
    ["session.get(Audit, 3)", "select(Audit).where(1)", "select(Audit.id)", "select(Case).join(Audit, 1)"],
)
def test_reading_an_audit_past_the_door_would_be_found(line: str) -> None:
    assert audits_selected(planted(line))


def test_every_permission_is_asked_for_somewhere() -> None:
    asked = {
        called(node).removeprefix("Permission.")
        for module in under("maap/usecases/", "maap/views/")
        for node in ast.walk(module.tree)
        if called(node).startswith("Permission.")
    }
    assert sorted(permission.name for permission in Permission if permission.name not in asked) == []


def test_every_permission_is_granted_to_somebody() -> None:
    assert set().union(*GRANTS.values()) == set(Permission)
