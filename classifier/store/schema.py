"""Tables of the label store."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

#: Version of the tables below, the number of the last migration: an older store is brought up to it.
SCHEMA_VERSION = 4

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

about = Table("about", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("encoding", String(32), nullable=False),
    Column("title", Text),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("text", Text),
    Column("beginning", JSON),
    Column("names_hidden", Boolean, nullable=False, server_default="0"),
)

segments = Table(
    "segments",
    metadata,
    Column("sha256", ForeignKey("documents.sha256"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("start_line", Integer, nullable=False),
    Column("end_line", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("comment_id", String(16)),
    Column("author", Text),
    Column("posted_at", String(40)),
    Column("parent_id", String(16)),
    Column("votes", Integer),
)

segmentations = Table(
    "segmentations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", ForeignKey("documents.sha256"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("annotator", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("start_line", Integer),
    Column("end_line", Integer),
    Column("before", String(32)),
    Column("after", String(32)),
    Column("model", String(64)),
    Column("undoes", Integer),
    Index("ix_segmentations_document", "sha256", "id"),
    sqlite_autoincrement=True,
)

comments = Table(
    "comments",
    metadata,
    Column("comment_id", String(16), primary_key=True),
    Column("sha256", ForeignKey("documents.sha256"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("start_line", Integer, nullable=False),
    Column("end_line", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text),
    Column("posted_at", String(40)),
    Column("parent_id", String(16)),
    Column("votes", Integer),
    Column("present", Boolean, nullable=False, server_default="1"),
    Index("ix_comments_place", "sha256", "position"),
)

scores = Table(
    "scores",
    metadata,
    Column("comment_id", ForeignKey("comments.comment_id"), primary_key=True),
    Column("model_version", String(64), primary_key=True),
    Column("head", String(64), primary_key=True),
    Column("label", String(64), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("probabilities", JSON, nullable=False),
    Index("ix_scores_version", "model_version", "head", "label"),
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("comment_id", ForeignKey("comments.comment_id"), nullable=False),
    Column("head", String(64), nullable=False),
    Column("action", String(16), nullable=False),
    Column("label", String(64)),
    Column("replaced", String(64)),
    Column("annotator", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("proposed", String(64)),
    Column("model_version", String(64)),
    Column("note", Text),
    Column("queue", String(64)),
    Column("vote", String(64)),
    Column("settled", Boolean, nullable=False, server_default="0"),
    Index("ix_annotations_comment", "comment_id", "head"),
    Index("ix_annotations_annotator", "annotator", "id"),
    sqlite_autoincrement=True,
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("comment_id", ForeignKey("comments.comment_id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("annotator", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("note", Text),
    Column("queue", String(64)),
    Index("ix_marks_comment", "comment_id", "id"),
    sqlite_autoincrement=True,
)

settings = Table(
    "settings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("value", JSON, nullable=False),
    Column("annotator", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    sqlite_autoincrement=True,
)
