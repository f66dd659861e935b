"""post and calendars"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "no_weekly",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_weekly_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_no_weekly")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feed_person_id")),
    )
    op.create_table(
        "house_round",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("held_until", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_round")),
    )
    op.add_column("letter", sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("letter", sa.Column("next_at", Moment(), nullable=True))
    op.add_column("letter", sa.Column("given_up_at", Moment(), nullable=True))
    op.create_index("ix_letter_waiting", "letter", ["sent_at", "given_up_at", "next_at"], unique=False)
