"""Whether the names of those who wrote comments are hidden, a document; those of older stores are as they came."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("documents") as batch:
        batch.add_column(sa.Column("names_hidden", sa.Boolean, nullable=False, server_default="0"))
    op.execute("UPDATE about SET value = '3' WHERE key = 'schema_version'")
