"""The one place where threads, the desk and Qt meet: one worker thread, answers on the main thread."""

from __future__ import annotations

import gc
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from consult_desk.base.errors import Cancelled, Refused, Trouble

if TYPE_CHECKING:
    from consult_desk.desk import Desk, Done, Look, Tx

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[[], Any]
Then = Callable[[Any], None]
SWEEP_MS = 1000


class Bridge(QObject):
    """Asks views and does actions for the pages, one after another, never on the main thread.

    Every answer comes back on the main thread, in the order of the questions. A job ends in one of four ways:
    its answer, refused, trouble, crashed.
    """

    changed = Signal(object)  # frozenset[str]: names of the tables an action touched
    refused = Signal(object)  # tuple[Obstacle, ...]
    trouble = Signal(str)
    crashed = Signal(str)
    busy = Signal(bool)
    _returned = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._failed: tuple[Job, Then] | None = None
        # What is to happen afterwards stays on the main thread: it holds widgets, which must not die on another.
        self._asked: dict[int, tuple[Job, Then]] = {}
        self._jobs: SimpleQueue[tuple[int, Job] | None] = SimpleQueue()
        self._last = 0
        self._sweep = QTimer(self)
        self._sweep.setInterval(SWEEP_MS)
        self._sweep.timeout.connect(_sweep)
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

    def work(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run any job on the worker thread; then(answer) on the main thread."""
        self._last += 1
        self._asked[self._last] = (job, then)
        if len(self._asked) == 1:
            self.busy.emit(True)
        self._jobs.put((self._last, job))

    def open(self, home: Path, then: Callable[[], None]) -> None:
        """Open the village's folder and let go of the one before."""

        def job() -> None:
            from consult_desk.desk import Desk

            found = Desk(home)
            if self._desk is not None:
                self._desk.close()
            self._desk = found

        self.work(job, lambda _none: then())

    def ask(
        self, view: Callable[Concatenate[Look, P], T], then: Callable[[T], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Ask a view; then(picture) on the main thread."""
        self.work(lambda: self._open_desk().ask(view, *args, **kwargs), then)

    def do(
        self, action: Callable[Concatenate[Tx, P], Any], then: Callable[[Any], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Do an action; changed(touched) and then(result) on the main thread."""

        def done(answer: Done) -> None:
            self.changed.emit(answer.touched)
            then(answer.result)

        self.work(lambda: self._open_desk().do(action, *args, **kwargs), done)

    def retry(self) -> None:
        """Do again what last met with trouble."""
        if self._failed is not None:
            job, then = self._failed
            self._failed = None
            self.work(job, then)

    def close(self) -> None:
        """Finish what was asked, let go of the database, end the thread."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join(timeout=20)
        self._sweep.stop()
        gc.enable()

    def _open_desk(self) -> Desk:
        if self._desk is None:
            raise Trouble("还没有打开数据文件夹。请先打开练习村，或选择已有的数据文件夹。")
        return self._desk

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            number, job = task
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

    @Slot(object)
    def _land(self, returned: tuple[int, Any, BaseException | None]) -> None:
        number, answer, error = returned
        job, then = self._asked.pop(number)
        if not self._asked:
            self.busy.emit(False)
        if error is None:
            if _alive(then):
                then(answer)
        elif isinstance(error, Refused):
            self.refused.emit(error.obstacles)
        elif isinstance(error, Trouble):
            self._failed = (job, then)
            self.trouble.emit(error.words)
        elif not isinstance(error, Cancelled):
            self.crashed.emit("".join(traceback.format_exception(error)))


def _sweep() -> None:
    """Collect what Python would have collected by now, here on the main thread."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def _alive(then: Then) -> bool:
    """False when the page that asked is gone."""
    owner = getattr(then, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
