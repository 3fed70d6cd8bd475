"""What is shown while a person waits: after a tenth of a second a bar, after a second a button that stops the work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.bridge import Bridge
from ui.widgets.message import MessageArea

SLOW_MS = 100
CANCEL_MS = 1000


class Patience(QObject):
    """Watches the bridge. message(): the line at the bottom as it is now; it is made anew with each look."""

    def __init__(self, parent: QObject, bridge: Bridge, message: Callable[[], MessageArea]) -> None:
        super().__init__(parent)
        self._message = message
        self._slow = self._after(SLOW_MS, lambda: message().working(True))
        self._long = self._after(CANCEL_MS, lambda: message().offer_cancel(bridge.cancel))
        bridge.busy.connect(self._busy)
        bridge.progressed.connect(lambda done, total, words: message().progressed(done, total, words))

    def _after(self, pause: int, deed: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(deed)
        return timer

    def _busy(self, busy: bool) -> None:
        if busy:
            self._slow.start()
            self._long.start()
        else:
            self._slow.stop()
            self._long.stop()
            self._message().working(False)
