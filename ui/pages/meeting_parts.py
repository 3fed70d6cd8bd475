"""The parts of a meeting's page: its agenda, who is due, the notice and to whom it was given."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from consult_desk.base.errors import Obstacle
from consult_desk.views import meetings as see
from consult_desk.views.meeting_meter import Meter
from ui import look
from ui.days import said_day
from ui.deed import deed_button
from ui.leads import lead
from ui.page import Desktop, card, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.chip import Chip
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

SEAT_STATES = {
    "present": (later("✓ 到会"), "good"), "leave": (later("○ 请假"), "warn"), "absent": (later("✕ 缺席"), "bad"),
    "excluded": (later("－ 不计入应到"), "muted"), "": (later("还没有到"), ""),
}  # fmt: skip
HERE = ("issue_notice", "open_meeting", "void_meeting", "confirm_minutes", "close_meeting")
OUTCOMES = {later("通过"): "good", later("没有通过"): "bad"}
ROWS_SHOWN = 12


def _part() -> tuple[QWidget, Any]:
    part = QWidget()
    return part, column_of(part, margin=0, spacing=10)


def lead_of(desktop: Desktop, obstacle: Obstacle, **where: Any) -> tuple[str, Callable[[], None]] | None:
    """The button under a reason on this page: the form itself where it lies on this page anyway."""
    if obstacle.leads_to in HERE:
        return tr(desktop.deed_of(obstacle.leads_to).title), lambda: desktop.open_deed(obstacle.leads_to, **where)
    return lead(desktop, obstacle, **where)


def agenda(view: see.MeetingView, desktop: Desktop) -> QWidget:
    """Every item with what it still misses, its counts and its result; above them how many must come."""
    part, column = _part()
    for meter in view.meters:
        column.addWidget(_meter(meter, view))
    for row in view.items:
        column.addWidget(_item(row, view, desktop))
    return part


def _meter(meter: Meter, view: see.MeetingView) -> QWidget:
    frame, column = card()
    if view.state in ("planned", "noticed"):
        asked = [
            tr("{base}：应到 {due} {unit}，{share}到会就是至少 {needed} {unit}", base=b.title, due=b.due, unit=b.unit,
               share=b.share, needed=b.needed)
            for b in meter.bases
        ]  # fmt: skip
        title = tr("开会要到多少人（满足一项就行）") if meter.any else tr("开会要到多少人")
        column.addWidget(PlainLabel(title, "strong"))
        for line in asked:
            column.addWidget(PlainLabel(line, wrap=True))
    else:
        column.addWidget(PlainLabel(f"{'✓' if meter.met else '✕'} {meter.words}", "" if meter.met else "bad", wrap=True))
    if meter.reference:
        column.addWidget(PlainLabel(tr("依据：{reference}", reference=meter.reference), "small", wrap=True))
    return frame


def _item(row: see.ItemView, view: see.MeetingView, desktop: Desktop) -> QWidget:
    frame, column = card()
    head = QHBoxLayout()
    head.setSpacing(look.theme().px(10))
    head.addWidget(PlainLabel(f"{row.number}. {row.title}", "strong", wrap=True), 1)
    tone = OUTCOMES.get(row.outcome, "")
    if row.outcome or view.state in ("open", "closed"):
        head.addWidget(Chip(tr(row.outcome) if row.outcome else tr("还没有宣布结果"), tone))
    button = QPushButton(tr("看事项"))
    button.setAccessibleName(tr("看事项：{title}", title=row.title))
    button.clicked.connect(lambda _c=False: desktop.open_page("matter", matter_id=row.matter))
    head.addWidget(button)
    column.addLayout(head)
    if view.state in ("open", "closed"):
        mark = "✓" if row.quorum_met else "✕"
        words = f"{mark} {row.step}：{row.quorum_words}"
        column.addWidget(PlainLabel(words, "" if row.quorum_met else "bad", wrap=True))
    else:
        column.addWidget(PlainLabel(row.step, "muted", wrap=True))
    for line in row.votes:
        column.addWidget(PlainLabel(line, wrap=True))
    if row.recused:
        column.addWidget(PlainLabel(tr("回避：{names}", names="、".join(row.recused)), wrap=True))
    where = {"meeting_id": view.meeting, "matter_id": row.matter, "item_id": row.item}
    reasons = Obstacles(lambda o: lead_of(desktop, o, **where))
    reasons.show_obstacles(row.obstacles)
    reasons.setVisible(bool(row.obstacles))
    column.addWidget(reasons)
    return frame


def seats(view: see.MeetingView, desktop: Desktop) -> QWidget:
    """The due list with the numbers of each base, and who is not counted and why."""
    part, column = _part()
    frozen = view.state in ("open", "closed", "void")
    words = tr("应到名单（宣布开会时定下）") if frozen else tr("应到名单（按今天的名册，宣布开会时定下）")
    column.addWidget(PlainLabel(words, "heading", wrap=True))
    frame, within = card()
    within.addWidget(PlainLabel(tr("应到 {n} 人", n=view.due), "strong"))
    bases = [f"{base.title} {base.due} {base.unit}" for meter in view.meters for base in meter.bases]
    others = [f"{title} {due}" for meter in view.meters for title, due, _here in meter.others]
    within.addWidget(PlainLabel("；".join(dict.fromkeys((*bases, *others))), "muted", wrap=True))
    out = [s for s in view.seats if s.state == "excluded"]
    if out:
        within.addWidget(PlainLabel(tr("不计入应到 {n} 人：", n=len(out)), "strong"))
        within.addWidget(PlainLabel("、".join(tr("{name}（{reason}）", name=s.name, reason=s.reason) for s in out), wrap=True))
    if not frozen:
        row = QHBoxLayout()
        move = view.move("exclude_person")
        row.addWidget(deed_button(desktop, "exclude_person", move=move, meeting_id=view.meeting))
        if move.allowed and out:
            row.addWidget(deed_button(desktop, "readmit_person", meeting_id=view.meeting))
        row.addStretch(1)
        within.addLayout(row)
        for obstacle in move.obstacles:
            within.addWidget(PlainLabel(obstacle.sentence(), "muted", wrap=True))
    column.addWidget(frame)
    table = Table(SEAT_COLUMNS, tr("应到名单"), lambda row: desktop.open_page("person", person_id=row.person), lines=1.9)
    table.show_rows(view.seats)
    table.setMinimumHeight(look.theme().px(44 * min(len(view.seats), ROWS_SHOWN) + 60))
    column.addWidget(table)
    return part


def _seat_state(row: see.SeatView) -> Cell:
    words, tone = SEAT_STATES[row.state]
    return Cell(tr(words), row.reason, tone)


SEAT_COLUMNS = (
    Column(later("姓名"), lambda row: Cell(row.name, bold=True), later("阿依古丽·买买提")),
    Column(later("身份"), lambda row: Cell(row.seat), least=120),
    Column(later("组别"), lambda row: Cell(row.group), later("第十二村民小组")),
    Column(later("到会情况"), _seat_state, later("－ 不计入应到"), later("预备党员没有表决权")),
)


def notice(view: see.MeetingView, desktop: Desktop) -> QWidget:
    """The notice period with its arithmetic, and how each person got the notice."""
    part, column = _part()
    column.addWidget(PlainLabel(tr("会议通知"), "heading"))
    frame, within = card()
    given = view.notice_given_on
    words = tr("{day}发出", day=said_day(given)) if given else tr("还没有登记发出通知；下面按今天发出来算")
    within.addWidget(PlainLabel(words, "strong", wrap=True))
    if not view.notices:
        within.addWidget(PlainLabel(tr("这次会议没有规定要提前几天通知。"), "muted", wrap=True))
    for line in view.notices:
        mark = "✓" if line.met else "✕"
        within.addWidget(PlainLabel(f"{mark} {line.step}：{line.words}", "" if line.met else "bad", wrap=True))
        if not line.met:
            day = said_day(line.earliest)
            within.addWidget(PlainLabel(tr("最早的合法日期：{day}", day=day), "strong", wrap=True))
        within.addWidget(PlainLabel(tr("依据：{reference}", reference=line.reference), "small", wrap=True))
    if view.special_reason:
        within.addWidget(PlainLabel(tr("特殊情况：{words}", words=view.special_reason), wrap=True))
    buttons = QWidget()
    flow = Flow(buttons, gap=8)
    flow.addWidget(deed_button(desktop, "issue_notice", move=view.move("issue_notice"), meeting_id=view.meeting))
    within.addWidget(buttons)
    column.addWidget(frame)
    column.addWidget(PlainLabel(tr("送达：{n} 人，还有 {rest} 人没有登记", n=view.delivered, rest=_waiting(view)), "heading"))
    buttons = QWidget()
    flow = Flow(buttons, gap=8)
    move = view.move("record_delivery")
    flow.addWidget(deed_button(desktop, "record_delivery", move=move, meeting_id=view.meeting))
    if move.allowed and _waiting(view):
        words = tr("全体已送达")
        flow.addWidget(deed_button(desktop, "record_delivery", words, meeting_id=view.meeting, everybody=True))
    column.addWidget(buttons)
    if view.given:
        table = Table(DELIVERY_COLUMNS, tr("通知送达"), lambda _row: None, lines=1.9)
        table.show_rows(view.given)
        table.setMinimumHeight(look.theme().px(44 * min(len(view.given), ROWS_SHOWN) + 60))
        column.addWidget(table)
    return part


def _waiting(view: see.MeetingView) -> int:
    known = {row.person for row in view.given}
    return sum(1 for s in view.seats if s.state != "excluded" and s.person not in known)


DELIVERY_COLUMNS = (
    Column(later("姓名"), lambda row: Cell(row.name, bold=True), later("阿依古丽·买买提")),
    Column(later("怎么送达的"), lambda row: Cell(tr(row.method)), later("书面由成年家属代收")),
    Column(later("日期"), lambda row: Cell(said_day(row.on), tr("补录") if row.late else ""), later("2026年12月28日")),
    Column(later("回执"), lambda row: Cell(row.receipt or "—"), least=120),
)
