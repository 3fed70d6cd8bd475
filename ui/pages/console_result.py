"""The result: what still stands in its way, the announcement, the verdict in large type."""

from PySide6.QtWidgets import QPushButton, QWidget

from consult_desk.views.console import ConsoleView, Item
from ui.page import column_of, scrolled
from ui.pages.console_part import Part, row_of
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.verdict import ResultCard
from ui.words import later, tr


class ResultPart(Part):
    """The result of the item at hand."""

    scrolls = True

    def build(self) -> None:
        inside = QWidget()
        column = column_of(inside, margin=0, spacing=12)
        self.column.addWidget(scrolled(inside, tr("结果")), 1)
        self.heading = PlainLabel("", "heading", wrap=True)
        self.counts = PlainLabel("", wrap=True)
        self.reasons = Obstacles(self.console.lead)
        self.card = ResultCard()
        for widget in (self.heading, self.reasons, self.card, self.counts):
            column.addWidget(widget)
        column.addStretch(1)
        self.announce = QPushButton(tr("宣布结果"))
        self.announce.setProperty("role", "primary")
        self.announce.clicked.connect(lambda _c=False: self.desktop.open_deed("conclude_item", **self.console.known()))
        self.next = QPushButton(tr("下一项议程"))
        self.next.setProperty("role", "primary")
        self.close_meeting = QPushButton(tr("宣布散会…"))
        self.close_meeting.clicked.connect(lambda _c=False: self.desktop.open_deed("close_meeting", **self.console.known()))
        for button in (self.next, self.close_meeting):
            button.hide()
        row = row_of(self.announce, self.next, self.close_meeting)
        row.insertStretch(0, 1)
        self.column.addLayout(row)

    def first_focus(self) -> QWidget:
        buttons = (self.announce, self.next, self.close_meeting)
        return next((b for b in buttons if b.isVisibleTo(self) and b.isEnabled()), self.announce)

    def submit(self) -> None:
        self.announce.click()

    def show_view(self, view: ConsoleView) -> None:
        item = view.item
        if item is None:
            return
        done = item.line.state in ("passed", "not_passed")
        last = item.line.number == max(line.number for line in view.items)
        going_on = view.state == "open"
        self.card.setVisible(done)
        self.reasons.show_obstacles(() if done else item.waiting)
        ready = going_on and not done and not item.waiting
        self.announce.setVisible(going_on and not done)
        self.announce.setEnabled(ready)
        self.next.setVisible(done and not last)
        self.close_meeting.setVisible(going_on and done and last and self.desktop.has_deed("close_meeting"))
        self.close_meeting.setEnabled(not view.closing)
        heading = tr("可以宣布结果了") if ready else tr("还不能宣布结果")
        self.heading.setText("" if done else heading)
        self.heading.setVisible(not done)
        self.counts.setText("" if done else "\n".join(count_lines(item)))
        if done:
            passed = [(words, reference) for kind, _met, words, reference in item.ruled if kind == "pass"]
            self.card.show_result(
                item.line.state, sums(item), "；".join(dict.fromkeys(w for w, _r in passed)),
                "；".join(dict.fromkeys(r for _w, r in passed if r)),
            )  # fmt: skip


def sums(item: Item) -> str:
    """The counts of all sittings together."""
    counts = [ballot.count for ballot in item.ballots if ballot.count is not None]
    if not counts:
        return ""
    yes, no, abstain = (sum(getattr(count, key) for count in counts) for key in ("yes", "no", "abstain"))
    return tr("同意 {yes}　反对 {no}　弃权 {abstain}", yes=yes, no=no, abstain=abstain)


def count_lines(item: Item) -> list[str]:
    """What was counted in each sitting."""
    words = later("{place}：同意 {yes}，反对 {no}，弃权 {abstain}，可以表决 {n} 人")
    return [
        tr(words, place=b.place, yes=b.count.yes, no=b.count.no, abstain=b.count.abstain, n=b.count.attendees)
        for b in item.ballots
        if b.count is not None
    ]
