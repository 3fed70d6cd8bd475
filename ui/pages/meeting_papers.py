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
from ui.pages.meeting_parts import lead_of
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scan_route import home_button
from ui.widgets.scan_view import ScanDialog
from ui.words import later, tr

# Kind, what it is called, what it is for, and in which states of the meeting it is printed.
BEFORE, HELD = ("planned", "noticed", "open"), ("open", "closed")
KINDS = (
    ("meeting_notice", later("会议通知"), later("张榜或者送到每个人手里"), (*BEFORE, "closed")),
    ("attendance_sheet", later("签到册"), later("每场一份，名字旁边的小方码可以在控制台扫描签到"), (*BEFORE, "closed")),
    ("ballot", later("表决票"), later("裁开后分发；无记名的票不写是谁的"), BEFORE),
    ("minutes", later("会议记录（Word）"), later("确认以后出具，打印后由主持人、记录人签字"), ("closed",)),
    ("minutes_pdf", later("会议记录（PDF）"), later("和 Word 的内容一样，存档用"), ("closed",)),
    ("signature_page", later("会议记录签字页"), later("主持人、记录人和到会人员签名"), ("closed",)),
)  # fmt: skip


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
    for kind, title, purpose, states in KINDS:
        issued = [p for p in view.papers if p.kind == kind]
        if issued or view.state in states:
            column.addWidget(_kind(kind, title, purpose, view.state in states, issued, view, desktop))
    return part


def _kind(
    kind: str, title: str, purpose: str, may: bool, issued: list[Any], view: see.MeetingView, desktop: Desktop
) -> QWidget:
    frame, column = card()
    head = QHBoxLayout()
    head.setSpacing(look.theme().px(10))
    said = PlainLabel(tr(title), "strong")
    head.addWidget(said)
    head.addWidget(PlainLabel(tr(purpose), "muted", wrap=True), 1)
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
    row.addWidget(home_button(desktop, meeting_id=view.meeting))
    row.addWidget(deed_button(desktop, "attach_scan", move=view.move("attach_scan"), meeting_id=view.meeting))
    column.addLayout(row)
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
