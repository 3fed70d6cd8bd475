"""Run by bench_window in a process of its own: open a window and tell when it was painted, when it was ready, how large it is.

    python tests/bench/start_probe.py bare        one window with one label
    python tests/bench/start_probe.py tutorial    the window of Qt's own PySide tutorial: a label, a button, a layout
    python tests/bench/start_probe.py ours HOME
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
BEGAN = float(os.environ.get("PROBE_BEGAN", time.time()))


def tell(**marks: float) -> None:
    """Print the marks, seconds since the process was asked for, and the memory at the most, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    now = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    print(json.dumps({**marks, "memory": now, "peak": peak}), flush=True)
    os._exit(0)  # nothing of what follows is measured


def bare() -> None:
    """What PySide costs by itself: one window with one label."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication([])

    class Label(QLabel):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            painted = time.time() - BEGAN
            QTimer.singleShot(0, lambda: tell(painted=painted, ready=painted))

    window = QMainWindow()
    window.setCentralWidget(Label("议事台"))
    window.resize(1366, 768)
    window.show()
    app.exec()


def tutorial() -> None:
    """The first window of the PySide tutorial."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

    class Hello(QWidget):
        def __init__(self) -> None:
            super().__init__()
            column = QVBoxLayout(self)
            column.addWidget(QLabel("议事台", alignment=Qt.AlignmentFlag.AlignCenter))
            column.addWidget(QPushButton("好"))

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            painted = time.time() - BEGAN
            QTimer.singleShot(0, lambda: tell(painted=painted, ready=painted))

    app = QApplication([])
    window = Hello()
    window.resize(1366, 768)
    window.show()
    app.exec()


def ours(home: Path) -> None:
    """The window as `consult-desk` opens it, on a village."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    import ui.app

    marks: dict[str, float] = {}

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "painted" not in marks:
                marks["painted"] = time.time() - BEGAN
            return False

    watch = Watch()
    shown = ui.app.Window.show

    def show(window: ui.app.Window) -> None:
        window.installEventFilter(watch)
        shown(window)
        look = QTimer(window)

        def ready() -> None:
            # The first page of the village stands there and every question has its answer.
            if window.home is not None and window.pages and window.bridge.waiting == 0:
                look.stop()
                marks["ready"] = time.time() - BEGAN
                QApplication.processEvents()
                tell(**marks)

        look.timeout.connect(ready)
        look.start(2)

    ui.app.Window.show = show  # type: ignore[method-assign]
    ui.app.run(home)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    elif sys.argv[1] == "tutorial":
        tutorial()
    else:
        ours(Path(sys.argv[2]))
