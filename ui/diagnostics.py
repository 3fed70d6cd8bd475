"""What the window knows of the machine it runs on, as lines to read and to copy for somebody who helps."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QLibraryInfo, QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from ui import look
from ui.words import tr


def program_version() -> str:
    """The version of this program, "" where it runs from the source."""
    try:
        return version("consult-desk")
    except PackageNotFoundError:
        return ""


def input_method() -> str:
    """Which way Chinese input comes into this window, in words."""
    if sys.platform != "linux":
        return tr("系统自带的输入法")
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    found = {path.stem.removeprefix("lib").removesuffix("platforminputcontextplugin") for path in folder.glob("*")}
    wanted = os.environ.get("QT_IM_MODULE", "")
    if not wanted:
        return tr("系统没有指定输入法（QT_IM_MODULE 是空的）")
    if wanted in found:
        return tr("{name}，可以用", name=wanted)
    return tr("{name}，但 Qt 里没有它的插件，可能打不出中文", name=wanted)


def machine_lines() -> tuple[tuple[str, str], ...]:
    """(name, value) of each thing worth knowing."""
    screen = QGuiApplication.primaryScreen()
    size, ratio = screen.size(), screen.devicePixelRatio()
    shown = look.theme()
    return (
        (tr("议事台"), program_version() or tr("从源代码运行")),
        (tr("电脑"), QSysInfo.prettyProductName()),
        (tr("画面"), f"{QGuiApplication.platformName()}　{size.width()}×{size.height()}　×{ratio:g}"),
        ("Qt", f"Qt {qVersion()}　PySide6 {pyside_version}　Python {platform.python_version()}"),
        (tr("输入法"), input_method()),
        (tr("窗口字体"), "、".join(shown.families[:3])),
    )
