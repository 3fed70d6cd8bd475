"""What the import page shows: the columns of the preview, the filters by verdict, the imports done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QFrame, QHBoxLayout, QPushButton, QWidget

from consult_desk.base.files import write_atomic
from consult_desk.views.rosters import ImportRow, PreviewRow, empty_rosters
from ui import look
from ui.bridge import Bridge
from ui.deed import deed_button
from ui.page import Desktop, column_of
from ui.rows import Cell, Column
from ui.widgets.filter_button import FilterButton
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr, typed

# verdict → its word with a sign, its tone; the sign tells it without the colour.
VERDICTS = {
    "ok": (later("✓ 可以写入"), "good"), "warn": (later("！ 请核对"), "warn"),
    "refused": (later("✕ 不能写入"), "bad"), "known": (later("＝ 已经在册"), "muted"),
}  # fmt: skip


def _line(row: PreviewRow) -> Cell:
    return Cell(str(row.line), tone="muted")


def _verdict(row: PreviewRow) -> Cell:
    words, tone = VERDICTS[row.verdict]
    return Cell(tr(words), "", tone, bold=True)


def _name(row: PreviewRow) -> Cell:
    return Cell(row.name or tr("（没有姓名）"), bold=True)


def _said(row: PreviewRow) -> Cell:
    return Cell(row.said or "—", row.under, "" if row.said else "muted")


def _reasons(row: PreviewRow) -> Cell:
    return Cell(tr("；").join(row.reasons), tone=VERDICTS[row.verdict][1] if row.verdict != "ok" else "")


PREVIEW_COLUMNS = (
    Column(later("行"), _line, "100000"), Column(later("结论"), _verdict, typed("＝ 已经在册册")),
    Column(later("姓名"), _name, typed("欧阳立春立春")), Column(later("读到的内容"), _said, least=170),
    Column(later("哪里不对、怎么办"), _reasons, least=180),
)  # fmt: skip


class VerdictFilters(QWidget):
    """All, or the rows of one verdict, with how many there are. choose(verdict): "" for all."""

    def __init__(self, choose: Callable[[str], None]) -> None:
        super().__init__()
        row = Flow(self)
        self.group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        self.chosen = ""
        for verdict in ("", *VERDICTS):
            button = FilterButton()
            button.setChecked(not verdict)
            button.clicked.connect(lambda _c=False, to=verdict: self._choose(to, choose))
            self.group.addButton(button)
            self.buttons[verdict] = button
            row.addWidget(button)

    def _choose(self, verdict: str, choose: Callable[[str], None]) -> None:
        self.chosen = verdict
        choose(verdict)

    def show_counts(self, counts: dict[str, int], total: int) -> None:
        """Say how many rows each verdict has; back to all."""
        self.chosen = ""
        for verdict, button in self.buttons.items():
            title = tr("全部") if not verdict else tr(VERDICTS[verdict][0])
            number = counts.get(verdict, 0) if verdict else total
            button.setText(tr("{title}　{n}", title=title, n=number))
            button.setVisible(not verdict or number > 0)
        self.buttons[""].setChecked(True)


class ImportList(QFrame):
    """The imports that were done, newest first, each with the button that takes it back."""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.desktop = desktop
        self.setObjectName("card")
        self._column = column_of(self, margin=16, spacing=8)
        self.undo: dict[int, QPushButton] = {}
        self.shown: Sequence[ImportRow] = ()
        self.hide()

    def show_imports(self, rows: Sequence[ImportRow]) -> None:
        """Show these imports."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.undo, self.shown = {}, rows
        self._column.addWidget(PlainLabel(tr("做过的导入"), "heading"))
        for row in rows:
            self._column.addWidget(self._row(row))
        self.setVisible(bool(rows))

    def _row(self, row: ImportRow) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look.theme().px(10))
        facts: dict[str, Any] = {"on": row.on, "title": tr(row.title), "file": row.file_name, "n": row.applied}
        words = tr("{on:%Y-%m-%d}　{title}　{file}　写入 {n} 行", **facts)
        across.addWidget(PlainLabel(words, wrap=True), 1)
        if row.undone_on is not None:
            said = tr("{day:%Y-%m-%d} 已撤销：{reason}", day=row.undone_on, reason=row.undone_reason)
            across.addWidget(PlainLabel(said, "muted", wrap=True), 1)
        else:
            button = deed_button(self.desktop, "undo_import", tr("撤销这次导入"), import_id=row.import_id)
            button.setAccessibleName(tr("撤销导入：{file}", file=row.file_name))
            across.addWidget(button)
            self.undo[row.import_id] = button
        return line


class TemplatesButton(QPushButton):
    """Keeps the two empty workbooks in a folder the person chooses."""

    ask_folder: Callable[..., str] = staticmethod(QFileDialog.getExistingDirectory)

    def __init__(self, bridge: Bridge, desktop: Desktop) -> None:
        super().__init__(tr("保存空白模板…"))
        self.bridge, self.desktop = bridge, desktop
        set_tip(self, tr("把村民名册、组织任职名册两个空白表格存到一个文件夹里，填好再导入"))
        self.clicked.connect(lambda _c=False: self._choose())

    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self.ask_folder(self, tr("把空白模板存到哪个文件夹"), start)
        if folder:
            self.bridge.ask(empty_rosters, lambda files: self._save(Path(folder), files))

    def _save(self, folder: Path, files: dict[str, bytes]) -> None:
        def saved(names: list[str]) -> None:
            self.desktop.say(tr("已经存到 {folder}：{names}", folder=folder, names=tr("、").join(names)))

        self.bridge.work(lambda: save_beside(folder, files), saved)


def save_beside(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Write files into a folder and return the names they got; a template filled in already is never written over."""
    kept = []
    for name, data in files.items():
        path, number = folder / name, 2
        while path.exists():
            path, number = folder / f"{Path(name).stem} {number}{Path(name).suffix}", number + 1
        write_atomic(path, data)
        kept.append(path.name)
    return kept
