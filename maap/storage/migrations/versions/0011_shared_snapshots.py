"""shared snapshots"""

import sqlalchemy as sa
from alembic import op

from maap.storage.tables.base import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_VIEW = """
create view analyst_shared_figures as
select a.reference as audit, a.year as year, s.approved_at as approved_at, s.taken_at as as_at,
       t.tile ->> 'title' as measure, r.line ->> 'name' as row_name, h.name as column_name,
       case when (r.line -> 'line' ->> 'hidden')::boolean then null
            when h.place = 0 then (r.line -> 'line' ->> 'of')::integer
            else (r.line -> 'line' -> 'parts' ->> (h.place - 1)::integer)::integer end as cases
from shared_snapshot s
join audit a on a.id = s.audit_id
cross join lateral json_array_elements(s.body -> 'tiles') as t(tile)
cross join lateral json_array_elements(t.tile -> 'rows') as r(line)
cross join lateral (
    select 'Cases'::text as name, 0::bigint as place
    union all
    select c.name, c.place from json_array_elements_text(t.tile -> 'columns') with ordinality as c(name, place)
) as h
where s.approved_at is not null and s.withdrawn_at is null
"""
_COLUMNS = {
    "audit": "The audit''s reference.",
    "year": "The audit''s year, such as 2025/26.",
    "approved_at": "When a second person approved that these figures go out.",
    "as_at": "When the figures were counted.",
    "measure": "What was counted.",
    "row_name": "The row: a domain, or a theme with its side.",
    "column_name": "Cases: the row''s total, rounded by itself. Otherwise a level, or how often a theme was named.",
    "cases": "A rounded number of cases: 0, or a multiple of 5 from 10 on. Null: hidden to protect children.",
}


def upgrade() -> None:
    op.create_table(
        "shared_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_shared_snapshot_audit_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_shared_snapshot_taken_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_shared_snapshot_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_snapshot")),
    )
    op.create_index("ix_shared_snapshot_audit", "shared_snapshot", ["audit_id", "approved_at"], unique=False)
    op.create_table(
        "share_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["shared_snapshot.id"], name=op.f("fk_share_link_snapshot_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_share_link_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_share_link_digest")),
    )
    op.create_index("ix_share_link_snapshot_id", "share_link", ["snapshot_id"], unique=False)
    op.create_table(
        "display_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_display_link_audit_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_display_link_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_display_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_display_link_digest")),
    )
    op.create_index("ix_display_link_audit_id", "display_link", ["audit_id"], unique=False)
    op.create_table(
        "data_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("hour_began", Moment(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_key_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_data_key_digest")),
        sa.UniqueConstraint("person_id", name=op.f("uq_data_key_person_id")),
    )
    _arranged()
    if op.get_bind().dialect.name == "postgresql":
        _for_analysts()


def _arranged() -> None:
    """What people arrange of dashboards."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tiles", sa.JSON(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_saved_view_audit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_saved_view_agency_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_saved_view_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_audit", "saved_view", ["audit_id", "person_id"], unique=False)
    op.create_table(
        "dashboard_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("written_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dashboard_letter_person_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_dashboard_letter_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard_letter")),
        sa.UniqueConstraint("person_id", "audit_id", name=op.f("uq_dashboard_letter_person_id_audit_id")),
    )
    op.create_index("ix_dashboard_letter_audit_id", "dashboard_letter", ["audit_id"], unique=False)


def _for_analysts() -> None:
    """A view with documented columns, for people who ask the database itself. It holds rounded figures alone."""
    op.execute(_VIEW)
    about = "Approved figures for analysts, one row a cell, rounded so that no small number of children is shown."
    op.execute(f"comment on view analyst_shared_figures is '{about}'")
    for column, words in _COLUMNS.items():
        op.execute(f"comment on column analyst_shared_figures.{column} is '{words}'")
