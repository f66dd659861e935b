"""The words of a draft questionnaire in another language come back from a spreadsheet."""

from dataclasses import dataclass

from sqlmodel import Session

from maap.access import desk
from maap.domain.labels import LANGUAGES, translated
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires.label_list import read
from maap.storage.revisions import changed
from maap.storage.tables import QuestionnaireVersion
from maap.storage.trail import record


@dataclass(frozen=True)
class Taken:
    """What came of a list: the language, how many wordings are new, and a sentence for each cell that was refused."""

    language: str
    new: int
    refused: tuple[str, ...]


def take_in_words(session: Session, actor: Actor, version_id: int, name: str, content: bytes, seen: int) -> Taken:
    """Take the filled cells of a list of words into a draft as seen at revision ``seen``.

    Raises NotYours, and Problem for a published version, a file that is no such list, or a draft that changed.
    """
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    row = session.get(QuestionnaireVersion, version_id)
    if row is None:
        raise NotYours("questionnaire")
    if row.published:
        raise Problem("A published version never changes. Make the next version, and bring its words in there.")
    language, filled = read(name, content)
    form, new, refused = translated(Questionnaire.model_validate(row.body), language, filled)
    if new and not changed(session, QuestionnaireVersion, version_id, seen, body=form.model_dump(mode="json")):
        raise Problem("A colleague has just changed this questionnaire. Look at what they changed, then do it again.")
    if new:
        about = f"questionnaire {version_id}"
        record(session, actor, "took in words of another language", about=about, language=language, words=new)
    return Taken(LANGUAGES[language], new, tuple(one.words for one in refused))
