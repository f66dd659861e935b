"""private lanes"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("raised_as", sa.String(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("received_at", Moment(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_by", sa.Integer(), nullable=True),
        sa.Column("replied_at", Moment(), nullable=True),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("chased_at", Moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_issue_agency_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_agency_issue_answer_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_agency_issue_audit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_agency_issue_case_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_agency_issue_closed_by")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_agency_issue_raised_by")),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_agency_issue_received_by")),
        sa.ForeignKeyConstraint(["replied_by"], ["person.id"], name=op.f("fk_agency_issue_replied_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_issue")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_agency_issue_answer_id")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_agency_issue_audit_id_number")),
    )
    op.create_index("ix_agency_issue_agency", "agency_issue", ["agency_id", "state"], unique=False)
    op.create_table(
        "immediate_concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_as", sa.String(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("told_whom", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("escalated_at", Moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["person.id"], name=op.f("fk_immediate_concern_acknowledged_by")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_immediate_concern_agency_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_immediate_concern_audit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_immediate_concern_case_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_immediate_concern_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immediate_concern")),
    )
    op.create_index("ix_immediate_concern_open", "immediate_concern", ["audit_id", "acknowledged_at"], unique=False)
