"""People, from the command line: for the day when nobody can sign in."""

import json
from datetime import datetime
from typing import Annotated

import typer

from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.usecases import people, signin
from maap.usecases.subject_access import everything_about

app = typer.Typer(help="Add people, and make links that set a password.", no_args_is_help=True)


def _console(at: datetime) -> Actor:
    """Whoever may use the server's console administers."""
    return Actor(0, "the console", frozenset({Role.ADMINISTRATOR}), None, at)


def _address(token: str) -> str:
    chosen = settings()
    return f"http{'s' if chosen.https else ''}://{chosen.host}:{chosen.port}/join/{token}"


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="Their e-mail address.")],
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[list[Role], typer.Option(help="A role; repeat for several.")],
) -> None:
    """Add somebody of the partnership's own team and print their invitation link."""
    migrate()
    at = now()
    with work() as session:
        draft = people.drafted({"name": name, "email": email, "roles": frozenset(role), "agency_id": None})
        person = people.add_person(session, _console(at), draft)
        token = signin.make_link(session, person.id or 0, "invitation", at + people.INVITATION_LASTS)
    typer.echo(f"Invitation for {name}, good for 7 days: {_address(token)}")


@app.command()
def reset(email: Annotated[str, typer.Argument(help="Their e-mail address.")]) -> None:
    """Print a link with which somebody sets a new password."""
    at = now()
    with work() as session:
        person = signin.person_for(session, email)
        if person is None:
            raise Problem(f"Nobody here has the address {email}. Check it, or add them with “people add”.")
        purpose, ends = people.may_be_sent_a_link(session, _console(at), person.id or 0)
        token = signin.make_link(session, person.id or 0, purpose, ends)
    typer.echo(f"Link for {person.name}: {_address(token)}")


@app.command()
def about(email: Annotated[str, typer.Argument(help="Their e-mail address.")]) -> None:
    """Print, as JSON, everything that is kept about somebody with an account: for their request to see it."""
    at = now()
    with work() as session:
        found = everything_about(session, _console(at), email)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
