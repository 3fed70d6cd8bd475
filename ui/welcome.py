"""The first start: try the practice village, open a folder that is there, or make one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui import look
from ui.bridge import Bridge
from ui.icons import icon
from ui.page import scrolled
from ui.practice import has_practice, make_practice, practice_home, throw_away
from ui.widgets.plain_label import PlainLabel, confirm
from ui.words import tr

if TYPE_CHECKING:
    from ui.founding import Founding


class Welcome(QStackedWidget):
    """Greets. open_village(folder): open a folder with data; say(words): into the line at the bottom."""

    def __init__(self, bridge: Bridge, open_village: Callable[[Path], None], say: Callable[[str], None]) -> None:
        super().__init__()
        self.bridge, self._open, self._say = bridge, open_village, say
        self.founding: Founding | None = None
        self.greeting = self._greeting()
        self.addWidget(self.greeting)

    def _greeting(self) -> QWidget:
        theme = look.theme()
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(*([theme.px(24)] * 4))
        outer.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(theme.px(760))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inside, 8)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(PlainLabel(tr("欢迎使用议事台"), "big", wrap=True))
        words = tr("议事台帮村里把“四议两公开”一步一步办好：谁来开会、够不够人数、公示几天，每一步都有依据。")
        column.addWidget(PlainLabel(words, wrap=True))
        there = has_practice(practice_home())
        self.practice = self._choice(
            column, "flag", tr("回到练习村") if there else tr("打开练习村"),
            tr("第一次用，先在这里试一试。人和事都是编的，弄错了也不要紧，随时可以扔掉。"), self._practise, first=True,
        )  # fmt: skip
        self.found = self._choice(
            column, "ledger", tr("建自己的村（社区）"),
            tr("三步就好：名字和类型、用哪套规则、名册和口令。名册和口令可以以后再补。"), self._begin,
        )  # fmt: skip
        self.folder = self._choice(
            column, "folder", tr("打开已有数据文件夹"),
            tr("村里的资料已经在这台电脑或移动硬盘上，选它所在的文件夹。"), self._choose,
        )  # fmt: skip
        self.away = QPushButton(tr("扔掉练习村…"))
        self.away.setAccessibleDescription(tr("练习村里的人和事全部删掉，以后可以再建一个新的"))
        self.away.clicked.connect(lambda _checked=False: self._throw_away())
        self.away.setVisible(there)
        column.addSpacing(theme.px(8))
        column.addWidget(self.away, 0, Qt.AlignmentFlag.AlignLeft)
        return scrolled(page, tr("欢迎使用议事台"))

    def _choice(
        self, column: QVBoxLayout, picture: str, title: str, hint: str, deed: Callable[[], None], *, first: bool = False
    ) -> QPushButton:
        theme = look.theme()
        button = QPushButton(title)
        button.setProperty("role", "huge")
        if first:
            button.setProperty("first", "true")
        button.setIcon(icon(picture, theme.color("on_accent" if first else "text"), theme.px(26)))
        button.setIconSize(QSize(theme.px(26), theme.px(26)))
        button.setAccessibleName(title)
        button.setAccessibleDescription(hint)
        button.setAutoDefault(True)
        button.clicked.connect(lambda _checked=False: deed())
        column.addSpacing(theme.px(6))
        column.addWidget(button)
        column.addWidget(PlainLabel(hint, "muted", wrap=True))
        return button

    def _practise(self) -> None:
        self._say(tr("正在准备练习村，第一次要等一会儿…"))
        watcher = self.bridge.watcher
        self.bridge.work(lambda: make_practice(practice_home(), watcher), self._open)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("选择村里的数据文件夹"))
        if folder:
            self._open(Path(folder))

    def _throw_away(self) -> None:
        words = tr("练习村里的人和事、会议、文书会全部删掉，找不回来。自己的村不受影响。要扔掉吗？")
        if not confirm(self, words, tr("扔掉练习村")):
            return
        self.bridge.let_go()
        self.bridge.work(lambda: throw_away(practice_home()), self._thrown)

    def _thrown(self, _none: None) -> None:
        self.away.hide()
        self.practice.setText(tr("打开练习村"))
        self.practice.setAccessibleName(self.practice.text())
        self._say(tr("练习村已经扔掉。再点“打开练习村”会建一个新的。"))

    def _begin(self) -> None:
        # Imported when wanted: it needs the core, which the first paint does not wait for.
        from ui.founding import Founding

        if self.founding is None:
            self.founding = Founding(self.bridge, self._open, self._back, self._say)
            self.addWidget(self.founding)
        self.setCurrentWidget(self.founding)
        self.founding.begin()

    def _back(self) -> None:
        self.setCurrentWidget(self.greeting)
        self.found.setFocus()
