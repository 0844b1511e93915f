"""The tables of the first store: documents, segments, comments, scores and annotations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table("about", _key("key", 64), sa.Column("value", sa.Text, nullable=False))
    op.create_table(
        "documents",
        _key("sha256", 64),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("encoding", sa.String(32), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "segments",
        sa.Column("sha256", sa.String(64), sa.ForeignKey("documents.sha256"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        *_span(),
        sa.Column("confidence", sa.Float, nullable=False),
    )
    op.create_table(
        "comments",
        _key("comment_id", 16),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *_span(),
        sa.Column("author", sa.Text),
        sa.Column("posted_at", sa.String(40)),
        sa.Column("parent_id", sa.String(16)),
    )
    op.create_index("ix_comments_place", "comments", ["sha256", "position"])
    _labels()


def _labels() -> None:
    op.create_table(
        "scores",
        sa.Column("comment_id", sa.String(16), sa.ForeignKey("comments.comment_id"), primary_key=True),
        _key("model_version", 64),
        _key("head", 64),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("probabilities", sa.JSON, nullable=False),
    )
    op.create_index("ix_scores_version", "scores", ["model_version", "head", "label"])
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("comment_id", sa.String(16), sa.ForeignKey("comments.comment_id"), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("label", sa.String(64)),
        sa.Column("replaced", sa.String(64)),
        sa.Column("annotator", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed", sa.String(64)),
        sa.Column("model_version", sa.String(64)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_annotations_comment", "annotations", ["comment_id", "head"])
    op.create_index("ix_annotations_annotator", "annotations", ["annotator", "id"])


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _span() -> tuple[sa.Column[int], sa.Column[int], sa.Column[str]]:
    return (
        sa.Column("start_line", sa.Integer, nullable=False),
        sa.Column("end_line", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
