"""The text of a page, what people decided about its segments, notes and queues of labels, flags and skips."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OF_A_COMMENT = ("comment_id", "author", "posted_at", "parent_id", "votes")


def upgrade() -> None:
    """Add the columns and tables; what the comments know is copied to their segments."""
    _add("documents", sa.Column("text", sa.Text), sa.Column("beginning", sa.JSON))
    # Some stores of version 1 have votes already.
    if "votes" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("comments")}:
        _add("comments", sa.Column("votes", sa.Integer))
    _add("comments", sa.Column("present", sa.Boolean, nullable=False, server_default="1"))
    _add("annotations", sa.Column("note", sa.Text), sa.Column("queue", sa.String(64)))
    _add("segments", *_comment_columns())
    _copy_comments_to_segments()
    _acts(
        "segmentations",
        sa.Column("sha256", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        *_decision(),
    )
    op.create_index("ix_segmentations_document", "segmentations", ["sha256", "id"])
    _acts(
        "marks",
        sa.Column("comment_id", sa.String(16), sa.ForeignKey("comments.comment_id"), nullable=False),
        *_remark(),
    )
    op.create_index("ix_marks_comment", "marks", ["comment_id", "id"])
    op.execute("UPDATE about SET value = '2' WHERE key = 'schema_version'")


def _add(table: str, *columns: sa.Column[Any]) -> None:
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.add_column(column)


def _comment_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("comment_id", sa.String(16)),
        sa.Column("author", sa.Text),
        sa.Column("posted_at", sa.String(40)),
        sa.Column("parent_id", sa.String(16)),
        sa.Column("votes", sa.Integer),
    )


def _acts(name: str, about: sa.Column[Any], *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        about,
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("annotator", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sqlite_autoincrement=True,
    )


def _decision() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("start_line", sa.Integer),
        sa.Column("end_line", sa.Integer),
        sa.Column("before", sa.String(32)),
        sa.Column("after", sa.String(32)),
        sa.Column("model", sa.String(64)),
        sa.Column("undoes", sa.Integer),
    )


def _remark() -> tuple[sa.Column[Any], ...]:
    return (sa.Column("note", sa.Text), sa.Column("queue", sa.String(64)))


def _copy_comments_to_segments() -> None:
    """The nth comment of a document and its nth segment with the role of one are the same."""
    db = op.get_bind()
    tables = sa.MetaData()
    segments = sa.Table("segments", tables, autoload_with=db, resolve_fks=False)
    comments = sa.Table("comments", tables, autoload_with=db, resolve_fks=False)
    spoken = sa.select(segments).where(segments.c.role == "comment")
    for sha256 in db.scalars(sa.select(segments.c.sha256).distinct()).all():
        parts = db.execute(spoken.filter_by(sha256=sha256).order_by(segments.c.position)).mappings().all()
        voices = db.execute(sa.select(comments).filter_by(sha256=sha256).order_by(comments.c.position))
        for part, voice in zip(parts, voices.mappings().all(), strict=False):
            if part["text"] == voice["text"]:
                place = (segments.c.sha256 == sha256) & (segments.c.position == part["position"])
                db.execute(sa.update(segments).where(place).values({k: voice[k] for k in _OF_A_COMMENT}))
