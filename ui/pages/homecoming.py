"""Papers that come home: signed sheets are dropped here, find their place by their code, and what is missing is listed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.actions import homecoming as act
from consult_desk.actions.minutes import Scan
from consult_desk.base.errors import Cancelled, Refused, Trouble
from consult_desk.views import homecoming as see
from ui import keys, look
from ui.page import Page, column_of, scrolled
from ui.pages.homecoming_parts import Pictures, arrivals_card, group_card
from ui.widgets.back_button import back_button
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.widgets.scan_drop import ScanDrop
from ui.widgets.scan_held import summary
from ui.widgets.scan_view import ScanDialog
from ui.words import later, tr

FIRST = 8  # groups shown at once


class HomecomingPage(Page):
    """Opened with matter_id or meeting_id, or for the whole village. take(files): file these now."""

    key = "homecoming"
    title = later("收回的纸")
    parent_key = "papers"

    def build(self) -> None:
        theme = look.theme()
        self.shown: see.MissingView | None = None
        self.arrivals: tuple[act.Arrival, ...] = ()
        self._by_hand: frozenset[int] = frozenset()
        self._most = FIRST
        self.pictures = Pictures(self.desktop)
        column = column_of(self, margin=20, spacing=10)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页")))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel(tr("收回的纸"), "title"))
        self.words = PlainLabel(tr("正在读取…"), "muted", wrap=True)
        titles.addWidget(self.words)
        head.addLayout(titles, 1)
        self.every = QPushButton(tr("看全村的"))
        set_tip(self.every, tr("不只看这一个事项或会议"))
        self.every.clicked.connect(lambda _c=False: self.open())
        head.addWidget(self.every)
        column.addLayout(head)
        self.drop = ScanDrop()
        self.drop.dropped.connect(self.take)
        keys.press(self.drop.choose, "Ctrl+O")
        column.addWidget(self.drop)
        self.reasons = Obstacles(lambda _obstacle: None)
        self.reasons.hide()
        column.addWidget(self.reasons)
        inside = QWidget()
        self._below = QVBoxLayout(inside)
        self._below.setContentsMargins(0, 0, theme.px(6), 0)
        self._below.setSpacing(theme.px(12))
        self._below.addStretch(1)
        column.addWidget(scrolled(inside, tr("收回的和还缺的页")), 1)

    def view(self) -> Callable[..., Any] | None:
        return see.missing_pages

    def first_focus(self) -> QWidget:
        return self.drop.choose

    def show_view(self, view: see.MissingView) -> None:
        self.shown = view
        self.every.setVisible(bool(self.where))
        counts = tr("收回了 {home} 页，还缺 {n} 页", home=view.home, n=view.missing)
        nothing = tr("还没有出过要签字收回的文书。打印签到册、签字页以后，这里会列出还缺哪几页。")
        self.words.setText(counts if view.groups else nothing)
        self._lay_out()

    def _lay_out(self) -> None:
        while self._below.count() > 1:
            item = self._below.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        made: list[QWidget] = []
        if self.arrivals:
            made.append(self._brought())
        groups = sorted(self.shown.groups if self.shown else (), key=lambda group: not group.words)
        made += [group_card(group, self.desktop, self.pictures, self._open) for group in groups[: self._most]]
        if len(groups) > self._most:
            more = QPushButton(tr("再看 {n} 个会议和事项", n=len(groups) - self._most))
            more.clicked.connect(lambda _c=False: self._more())
            made.append(more)
        for number, widget in enumerate(made):
            self._below.insertWidget(number, widget)

    def _brought(self) -> QWidget:
        return arrivals_card(self.arrivals, self._by_hand, self.desktop, self.pictures, self._open, self._placed)

    def _more(self) -> None:
        self._most += 4 * FIRST
        self._lay_out()

    def take(self, files: Sequence[Path]) -> None:
        """File these now; what became of each is shown when all are done."""
        self.reasons.hide()
        self.drop.choose.setEnabled(False)
        scans = [Scan(path.name, path) for path in files]
        self.bridge.attempt(act.file_scans, self._filed, self._failed, data=scans)

    def _filed(self, arrivals: tuple[act.Arrival, ...]) -> None:
        self.drop.choose.setEnabled(True)
        self.drop.about.hide()  # whoever has brought some knows by now
        self.arrivals, self._by_hand = arrivals, frozenset()
        self.desktop.say(summary(arrivals))
        self._lay_out()
        if self.isVisible():
            self.drop.choose.setFocus()

    def _failed(self, error: Exception) -> None:
        self.drop.choose.setEnabled(True)
        if isinstance(error, Refused):
            self.reasons.show_obstacles(error.obstacles)
            self.reasons.show()
        elif isinstance(error, Cancelled):
            self.desktop.say(tr("已经停下，这一次拖进来的一页也没有存。"))
        elif isinstance(error, Trouble):
            self.desktop.say(error.words)

    def _placed(self, number: int) -> None:
        self._by_hand |= {number}
        self._lay_out()

    def _open(self, scan: int) -> None:
        def arrived(picture: see.ScanPicture) -> None:
            if isValid(self):
                self.dialog = HomePageDialog(self, picture, self._void)
                self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                self.dialog.open()

        self.bridge.ask(see.scan_picture, arrived, scan)

    def _void(self, scan: int) -> None:
        self.desktop.open_deed("void_scan", scan_id=scan)


class HomePageDialog(ScanDialog):
    """One page that came home, large, with a button to declare it void."""

    def __init__(self, page: HomecomingPage, picture: see.ScanPicture, void: Callable[[int], None]) -> None:
        kind = "jpg" if picture.data.startswith(b"\xff\xd8") else "png"
        name = "".join("_" if c in '\\/:*?"<>|' else c for c in picture.title)
        super().__init__(page.window(), picture.title, f"{name}.{kind}", picture.data)
        self.words.setText(picture.title)
        self._scan, self._void = picture.scan, void
        self.void = QPushButton(tr("作废…"))
        self.void.setAccessibleName(tr("作废这一页"))
        set_tip(self.void, tr("归错了地方，或者拍得看不清。要换一张清楚的，直接把新的拖进窗口就行"))
        self.void.setVisible(not picture.void)
        self.void.clicked.connect(lambda _c=False: self._declare_void())
        self.head.insertWidget(1, self.void)

    def _declare_void(self) -> None:
        self.accept()
        self._void(self._scan)
