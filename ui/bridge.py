"""The one place where threads, the desk and Qt meet: one worker thread, answers on the main thread."""

from __future__ import annotations

import gc
import threading
import time
import traceback
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from consult_desk.base.clock import beijing_now
from consult_desk.base.errors import Cancelled, Refused, Trouble
from ui.words import tr

if TYPE_CHECKING:
    from consult_desk.desk import Answer, Desk, Done, Look, Tx

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[[], Any]
Then = Callable[[Any], None]
Failed = Callable[[Exception], None]  # given Refused, Trouble or Cancelled
SWEEP_MS = 1000
REPORT_EVERY_S = 0.05
UNASKED = 0  # the number of a job that nobody waits for


class Watcher:
    """Tells the main thread how far the job is, not too often, and stops it when the person has had enough."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell, self._last = tell, 0.0
        self.stop = threading.Event()

    def step(self, done: int, total: int, words: str) -> None:
        """Report; raises Cancelled once the person asked to stop."""
        if self.stop.is_set():
            raise Cancelled
        moment = time.monotonic()
        if moment - self._last >= REPORT_EVERY_S or done == total:
            self._last = moment
            self._tell(done, total, words)


class Bridge(QObject):
    """Asks views and does actions for the pages, one after another, never on the main thread.

    Every answer comes back on the main thread, in the order of the questions. A job ends in one of four ways:
    its answer, refused, trouble, crashed; whoever asked with `failed` is told of the second and third instead of
    everybody. now: the clock of the desk, a parameter so that tests own time.
    """

    changed = Signal(object)  # frozenset[str]: names of the tables an action touched
    refused = Signal(object)  # tuple[Obstacle, ...]
    trouble = Signal(str)
    crashed = Signal(str)
    busy = Signal(bool)
    progressed = Signal(int, int, str)  # done, total, words of the job that is running
    _returned = Signal(object)

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], datetime] = beijing_now) -> None:
        super().__init__(parent)
        self.now = now
        self.who = ""
        self.home: Path | None = None
        self._desk: Desk | None = None
        self._again: tuple[Job, Then, Failed | None] | None = None
        # What is to happen afterwards stays on the main thread: it holds widgets, which must not die on another.
        self._asked: dict[int, tuple[Job, Then, Failed | None]] = {}
        self.watcher = Watcher(self.progressed.emit)
        self._jobs: SimpleQueue[tuple[int, Job] | None] = SimpleQueue()
        self._last = 0
        self._sweep = QTimer(self)
        self._sweep.setInterval(SWEEP_MS)
        self._sweep.timeout.connect(self._tidy)
        self._sweep.start()
        # Python's collector runs on whichever thread allocates; on the worker it would destroy widgets there.
        gc.disable()
        self._returned.connect(self._land, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many questions have no answer yet."""
        return len(self._asked)

    def today(self) -> date:
        """The day it is for this desk."""
        return self.now().date()

    def cancel(self) -> None:
        """Ask the job that is running to stop; it stops at its next step and leaves everything as it was."""
        self.watcher.stop.set()

    def work(self, job: Callable[[], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run any job on the worker thread; then(answer) on the main thread."""
        self._last += 1
        self._asked[self._last] = (job, then, failed)
        if len(self._asked) == 1:
            self.busy.emit(True)
        self._jobs.put((self._last, job))

    def prepare(self, job: Callable[[], None]) -> None:
        """Run on the worker what nobody waits for, after what was asked already; nobody is told that it is going on."""
        self._jobs.put((UNASKED, job))

    def open(self, home: Path, then: Callable[[], None]) -> None:
        """Open the village's folder and let go of the one before."""

        def job() -> None:
            from consult_desk.desk import Desk

            found = Desk(home, now=self.now, **({"who": self.who} if self.who else {}))
            found.progress = self.watcher
            if self._desk is not None:
                self._desk.close()
            self._desk = found

        def opened(_none: None) -> None:
            self.home = home
            self._again = None  # what met with trouble belonged to the village before
            then()

        self.work(job, opened)

    def let_go(self) -> None:
        """Close the village's folder, so that it can be moved or deleted; nothing is open afterwards."""

        def job() -> None:
            if self._desk is not None:
                self._desk.close()
                self._desk = None

        self.home = self._again = None
        self.work(job, lambda _none: None)

    def ask(
        self, view: Callable[Concatenate[Look, P], T], then: Callable[[T], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Ask a view; then(picture) on the main thread."""
        self.work(lambda: self._open_desk().ask(view, *args, **kwargs), then)

    def answer(
        self, view: Callable[Concatenate[Look, P], Any], then: Callable[[Answer], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Ask a view; then(answer), the picture and the tables it was read from, on the main thread."""
        self.work(lambda: self._open_desk().answer(view, *args, **kwargs), then)

    def inquire(
        self, view: Callable[Concatenate[Look, P], T], then: Callable[[T], None], failed: Failed,
        *args: P.args, **kwargs: P.kwargs,
    ) -> None:  # fmt: skip
        """Ask a view; its refusal or trouble goes to failed(error) on the main thread, to nobody else."""
        self.work(lambda: self._open_desk().ask(view, *args, **kwargs), then, failed)

    def do(
        self, action: Callable[Concatenate[Tx, P], Any], then: Callable[[Any], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Do an action; changed(touched) and then(result) on the main thread."""
        self._do(lambda: self._open_desk().do(action, *args, **kwargs), then, None)

    def attempt(
        self, action: Callable[Concatenate[Tx, P], Any], then: Callable[[Any], None], failed: Failed,
        *args: P.args, **kwargs: P.kwargs,
    ) -> None:  # fmt: skip
        """Do an action; its refusal or trouble goes to failed(error) on the main thread, to nobody else."""
        self._do(lambda: self._open_desk().do(action, *args, **kwargs), then, failed)

    def _do(self, job: Callable[[], Done], then: Callable[[Any], None], failed: Failed | None) -> None:
        def done(answer: Done) -> None:
            self.changed.emit(answer.touched)
            if _alive(then):
                then(answer.result)

        self.work(job, done, failed)

    def sign_as(self, who: str) -> None:
        """Write this name into the records from now on."""
        self.who = who

        def job() -> None:
            if self._desk is not None and who:
                self._desk.who = who

        self.work(job, lambda _none: None)

    def retry(self) -> None:
        """Do again what last met with trouble."""
        if self._again is not None:
            job, then, failed = self._again
            self._again = None
            self.work(job, then, failed)

    def close(self) -> None:
        """Finish what was asked, let go of the database, end the thread."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join(timeout=20)
        self._sweep.stop()
        gc.unfreeze()
        gc.enable()

    def _open_desk(self) -> Desk:
        if self._desk is None:
            raise Trouble(tr("还没有打开数据文件夹。请先打开练习村，或选择已有的数据文件夹。"))
        return self._desk

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            number, job = task
            self.watcher.stop.clear()
            try:
                answer = job()
            except BaseException as error:
                self._returned.emit((number, None, error))
            else:
                self._returned.emit((number, answer, None))
            del job, task
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _tidy(self) -> None:
        """Look for garbage, but not through what the job at hand has just made: 100,000 people cost a second each time."""
        if self._asked:
            gc.freeze()
        else:
            _sweep()

    @Slot(object)
    def _land(self, returned: tuple[int, Any, BaseException | None]) -> None:
        number, answer, error = returned
        if number == UNASKED:
            if error is not None:
                self.crashed.emit("".join(traceback.format_exception(error)))
            return
        job, then, failed = self._asked.pop(number)
        if not self._asked:
            gc.unfreeze()
            self.busy.emit(False)
        if error is None:
            if _alive(then):
                then(answer)
        elif failed is not None and isinstance(error, Refused | Trouble | Cancelled):
            if _alive(failed):
                failed(error)
        elif isinstance(error, Refused):
            self.refused.emit(error.obstacles)
        elif isinstance(error, Trouble):
            self._again = (job, then, failed)
            self.trouble.emit(error.words)
        elif not isinstance(error, Cancelled):
            self.crashed.emit("".join(traceback.format_exception(error)))


def _sweep() -> None:
    """Collect what Python would have collected by now, here on the main thread."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def _alive(then: Callable[..., None]) -> bool:
    """False when the page that asked is gone."""
    owner = getattr(then, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
