"""Pictures of every page and form in every look, into screenshots/: to be looked at after each change of the window.

    make screenshots                        everything
    packaging/screenshots.py 1366-150       only those whose name contains this
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

import ui  # noqa: E402, F401
from tests.ui import everywhere  # noqa: E402
from tests.ui.village import Clock  # noqa: E402
from ui.app import dress  # noqa: E402
from ui.bridge import Bridge  # noqa: E402
from ui.window import Window  # noqa: E402

SIZES = ((1366, 768), (1920, 1080))
# Looks: text size in pixels, dark, language, sizes of the window. English once, large on the small screen, where words are longest.
LOOKS: tuple[tuple[int, str, str, tuple[tuple[int, int], ...]], ...] = (
    (16, "light", "zh", SIZES), (24, "light", "zh", SIZES), (16, "dark", "zh", SIZES), (24, "dark", "zh", SIZES),
    (24, "light", "en", SIZES[:1]),
)  # fmt: skip
PATIENCE_S = 120


class Camera:
    """Takes pictures of a window in one look after another."""

    def __init__(self, folder: Path, wanted: str, window: Window) -> None:
        self.folder, self.wanted, self.window = folder, wanted, window
        self.look = ""
        self.taken = 0

    def wants(self, name: str) -> bool:
        """Whether somebody asked for that picture."""
        return self.wanted in f"{self.look}-{name}"

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Take one picture."""
        (widget or self.window).grab().save(str(self.folder / f"{self.look}-{name}.png"))
        self.taken += 1

    def settle(self) -> None:
        """Let Qt and the core come to rest."""
        wait(lambda: not self.window.bridge.waiting)


def wait(done: Callable[[], bool]) -> None:
    """Let Qt work until done() or patience ends."""
    until = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > until:
            raise SystemExit("the window did not come to rest")
        QTest.qWait(5)
    for _ in range(3):
        QTest.qWait(15)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pages(camera: Camera, village: everywhere.Village) -> None:
    """Every page of PAGES."""
    for name, key, where in everywhere.pages(village):
        if camera.wants(name):
            camera.window.open_page(key, **where)
            camera.settle()
            camera.shoot(name)


def deeds(camera: Camera, village: everywhere.Village) -> None:
    """Every form of DEEDS, by itself."""
    camera.window.open_page("matters")
    for action, where in everywhere.deeds(village):
        if camera.wants(f"deed-{action}"):
            camera.window.open_deed(action, **where)
            camera.settle()
            dialog = camera.window.deed
            if dialog is not None:
                camera.shoot(f"deed-{action}", dialog)
                dialog.reject()
            camera.settle()


def guidance(camera: Camera) -> None:
    """Help beside a page, the keyboard map, the tour, the report of a fault."""
    from ui import crash
    from ui.crash import CrashDialog
    from ui.key_map import KeyMapDialog

    window = camera.window
    if camera.wants("help-panel"):
        window.open_page("matters")
        window.guidance.open_panel()
        camera.settle()
        camera.shoot("help-panel")
        window.guidance.close_panel()
    if camera.wants("keys"):
        window.guidance.show_keys()
        camera.settle()
        shown = window.findChildren(KeyMapDialog)[-1]
        camera.shoot("keys", shown)
        shown.accept()
    if camera.wants("tour"):
        window.guidance.start_tour()
        tour = window.guidance.tour
        for number in range(len(tour.steps) if tour is not None else 0):
            tour.show_step(number)
            camera.settle()
            QTest.qWait(200)
            camera.shoot(f"tour-{number + 1:02}")
        window.guidance.stop_tour()
        if window.deed is not None and shiboken6.isValid(window.deed):
            window.deed.reject()
    if camera.wants("crash"):
        crash.show("Traceback (most recent call last):\nZeroDivisionError: division by zero", window)
        camera.settle()
        shown_crash = window.findChildren(CrashDialog)[-1]
        camera.shoot("crash", shown_crash)
        shown_crash.accept()
    camera.settle()


def first_start(camera: Camera, village: everywhere.Village) -> None:
    """The greeting and the founding of a village."""
    from ui.welcome import Welcome

    window = camera.window
    if not camera.wants("welcome"):
        return
    window.leave()
    camera.settle()
    camera.shoot("welcome")
    greeting = window.stack.currentWidget()
    if isinstance(greeting, Welcome):
        greeting.found.click()
        camera.settle()
        camera.shoot("founding-1")
        for number in (1, 2):
            if greeting.founding is not None:
                greeting.founding._show(number)
                camera.settle()
                camera.shoot(f"founding-{number + 1}")
    window.open_village(village.home)
    wait(lambda: window.home is not None and not window.bridge.waiting)


def projector(camera: Camera, village: everywhere.Village) -> None:
    """What the room sees."""
    from ui.pages.console import ConsolePage
    from ui.projector import Projector

    if not camera.wants("projector"):
        return
    camera.window.open_page("console", meeting_id=village.ids["meeting_id"])
    camera.settle()
    page = camera.window.pages["console"]
    if isinstance(page, ConsolePage):
        page.project()
        camera.settle()
        wall = camera.window.findChild(Projector)
        if wall is not None:
            camera.shoot("projector", wall)
            wall.close()


def shoot(folder: Path, village: everywhere.Village, wanted: str) -> int:
    """All pictures whose name contains `wanted`; returns how many."""
    app = QApplication(["screenshots"])
    theme = dress(app, village.home)
    bridge = Bridge(now=Clock(everywhere.END))
    bridge.crashed.connect(lambda trace: print(trace, file=sys.stderr))
    window = Window(bridge, theme)
    window.show()
    window.begin(village.home)
    wait(lambda: window.home is not None and not bridge.waiting)
    camera = Camera(folder, wanted, window)
    for font_px, shade, language, sizes in LOOKS:
        for size in sizes:
            window.resize(*size)
            window.wear(replace(window.settings(), font_px=font_px, look=shade, language=language))
            camera.look = f"{size[0]}-{font_px * 100 // 16}-{shade}{'-en' if language == 'en' else ''}"
            camera.settle()
            pages(camera, village)
            projector(camera, village)
            guidance(camera)
            first_start(camera, village)
            # A form is as large as its words, and wears the colours the pages wear: light, and dark once.
            if size == sizes[0] and (font_px, shade) != (24, "dark"):
                deeds(camera, village)
    window.close()
    shiboken6.delete(window)
    return camera.taken


def main() -> int:
    """Take the pictures. Argument: part of the names wanted."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for old in folder.glob("*.png"):
        if wanted in old.stem:
            old.unlink()
    began = time.monotonic()
    with TemporaryDirectory() as temporary:
        count = shoot(folder, everywhere.build(Path(temporary) / "village"), wanted)
    print(f"{count} pictures in {folder.name}/, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
