"""Nobody gets at an audit without having been asked who they are: the guard is the loader."""

import ast

from maap.domain.people import Permission
from tests.house.source import Function, Module, called, planted, under

DOORS = {"seat", "return_seat", "desk"}

WITHOUT_A_DOOR = {
    "maap/usecases/setup.py set_up": "an empty installation has nobody yet; the console's code is its door",
    "maap/usecases/setup.py furnish": "copies the configuration into an empty database",
    "maap/usecases/signin.py throttle": "before anybody is signed in",
    "maap/usecases/signin.py note_failure": "before anybody is signed in",
    "maap/usecases/signin.py person_for": "before anybody is signed in",
    "maap/usecases/signin.py sign_in": "the caller has checked the password",
    "maap/usecases/signin.py touch": "the session's own token is its door",
    "maap/usecases/signin.py sign_out": "the session's own token is its door",
    "maap/usecases/signin.py end_sessions": "part of leaving and of a new password, both guarded",
    "maap/usecases/signin.py make_link": "the caller asks may_be_sent_a_link first, or is the command line",
    "maap/usecases/signin.py link_holder": "the one-time token is its door",
    "maap/usecases/signin.py set_password": "the one-time token is its door",
    "maap/views/people.py who": "finds out who somebody is",
    "maap/views/people.py house": "the partnership's name, for the sign-in page",
    "maap/views/people.py demonstration_people": "a demonstration's ready-made sign-ins; otherwise empty",
}

def _takes_a_session(function: Function) -> bool:
    return any(argument.arg == "session" for argument in function.args.args)


def _names_a_permission(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(called(argument).startswith("Permission.") for argument in given)


def _is_guarded(function: Function) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    match body[0] if body else None:
        case ast.Expr(value=ast.Call() as call) | ast.Assign(value=ast.Call() as call):
            return called(call) in DOORS and _names_a_permission(call)
    return False


def unguarded(module: Module) -> list[str]:
    """Public functions with a session whose first statement is not a door with a named permission."""
    return [
        f"{module.name} {function.name}"
        for function in module.functions()
        if not function.name.startswith("_") and _takes_a_session(function) and not _is_guarded(function)
    ]

def test_scan():
    print()
    for m in under("maap/usecases/","maap/views/"):
        for u in unguarded(m): 
            if u not in WITHOUT_A_DOOR: print(u)
