"""The post from the command line: `remind` writes what is owed today and sends what waits."""

import json
from typing import Annotated

import typer

from maap.outside.clock import now
from maap.outside.mail import carrier
from maap.settings import settings
from maap.storage.schema import migrate
from maap.web.rounds import raise_concerns, send_waiting, weekly
from maap.web.rounds import remind as write_reminders


def remind(
    digest: Annotated[bool, typer.Option("--weekly", help="Also write the weekly letters.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print an object with `written` and `sent`.")] = False,
) -> None:
    """Write the reminders that are owed today into the outbox, and send what waits there."""
    migrate()
    at = now()
    written = write_reminders(at) + raise_concerns(at) + (weekly(at) if digest else 0)
    sent = send_waiting(at)
    if as_json:
        typer.echo(json.dumps({"written": written, "sent": sent}))
        return
    typer.echo(f"{written} letters written, {sent} sent.")
    if carrier(settings()) is None:
        typer.echo("No mail server is set up, so letters wait in the outbox. See MAAP_SMTP_HOST and MAAP_MAIL_FOLDER.")
