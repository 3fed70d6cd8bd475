"""Printing everything of a meeting or a matter in one go: tick, issue what is missing, print, see what came of it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from consult_desk.actions import papers as act
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.views import batches as see
from ui import keys, look
from ui.leads import lead
from ui.page import Page, column_of, scrolled
from ui.pages.printing_rows import BatchRows, Choice, Copies, button, still_refused, unprinted
from ui.print_batch import Batch, sheets_of
from ui.print_dialogs import OtherPaper
from ui.print_place import Device
from ui.printing import asked, changed, printer_of
from ui.widgets.back_button import back_button
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr


class PrintingPage(Page):
    """Opened with meeting_id or matter_id."""

    key = "printing"
    title = later("一次印齐")
    parent_key = "papers"

    def build(self) -> None:
        theme = look.theme()
        self.rows: BatchRows | None = None
        self.batch: Batch | None = None
        self.dialog: QDialog | None = None
        self.chosen: dict[str, Choice] = {}
        self._refused: dict[str, Sequence[Obstacle]] = {}
        column = column_of(self, margin=20, spacing=10)
        head = QHBoxLayout()
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("一次印齐"), "title"))
        self.name = PlainLabel("", "muted", wrap=True)
        head.addWidget(self.name, 1)
        column.addLayout(head)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, theme.px(8), 0)
        self._inside.addStretch(1)
        column.addWidget(scrolled(inside, tr("要印的文书")), 1)
        self.reasons = Obstacles(lambda obstacle: lead(self.desktop, obstacle, **self.where))
        column.addWidget(self.reasons)
        self._build_issuing(column)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("打印到哪里了"))
        self.bar.hide()
        column.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(10))
        self.total = PlainLabel("", "strong", wrap=True)
        foot.addWidget(self.total, 1)
        self.two_sided = QCheckBox(tr("按双面算张数"))
        self.two_sided.setChecked(bool(self.desktop.kept("printing.two", False)))
        self.two_sided.toggled.connect(self._counted_otherwise)
        foot.addWidget(self.two_sided)
        self.issue = button(tr("先出具…"), tr("把勾上的、还没出具的都出具"), self._ask_issuing)
        self.stop = button(tr("停止打印"), tr("停止打印"), self._stop)
        self.stop.hide()
        self.print = button(tr("打印…"), tr("打印勾上的文书"), self._print, primary=True)
        for one in (self.issue, self.stop, self.print):
            foot.addWidget(one)
        column.addLayout(foot)
        keys.press(self.print, "Ctrl+P")

    def _build_issuing(self, column: QVBoxLayout) -> None:
        """What is asked before papers are issued, all at once."""
        self.panel = QWidget()
        row = QHBoxLayout(self.panel)
        row.setContentsMargins(0, 0, 0, 0)
        self.words = PlainLabel("", wrap=True)
        self.words.setObjectName("finalWords")
        row.addWidget(self.words, 1)
        self.spare_words = PlainLabel(tr("表决票每种多印几张备用"), "muted")
        self.spare = Copies(1)
        self.spare.setAccessibleName(tr("表决票每种多印几张备用"))
        self.sure = button(tr("确认出具"), tr("确认出具"), self._issue_all, primary=True)
        self.not_now = button(tr("先不出"), tr("先不出"), self.panel.hide)
        for one in (self.spare_words, self.spare, self.not_now, self.sure):
            row.addWidget(one)
        self.panel.hide()
        column.addWidget(self.panel)

    def view(self) -> Callable[..., Any] | None:
        if "meeting_id" in self.where:
            return see.meeting_batch
        return see.matter_batch if "matter_id" in self.where else None

    def first_focus(self) -> QWidget | None:
        return (self.rows.first() if self.rows is not None else None) or self.back

    def open(self, **where: Any) -> None:
        """Another meeting begins with its own ticks."""
        if where != self.where and self.batch is None:
            self.chosen, self._refused = {}, {}
            self.reasons.show_obstacles(())
            self.panel.hide()
        super().open(**where)

    def show_view(self, view: see.BatchView) -> None:
        self.name.setText(view.title)
        self.shown = view
        if self.rows is not None:
            if any(one.hasFocus() for one in (*self.rows.ticks.values(), *self.rows.copies.values())):
                self.back.setFocus()  # would be lost with the rows
            self.rows.hide()
            self.rows.deleteLater()
        self.rows = BatchRows(view.rows, self.chosen, view.title, lambda o: lead(self.desktop, o, **self.where))
        self.rows.changed.connect(self._count)
        self._inside.insertWidget(0, self.rows)
        self._count()
        if self._refused:
            self.reasons.show_obstacles(still_refused(self._refused, view.rows))
        if self.back.hasFocus() and (first := self.rows.first()) is not None:
            first.setFocus()

    def _counted_otherwise(self, on: bool) -> None:
        self.desktop.keep("printing.two", on)
        self._count()

    def _count(self) -> None:
        """Papers, pages and sheets, as they are ticked."""
        if self.rows is None:
            return
        orders, missing = self.rows.orders(), self.rows.missing()
        pages = sum(order.row.pages * order.copies for order in orders)
        sheets = sum(sheets_of(order, self.two_sided.isChecked()) for order in orders)
        words = tr("勾了 {n} 份文书，共 {pages} 页，用 {sheets} 张纸。", n=len(orders), pages=pages, sheets=sheets)
        if missing and not orders:
            words = tr("勾上的 {n} 份都还没有出具，出具以后才能印。", n=len(missing))
        elif missing:
            words += tr("还有 {n} 份没有出具，出具以后才能印。", n=len(missing))
        self.total.setText(words)
        self.issue.setVisible(bool(missing))
        self.issue.setText(tr("先出具这 {n} 份…", n=len(missing)))
        busy = self.batch is not None
        self.issue.setEnabled(not busy)
        self.print.setEnabled(bool(orders) and not busy)
        self.print.setAccessibleDescription(words)

    # ------------------------------------------------------------------ issuing

    def _ask_issuing(self) -> None:
        missing = self.rows.missing() if self.rows is not None else []
        names = "、".join(tr(row.kind_title) for row in missing)
        self.words.setText(
            tr("要出具：{names}。出具以后文书就编了号、存了档，不能再改；写错了只能出更正版，两版都会留着。", names=names)
        )
        ballots = any(row.exact for row in missing)
        self.spare_words.setVisible(ballots)
        self.spare.setVisible(ballots)
        self.panel.show()
        self.sure.setFocus()

    def _issue_all(self) -> None:
        self.panel.hide()
        self._refused = {}
        self._issue_next(list(self.rows.missing() if self.rows is not None else ()))

    def _issue_next(self, left: Sequence[see.BatchRow]) -> None:
        """One after another; what is refused is said at the end and does not keep the others."""
        if not left:
            self.reasons.show_obstacles(still_refused(self._refused, self.shown.rows))
            return
        row, rest = left[0], left[1:]

        def done(_paper: int) -> None:
            self._issue_next(rest)

        def failed(error: Exception) -> None:
            self._refused[row.key] = error.obstacles if isinstance(error, Refused) else (Obstacle(str(error)),)
            self._issue_next(rest)

        if row.kind == "ballot":
            self.bridge.attempt(act.issue_ballots, done, failed, row.subject_id, self.spare.number)
        else:
            self.bridge.attempt(act.issue_paper, done, failed, row.kind, row.subject_id)

    # ------------------------------------------------------------------ printing

    def _print(self) -> None:
        orders = self.rows.orders() if self.rows is not None else []
        if not orders or self.batch is not None:
            return
        printer = printer_of(self.shown.title, self.desktop.settings().printer)
        before = printer.pageLayout().pageSize()
        dialog = self.dialog = asked(self, printer, self.shown.title)

        def begin() -> None:
            device = Device(printer, changed(before, printer))
            self.run(Batch(self.bridge, orders, printer, device, self))

        dialog.accepted.connect(begin)
        QDialog.open(dialog)

    def run(self, batch: Batch) -> None:
        """Print a batch; everything that is asked is asked before the first page."""
        self.batch, self._refused = batch, {}
        batch.asks.connect(self._other_paper)
        batch.progressed.connect(self._step)
        batch.over.connect(self._over)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop.show()
        self._count()
        self.stop.setFocus()
        batch.start()

    def _other_paper(self, sentences: tuple[str, ...]) -> None:
        if self.batch is not None:
            self.dialog = OtherPaper(self, sentences, self.batch.begin)
            self.dialog.rejected.connect(self.batch.decline)
            self.dialog.open()

    def _step(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if total:
            self.desktop.say(tr("正在打印第 {done} 页，共 {total} 页…", done=done, total=total))

    def _stop(self) -> None:
        if self.batch is not None:
            self.batch.stop()

    def _over(self, words: str) -> None:
        """What was printed loses its tick, so that printing again goes on with the rest."""
        batch, self.batch = self.batch, None
        self.bar.hide()
        self.stop.hide()
        if batch is None:
            return
        for choice in (self.chosen[key] for key in batch.sent if key in self.chosen):
            choice.sent, choice.ticked = True, False
        self.show_view(self.shown)
        self.desktop.say(words)
        self.reasons.show_obstacles(unprinted(words, batch.left))
        if (wanted := self.print if self.print.isEnabled() else self.first_focus()) is not None:
            wanted.setFocus()
        batch.deleteLater()
