"""The door: opens the village's folder, runs views and actions, each action whole or not at all."""

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from consult_desk.base import places
from consult_desk.base.clock import beijing_now
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import sha256, write_atomic
from consult_desk.base.progress import Progress, Silent
from consult_desk.documents import font_pack
from consult_desk.documents.opened_keys import OpenedKeys
from consult_desk.model import Base, Village, journaling, schema, store
from consult_desk.rules.days import Calendar, load_calendar
from consult_desk.rules.profile import RuleProfile, load_sound_profiles

if TYPE_CHECKING:
    from consult_desk.documents.templates import PaperTemplates

P = ParamSpec("P")
T = TypeVar("T")
SECRET_ARGUMENTS = frozenset({"passphrase", "data"})
DATABASE = "desk.db"
_Profiles = tuple[Mapping[str, RuleProfile], Mapping[str, tuple[Obstacle, ...]]]
TABLES = re.compile(r'\b(?:FROM|JOIN) "?(\w+)')


@dataclass
class Look:
    """What a view may use: an open session, the day it is, the rules and the files, which keys are open."""

    session: Session
    now: datetime
    home: Path
    profiles: Mapping[str, RuleProfile]
    calendar: Calendar
    progress: Progress = field(default_factory=Silent, kw_only=True)
    faulty: Mapping[str, tuple[Obstacle, ...]] = field(default_factory=dict, kw_only=True)
    keys: OpenedKeys = field(default_factory=OpenedKeys, kw_only=True, repr=False)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def village(self) -> Village:
        """The village of this desk. Raises Refused before it was founded."""
        found = self.session.query(Village).first()
        if found is None:
            raise Refused(Obstacle("还没有建立村（社区）", "请先建立村（社区），或者打开练习村", code="no_village"))
        return found

    @cached_property
    def templates(self) -> "PaperTemplates":
        """How this village wants its papers: what came with the program, and over it its own folder as it is now."""
        from consult_desk.documents.templates import FOLDER, current_templates

        return current_templates(places.resource("paper_templates", "defaults.toml"), self.home / FOLDER)

    def profile(self, key: str) -> RuleProfile:
        """The rule profile of that key. Raises Refused naming the known ones, or what is wrong with an own one."""
        if key in self.faulty:
            fix = "本村方案要比上位规定严；请另定一个本村用的方案，再照新的规定重做一份"
            raise Refused(
                Obstacle(f"本村方案“{key}”现在不能用", fix, leads_to="adopt_profile", code="faulty_profile"), *self.faulty[key]
            )
        if key not in self.profiles:
            known = "、".join(sorted(self.profiles))
            raise Refused(Obstacle(f"没有名为“{key}”的规则方案", f"现有方案：{known}", code="unknown_profile"))
        return self.profiles[key]

    def file(self, digest: str) -> bytes:
        """The bytes kept under that SHA-256. Raises Trouble when they are gone or changed."""
        path = self.home / "files" / digest[:2] / digest
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Trouble(f"保存的文件 {digest[:12]}… 不见了（{error.strerror}）。请从备份恢复 files 文件夹。") from error
        if sha256(data) != digest:
            raise Trouble(f"保存的文件 {digest[:12]}… 内容已被改动，和记录对不上。请从备份恢复，并保留现在的文件备查。")
        return data


@dataclass
class Tx(Look):
    """What an action may use besides: who acts, and a place to keep files. Committed whole or not at all.

    undoing: what an action did outside the database is taken back by its callbacks if the commit does not come.
    """

    who: str = ""
    notes: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)
    undoing: ExitStack = field(default_factory=ExitStack)

    def note(self, kind: str, subject: str, content: dict[str, object]) -> None:
        """Put a further entry into the journal of this action: what no changed row tells."""
        self.notes.append((kind, subject, content))

    def keep_file(self, data: bytes) -> str:
        """Keep bytes by their SHA-256 and return it; a file without a row is harmless, a row without a file is not."""
        digest = sha256(data)
        path = self.home / "files" / digest[:2] / digest
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Trouble(
                    f"不能在数据文件夹里保存文件（{error.strerror}），这一步没有保存。请检查磁盘空间和权限后再做一次。"
                ) from error
            write_atomic(path, data)
        return digest

    def stamp(self, event_on: date | None = None) -> dict[str, Any]:
        """The three dates of an event row: when it happened and when it was typed in. Raises Refused for the future."""
        day = event_on or self.today
        if day > self.today:
            raise Refused(
                Obstacle(
                    f"日期 {day:%Y-%m-%d} 还没有到（今天是 {self.today:%Y-%m-%d}）",
                    "已经发生的事才能登记，请核对日期",
                    code="future_date",
                )
            )
        if day.year < 1980:
            raise Refused(Obstacle(f"日期 {day:%Y-%m-%d} 太早了，像是输错了年份", "请核对日期", code="odd_date"))
        return {"event_on": day, "entered_at": self.now, "entered_on": self.today}


