"""The settings, drawn from their descriptions; the data folder; what somebody who helps must know."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.settings import described
from consult_desk.views import diagnosis as see
from ui import look
from ui.diagnostics import machine_lines
from ui.page import Page, card, column_of, scrolled
from ui.pages.setting_folder import FolderCard
from ui.pages.setting_rows import SettingRow
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

LAST = "settings.last"  # under which the setting changed last is kept: changing the look makes the page anew


class SettingsPage(Page):
    """Each change is worn at once and kept; there is nothing to save."""

    key = "settings"
    title = later("设置")
    icon = "settings"

    def build(self) -> None:
        theme = look.theme()
        self.rows: dict[str, SettingRow] = {}
        inside = QWidget()
        column = column_of(inside)
        inside.setMinimumHeight(1)  # as high as its lines are at this width, not as at the narrowest
        self.area = scrolled(inside, tr("设置"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        column.addWidget(PlainLabel(tr("设置"), "title"))
        column.addWidget(PlainLabel(tr("改了马上生效，自动保存，不用再点别的。"), "muted", wrap=True))
        values = self.desktop.settings()
        group = ""
        for one in described():
            if one.group != group:
                group = one.group
                frame, within = card()
                within.setSpacing(theme.px(18))
                within.addWidget(PlainLabel(tr(group), "heading"))
                column.addWidget(frame)
            row = SettingRow(one, getattr(values, one.name), partial(self._set, one.name))
            self.rows[one.name] = row
            within.addWidget(row)
            if one.name == "signer_module":
                within.addLayout(self._signers())
        self.folder = FolderCard(self.bridge, self.desktop)
        column.addWidget(self.folder)
        column.addWidget(self._machine())
        column.addStretch(1)

    def _signers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.signers = QPushButton(tr("登记和更换签名证书"))
        self.signers.clicked.connect(lambda _c=False: self.desktop.open_page("signers"))
        row.addWidget(self.signers)
        self.templates = QPushButton(tr("文书样式"))
        self.templates.clicked.connect(lambda _c=False: self.desktop.open_page("templates"))
        row.addWidget(self.templates)
        row.addStretch(1)
        return row

    def _machine(self) -> QWidget:
        theme = look.theme()
        frame, within = card()
        within.addWidget(PlainLabel(tr("字体和诊断"), "heading"))
        self.names = PlainLabel(tr("正在核对名册里的字…"), wrap=True)
        within.addWidget(self.names)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.px(16))
        self.grid.setVerticalSpacing(theme.px(4))
        self.grid.setColumnStretch(1, 1)
        self.lines: list[tuple[str, str]] = []
        within.addLayout(self.grid)
        row = QHBoxLayout()
        self.copy = QPushButton(tr("复制诊断信息"))
        self.copy.setAccessibleDescription(tr("复制下来发给帮忙的人；里面没有村民的资料"))
        self.copy.clicked.connect(lambda _c=False: self._copy())
        row.addWidget(self.copy)
        row.addStretch(1)
        within.addLayout(row)
        return frame

    def view(self) -> Callable[..., Any]:
        return see.diagnosis

    def arguments(self) -> dict[str, Any]:
        return {}

    def open(self, **where: Any) -> None:
        self.stale = True
        super().open(**where)
        # The layout settles first; then the setting that was changed last is in sight again.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self._last(), 0, 120))

    def first_focus(self) -> QWidget:
        return self._last().editor.control

    def _last(self) -> SettingRow:
        return self.rows.get(str(self.desktop.kept(LAST, "")), self.rows["font_px"])

    def show_view(self, view: see.Diagnosis) -> None:
        self.folder.show_folder(view)
        missing = "、".join(f"{one.char}（{one.code}，{'、'.join(one.names)}）" for one in view.unprintable)
        if missing:
            words = tr("✕ 名册里有文书字体印不出的字：{words}。请核对是不是输错了。", words=missing)
        else:
            words = tr("✓ 名册里的 {n} 个字，文书字体都能印出来。", n=view.characters)
        self.names.setText(words)
        self.names.set_role("bad" if missing else "good")
        years = tr("{first} 年到 {last} 年", first=view.holidays[0], last=view.holidays[-1]) if view.holidays else "—"
        self.lines = [*machine_lines(), (tr("数据库"), view.database), (tr("节假日安排"), years)]
        while (item := self.grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, (name, value) in enumerate(self.lines):
            self.grid.addWidget(PlainLabel(name, "muted"), number, 0)
            self.grid.addWidget(PlainLabel(value, wrap=True), number, 1)

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.lines))
        self.desktop.say(tr("诊断信息已经复制，可以粘贴到聊天或邮件里。"))

    def _set(self, name: str, value: Any) -> None:
        self.desktop.keep(LAST, name)
        self.desktop.wear(replace(self.desktop.settings(), **{name: value}))
        self.desktop.say(tr("已经保存：{title}", title=tr(self.rows[name].one.title)))
