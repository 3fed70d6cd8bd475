"""The tables of the models are the tables of the migrations, and an upgrade keeps every row."""

import ast
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from consult_desk.base.errors import Trouble
from consult_desk.desk import DATABASE, Desk
from consult_desk.model import Base, schema, store
from consult_desk.views.journal import check_home
from tests.desk.homes import filled, founded, tampering

REVISIONS = sorted(schema.known_revisions())


def test_the_newest_revision_is_what_the_models_say(tmp_path: Path) -> None:
    schema.create(tmp_path / DATABASE)
    engine = create_engine(store.url(tmp_path / DATABASE))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        names = set(connection.dialect.get_table_names(connection))
    assert names == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_constraints_and_indexes_of_the_file_are_those_of_the_models(tmp_path: Path) -> None:
    """compare_metadata does not see CHECKs; the texts of both schemas are compared piece by piece."""
    schema.create(tmp_path / DATABASE)
    memory = create_engine("sqlite://")
    Base.metadata.create_all(memory)
    with memory.connect() as connection:
        query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        wanted = {(kind, name): pieces(text) for kind, name, text in connection.exec_driver_sql(query)}
    file = sqlite3.connect(tmp_path / DATABASE)
    found = {(kind, name): pieces(text) for kind, name, text in file.execute(query) if name != "alembic_version"}
    file.close()
    memory.dispose()
    assert found.keys() == wanted.keys()
    for key, text in wanted.items():
        assert found[key] == text, key


def pieces(statement: str) -> set[str]:
    """The columns and constraints of a CREATE statement, whatever their order."""
    return {" ".join(line.replace('"', "").split()).strip(" ,)") for line in statement.replace("(\t", "(\n").split("\n")}


def test_the_known_revisions_are_one_unbroken_line() -> None:
    script = ScriptDirectory.from_config(schema.configuration("sqlite://"))
    assert [one.revision for one in reversed(list(script.walk_revisions()))] == REVISIONS
    assert script.get_current_head() == schema.head_revision() == REVISIONS[-1]
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgrade_from_every_revision_keeps_every_row(tmp_path: Path, revision: str) -> None:
    home = tmp_path / "村"
    home.mkdir()
    path = home / DATABASE
    source = sqlite3.connect(path)
    source.execute(f"PRAGMA application_id = {store.APPLICATION_ID}")
    source.commit()
    source.close()
    command.upgrade(schema.configuration(store.url(path).render_as_string()), revision)
    before = fill_at_that_revision(path)
    desk = Desk(home)
    desk.close()
    assert store.inspect_file(path) == schema.head_revision()
    after = sqlite3.connect(path)
    assert after.execute("PRAGMA foreign_key_check").fetchall() == []
    assert after.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table, rows in before.items():
        assert after.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] == rows, table
    after.close()
    copy = home / f"desk-before-{schema.head_revision()}.db"
    assert copy.exists() == (revision != schema.head_revision())


def fill_at_that_revision(path: Path) -> dict[str, int]:
    """One row in every table by the schema as it was, foreign keys satisfied. Returns the rows per table."""
    connection = sqlite3.connect(path)
    names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    tables = [n for n in names if n not in ("alembic_version", "journal", "journal_body", "journal_head")]
    for table in tables:
        parents = {row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')}
        values: dict[str, object] = {}
        for _cid, name, kind, _notnull, _default, _key in connection.execute(f'PRAGMA table_info("{table}")'):
            number = kind in ("INTEGER", "BOOLEAN")
            one = name in parents or name in ("id", "version", "weight", "number", "year")
            dated = {"DATE": "2026-03-05", "DATETIME": "2026-03-05 01:00:00.000000"}
            values[name] = 1 if one else (0 if number else dated.get(kind, f"{table}.{name}"))
        marks = ", ".join("?" * len(values))
        columns = ", ".join(f'"{name}"' for name in values)
        connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', tuple(values.values()))
    connection.commit()
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return dict.fromkeys(tables, 1)


def test_an_upgrade_that_breaks_half_way_leaves_the_tables_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((schema.MIGRATIONS / "env.py").read_text())
    (folder / "versions" / "0001_first.py").write_text((schema.MIGRATIONS / "versions" / "0001_first.py").read_text())
    (folder / "versions" / "9998_breaks.py").write_text(
        'revision = "9998"\ndown_revision = "0001"\nbranch_labels = None\ndepends_on = None\n'
        "from alembic import op\n\n\ndef upgrade():\n"
        '    op.execute("CREATE TABLE half (id INTEGER)")\n    op.execute("DROP TABLE seal_use")\n'
        '    op.execute("INSERT INTO nowhere VALUES (1)")\n'
    )
    home = tmp_path / "村"
    founded(home).close()
    with tampering(home) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    with pytest.raises(Trouble, match="升级没有完成"):
        schema.upgrade(home / DATABASE)
    connection = sqlite3.connect(home / DATABASE)
    names = {n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    assert "seal_use" in names and "half" not in names
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    connection.close()


def test_there_is_no_way_back() -> None:
    for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"):
        functions = {n.name: n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)}
        assert any(isinstance(node, ast.Raise) for node in ast.walk(functions["downgrade"])), path.name


@pytest.mark.parametrize("table", ["journal", "journal_head"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET village = village", "DELETE FROM {}"])
def test_the_journal_is_only_ever_added_to(tmp_path: Path, table: str, statement: str) -> None:
    desk = filled(tmp_path / "村")
    with (
        desk.engine.connect() as connection,
        pytest.raises(DBAPIError, match="only ever added to"),
    ):
        connection.exec_driver_sql(statement.format(table))
    assert desk.ask(check_home).good
    desk.close()


def test_foreign_keys_are_enforced(tmp_path: Path) -> None:
    desk = filled(tmp_path / "村")
    with desk.engine.connect() as connection, pytest.raises(DBAPIError, match="FOREIGN KEY"):
        connection.exec_driver_sql("DELETE FROM household")
    desk.close()
