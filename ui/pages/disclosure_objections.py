"""The objections desk: each with its last day, its answer, and the letter that says it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.text import chinese_date
from consult_desk.views.objections import ObjectionLine, ObjectionsView
from ui import look
from ui.deed import deed_button
from ui.page import Desktop, card
from ui.pages.desk_parts import days_words
from ui.widgets.chip import Chip
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.words import tr

TONES = {"open": "warn", "upheld": "bad", "rejected": ""}


class Objections(QWidget):
    """Cards, those without an answer first. focus(number): the keyboard goes to the card of that objection."""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.desktop = desktop
        self.cards: dict[int, QFrame] = {}
        self.buttons: dict[int, list[QPushButton]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, look.theme().px(8), 0)
        self._column.setSpacing(look.theme().px(12))

    def show_objections(self, view: ObjectionsView) -> None:
        """Show these."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.cards, self.buttons = {}, {}
        if not view.rows:
            words = tr("没有异议。有人对公开的内容有意见，点右上角“登记异议”，不管是书面、电话还是当面提的。")
            self._column.addWidget(PlainLabel(words, "muted", wrap=True))
        for row in view.rows:
            self.cards[row.objection] = self._card(row)
            self._column.addWidget(self.cards[row.objection])
        if view.total > len(view.rows):
            words = tr("还有 {n} 条更早的，请在上面查找姓名或事项。", n=view.total - len(view.rows))
            self._column.addWidget(PlainLabel(words, "muted", wrap=True))
        self._column.addStretch(1)

    def go_to(self, objection: int) -> QFrame | None:
        """The card of that objection, its first button with the keyboard."""
        found = self.cards.get(objection)
        if found is not None and self.buttons.get(objection):
            self.buttons[objection][0].setFocus()
        return found

    def _card(self, row: ObjectionLine) -> QFrame:
        frame, within = card()
        head = QHBoxLayout()
        how = tr("{name}　{channel}　{day}收到", name=row.name, channel=tr(row.channel), day=chinese_date(row.received_on))
        head.addWidget(PlainLabel(f"{how}{tr('（补录）') if row.late else ''}", "strong", wrap=True), 1)
        if row.days_left is not None:
            words, tone = days_words(row.days_left)
            head.addWidget(Chip(tr("答复{left}", left=words), tone))
        head.addWidget(Chip(tr(row.state_title), TONES[row.state]))
        within.addLayout(head)
        within.addWidget(PlainLabel(f"{row.label} {row.title}", "muted", wrap=True))
        within.addWidget(PlainLabel(row.content, wrap=True))
        if row.state == "open":
            due = tr("没有规定几天内答复，请尽快办")
            if row.due_on is not None:
                due = tr("最迟{day}答复", day=chinese_date(row.due_on))
            within.addWidget(PlainLabel(due, "small", wrap=True))
        else:
            within.addWidget(PlainLabel(tr("答复：{reply}", reply=row.reply), wrap=True))
            told = [tr("{day} {who}答复", day=chinese_date(row.replied_on), who=row.handler) if row.replied_on else ""]
            told += [row.effect, row.words]
            within.addWidget(PlainLabel("　·　".join(one for one in told if one), "small", wrap=True))
        line = QWidget()
        flow = Flow(line, gap=10)
        self.buttons[row.objection] = self._buttons(row)
        for button in self.buttons[row.objection]:
            flow.addWidget(button)
        within.addWidget(line)
        return frame

    def _buttons(self, row: ObjectionLine) -> list[QPushButton]:
        desktop = self.desktop
        found = []
        if row.state == "open":
            reply = deed_button(desktop, "reply_objection", tr("答复"), objection_id=row.objection)
            reply.setProperty("role", "primary")
            reply.setAccessibleName(tr("答复{name}的异议", name=row.name))
            found.append(reply)
        elif row.paper:
            found.append(_button(tr("看答复书、打印"), lambda: desktop.open_page("paper", paper_id=row.paper)))
        else:
            told = {"kind": "objection_reply", "subject_id": row.objection}
            letter = _button(tr("出答复书"), lambda: desktop.open_page("issue", **told))
            letter.setProperty("role", "primary")
            found.append(letter)
        form = {"kind": "objection_form", "subject_id": row.objection}
        found.append(_button(tr("打印登记表"), lambda: desktop.open_page("issue", **form)))
        found.append(_button(tr("看事项"), lambda: desktop.open_page("matter", matter_id=row.matter)))
        return found


def _button(words: str, go: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _c=False: go())
    return button
