"""Parts of a matter's page: budget, people, execution with its progress, supervision, attachments."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_desk.base.text import money
from consult_desk.views import matters as see
from consult_desk.views.matter_sheet import OpinionRow, WorkView
from ui import look
from ui.page import card
from ui.pages.matter_columns import full_day
from ui.pages.matter_leads import Leads
from ui.pages.matter_parts import buttons, entry, late_mark, nothing, part
from ui.widgets.chip import Chip
from ui.widgets.plain_label import PlainLabel
from ui.widgets.progress import Progress
from ui.words import later, tr

WORK_STATES = {"running": later("正在实施"), "suspended": later("暂停实施"), "finished": later("已经完工")}


def facts(column: QVBoxLayout, rows: Sequence[tuple[str, str]]) -> None:
    """Names on the left, what they are on the right."""
    frame, within = card()
    for title, words in rows:
        row = QHBoxLayout()
        name = PlainLabel(title, "muted")
        name.setMinimumWidth(look.theme().px(120))
        row.addWidget(name)
        row.addWidget(PlainLabel(words, wrap=True), 1)
        within.addLayout(row)
    column.addWidget(frame)


def budget(view: see.MatterView, leads: Leads) -> QWidget:
    """What it may cost, from where, and what it cost."""
    made, column = part()
    sheet, work = view.sheet, view.sheet.work
    spent = tr("还没有登记") if work is None or work.actual is None else money(work.actual)
    if work is not None and work.actual is not None and sheet.budget:
        over = work.actual - sheet.budget
        spent += tr("（比预算多 {m}）", m=money(over)) if over > 0 else tr("（比预算少 {m}）", m=money(-over)) if over else ""
    facts(column, (
        (tr("预算"), view.budget or tr("没有预算")), (tr("资金来源"), sheet.fund_source or tr("没有填写")),
        (tr("实际支出"), spent), (tr("办结期限"), full_day(sheet.deadline)), (tr("提出日期"), full_day(sheet.opened_on)),
        (tr("类别"), tr(sheet.category_title)),
    ))  # fmt: skip
    buttons(column, [leads.button("amend_matter")])
    column.addStretch(1)
    return made


def people(view: see.MatterView, leads: Leads) -> QWidget:
    """Who proposed, who carries out, who stands aside, who supervises."""
    made, column = part()
    sheet, work = view.sheet, view.sheet.work
    joined = tr("{n} 人：{names}", n=len(sheet.joiners), names="、".join(name for _id, name in sheet.joiners))
    aside = "；".join(tr("{name}（{meeting}，{reason}）", name=n, meeting=m, reason=r) for n, m, r in sheet.recused)
    facts(column, (
        (tr("提议人"), tr(view.proposer)), (tr("联名提议人"), joined if sheet.joiners else tr("没有")),
        *(((tr("村民小组"), sheet.group),) if sheet.group else ()),
        (tr("承办人"), sheet.executor or tr("还没有确定")),
        (tr("实施主体"), work.executor if work else tr("还没有开始实施")),
        (tr("承包方"), (work.contractor or tr("没有承包")) if work else tr("还没有开始实施")),
        (tr("利害关系"), sheet.conflicts or tr("没有填写")), (tr("已经回避的人"), aside or tr("没有")),
        (tr("村务监督委员会"), "、".join(sheet.supervisors) or tr("名册里还没有")),
    ))  # fmt: skip
    buttons(column, [leads.button("join_proposal"), leads.button("amend_matter")])
    column.addStretch(1)
    return made


def work(view: see.MatterView, leads: Leads) -> QWidget:
    """The carrying out: parts with their weights, finish, acceptance, seal."""
    made, column = part()
    sheet = view.sheet
    if sheet.work is None:
        nothing(column, tr("还没有开始实施。决议公开以后登记开工。"))
        buttons(column, [leads.button("start_execution")])
    else:
        _work(column, sheet.work, leads)
    column.addWidget(PlainLabel(tr("用印登记"), "heading"))
    if not sheet.seals:
        nothing(column, tr("还没有用过印。"))
    for seal in sheet.seals:
        said = tr("{n} 份，{approver}批准，{keeper}保管印章", n=seal.copies, approver=seal.approver, keeper=seal.keeper)
        column.addWidget(entry(f"{full_day(seal.on)}　{seal.document}{late_mark(seal.late)}", (said,))[0])
    buttons(column, [leads.button("log_seal_use")])
    column.addStretch(1)
    return made


def _work(column: QVBoxLayout, work: WorkView, leads: Leads) -> None:
    frame, within = card()
    head = QHBoxLayout()
    started = tr("{who}，{day} 开工", who=work.contractor or work.executor, day=full_day(work.started_on))
    head.addWidget(PlainLabel(started, "strong", wrap=True), 1)
    head.addWidget(Chip(tr(WORK_STATES[work.state]), "bad" if work.state == "suspended" else "good"))
    within.addLayout(head)
    within.addWidget(Progress(work.progress, tr("全部工程的进度")))
    column.addWidget(frame)
    accepted = any(a.passed for a in work.acceptances)
    for row in work.parts:
        chip = Chip(tr("已完成"), "good") if row.done_on else Chip(tr("没有完成"), "warn")
        done = tr("{day} 完成", day=full_day(row.done_on)) + late_mark(row.late) if row.done_on else ""
        planned = tr("计划 {day} 完成", day=full_day(row.planned_on)) if row.planned_on else ""
        lines = [line for line in (done or planned,) if line]
        frame, at = entry(tr("{n}. {title}", n=row.number, title=row.title), lines, chip)
        at.insertWidget(1, PlainLabel(tr("占 {n}%", n=row.weight), "muted"))
        button = None if row.done_on or accepted else leads.button("complete_milestone", tr("做完了"), number=row.number)
        if button is not None:
            button.setAccessibleName(tr("登记完成：{title}", title=row.title))
            at.addWidget(button)
        column.addWidget(frame)
    finished = []
    if work.finished_on is not None:
        spent = tr("没有登记") if work.actual is None else money(work.actual)
        left = work.outstanding and tr("遗留问题：{words}", words=work.outstanding)
        said = [line for line in (tr("实际支出 {money}", money=spent), left) if line]
        column.addWidget(entry(tr("{day} 完工", day=full_day(work.finished_on)), said, Chip(tr("已经完工"), "good"))[0])
    elif not accepted:
        finished.append(leads.button("finish_execution"))
    for one in work.acceptances:
        chip = Chip(tr("验收通过"), "good") if one.passed else Chip(tr("没有通过"), "bad")
        head_words = tr("{day} 验收：{who}", day=full_day(one.on), who=one.by)
        column.addWidget(entry(head_words + late_mark(one.late), (one.finding,), chip)[0])
    if not accepted and work.finished_on is not None:
        finished.append(leads.button("accept_work"))
    if work.state == "suspended":
        finished.append(leads.button("start_execution"))
    buttons(column, finished)


def supervision(view: see.MatterView, leads: Leads) -> QWidget:
    """What the supervision committee and others wrote of each step, and which steps still wait for it."""
    made, column = part()
    sheet = view.sheet
    titles = dict(sheet.seen)
    missing = "、".join(tr(titles[key]) for key in sheet.unseen)
    if missing:
        column.addWidget(PlainLabel(tr("还没有监督记录的步骤：{steps}", steps=missing), "warn", wrap=True))
    buttons(column, [leads.button("record_supervision")])
    if not sheet.supervisions:
        nothing(column, tr("还没有监督记录。"))
    for row in sheet.supervisions:
        column.addWidget(_opinion(row, None))
    if sheet.reviews or sheet.reviewing:
        column.addWidget(PlainLabel(tr("各方意见"), "heading"))
        buttons(column, [leads.button("record_review")])
    for row in sheet.reviews:
        column.addWidget(_opinion(row, Chip(tr("同意"), "good") if row.agreed else Chip(tr("不同意"), "bad")))
    column.addStretch(1)
    return made


def _opinion(row: OpinionRow, chip: Chip | None) -> QWidget:
    head = f"{tr(row.step_title)}　{row.by}　{full_day(row.on)}{late_mark(row.late)}"
    return entry(head, [line for line in (row.words, row.note) if line], chip)[0]


def attachments(view: see.MatterView, leads: Leads) -> QWidget:
    """Files kept with the matter."""
    made, column = part()
    buttons(column, [leads.button("attach_file")])
    if not view.sheet.attachments:
        nothing(column, tr("没有附件。"))
    for row in view.sheet.attachments:
        size = tr("{kb} KB", kb=-(-row.size // 1024))
        column.addWidget(entry(row.title, (f"{row.file_name}　{size}　{full_day(row.on)}",))[0])
    column.addStretch(1)
    return made
