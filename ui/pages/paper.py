"""One paper: its picture beside its facts, in each copy; signed, printed, saved and verified from here."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QWidget,
)

from consult_desk.actions import papers
from consult_desk.views import checking, paper_copies
from consult_desk.views import papers as see
from ui import keys, look
from ui.page import Page, column_of, scrolled
from ui.pages.paper_facts import PaperFacts
from ui.widgets.back_button import back_button
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.plain_label import PlainLabel
from ui.widgets.verdict import VerdictCard
from ui.words import later, tr

FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


class PaperPage(Page):
    """Opened with paper_id; copy: which copy to show first."""

    key = "paper"
    title = later("文书")
    parent_key = "papers"
    choose: Callable[..., tuple[str, str]] = staticmethod(QFileDialog.getSaveFileName)

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self, margin=20, spacing=10)
        self._data = b""
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        self.name = PlainLabel(tr("正在读取…"), "heading", wrap=True)
        head.addWidget(self.name, 1)
        self.check = QPushButton(tr("验证"))
        self.check.setAccessibleName(tr("验证这份文书"))
        self.check.clicked.connect(lambda _checked=False: self._verify())
        self.save = QPushButton(tr("另存为…"))
        self.save.setAccessibleName(tr("把文书另存到别处"))
        self.save.setMenu(QMenu(self.save))
        self.print = QPushButton(tr("打印…"))
        self.print.setProperty("role", "primary")
        self.print.setAccessibleName(tr("打印显示的这一份"))
        self.print.clicked.connect(lambda _checked=False: self._print())
        for button in (self.check, self.save, self.print):
            head.addWidget(button)
        keys.press(self.print, "Ctrl+P")
        keys.add(self, "Ctrl+S", later("把文书另存到别处"), lambda: self._save("issued", self.shown.form))
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.copies = QButtonGroup(self)
        self.copies.buttonClicked.connect(lambda _button: self._show_copy())
        self._copy_row = QHBoxLayout()
        self._copy_row.setSpacing(theme.px(8))
        row.addLayout(self._copy_row)
        self.hidden = PlainLabel("", "small", wrap=True)
        row.addWidget(self.hidden, 1)
        column.addLayout(row)
        self.verdict = VerdictCard()
        self.verdict.hide()
        column.addWidget(self.verdict)
        self.preview = PaperPreview()
        self.facts = PaperFacts(self.desktop, lambda paper_id: self.desktop.open_page("paper", paper_id=paper_id))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.px(14))
        self.split.addWidget(self.preview)
        self.split.addWidget(scrolled(self.facts, tr("文书的说明和签名")))
        self.split.setSizes(self.desktop.kept("paper.split", [theme.px(640), theme.px(440)]))
        self.split.splitterMoved.connect(lambda _at, _n: self.desktop.keep("paper.split", self.split.sizes()))
        column.addWidget(self.split, 1)

    def view(self) -> Callable[..., Any] | None:
        return see.paper_page if self.where else None

    def arguments(self) -> dict[str, Any]:
        return {"paper_id": self.where["paper_id"]}

    def first_focus(self) -> QWidget:
        return self.print

    def show_view(self, view: see.PaperView) -> None:
        self.shown = view
        self.name.setText(view.title)
        self.facts.show_paper(view)
        self.verdict.hide()
        for button in self.copies.buttons():
            self.copies.removeButton(button)
            button.hide()
            button.deleteLater()
        for key, title in view.copies:
            button = QPushButton(tr(title))
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setProperty("copy", key)
            button.setAccessibleName(tr("看{title}", title=tr(title)))
            button.setChecked(key == self.where.get("copy", "issued"))
            self.copies.addButton(button)
            self._copy_row.addWidget(button)
        chain: list[QWidget] = [self.print, *self.copies.buttons(), *self.preview.buttons, self.preview.view]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._fill_menu(view)
        self.check.setVisible(view.form == "pdf")
        self._show_copy()

    def _fill_menu(self, view: see.PaperView) -> None:
        menu = self.save.menu()
        menu.clear()
        for copy, title in view.copies:
            for form in view.forms:
                words = tr("{copy}，{form}…", copy=tr(title), form=FORMS[form])
                menu.addAction(words).triggered.connect(partial(self._save, copy, form))

    @property
    def copy(self) -> str:
        """The copy that is shown: issued, internal or posted."""
        chosen = self.copies.checkedButton()
        return str(chosen.property("copy")) if chosen is not None else "issued"

    def _show_copy(self) -> None:
        if self.copy == "issued" and self.shown.form == "pdf":
            self._copied(paper_copies.CopyView(self.shown.data, "pdf", self.shown.title, (), self.shown.looks))
        elif "pdf" in self.shown.forms:
            self.bridge.ask(paper_copies.paper_copy, self._copied, self.shown.paper, self.copy, "pdf")

    def _copied(self, found: paper_copies.CopyView) -> None:
        self._data, self._file_name = found.shown, found.name
        self.preview.show_paper(found.shown)
        words = {
            "internal": tr("内部件：内容是全的，只在村里存档用，不能张贴。"),
            "posted": tr("张贴件：{hidden}。", hidden="；".join(found.hidden) or tr("没有需要隐去的")),
            "issued": "；".join(self.shown.hidden) if "posted" not in dict(self.shown.copies) else "",
        }
        self.hidden.setText(words[self.copy])

    def _verify(self) -> None:
        self.bridge.ask(checking.check_file, self._judged, self.shown.data)

    def _judged(self, verdict: checking.FileVerdict) -> None:
        self.verdict.show_verdict(tr("这份文书"), verdict.kind, verdict.words, verdict.details, verdict.good)
        self.verdict.show()

    def _print(self) -> None:
        from ui.printing import print_pdf

        if self._data:
            self.dialog = print_pdf(
                self, self._data, self._file_name, self.desktop.say, self.desktop.settings().printer,
                exact=self.shown.kind == "ballot",
            )

    def _save(self, copy: str, form: str, _checked: bool = False) -> None:
        title = dict(self.shown.copies)[copy]
        name = self.shown.title if copy == "issued" else f"{self.shown.title}-{tr(title)}"
        safe = "".join("_" if c in '\\/:*?"<>|' else c for c in name)[:70]  # disks count bytes, three to a character
        path, _kind = self.choose(self, tr("文书另存为"), f"{safe}.{form}", f"{FORMS[form]} (*.{form})")
        if path:
            saved = partial(self._saved, path)
            self.bridge.do(papers.save_paper, saved, self.shown.paper, path, copy, form, beside=True)

    def _saved(self, wanted: str, path: str) -> None:
        words = tr("已经存到 {path}", path=path)
        if Path(wanted).name != Path(path).name:  # somebody edited what lies there
            words = tr("“{name}”不是程序写的，或者有人改过，没有动它；这一份存到了 {path}", name=Path(wanted).name, path=path)
        self.desktop.say(words)
