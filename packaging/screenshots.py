"""Pictures of every page in every look, into screenshots/: to be looked at after each change of the window."""

import os
import shutil
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
from PySide6.QtWidgets import QApplication  # noqa: E402

from ui.app import dress  # noqa: E402
from ui.bridge import Bridge  # noqa: E402
from ui.practice import make_practice  # noqa: E402
from ui.window import Window  # noqa: E402

SIZES = ((1366, 768), (1920, 1080))
PATIENCE_S = 120


def wait(done: Callable[[], bool]) -> None:
    """Let Qt work until done() or patience ends."""
    until = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > until:
            raise SystemExit("the window did not come to rest")
        QTest.qWait(5)
    for _ in range(4):
        QTest.qWait(25)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def places(window: Window, bridge: Bridge) -> list[tuple[str, str, dict[str, object], str]]:
    """Every page worth a picture: name, key, where, tab."""
    from consult_desk.views import matters, meetings

    found: dict[str, object] = {}
    bridge.ask(matters.ledger, lambda view: found.update(ledger=view.rows))
    bridge.ask(meetings.meetings, lambda view: found.update(meetings=view))
    wait(lambda: len(found) == 2)
    rows, held = found["ledger"], found["meetings"]
    shown: list[tuple[str, str, dict[str, object], str]] = [("matters", "matters", {}, "")]
    for row in rows:  # type: ignore[attr-defined]
        shown.append((f"matter-{row.matter}", "matter", {"matter_id": row.matter}, ""))
    done = rows[-1].matter  # type: ignore[index]
    for tab in ("方案", "预算", "文书", "公开", "能办的事", "经过"):
        shown.append((f"matter-{done}-{tab}", "matter", {"matter_id": done}, tab))
    shown.append(("meetings", "meetings", {}, ""))
    shown.append(("meeting", "meeting", {"meeting_id": held[0].meeting}, ""))  # type: ignore[index]
    papers: list[tuple[int, str]] = []
    bridge.ask(matters.matter_page, lambda v: papers.extend((p.paper, p.form) for p in v.papers), done)
    for one in held:  # type: ignore[attr-defined]
        bridge.ask(meetings.meeting_page, lambda v: papers.extend((p.paper, p.form) for p in v.papers), one.meeting)
    wait(lambda: not bridge.waiting)
    for form in ("pdf", "docx"):
        number = next((n for n, f in papers if f == form), None)
        if number is not None:
            shown.append((f"paper-{form}", "paper", {"paper_id": number}, ""))
    shown.append(("checking", "checking", {"path": str(ROOT / "README.md")}, ""))
    return shown


def shoot(folder: Path, home: Path, wanted: str = "") -> int:
    """All pictures whose name contains `wanted` into folder; returns how many."""
    app = QApplication(["screenshots"])
    theme = dress(app, home)
    bridge = Bridge()
    bridge.crashed.connect(lambda trace: print(trace, file=sys.stderr))
    window = Window(bridge, theme)
    window.show()
    window.begin(home.with_name("nothing-here"))
    wait(lambda: not bridge.waiting)
    taken = 0
    for dark, factor, size in ((d, f, s) for d in (False, True) for f in (1.0, 1.5) for s in SIZES):
        name = f"{size[0]}-{factor:.0%}-{'dark' if dark else 'light'}".replace("%", "")
        window.resize(*size)
        window.wear(replace(window.settings(), look="dark" if dark else "light", font_px=round(16 * factor)))
        if window.home is None and not dark and factor == 1.0 and size == SIZES[0]:
            wait(lambda: not bridge.waiting)
            window.grab().save(str(folder / f"{name}-welcome.png"))
            window.open_village(make_practice(home))
            wait(lambda: not bridge.waiting)
            listed = places(window, bridge)
            window.wear(replace(window.settings(), look="dark" if dark else "light", font_px=round(16 * factor)))
        for page, key, where, tab in listed:
            if wanted not in f"{name}-{page}":
                continue
            window.open_page(key, **where)
            wait(lambda: not bridge.waiting)
            if tab:
                window.pages["matter"]._visit(tab)  # type: ignore[attr-defined]
                wait(lambda: True)
            window.grab().save(str(folder / f"{name}-{page}.png"))
            taken += 1
    window.close()
    shiboken6.delete(window)
    return taken


def main() -> int:
    """Take the pictures of the practice village. Arguments: part of the names wanted, a village to use instead."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        home = Path(temporary) / "village"
        if len(sys.argv) > 2:
            shutil.copytree(sys.argv[2], home)
        count = shoot(folder, home, *sys.argv[1:2])
    print(f"{count} pictures in {folder.name}/")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
