"""The command line: `python -m maap`. Exit codes: 0 done, 1 refused, 2 wrong usage."""

import sys

import typer

from maap.commands import archive, backup, house, parts, people, post, questionnaire, results, retention, sample
from maap.domain.problems import Problem

app = typer.Typer(
    help="Multi-Agency Assurance of Practice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (house.serve, house.demo, house.migrate, house.doctor):
    app.command()(command)
app.command("verify-log")(house.verify_log)
app.command()(house.witness)
app.command()(parts.parts)
app.command()(post.remind)
app.command()(backup.backup)
app.command()(backup.restore)
app.add_typer(people.app, name="people")
app.add_typer(archive.app, name="archive")
app.add_typer(retention.app, name="retention")
app.add_typer(questionnaire.app, name="questionnaire")
app.add_typer(results.app, name="results")
app.add_typer(sample.app, name="sample")


def main() -> None:
    """Run a command; a refusal is a sentence on standard error."""
    try:
        app()
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
