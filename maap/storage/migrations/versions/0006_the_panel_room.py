"""the panel room"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("panel_grade", sa.Column("how", sa.String(), server_default="consensus", nullable=False))
    _meetings()
    _voices()


def _meetings() -> None:
    op.create_table(
        "panel_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("minutes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_panel_meeting_audit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_panel_meeting_case_id")),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name=op.f("fk_panel_meeting_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_meeting")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_panel_meeting_audit_id_number")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_agenda_item_case_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "case_id", name=op.f("uq_agenda_item_meeting_id_case_id")),
    )
    op.create_index(op.f("ix_agenda_item_case_id"), "agenda_item", ["case_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_attendance_agency_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "agency_id", "role", name=op.f("uq_attendance_meeting_id_agency_id_role")),
    )
    op.create_table(
        "panel_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_panel_decision_case_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_panel_decision_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_decision")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_panel_decision_kind_row_id")),
    )
    op.create_index("ix_panel_decision_meeting", "panel_decision", ["meeting_id", "case_id"], unique=False)


def _voices() -> None:
    op.create_table(
        "voice_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_voice_link_agency_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_voice_link_audit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_voice_link_case_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_voice_link_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_voice_link_digest")),
    )
    op.create_index("ix_voice_link_audit", "voice_link", ["audit_id", "case_id"], unique=False)
    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("may_quote", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("set_aside", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_voice_agency_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_voice_audit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_voice_case_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_voice_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
    )
    op.create_index("ix_voice_case", "voice", ["audit_id", "case_id"], unique=False)
    with op.batch_alter_table("finding_source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voice_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_finding_source_voice_id"), "voice", ["voice_id"], ["id"])
        batch_op.create_index(op.f("ix_finding_source_voice_id"), ["voice_id"], unique=False)
