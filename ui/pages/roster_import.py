"""A roster file in two steps: choose or drop it, see a verdict for every row, then write; take an import back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.actions import people as act
from consult_desk.base.errors import Refused
from consult_desk.base.files import read_limited
from consult_desk.views import rosters as see
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.pages.import_parts import PREVIEW_COLUMNS, ImportList, TemplatesButton, VerdictFilters
from ui.rows import Table
from ui.widgets.back_button import back_button
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

MOST_BYTES = 30_000_000


class RosterImportPage(Page):
    """Opened empty, or with path: a roster file to look at."""

    key = "roster_import"
    title = later("导入名册")
    parent_key = "people"
    ask_file: Callable[..., tuple[str, str]] = staticmethod(QFileDialog.getOpenFileName)

    def build(self) -> None:
        theme = look.theme()
        self.data = b""
        self.preview: see.PreviewView | None = None
        self.setAcceptDrops(True)
        inside = QWidget()
        column = column_of(inside, spacing=10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, tr("导入名册")))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回名册"), lambda: self.desktop.open_page("people"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("导入名册"), "title"))
        head.addStretch(1)
        column.addLayout(head)
        self.first = self._first()
        column.addWidget(self.first)
        self.reasons = Obstacles()
        self.reasons.hide()
        column.addWidget(self.reasons)
        self.second = self._second()
        self.second.hide()
        column.addWidget(self.second, 1)
        self.imports = ImportList(self.desktop)
        column.addWidget(self.imports)
        self.end = QWidget()
        column.addWidget(self.end, 1)

    def _first(self) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(tr("第一步：选文件，只看不写"), "heading"))
        within.addWidget(PlainLabel(tr("把村民名册或组织任职名册（xlsx、csv）拖到这里，或者点“选择文件”。"), wrap=True))
        within.addWidget(PlainLabel(tr("表头照模板写，列的先后不要紧。先导村民，再导任职。"), "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(10))
        self.choose = QPushButton(tr("选择文件…"))
        self.choose.setProperty("role", "primary")
        self.choose.setAccessibleName(tr("选择名册文件"))
        self.choose.clicked.connect(lambda _c=False: self._choose())
        self.templates = TemplatesButton(self.bridge, self.desktop)
        row.addWidget(self.choose)
        row.addWidget(self.templates)
        self.file = PlainLabel("", "strong", wrap=True)
        self.file.hide()
        row.addWidget(self.file, 1)
        row.addStretch(1)
        within.addLayout(row)
        return frame

    def _second(self) -> QWidget:
        frame, within = card()
        self.summary = PlainLabel("", "heading", wrap=True)
        within.addWidget(self.summary)
        self.notes = PlainLabel("", "warn", wrap=True)
        within.addWidget(self.notes)
        self.filters = VerdictFilters(self._show_rows)
        above = QHBoxLayout()
        above.addWidget(self.filters, 1)
        self.with_warned = QCheckBox(tr("“请核对”的行也写入"))
        self.with_warned.setChecked(True)
        self.with_warned.toggled.connect(lambda _on: self._say_write())
        above.addWidget(self.with_warned)
        within.addLayout(above)
        self.table = Table(PREVIEW_COLUMNS, tr("文件里的每一行"), self._explain, lines=3)
        self.table.setMinimumHeight(look.theme().px(130))
        within.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(10))
        self.words = PlainLabel("", "muted", wrap=True)
        row.addWidget(self.words, 1)
        self.drop = QPushButton(tr("不导这个文件"))
        self.drop.clicked.connect(lambda _c=False: self._forget())
        row.addWidget(self.drop)
        self.write = QPushButton("")
        self.write.setProperty("role", "primary")
        self.write.clicked.connect(lambda _c=False: self._write())
        row.addWidget(self.write)
        within.addLayout(row)
        return frame

    def view(self) -> Callable[..., Any]:
        return see.roster_imports

    def arguments(self) -> dict[str, Any]:
        return {}

    def first_focus(self) -> QWidget:
        return self.choose

    def show_view(self, view: tuple[see.ImportRow, ...]) -> None:
        self.imports.show_imports(view)

    def open(self, **where: Any) -> None:
        """Show the imports done, and look at the file at `path` if one is given."""
        super().open()
        if "path" in where:
            self.look_at(Path(where["path"]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.toLocalFile().lower().endswith((".xlsx", ".csv", ".xls")) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.look_at(Path(event.mimeData().urls()[0].toLocalFile()))

    def _choose(self) -> None:
        kinds = tr("名册文件 (*.xlsx *.csv);;全部文件 (*)")
        path, _kind = self.ask_file(self, tr("选择名册文件"), "", kinds)
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """Read a file and show what would happen to each row."""
        self._forget()
        self.file.setText(tr("正在读“{name}”…", name=path.name))
        self.file.show()

        def read() -> bytes:
            return read_limited(path, max_bytes=MOST_BYTES)

        def got(data: bytes) -> None:
            if not isValid(self):
                return
            self.data = data
            self.bridge.inquire(see.roster_preview, self.show_preview, self._failed, data=data, name=path.name)

        self.bridge.work(read, got, self._failed)

    def _failed(self, error: Exception) -> None:
        self.file.setText(tr("这个文件没有读成，名册没有变。"))
        self.file.show()
        self._step(2 if self.preview is not None else 1)
        if isinstance(error, Refused):
            self.reasons.show_obstacles(error.obstacles)
            self.reasons.show()
        elif str(error):
            self.file.setText(tr("出了点问题：{words}", words=str(error)))
        self.choose.setFocus()

    def show_preview(self, preview: see.PreviewView) -> None:
        """Show the verdicts."""
        self.preview = preview
        facts = {"title": tr(preview.title), "n": len(preview.rows), "name": preview.file_name}
        title = tr("第二步：看清楚再写入　{title}“{name}”，共 {n} 行", **facts)
        self.summary.setText(title)
        self.notes.setText("\n".join(preview.notes))
        self.notes.setVisible(bool(preview.notes))
        self.filters.show_counts(preview.counts, len(preview.rows))
        self.with_warned.setVisible(bool(preview.counts.get("warn")))
        self._step(2)
        self._show_rows(self.filters.chosen)
        self._say_write()
        (self.write if self.write.isEnabled() else self.drop).setFocus()

    def _show_rows(self, verdict: str) -> None:
        if self.preview is not None:
            rows = self.preview.rows if not verdict else [row for row in self.preview.rows if row.verdict == verdict]
            self.table.show_rows(rows)
            self.table.scrollToTop()

    def _say_write(self) -> None:
        if self.preview is None:
            return
        count = self.preview.writes(self.with_warned.isChecked())
        left = len(self.preview.rows) - count
        self.write.setText(tr("写入 {n} 行", n=count))
        self.write.setEnabled(count > 0)
        words = tr("其余 {n} 行不写入；改好文件以后可以再导一次，已经在册的不会重复。", n=left) if left else tr("每一行都会写入。")
        self.words.setText(words if count else tr("没有一行可以写入。请照上面写的原因改好文件，再选一次。"))

    def _explain(self, row: see.PreviewRow) -> None:
        reasons = tr("；").join(row.reasons) or tr("可以写入")
        self.desktop.say(tr("第 {line} 行　{name}：{reasons}", line=row.line, name=row.name, reasons=reasons))

    def _write(self) -> None:
        if self.preview is None:
            return
        self.write.setEnabled(False)
        self.bridge.attempt(
            act.import_roster, self._written, self._not_written, data=self.data, name=self.preview.file_name,
            apply_warned=self.with_warned.isChecked(), leave_out=list(self.preview.unfit),
        )  # fmt: skip

    def _written(self, outcome: Any) -> None:
        self._forget()
        said = tr("已经写入 {n} 行。没有写入 {left} 行，原来就在册 {known} 行。写错了可以在下面撤销。",
                  n=outcome.applied, left=outcome.left_out, known=outcome.known)  # fmt: skip
        self.file.setText(tr("✓ {words}", words=said))
        self.file.show()
        self.desktop.say(said)

    def _not_written(self, error: Exception) -> None:
        self._failed(error)
        self._say_write()

    def _forget(self) -> None:
        self.data, self.preview = b"", None
        self._step(1)
        self.reasons.hide()
        self.file.hide()

    def _step(self, number: int) -> None:
        """The second step has the page to itself: its table and its button are what counts then."""
        self.second.setVisible(number == 2)
        for widget in (self.first, self.end):
            widget.setVisible(number == 1)
        self.imports.setVisible(number == 1 and bool(self.imports.shown))
