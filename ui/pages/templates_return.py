"""An edited Word file on its way back: every changed word beside what went out, what must be resolved, then the new version."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.actions import returning as act
from consult_desk.base.errors import Cancelled, Refused
from consult_desk.views import returning as see
from ui import look
from ui.form import Field, Form
from ui.page import Page, card, column_of, scrolled
from ui.widgets.back_button import back_button
from ui.widgets.difference import Difference
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr


class WordReturnPage(Page):
    """Opened with path, of the edited file, with paper_id, of the paper it was saved from, or with both."""

    key = "word_return"
    title = later("收回改过的 Word")
    parent_key = "papers"
    choose: Callable[..., tuple[str, str]] = staticmethod(QFileDialog.getOpenFileName)

    def build(self) -> None:
        theme = look.theme()
        self._path: Path | None = None
        self._asked = 0
        self._sure = False
        inside = QWidget()
        column = column_of(inside)
        inside.setMinimumHeight(1)  # as high as its lines are at this width, not as at the narrowest
        self.area = scrolled(inside, tr("收回改过的 Word"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("收回改过的 Word"), "title"), 1)
        column.addLayout(head)
        words = tr("从议事台另存出去、用 WPS 或 Word 改过的文书，收回来就是新的一版；原来的各版都留着。")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        row = QHBoxLayout()
        self.pick = QPushButton(tr("选改过的 Word 文件…"))
        self.pick.setAccessibleName(tr("选改过的 Word 文件"))
        self.pick.clicked.connect(lambda _c=False: self._choose())
        row.addWidget(self.pick)
        self.file_words = PlainLabel("", "strong", wrap=True)
        row.addWidget(self.file_words, 1)
        column.addLayout(row)
        self.whose = PlainLabel("", wrap=True)
        column.addWidget(self.whose)
        self.reasons = Obstacles()
        column.addWidget(self.reasons)
        self.compared, within = card()
        within.addWidget(PlainLabel(tr("改了哪些字"), "heading"))
        self.count = PlainLabel("", "small", wrap=True)
        within.addWidget(self.count)
        self.difference = Difference()
        within.addWidget(self.difference)
        self.compared.hide()
        column.addWidget(self.compared)
        help_words = tr("至少五个字，会记进新一版的说明里")
        self.form = Form(self.bridge, (Field("reason", tr("改了什么、为什么"), "lines", help=help_words, lines=2, high=200),))
        self.form.edited.connect(self._unsure)
        self.form.hide()
        column.addWidget(self.form)
        foot = QHBoxLayout()
        self.words = PlainLabel("", "strong", wrap=True)
        foot.addWidget(self.words, 1)
        self.submit = QPushButton(tr("收回"))
        self.submit.setProperty("role", "primary")
        self.submit.clicked.connect(lambda _c=False: self._submit())
        self.submit.hide()
        foot.addWidget(self.submit)
        column.addLayout(foot)
        column.addStretch(1)

    def view(self) -> None:
        return None

    def open(self, **where: Any) -> None:
        super().open(**where)
        self._forget()
        if where.get("path"):
            self.look_at(Path(where["path"]))

    def first_focus(self) -> QWidget:
        return self.pick

    def _choose(self) -> None:
        path, _kind = self.choose(self, tr("选改过的 Word 文件"), "", tr("Word 文档 (*.docx)"))
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """Look a file through: nothing is taken in yet."""
        self._forget()
        self._path = path
        self.file_words.setText(path.name)
        self.whose.setText(tr("正在看改了哪些字…"))
        self.bridge.inquire(see.returned_word, self._seen, self._failed, data=path, paper_id=self.where.get("paper_id"))

    def _forget(self) -> None:
        self._path = None
        self._unsure()
        self.file_words.setText("")
        self.whose.setText("")
        self.reasons.show_obstacles(())
        for part in (self.compared, self.form, self.submit):
            part.hide()

    def _seen(self, found: see.ReturnedView) -> None:
        title = " ".join(filter(None, (found.title, found.number)))
        versions = {"n": found.version, "next": found.next_version}
        self.whose.setText(tr("是“{title}”第 {n} 版改的，收回后是第 {next} 版。", title=title, **versions))
        self.reasons.show_obstacles(found.obstacles)
        self.count.setText(
            tr("删了 {gone} 个字，加了 {new} 个字。", gone=found.gone, new=found.new) if found.gone or found.new
            else tr("文字没有变，只改了版式。")
        )  # fmt: skip
        self.difference.show_pieces([(piece.kind, piece.text) for piece in found.pieces])
        self.compared.show()
        same = found.pieces[0].text if found.pieces and found.pieces[0].kind == "same" and len(found.pieces) > 1 else ""
        cursor = self.difference.textCursor()
        cursor.setPosition(min(len(same), len(self.difference.toPlainText())))
        self.difference.setTextCursor(cursor)  # the first change is in sight
        self.form.setVisible(not found.obstacles)
        self.submit.setVisible(not found.obstacles)
        self.submit.setEnabled(True)
        if not found.obstacles:
            self.form.widget("reason").setFocus()

    def _unsure(self) -> None:
        self._sure = False
        self.words.setText("")
        self.submit.setText(tr("收回"))

    def _submit(self) -> None:
        if self._path is None:
            return
        if self.form.faults():
            self.words.setText(tr("请先写明改了什么"))
            return
        if not self._sure:
            self._sure = True
            self.words.setText(tr("收回以后就是这份文书新的一版，存了档，不能再删。文件里的文字以您改的为准，请先自己看一遍。"))
            self.submit.setText(tr("确认收回"))
            return
        self.submit.setEnabled(False)
        given = {"data": self._path, "reason": self.form.values()["reason"], "paper_id": self.where.get("paper_id")}
        self.bridge.attempt(act.take_back_word, self._done, self._failed, **given)

    def _done(self, paper_id: int) -> None:
        self.form.finish()
        self.form.fill({"reason": ""})
        self._forget()
        self.desktop.open_page("paper", paper_id=paper_id)
        self.desktop.say(tr("已经收回，成为新的一版；原来的各版都留着。"))

    def _failed(self, error: Exception) -> None:
        self._unsure()
        self.submit.setEnabled(True)
        self.whose.setText("")
        if isinstance(error, Refused):
            self.reasons.show_obstacles(error.obstacles)
        elif not isinstance(error, Cancelled):
            self.words.setText(tr("出了点问题：{words}", words=str(error)))
