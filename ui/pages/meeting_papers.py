"""The papers of a meeting: which are to be printed now, which were, and the signed ones that came back."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from consult_desk.actions import papers as act
from consult_desk.base.errors import Refused
from consult_desk.views import meetings as see
from consult_desk.views.scans import ScanRow, meeting_file
from ui import look
from ui.days import said_day
from ui.deed import deed_button
from ui.page import Desktop, card, column_of
from ui.pages.meeting_paper_kinds import DECIDING, KINDS, PaperOfMeeting
from ui.pages.meeting_parts import OUTCOMES, lead_of
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scan_route import home_line
from ui.widgets.scan_view import ScanDialog
from ui.words import tr


def papers(view: see.MeetingView, desktop: Desktop) -> QWidget:
    """A card for each paper: printed the first time, opened, or printed anew with a reason."""
    part = QWidget()
    column = column_of(part, margin=0, spacing=10)
    row = QHBoxLayout()
    row.addWidget(PlainLabel(tr("要印的都勾好，一次印完；没出具的也可以一起出具。"), "muted", wrap=True), 1)
    every = QPushButton(tr("一次印齐…"))
    every.setAccessibleName(tr("把这次会议的文书一次印齐"))
    every.clicked.connect(lambda _c=False: desktop.open_page("printing", meeting_id=view.meeting))
    row.addWidget(every)
    column.addLayout(row)
    for one in KINDS:
        issued = [p for p in view.papers if p.kind == one.kind]
        if issued or one.due(view):
            column.addWidget(_kind(one, issued, view, desktop))
    if view.state == "closed" and view.body in DECIDING:
        for item in view.items:
            if OUTCOMES.get(item.outcome) == "good":
                column.addWidget(_resolution(item, desktop))
    return part


def _resolution(item: see.ItemView, desktop: Desktop) -> QWidget:
    """The resolution of a matter belongs to the matter; from its meeting a button leads to it."""
    frame, column = card()
    head = QHBoxLayout()
    head.setSpacing(look.theme().px(10))
    head.addWidget(PlainLabel(tr("决议书"), "strong"))
    head.addWidget(PlainLabel(item.title, "muted", wrap=True), 1)
    button = QPushButton(tr("先看样子再出具"))
    button.setAccessibleName(tr("出具决议书：{title}", title=item.title))
    where = {"kind": "resolution_document", "subject_id": item.matter}
    button.clicked.connect(lambda _c=False: desktop.open_page("issue", **where))
    head.addWidget(button)
    column.addLayout(head)
    return frame


def _kind(one: PaperOfMeeting, issued: list[Any], view: see.MeetingView, desktop: Desktop) -> QWidget:
    kind, title, may = one.kind, one.title, one.due(view)
    frame, column = card()
    head = QHBoxLayout()
    head.setSpacing(look.theme().px(10))
    said = PlainLabel(tr(title), "strong")
    head.addWidget(said)
    head.addWidget(PlainLabel(one.said(view), "muted", wrap=True), 1)
    reasons = Obstacles(lambda o: lead_of(desktop, o, meeting_id=view.meeting))
    if kind == "ballot" and may:
        words = tr("重新印制") if issued else tr("印制表决票")
        head.addWidget(deed_button(desktop, "issue_ballots", words, meeting_id=view.meeting))
    elif may and not issued:
        head.addWidget(_issue(kind, title, view, desktop, reasons))
    elif may and desktop.has_deed("issue_paper"):
        words = tr("出新的一版")
        head.addWidget(deed_button(desktop, "issue_paper", words, kind=kind, subject_id=view.meeting))
    column.addLayout(head)
    for paper in issued:
        row = QHBoxLayout()
        number = f"{paper.number}　" if paper.number else ""
        words = tr("第 {n} 版，{day}出具", n=paper.version, day=said_day(paper.issued_on))
        row.addWidget(PlainLabel(f"{number}{words}", wrap=True), 1)
        row.addWidget(Chip(tr("已被更正"), "warn") if paper.superseded else Chip(tr("有效"), "good"))
        button = QPushButton(tr("打开"))
        button.setAccessibleName(tr("打开{title}第 {n} 版", title=tr(title), n=paper.version))
        button.clicked.connect(lambda _c=False, number=paper.paper: desktop.open_page("paper", paper_id=number))
        row.addWidget(button)
        column.addLayout(row)
    reasons.hide()
    column.addWidget(reasons)
    return frame


def _issue(kind: str, title: str, view: see.MeetingView, desktop: Desktop, reasons: Obstacles) -> QPushButton:
    button = QPushButton(tr("出具"))
    button.setAccessibleName(tr("出具{title}", title=tr(title)))

    def failed(error: Exception) -> None:
        if not isValid(button):
            return
        button.setEnabled(True)
        if isinstance(error, Refused):
            reasons.show_obstacles(error.obstacles)
            reasons.show()
        else:
            desktop.say(str(error))

    def issue() -> None:
        button.setEnabled(False)
        desktop.bridge.attempt(
            act.issue_paper, lambda paper_id: desktop.open_page("paper", paper_id=paper_id), failed, kind, view.meeting
        )

    button.clicked.connect(lambda _c=False: issue())
    return button


def scans(view: see.MeetingView, desktop: Desktop) -> QWidget:
    """Scans and photos of what was signed by hand."""
    part = QWidget()
    column = column_of(part, margin=0, spacing=10)
    row = QHBoxLayout()
    words = tr("签过字的签到册、签字页、表决票扫描或拍照后放在这里，按内容保存，改动过可以发现。")
    row.addWidget(PlainLabel(words, "muted", wrap=True), 1)
    row.addWidget(deed_button(desktop, "attach_scan", move=view.move("attach_scan"), meeting_id=view.meeting))
    column.addLayout(row)
    column.addWidget(home_line(desktop, meeting_id=view.meeting))
    for file in view.files:
        column.addWidget(_scan(file, desktop))
    if not view.files:
        column.addWidget(PlainLabel(tr("还没有扫描件。"), "muted"))
    return part


def _scan(file: ScanRow, desktop: Desktop) -> QWidget:
    frame, column = card()
    row = QHBoxLayout()
    row.addWidget(PlainLabel(file.title, "strong", wrap=True), 1)
    row.addWidget(Chip(tr(file.kind_title)))
    button = QPushButton(tr("查看"))
    button.setAccessibleName(tr("查看{title}", title=file.title))

    def arrived(answer: tuple[str, bytes]) -> None:
        if isValid(button):
            dialog = ScanDialog(button.window(), file.title, *answer)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    button.clicked.connect(lambda _c=False: desktop.bridge.ask(meeting_file, arrived, file.file))
    row.addWidget(button)
    column.addLayout(row)
    kb = max(1, file.size // 1024)
    words = tr("{name}，{kb} KB，{day}添加", name=file.file_name, kb=kb, day=said_day(file.on))
    column.addWidget(PlainLabel(words, "small", wrap=True))
    return frame
