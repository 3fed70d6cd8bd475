"""How Alembic reaches the database; on SQLite with foreign keys off, or rebuilding a table would delete its children."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, event

from consult_desk.model import Base

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://")

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        # The driver would begin only at the first row, and let the tables made before it stand alone.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.execute("PRAGMA synchronous=EXTRA")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
