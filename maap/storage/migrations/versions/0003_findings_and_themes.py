"""findings and themes"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("polarity", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_finding_audit_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_finding_made_by")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["finding.id"], name=op.f("fk_finding_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index("ix_finding_audit", "finding", ["audit_id", "polarity", "domain"], unique=False)
    op.create_table(
        "finding_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_finding_source_agency_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_finding_source_answer_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_finding_source_case_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_source_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_source")),
    )
    op.create_index(op.f("ix_finding_source_answer_id"), "finding_source", ["answer_id"], unique=False)
    op.create_index(op.f("ix_finding_source_case_id"), "finding_source", ["case_id"], unique=False)
    op.create_index("ix_finding_source_finding", "finding_source", ["finding_id", "case_id"], unique=False)
    op.create_table(
        "finding_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.Column("coded_by", sa.Integer(), nullable=False),
        sa.Column("coded_at", Moment(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["coded_by"], ["person.id"], name=op.f("fk_finding_theme_coded_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_finding_theme_confirmed_by")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_theme_finding_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_finding_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_theme")),
        sa.UniqueConstraint("finding_id", "theme_id", name=op.f("uq_finding_theme_finding_id_theme_id")),
    )
    op.create_index(op.f("ix_finding_theme_theme_id"), "finding_theme", ["theme_id"], unique=False)
    op.create_table(
        "theme_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_theme_suggestion_decided_by")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_theme_suggestion_finding_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_suggestion_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_suggestion")),
        sa.UniqueConstraint("finding_id", "theme_id", name=op.f("uq_theme_suggestion_finding_id_theme_id")),
    )
    op.create_table(
        "theme_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_theme_change_made_by")),
        sa.ForeignKeyConstraint(["other_id"], ["theme.id"], name=op.f("fk_theme_change_other_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_change_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
    )
    op.create_index(op.f("ix_theme_change_theme_id"), "theme_change", ["theme_id"], unique=False)
    _theme_words()


def _theme_words() -> None:
    """Themes learn the words people use and two examples; those of earlier installations begin without any."""
    for name in ("words", "examples"):
        op.add_column("theme", sa.Column(name, sa.JSON(), nullable=True))
        op.execute(sa.text(f"update theme set {name} = '[]'"))
    with op.batch_alter_table("theme") as batch_op:
        for name in ("words", "examples"):
            batch_op.alter_column(name, existing_type=sa.JSON(), nullable=False)
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_theme_merged_into_id"), "theme", ["merged_into_id"], ["id"])
