"""The shape of the database: made and brought up to date by Alembic, loaded only when it is needed."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from consult_desk.base.errors import Trouble
from consult_desk.model import store

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def _chain() -> tuple[str, ...]:
    """All revisions from the first to the newest, read from the file names NNNN_title.py."""
    return tuple(sorted(p.stem.split("_")[0] for p in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


def known_revisions() -> frozenset[str]:
    """Revisions this program can read or bring up to date."""
    return frozenset(_chain())


def head_revision() -> str:
    """The newest revision."""
    return _chain()[-1]


def configuration(url: str) -> "Config":
    """Alembic's configuration for a database at `url`, without any ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(path: Path) -> None:
    """Bring the SQLite file at `path` to the newest revision. Raises Trouble; the caller copied the file before."""
    from alembic import command
    from sqlalchemy.exc import SQLAlchemyError

    try:
        command.upgrade(configuration(store.url(path).render_as_string()), "head")
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or type(error).__name__
        raise Trouble(f"数据文件升级没有完成（{reason}）。升级前的副本还在同一文件夹里，请联系技术人员。") from error


def create(path: Path) -> None:
    """Make a new database file of the newest revision, marked as ours. Raises Trouble and leaves no file behind."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        engine = store.open_engine(path)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={store.APPLICATION_ID}")
            connection.commit()
        engine.dispose()
        upgrade(path)
    except (SQLAlchemyError, Trouble) as error:
        for name in (path.name, f"{path.name}-journal"):
            path.with_name(name).unlink(missing_ok=True)
        raise Trouble(
            f"不能在 {path.parent} 建立数据文件（{error}）。请检查磁盘空间和权限，或换一个位置再试。"
        ) from error
