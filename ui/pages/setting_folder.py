"""The data folder: where it is, how large, opened in the file manager, changed for another, or moved."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QWidget

from consult_desk.actions import moving
from consult_desk.base.errors import Cancelled, Refused
from consult_desk.desk import DATABASE
from consult_desk.views import diagnosis as see
from ui import look
from ui.bridge import Bridge
from ui.page import Desktop, column_of
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import tr


def size_words(size: int) -> str:
    """A number of bytes as people say it."""
    for unit, one in (("GB", 10**9), ("MB", 10**6)):
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{max(1, round(size / 1000))} KB"


class FolderCard(QFrame):
    """What is asked and done about the village's folder."""

    def __init__(self, bridge: Bridge, desktop: Desktop) -> None:
        super().__init__()
        self.bridge, self.desktop = bridge, desktop
        self.setObjectName("card")
        self._target = ""
        column = column_of(self, margin=16, spacing=8)
        column.addWidget(PlainLabel(tr("数据文件夹"), "heading"))
        words = tr("村里的全部记录、文书和扫描件都在这个文件夹里。备份、换电脑，带走它就够了。")
        column.addWidget(PlainLabel(words, "small", wrap=True))
        self.place = PlainLabel("", "strong", wrap=True)
        column.addWidget(self.place)
        self.amount = PlainLabel(tr("正在看有多大…"), wrap=True)
        column.addWidget(self.amount)
        row = Flow()
        self.show_button = QPushButton(tr("打开文件夹"))
        self.other = QPushButton(tr("改用另一个数据文件夹"))
        self.move_button = QPushButton(tr("搬到别处"))
        for button, tip, deed in (
            (self.show_button, tr("在文件管理器里看，不要改里面的文件"), self._show),
            (self.other, tr("打开另一个村的数据，或从备份拷回来的数据"), self._choose_other),
            (self.move_button, tr("复制到另一块硬盘，以后用那里的"), self._choose_target),
        ):
            set_tip(button, tip)
            button.clicked.connect(lambda _c=False, go=deed: go())
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self._question())
        self.reasons = Obstacles()
        column.addWidget(self.reasons)
        self.words = PlainLabel("", "bad", wrap=True)
        self.words.hide()
        column.addWidget(self.words)

    def _question(self) -> QWidget:
        self.question = QFrame()
        self.question.setObjectName("reason")
        within = column_of(self.question, margin=12, spacing=8)
        self.ask = PlainLabel("", wrap=True)
        within.addWidget(self.ask)
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(10))
        row.addStretch(1)
        self.no = QPushButton(tr("再想想"))
        self.no.clicked.connect(lambda _c=False: self.question.hide())
        self.yes = QPushButton(tr("复制过去，以后用那里的"))
        self.yes.setProperty("role", "primary")
        self.yes.clicked.connect(lambda _c=False: self._move())
        row.addWidget(self.no)
        row.addWidget(self.yes)
        within.addLayout(row)
        self.question.hide()
        return self.question

    def show_folder(self, view: see.Diagnosis) -> None:
        """Show where it is and how large."""
        self.place.setText(view.home)
        free = size_words(view.free)
        self.amount.setText(tr("共 {size}，{n} 个文件；这块磁盘还剩 {free}。", size=size_words(view.size), n=view.files, free=free))

    def _show(self) -> None:
        if self.bridge.home is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.bridge.home))):
            self._say(tr("没有打开文件管理器。请自己找到上面写的位置。"))

    def _choose_other(self) -> None:
        self.use(QFileDialog.getExistingDirectory(self, tr("选择数据文件夹"), str(self.bridge.home or "")))

    def use(self, folder: str) -> None:
        """Open the village in another folder."""
        if not folder:
            return
        if not (Path(folder) / DATABASE).is_file():
            self._say(tr("“{folder}”里没有议事台的数据。请选里面有 desk.db 的那个文件夹。", folder=folder))
        else:
            self._say("")
            self.desktop.open_village(Path(folder))

    def _choose_target(self) -> None:
        self.offer(QFileDialog.getExistingDirectory(self, tr("搬到哪个文件夹里"), str(Path.home())))

    def offer(self, folder: str) -> None:
        """Ask whether to copy everything into that folder and to go on there."""
        if not folder or self.bridge.home is None:
            return
        self._target = folder
        self._say("")
        target = Path(folder) / self.bridge.home.name
        words = tr("要把全部数据复制到“{target}”，以后打开的是那里的。原来的文件夹留着不动，不要再用它记录。", target=target)
        self.ask.setText(words)
        self.question.show()
        self.no.setFocus()

    def _move(self) -> None:
        self.question.hide()
        self.bridge.attempt(moving.copy_home, self._moved, self._failed, self._target)

    def _moved(self, folder: str) -> None:
        self.desktop.open_village(Path(folder))
        self.desktop.say(tr("已经搬到 {folder}", folder=folder))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._say(tr("没有搬，原来的数据没有变。"))
            self.reasons.show_obstacles(error.obstacles)
        elif isinstance(error, Cancelled):
            self._say(tr("已经停下，什么都没有变。"))
        else:
            self._say(tr("出了点问题：{words}", words=str(error)))

    def _say(self, words: str) -> None:
        self.reasons.show_obstacles(())
        self.words.setText(words)
        self.words.setVisible(bool(words))
