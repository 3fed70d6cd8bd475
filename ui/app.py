"""The entry of the window: paint first, load the core after; nothing heavy is imported here."""

import gc
import os
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from consult_desk.base.settings import load_settings
from ui import look
from ui.bridge import Bridge
from ui.homes import last_home
from ui.window import Window
from ui.words import set_language, tr


def settle_input_method(environment: MutableMapping[str, str], platform: str = sys.platform) -> None:
    """Let fcitx be reached: the Qt of PyPI has no plugin for it, but fcitx 5 answers on the portal of IBus."""
    if platform.startswith("linux") and environment.get("QT_IM_MODULE", "").lower().startswith("fcitx"):
        environment["QT_IM_MODULE"] = "ibus"
        environment["IBUS_USE_PORTAL"] = "1"


def dress(app: QApplication, home: Path) -> look.Theme:
    """Chinese standard buttons, Fusion, the bundled fonts and the size and colours the village last used."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    kept = load_settings(home)
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if kept.language == "zh" and words.load("qtbase_zh_CN", folder):
        app.installTranslator(words)
    app.setStyle("Fusion")
    app.setApplicationName("consult-desk")
    app.setApplicationDisplayName(tr("议事台"))
    set_language(kept.language)
    look.load_first()
    theme = look.Theme(look.is_dark(kept.look), look.factor_of(kept.font_px), look.families())
    look.put_on(app, theme)
    return theme


def run(home: Path | None = None, *, argv: Sequence[str] = ()) -> int:
    """Open the window on the village in `home` (the one last opened when None) and return the exit code."""
    settle_input_method(os.environ)
    gc.disable()  # until the bridge sweeps on the main thread; nothing is worth collecting while everything is made
    app = QApplication([sys.argv[0], *argv])
    folder = home or last_home()
    theme = dress(app, folder)
    window = Window(Bridge(), theme)
    window.show()

    def begin() -> None:
        from ui import crash

        crash.install(window.show_crash)
        window.begin(folder)

    # After the first paint, so that the window is there while the core is still being read from the disk.
    QTimer.singleShot(30, begin)
    code = app.exec()
    # Widgets must be gone before the application is; left to themselves the two die in any order.
    shiboken6.delete(window)
    return code
