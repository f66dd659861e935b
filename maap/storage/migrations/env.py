"""Alembic's environment: it always runs over the connection that `maap.storage.schema` hands it."""

from alembic import context
from sqlmodel import SQLModel

import maap.storage.tables  # noqa: F401  (fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
