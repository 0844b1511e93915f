"""Migrations of the label store, run by Alembic when an older store is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

#: Where Alembic writes how far a store has come.
TABLE = "alembic_version"


def revision(version: int) -> str:
    """Alembic's name of a version of the store.

    Examples
    --------
    >>> revision(2)
    '0002'
    """
    return f"{version:04d}"


def upgrade(connection: Connection, old: int, new: int) -> None:
    """Bring a store from one version up to another, within the transaction of the connection."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(__file__).parent))
    if old and not inspect(connection).has_table(TABLE):
        MigrationContext.configure(connection).stamp(scripts, revision(old))
    options = {"fn": lambda now, _context: scripts._upgrade_revs(revision(new), now), "script": scripts}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
