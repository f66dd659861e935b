"""The words of a questionnaire as a spreadsheet for somebody who translates them."""

from maap.domain.labels import LANGUAGES, Filled, labels
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.spreadsheets import read_table, to_xlsx

PART, ENGLISH, KEY = "Part", "English", "Key (leave as it is)"


def write(form: Questionnaire, language: str) -> bytes:
    """A workbook with a row for each wording, and what is translated so far."""
    rows = [[one.part, one.english, one.spoken, one.key] for one in labels(form, language)]
    return to_xlsx((PART, ENGLISH, LANGUAGES[language], KEY), rows, f"{LANGUAGES[language]} words")


def read(name: str, content: bytes) -> tuple[str, tuple[Filled, ...]]:
    """The language and the rows of a list that came back (XLSX or CSV). Raises Problem when it is no such list."""
    table = read_table(name, content)
    at = {heading: table.position(heading) for heading in (ENGLISH, KEY, *LANGUAGES.values())}
    spoken = [code for code, heading in LANGUAGES.items() if at[heading] is not None]
    if at[ENGLISH] is None or at[KEY] is None or len(spoken) != 1:
        raise Problem(
            f"{name}: this is no list of words from here. It needs the columns “{ENGLISH}”, “{KEY}” and one language, "
            "in a row of headings. Download the list again and fill that in."
        )
    columns = [at[KEY] or 0, at[ENGLISH] or 0, at[LANGUAGES[spoken[0]]] or 0]
    rows = enumerate(table.rows, table.first_row_number)
    return spoken[0], tuple(Filled(number, *(line[column] for column in columns)) for number, line in rows if any(line))
