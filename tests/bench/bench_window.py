"""The window measured: how soon it stands there, how large it is, and whether it stalls on a village far too big."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from consult_desk.desk import Desk
from consult_desk.sample.guide import Clock
from consult_desk.sample.village import open_ditch, prepare_village
from tests.bench.big_village import GIVEN, MARCH, MATTERS, PEOPLE, SURNAMES, build_big
from tests.house.tree import ROOT
from tests.ui.fixtures import QUIET
from ui.app import dress
from ui.bridge import Bridge
from ui.rows import Table
from ui.window import Window

pytestmark = QUIET

PAIRS = int(os.environ.get("CONSULT_DESK_BENCH_PAIRS", "7"))
IMPORT_S = 240


@dataclass
class Line:
    """A line of the table: what, the figure with its unit, and what was aimed at."""

    what: str
    figure: str
    aim: str = ""


def probe(folder: Path, *arguments: str) -> dict[str, float]:
    """Start a window in a process of its own, its byte code cached as an installed program's is."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "pyc")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PROBE_BEGAN"] = str(time.time())
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "bench" / "start_probe.py"), *arguments],
        env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def start(folder: Path) -> Iterator[Line]:
    """Cold start, beside the barest window and beside the one of Qt's own tutorial, turn by turn in one run."""
    home = folder / "start"
    guide = prepare_village(home, Clock(MARCH))
    open_ditch(guide)
    guide.desk.close()
    kinds = {"bare": ("bare",), "tutorial": ("tutorial",), "ours": ("ours", str(home))}
    runs: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for number in range(PAIRS + 1):
        for kind, arguments in kinds.items():
            found = probe(folder, *arguments)
            if number:  # the first fills the caches
                runs[kind].append(found)

    def median(kind: str, what: str) -> float:
        return statistics.median(run[what] for run in runs[kind])

    tutorial, bare = median("tutorial", "painted"), median("bare", "painted")
    yield Line("Qt 教程里的窗口（标签和按钮）第一次画出", f"{tutorial * 1000:.0f} ms（最空的窗口 {bare * 1000:.0f} ms）")
    for what, words, aim in (("painted", "第一次画出", "1.2"), ("ready", "第一页的内容都在", "3")):
        ours = median("ours", what)
        yield Line(f"议事台 {words}", f"{ours * 1000:.0f} ms = {ours / tutorial:.2f} × 教程，{ours / bare:.2f} × 最空", aim)
    ours, plain = median("ours", "memory"), median("tutorial", "memory")
    yield Line("议事台打开后的内存", f"{ours:.0f} MB = {ours / plain:.2f} × 教程（{plain:.0f} MB）", "2.5")