@dataclass(frozen=True)
class Answer:
    """What a view answered, and the names of the tables it looked at on the way."""

    picture: Any
    read: frozenset[str]


@dataclass(frozen=True)
class Done:
    """What an action answered, and the names of the tables it touched."""

    result: Any
    touched: frozenset[str]
    entries: int


class Desk:
    """One village's folder, open. now: the clock, a parameter so that tests and the practice village own time."""

    def __init__(self, home: Path, *, now: Callable[[], datetime] = beijing_now, who: str = "本机用户") -> None:
        """Open the folder. Raises Trouble when it is missing, damaged, foreign or newer than this program."""
        self.home = home
        font_pack.look_in(home)
        self.now = now
        self.who = who
        self.progress: Progress = Silent()
        self.keys = OpenedKeys()
        self._profiles: tuple[tuple[tuple[Path, int], ...], _Profiles] | None = None
        path = home / DATABASE
        revision = store.inspect_file(path)
        if revision is not None and revision not in schema.known_revisions():
            raise Trouble(
                f"数据文件是更新版本的议事台写的（结构版本 {revision}）。为了不损坏它，请先升级本机的议事台再打开。"
            )
        if revision != schema.head_revision():
            store.copy_file(path, home / f"desk-before-{schema.head_revision()}.db")
            schema.upgrade(path)
        self.engine: Engine = store.open_engine(path)
        try:
            # Settings that do not take are told now, not at the first entry.
            self.engine.connect().close()
        except (DatabaseError, UnicodeDecodeError) as error:
            raise _trouble(error) from error

    @classmethod
    def create(cls, home: Path, *, now: Callable[[], datetime] = beijing_now, who: str = "本机用户") -> "Desk":
        """Make an empty desk in a new or empty folder and open it. Raises Trouble when there is one already."""
        if (home / DATABASE).exists():
            raise Trouble(f"文件夹 {home} 里已经有议事台的数据。程序没有改动它；请直接打开，或另选一个空文件夹。")
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            schema.create(home / DATABASE)
        except OSError as error:
            raise Trouble(f"不能在 {home} 建立数据文件夹（{error.strerror}）。请检查磁盘空间和权限，或换一个位置。") from error
        return cls(home, now=now, who=who)

    @property
    def profiles(self) -> Mapping[str, RuleProfile]:
        """All rule profiles: those of the program and the village's own overlays in profiles/, as they are now."""
        return self._load()[0]

    @property
    def faulty(self) -> Mapping[str, tuple[Obstacle, ...]]:
        """The village's own overlays that do not load any more, for example since the law below became stricter."""
        return self._load()[1]

    def _load(self) -> _Profiles:
        own = sorted((self.home / "profiles").glob("*/profile.toml"))
        stamp = tuple((path, path.stat().st_mtime_ns) for path in own)
        if self._profiles is None or self._profiles[0] != stamp:
            folders = [path.parent for path in own]
            self._profiles = stamp, load_sound_profiles(places.resource("profiles"), folders)
        return self._profiles[1]

    @cached_property
    def calendar(self) -> Calendar:
        """Workdays and holidays as dated data."""
        return load_calendar(places.resource("holidays"))

    def ask(self, view: Callable[Concatenate[Look, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a view in a reading session and return its frozen picture."""
        found: T = self.answer(view, *args, **kwargs).picture
        return found

    def answer(self, view: Callable[Concatenate[Look, P], Any], *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Run a view and say besides which tables it read: when one of them is touched, the picture is stale."""
        statements: set[str] = set()

        def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            statements.add(statement)

        event.listen(self.engine, "before_cursor_execute", heard)
        try:
            picture = self._ask(view, *args, **kwargs)
        finally:
            event.remove(self.engine, "before_cursor_execute", heard)
        tables = {name for statement in statements for name in TABLES.findall(statement)}
        return Answer(picture, frozenset(_models()[name] for name in tables if name in _models()))

    def _ask(self, view: Callable[Concatenate[Look, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with Session(self.engine) as session:
            try:
                look = Look(
                    session, self.now(), self.home, self.profiles, self.calendar, progress=self.progress,
                    faulty=self.faulty, keys=self.keys,
                )  # fmt: skip
                self.keys.tidy(look.now)
                return view(look, *args, **kwargs)
            except (DatabaseError, UnicodeDecodeError) as error:
                raise _trouble(error) from error

    def do(self, action: Callable[Concatenate[Tx, P], Any], *args: P.args, **kwargs: P.kwargs) -> Done:
        """Run an action in one transaction and journal every change it made.

        Raises Refused (nothing changed) or Trouble (the surroundings failed, nothing changed).
        """
        engine = self.engine.execution_options(writes=True)
        with Session(engine, expire_on_commit=False) as session, ExitStack() as undoing:
            changes = journaling.follow(session)
            tx = Tx(
                session, self.now(), self.home, self.profiles, self.calendar, who=self.who, progress=self.progress,
                faulty=self.faulty, undoing=undoing, keys=self.keys,
            )  # fmt: skip
            self.keys.tidy(tx.now)
            try:
                result = action(tx, *args, **kwargs)
                session.flush()
                entries, _hash = journaling.write_entries(
                    session,
                    kind=action.__name__,
                    actor=self.who,
                    now=tx.now,
                    arguments=_named(action, args, kwargs),
                    changes=changes,
                    notes=tx.notes,
                )
                session.commit()
                undoing.pop_all()
            except StaleDataError as error:
                session.rollback()
                raise Refused(
                    Obstacle("这条记录刚刚被另一个窗口改过", "请刷新后再改一次，您的修改还没有保存", code="stale")
                ) from error
            except IntegrityError as error:
                session.rollback()
                raise Refused(
                    Obstacle(f"这些内容互相矛盾，数据库没有接受（{error.orig}）", "请核对人数和日期", code="integrity")
                ) from error
            except (DatabaseError, UnicodeDecodeError) as error:
                session.rollback()
                raise _trouble(error) from error
        return Done(result, frozenset(one.model for one in changes), entries)

    def close(self) -> None:
        """Let go of the database file, and of the opened keys."""
        self.keys.lock()
        self.engine.dispose()


@cache
def _models() -> dict[str, str]:
    """The name of the class behind each table, as Done.touched says it."""
    return {str(mapper.local_table.name): mapper.class_.__name__ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def _named(action: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, object]:
    bound = inspect.signature(action).bind(None, *args, **kwargs)
    first = next(iter(bound.signature.parameters))
    return {k: v for k, v in bound.arguments.items() if k != first and k not in SECRET_ARGUMENTS}


def _trouble(error: DatabaseError | UnicodeDecodeError) -> Trouble:
    """What to tell of a failing disk or file; raises the error itself where our own SQL is wrong."""
    if isinstance(error, ProgrammingError):
        raise error
    words = str(getattr(error, "orig", error))
    if "full" in words:
        return Trouble("磁盘满了，这一步没有保存，原来的记录都还在。请清理出一些空间后再做一次。")
    if "locked" in words or "busy" in words:
        return Trouble("另一个程序正在使用数据文件，这一步没有保存。请关掉另一个议事台窗口后再做一次。")
    if "readonly" in words:
        return Trouble("数据文件是只读的，这一步没有保存。请检查文件夹的权限，或磁盘的写保护。")
    return Trouble(f"数据文件读写失败（{words}），这一步没有保存，原来的记录都还在。请检查磁盘后再做一次。")
