"""notes on questions, and colleagues on one return"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_agency", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_question_note_closed_by")),
        sa.ForeignKeyConstraint(["return_id"], ["case_return.id"], name=op.f("fk_question_note_return_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_question_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_note")),
    )
    op.create_index("ix_question_note_open", "question_note", ["return_id", "closed_at"], unique=False)
    op.create_table(
        "fellow_auditor",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fellow_auditor_person_id")),
        sa.ForeignKeyConstraint(["return_id"], ["case_return.id"], name=op.f("fk_fellow_auditor_return_id")),
        sa.PrimaryKeyConstraint("return_id", "person_id", name=op.f("pk_fellow_auditor")),
    )
    op.create_index(op.f("ix_fellow_auditor_person_id"), "fellow_auditor", ["person_id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id")),
        sa.ForeignKeyConstraint(["return_id"], ["case_return.id"], name=op.f("fk_presence_return_id")),
        sa.PrimaryKeyConstraint("return_id", "person_id", name=op.f("pk_presence")),
    )
