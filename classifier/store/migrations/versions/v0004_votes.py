"""Every person's own label beside the one that holds, what adjudicators settled, and settings with who made them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns and the table; own labels are worked out from the acts there are."""
    with op.batch_alter_table("annotations") as batch:
        batch.add_column(sa.Column("vote", sa.String(64)))
        batch.add_column(sa.Column("settled", sa.Boolean, nullable=False, server_default="0"))
    op.create_table(
        "settings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("annotator", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    _fill_votes()
    op.execute("UPDATE about SET value = '4' WHERE key = 'schema_version'")


def _fill_votes() -> None:
    db = op.get_bind()
    table = sa.Table("annotations", sa.MetaData(), autoload_with=db, resolve_fks=False)
    db.execute(sa.update(table).where(table.c.action == "label").values(vote=table.c.label))
    own: dict[tuple[str, str, str], list[str]] = {}
    for row in db.execute(sa.select(table).order_by(table.c.id)).mappings().all():
        labels = own.setdefault((row["comment_id"], row["head"], row["annotator"]), [])
        if row["action"] == "label":
            labels.append(row["label"])
            continue
        del labels[-1:]
        vote = labels[-1] if labels else None
        db.execute(sa.update(table).where(table.c.id == row["id"]).values(vote=vote))
