"""second factors that are shown at a provider"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("shown_by", "asks_for"):
        op.add_column("identity_provider", sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
