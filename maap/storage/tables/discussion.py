"""What an agency and the coordinator say to each other about one question of a return."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from maap.storage.tables.base import Moment


class QuestionNote(SQLModel, table=True):
    """A remark on a question, from the return's agency or from the partnership's team. Open until ``closed_at``.

    The open remarks on a question are one thread; closing it closes all of them.
    """

    __tablename__ = "question_note"
    __table_args__ = (Index("ix_question_note_open", "return_id", "closed_at"),)
    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="case_return.id")
    question_id: str
    text: str
    by_agency: bool
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
