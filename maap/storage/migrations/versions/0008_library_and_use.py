"""library and use"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "library_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_library_item_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_item")),
        sa.UniqueConstraint("sha256", name=op.f("uq_library_item_sha256")),
    )
    op.create_index(op.f("ix_library_item_year"), "library_item", ["year"], unique=False)
    op.create_table(
        "library_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["library_item.id"], name=op.f("fk_library_theme_item_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_library_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_theme")),
        sa.UniqueConstraint("item_id", "theme_id", name=op.f("uq_library_theme_item_id_theme_id")),
    )
    op.create_index(op.f("ix_library_theme_theme_id"), "library_theme", ["theme_id"], unique=False)
    op.create_table(
        "earlier_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_earlier_audit_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_audit")),
        sa.UniqueConstraint("reference", name=op.f("uq_earlier_audit_reference")),
    )
    op.create_index(op.f("ix_earlier_audit_year"), "earlier_audit", ["year"], unique=False)
    op.create_table(
        "earlier_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["earlier_id"], ["earlier_audit.id"], name=op.f("fk_earlier_theme_earlier_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_earlier_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_theme")),
        sa.UniqueConstraint("earlier_id", "place", name=op.f("uq_earlier_theme_earlier_id_place")),
    )
    op.create_index(op.f("ix_earlier_theme_theme_id"), "earlier_theme", ["theme_id"], unique=False)
    op.create_table(
        "accuracy_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_accuracy_check_edition_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_accuracy_check_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_check")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_accuracy_check_edition_id")),
    )
    op.create_table(
        "accuracy_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_accuracy_comment_agency_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_accuracy_comment_answered_by")),
        sa.ForeignKeyConstraint(["check_id"], ["accuracy_check.id"], name=op.f("fk_accuracy_comment_check_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_accuracy_comment_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_comment")),
    )
    op.create_index(op.f("ix_accuracy_comment_check_id"), "accuracy_comment", ["check_id"], unique=False)
    op.create_table(
        "accuracy_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_accuracy_reply_agency_id")),
        sa.ForeignKeyConstraint(["check_id"], ["accuracy_check.id"], name=op.f("fk_accuracy_reply_check_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_accuracy_reply_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_reply")),
        sa.UniqueConstraint("check_id", "agency_id", name=op.f("uq_accuracy_reply_check_id_agency_id")),
    )
    op.create_table(
        "use_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_use_made_agency_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_use_made_edition_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_use_made_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_use_made")),
    )
    op.create_index(op.f("ix_use_made_agency_id"), "use_made", ["agency_id"], unique=False)
    op.create_index(op.f("ix_use_made_edition_id"), "use_made", ["edition_id"], unique=False)
