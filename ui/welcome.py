"""The first start: no data yet, two buttons."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from ui import look
from ui.icons import icon
from ui.widgets.plain_label import PlainLabel


class Welcome(QWidget):
    """practice(): open the practice village. chosen(folder): open a folder with data."""

    def __init__(self, practice: Callable[[], None], chosen: Callable[[Path], None]) -> None:
        super().__init__()
        theme = look.theme()
        self._chosen = chosen
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(theme.px(720))
        outer.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        column = QVBoxLayout(inside)
        column.setSpacing(theme.px(16))
        column.addWidget(PlainLabel("欢迎使用议事台", "big"))
        words = "议事台帮村里把“四议两公开”一步一步办好：谁来开会、够不够人数、公示几天，每一步都有依据。"
        column.addWidget(PlainLabel(words, wrap=True))
        self.practice = QPushButton("打开练习村")
        self.practice.setProperty("first", "true")
        self.practice.setIcon(icon("flag", theme.color("on_accent"), theme.px(26)))
        self.practice.setAccessibleDescription("第一次用，先在编出来的村子里试一试")
        self.practice.clicked.connect(lambda _checked=False: practice())
        self.folder = QPushButton("打开已有数据文件夹")
        self.folder.setIcon(icon("folder", theme.color("text"), theme.px(26)))
        self.folder.setAccessibleDescription("村里的资料已经在这台电脑或移动硬盘上")
        self.folder.clicked.connect(lambda _checked=False: self._choose())
        for button, hint in (
            (self.practice, "第一次用，先在这里试一试。人和事都是编的，弄错了也不要紧，随时可以删掉。"),
            (self.folder, "村里的资料已经在这台电脑或移动硬盘上，选它所在的文件夹。"),
        ):
            button.setIconSize(QSize(theme.px(26), theme.px(26)))
            button.setProperty("role", "huge")
            button.setAccessibleName(button.text())
            column.addSpacing(theme.px(8))
            column.addWidget(button)
            column.addWidget(PlainLabel(hint, "muted", wrap=True))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择村里的数据文件夹")
        if folder:
            self._chosen(Path(folder))
