"""Parts of a matter's page: steps, papers, disclosure, what may be done, history; and what all parts are built of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import matters as see
from ui import look
from ui.page import card, column_of
from ui.pages.matter_columns import full_day
from ui.pages.matter_leads import Leads
from ui.widgets.chip import Chip
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

STATE_WORDS = {
    "done": later("已完成"), "not_passed": later("没有通过"), "current": later("正在办理"), "ahead": later("待开始"),
}
STATE_TONES = {"done": "good", "not_passed": "bad", "current": "warn", "ahead": ""}
# Deeds that no step asks for, open at any time.
ANY_TIME = ("record_supervision", "attach_file", "join_proposal", "record_objection", "log_seal_use")


def headline(view: see.MatterView) -> tuple[str, ...]:
    """The facts under the title."""
    return tuple(
        words
        for words in (
            tr("编号 {label}", label=view.label),
            tr("提议人 {who}", who=tr(view.proposer)),
            tr("事由 {origin}", origin=tr(view.origin)),
            view.budget and tr("预算 {money}", money=view.budget),
            tr("照“{profile}”办", profile=view.profile),
        )
        if words
    )


def part() -> tuple[QWidget, QVBoxLayout]:
    """An empty part and its column."""
    made = QWidget()
    column = column_of(made, margin=2, spacing=10)
    column.setContentsMargins(0, look.theme().px(12), 0, 0)
    return made, column


def nothing(column: QVBoxLayout, words: str) -> None:
    """Say that there is nothing yet."""
    column.addWidget(PlainLabel(words, "muted", wrap=True))


def buttons(column: QVBoxLayout, made: Sequence[QPushButton | None]) -> None:
    """A row of buttons that wraps."""
    found = [one for one in made if one is not None]
    if not found:
        return
    row = Flow()
    for one in found:
        row.addWidget(one)
    column.addLayout(row)
    # Why a button is grey is said beside it, not only when the mouse rests on it.
    why: dict[str, list[str]] = {}
    for one in found:
        if not one.isEnabled():
            why.setdefault(one.accessibleDescription(), []).append(one.text())
    for reason, titles in why.items():
        words = tr("“{titles}”现在不能办：{reason}", titles="、".join(titles), reason=reason)
        column.addWidget(PlainLabel(words, "small", wrap=True))


def entry(head: str, lines: Sequence[str], chip: Chip | None = None, *, small: str = "") -> tuple[QFrame, QHBoxLayout]:
    """A card: a bold line with its chip, plain lines under it; the row takes a button."""
    frame, column = card()
    row = QHBoxLayout()
    row.setSpacing(look.theme().px(10))
    row.addWidget(PlainLabel(head, "strong", wrap=True), 1)
    if chip is not None:
        row.addWidget(chip)
    column.addLayout(row)
    for line in lines:
        column.addWidget(PlainLabel(line, wrap=True))
    if small:
        column.addWidget(PlainLabel(small, "small", wrap=True))
    return frame, row


def late_mark(late: bool) -> str:
    """（补录） where something was typed in on a later day."""
    return tr("（补录）") if late else ""


def steps(view: see.MatterView, leads: Leads) -> QWidget:
    """Every step with its verdict, article and supervision."""
    made, column = part()
    for step in view.steps:
        day = f"　{full_day(step.on)}" if step.on else ""
        seen = step.supervision and tr("监督：{words}", words=step.supervision)
        head = f"{tr(step.title)}（{tr(step.body)}）{day}{late_mark(step.late)}"
        chip = Chip(tr(STATE_WORDS[step.state]), STATE_TONES[step.state])
        small = step.reference and tr("依据：{reference}", reference=step.reference)
        frame, row = entry(head, [line for line in (step.words, seen) if line], chip, small=small)
        if step.key in view.sheet.unseen and step.state != "ahead":
            button = leads.button("record_supervision", tr("登记监督"), step=step.key)
            if button is not None:
                button.setAccessibleName(tr("登记监督：{step}", step=tr(step.title)))
                row.addWidget(button)
        column.addWidget(frame)
    column.addStretch(1)
    return made


def paper_cards(column: QVBoxLayout, rows: Sequence[see.PaperRow], leads: Leads) -> None:
    """One card per paper."""
    if not rows:
        nothing(column, tr("还没有出具文书。"))
    for paper in rows:
        signed = tr("已签名：{names}", names="、".join(paper.signed_by)) if paper.signed_by else tr("还没有签名")
        if paper.form != "pdf":
            signed = tr("Word 文书，打印后由本人签字")
        chip = Chip(tr("已被更正"), "warn") if paper.superseded else Chip(tr("有效"), "good")
        number = f"{paper.number}　" if paper.number else ""
        version = tr("第 {n} 版", n=paper.version)
        frame, row = entry(paper.title, (f"{number}{version}　{full_day(paper.issued_on)}　{signed}",), chip)
        button = QPushButton(tr("打开"))
        button.setAccessibleName(tr("打开{title}第 {n} 版", title=paper.title, n=paper.version))
        button.clicked.connect(lambda _c=False, number=paper.paper: leads.desktop.open_page("paper", paper_id=number))
        row.addWidget(button)
        column.addWidget(frame)


def disclosures(view: see.MatterView, leads: Leads) -> QWidget:
    """Postings with their days, objections with their replies."""
    made, column = part()
    column.addWidget(PlainLabel(tr("张贴"), "heading"))
    buttons(column, [leads.button("post_notice") if leads.move("post_notice") else None])
    if not view.postings:
        nothing(column, tr("还没有张贴。"))
    titles = {s.key: s.title for s in view.steps}
    for posting in view.postings:
        left = tr("，还剩 {n} 天", n=posting.days_left) if posting.hanging else ""
        gone = tr("，{day} 撤下", day=full_day(posting.removed_on)) if posting.removed_on else ""
        days = tr("{on} 张贴，到 {until} 期满", on=full_day(posting.posted_on), until=full_day(posting.until_on))
        said = (
            f"{days}{left}{gone}{late_mark(posting.late)}",
            tr("地点：{places}", places="、".join(posting.places)),
            tr("照片 {n} 张", n=posting.evidence),
        )
        tone = "warn" if posting.hanging else "good" if posting.state == later("期满") else "bad"
        frame, row = entry(tr(titles[posting.step]) if posting.step in titles else tr("公告"), said, Chip(tr(posting.state), tone))
        for action, words in (("add_evidence", tr("加照片")), ("take_down", tr("登记撤下"))):
            button = leads.button(action, words, posting_id=posting.posting)
            if button is not None and (posting.hanging or action == "add_evidence"):
                row.addWidget(button)
        column.addWidget(frame)
    column.addWidget(PlainLabel(tr("异议"), "heading"))
    buttons(column, [leads.button("record_objection")])
    if not view.objections:
        nothing(column, tr("没有收到异议。"))
    for objection in view.objections:
        _objection(column, objection, leads)
    column.addStretch(1)
    return made


def _objection(column: QVBoxLayout, objection: see.ObjectionRow, leads: Leads) -> None:
    waits = not objection.reply
    due = tr("，应在 {day} 前答复", day=full_day(objection.due_on)) if objection.due_on and waits else ""
    head = tr("{name}，{day} 提出", name=objection.name, day=full_day(objection.on)) + due + late_mark(objection.late)
    replied = objection.reply and tr("答复：{words}", words=objection.reply)
    tone = {later("待答复"): "warn", later("成立"): "bad"}.get(objection.finding, "good")
    frame, row = entry(head, [line for line in (objection.content, replied) if line], Chip(tr(objection.finding), tone))
    button = leads.button("reply_objection", objection_id=objection.objection) if waits else None
    if button is not None:
        row.addWidget(button)
    column.addWidget(frame)


def moves(view: see.MatterView, leads: Leads) -> QWidget:
    """What may be done now, first; and for the rest the reasons why not, each with the button that helps."""
    made, column = part()
    together: dict[tuple[Any, ...], list[see.Move]] = {}
    for move in sorted(view.moves, key=lambda m: not m.allowed):
        together.setdefault(move.obstacles or (move.action,), []).append(move)
    for same in together.values():
        _move(column, same, leads)
    if view.state != "withdrawn":
        column.addWidget(PlainLabel(tr("随时可以登记"), "heading"))
        buttons(column, [leads.button(action) for action in ANY_TIME])
    column.addStretch(1)
    return made


def _move(column: QVBoxLayout, same: Sequence[see.Move], leads: Leads) -> None:
    """One card for the moves that the same reasons stand in the way of."""
    first = same[0]
    chip = Chip(tr("现在可以办"), "good") if first.allowed else Chip(tr("现在还不能办"))
    frame, row = entry("、".join(tr(move.title) for move in same), (), chip)
    button = leads.button(first.action) if first.allowed else None
    if button is not None:
        button.setAccessibleName(first.title)
        row.addWidget(button)
    if first.obstacles and (inner := frame.layout()) is not None:
        reasons = Obstacles(leads.lead)
        reasons.show_obstacles(first.obstacles)
        inner.addWidget(reasons)
    column.addWidget(frame)


def history(view: see.MatterView) -> QWidget:
    """What happened, oldest first."""
    made, column = part()
    frame, within = card()
    found: list[tuple[date, str]] = [(view.sheet.opened_on, tr("提出事项"))]
    found += [(s.on, tr("{step}：{words}", step=tr(s.title), words=s.words)) for s in view.steps if s.on]
    found += [(t.on, tr("方案第 {n} 版：{reason}", n=t.number, reason=t.reason)) for t in view.texts[1:]]
    found += [(p.issued_on, tr("出具{title}第 {n} 版", title=p.title, n=p.version)) for p in view.papers]
    found += [(p.posted_on, tr("张贴于{places}", places="、".join(p.places))) for p in view.postings]
    found += [(p.removed_on, tr("撤下公告（{state}）", state=tr(p.state))) for p in view.postings if p.removed_on]
    found += [(o.on, tr("{name}提出异议：{words}", name=o.name, words=o.content)) for o in view.objections]
    found += [(s.on, tr("{step}的监督：{words}", step=tr(s.step_title), words=s.words)) for s in view.sheet.supervisions]
    found += [(date.fromisoformat(line[:10]), line[11:]) for line in view.history]
    for on, words in sorted(found, key=lambda one: one[0]):
        row = QHBoxLayout()
        day = PlainLabel(full_day(on), "muted")
        day.setMinimumWidth(look.theme().px(110))
        row.addWidget(day)
        row.addWidget(PlainLabel(words, wrap=True), 1)
        within.addLayout(row)
    column.addWidget(frame)
    column.addStretch(1)
    return made
