"""views of every dashboard"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("saved_view") as table:
        table.alter_column("audit_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("board", sa.String(), server_default="audit", nullable=False))
        table.add_column(sa.Column("choices", sa.JSON(), nullable=True))