@contextmanager
def opened(home: Path) -> Iterator[Window]:
    """A window on a village, at rest."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    window = Window(Bridge(now=Clock(MARCH)), dress(app, home))
    window.show()
    window.begin(home)
    rest(window, lambda: window.home is not None)
    try:
        yield window
    finally:
        window.close()
        shiboken6.delete(window)


def rest(window: Window, also: Callable[[], bool] = lambda: True, patience: float = 120) -> None:
    """Let Qt work until every question is answered."""
    until = time.monotonic() + patience
    while window.bridge.waiting or not also():
        if time.monotonic() > until:
            raise TimeoutError("the window did not come to rest")
        QTest.qWait(1)


class Pulse:
    """Beats every few milliseconds on the main thread; the longest pause between two beats is the worst stall."""

    EVERY_MS = 4

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(self.EVERY_MS)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append((now - self._last) * 1000 - self.EVERY_MS)
        self._last = now

    def __enter__(self) -> "Pulse":
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._timer.stop()
        self._beat()

    @property
    def worst(self) -> float:
        """Milliseconds."""
        return max(self.pauses)

    def words(self) -> str:
        """The worst, and what 99 of 100 stayed under."""
        ordered = sorted(self.pauses)
        return f"最长停顿 {self.worst:.0f} ms，百分之九十九在 {ordered[int(len(ordered) * 0.99)]:.0f} ms 以内"


def big_lists(home: Path) -> Iterator[Line]:
    """The ledger and the roster of a village far too big: first rows, scrolling, filtering."""
    with opened(home) as window:
        for key, words, search in (("matters", f"台账（{MATTERS:,} 件）", "第77"), ("people", f"名册（{PEOPLE:,} 人）", "c07")):
            began = time.perf_counter()
            window.open_page(key)
            page = window.pages[key]
            table = next(t for t in page.findChildren(Table) if t.isVisibleTo(page))
            first = _seconds_to_rows(table, began)
            rest(window)
            again = []
            for _ in range(5):
                window.open_page("help")
                rest(window)
                table.show_rows(())
                page.stale, began = True, time.perf_counter()
                window.open_page(key)
                again.append(_seconds_to_rows(table, began))
                rest(window)
            told = f"{statistics.median(again) * 1000:.0f} ms（头一回，连页面一起造：{first * 1000:.0f} ms）"
            yield Line(f"{words}：第一批行", told, "100 ms")
            with Pulse() as pulse:
                for _ in range(120):
                    bar = table.verticalScrollBar()
                    bar.setValue(bar.value() + bar.pageStep())
                    QTest.qWait(8)
                rest(window)
            rows = table.model().rowCount()
            yield Line(f"{words}：往下翻 120 屏，读到第 {rows:,} 行", pulse.words(), "50 ms")
            with Pulse() as pulse:
                for number in range(len(search)):
                    page.search.setText(search[: number + 1])  # type: ignore[attr-defined]
                    QTest.qWait(260)
                rest(window)
            yield Line(f"{words}：查找“{search}”", pulse.words(), "50 ms")


def _seconds_to_rows(table: Table, began: float) -> float:
    while not table.rows.rowCount():
        QTest.qWait(1)
    return time.perf_counter() - began


def a_roster(count: int) -> bytes:
    """A roster of so many people as CSV."""
    lines = ["姓名,性别,身份证号,出生日期,户号,与户主关系,村民小组,联系电话,户籍在本村,备注"]
    for n in range(count):
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // 7 % len(GIVEN)] + GIVEN[n // 169 % len(GIVEN)]
        relation = "户主" if n % 3 == 0 else "配偶" if n % 3 == 1 else "子女"
        day = f"{1940 + n % 66}-{1 + n % 12:02}-{1 + n % 28:02}"
        lines.append(f"{name},{'女' if n % 2 else '男'},,{day},C{n // 3},{relation},一组,,是,")
    return "\n".join(lines).encode("utf-8-sig")


def large_import(folder: Path) -> Iterator[Line]:
    """The main thread while the worker reads and writes 100,000 people."""
    from consult_desk.actions.people import found_village
    from consult_desk.actions.rosters import import_roster

    home = folder / "import"
    desk = Desk.create(home, now=Clock(MARCH))
    desk.do(found_village, "清溪村", "柳林镇", practice=True)
    desk.close()
    data, done = a_roster(PEOPLE), list[object]()
    with opened(home) as window:
        began = time.perf_counter()
        with Pulse() as pulse:
            window.bridge.attempt(import_roster, done.append, done.append, data=data, name="村民名册.csv")
            while not done and time.perf_counter() - began < IMPORT_S:
                QTest.qWait(5)
            if not done:
                window.bridge.cancel()
                rest(window, patience=300)
        seconds = time.perf_counter() - began
        wrote = "" if done and not isinstance(done[0], Exception) else f"（{IMPORT_S} 秒时停下）"
        yield Line(f"导入 {PEOPLE:,} 人时的窗口{wrote}，{seconds:.0f} 秒", pulse.words(), "50 ms")


@pytest.mark.slow
def bench_window(tmp_path: Path) -> None:
    """Measure the window once and print the table."""
    lines = [*start(tmp_path)]
    began = time.perf_counter()
    home = build_big(tmp_path / "big")
    print(f"\n（大村建成用了 {time.perf_counter() - began:.0f} 秒）")
    lines += [*big_lists(home), *large_import(tmp_path)]
    print("\n| 窗口 | 量到 | 想要 |\n|---|---|---|")
    for line in lines:
        print(f"| {line.what} | {line.figure} | {line.aim} |")
    assert len(lines) == 11
