"""The whole house in a file that other tools can read: archive export, archive import."""

import re
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside import qdc
from maap.outside.clock import now
from maap.outside.questionnaires import xlsform_out
from maap.storage import archive
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.storage.tables import EditionFile, QuestionnaireVersion, Theme
from maap.storage.trail import faults, record_by_the_house

app = typer.Typer(
    help="Take the whole house out as an open archive, or fill an empty one from it.", no_args_is_help=True
)

README = """\
The whole of a multi-agency audit house.

tables/           every table as CSV, described by tables/csv-metadata.json (CSV on the Web)
questionnaires/   every published questionnaire as XLSForm
codebook.qdc      the codebook in REFI-QDA's format
documents/        every document as it was published
manifest.json     rows of each table, and the length and last hash of the trail

In the CSV files, a cell that begins with a backslash is the text behind it, and \\N is no value.
`python -m maap archive import FILE` fills an empty installation from it. To verify the trail, and to sign in with
second factors, that installation needs the same key: put the recovery sheet's key into its key file first.
This file holds confidential answers, and is not encrypted. Keep it accordingly.
"""


@app.command("export")
def export_command(file: Annotated[Path, typer.Argument(metavar="FILE", help="The ZIP file to write.")]) -> None:
    """Write everything into one ZIP: tables as CSV, questionnaires as XLSForm, documents, the trail."""
    if file.exists():
        raise Problem(f"{file} is there already. Choose another name.")
    with work() as session:
        record_by_the_house(session, now(), "took the whole archive out")
        counts = archive.write(session, file, {"README.txt": README.encode(), **_beside(session)})
    typer.echo(f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables. It is not encrypted.")


@app.command("import")
def import_command(file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive.")]) -> None:
    """Fill an empty installation from an archive, whole or not at all."""
    migrate()
    with work() as session:
        counts = archive.read(session, file)
        wrong = list(faults(session))
    typer.echo(f"{sum(counts.values()):,} rows of {len(counts)} tables are here.")
    if wrong:
        typer.echo("This installation has another key, so the trail cannot be verified here. See README.txt.", err=True)


def _beside(session: Session) -> dict[str, bytes]:
    files = {}
    themes = session.exec(select(Theme).order_by(col(Theme.position))).all()
    groups = {row.id: row.name for row in themes if row.group_id is None}
    for row in session.exec(select(QuestionnaireVersion).where(QuestionnaireVersion.published)):
        form = Questionnaire.model_validate(row.body)
        files[f"questionnaires/{_name(f'{row.key}-version-{row.version}')}.xlsx"] = xlsform_out.write(form)
    for document in session.exec(select(EditionFile)):
        name = f"{document.edition_id}-{document.sha256[:8]}.{document.ending}"
        files[f"documents/{name}"] = document.content
    files["codebook.qdc"] = qdc.write([_code(row, groups) for row in themes if row.group_id])
    return files


def _code(row: Theme, groups: dict[int | None, str]) -> qdc.QdcCode:
    return qdc.QdcCode(
        key=row.key,
        name=row.name,
        group=groups.get(row.group_id, ""),
        definition=row.definition,
        use_when=row.use_when,
        not_when=row.not_when,
        audience=row.audience,
        words=tuple(row.words),
        examples=tuple(row.examples),
    )


def _name(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-.") or "file"
