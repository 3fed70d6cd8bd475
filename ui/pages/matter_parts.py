"""The parts of a matter's page, each made of one picture: steps, text, budget, papers, disclosure, moves, history."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.text import chinese_date
from consult_desk.views import matters as see
from ui import look
from ui.page import card, column_of
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Lead, Obstacles
from ui.widgets.plain_label import PlainLabel, Reading

STATE_WORDS = {"done": "已完成", "not_passed": "没有通过", "current": "正在办理", "ahead": "待开始"}
STATE_TONES = {"done": "good", "not_passed": "bad", "current": "warn", "ahead": ""}


def headline(view: see.MatterView) -> tuple[str, ...]:
    """The facts under the title."""
    return tuple(
        words
        for words in (
            f"编号 {view.label}",
            f"提议 {view.proposer}",
            f"事由 {view.origin}",
            view.budget and f"预算 {view.budget}",
            f"规则方案 {view.profile}",
        )
        if words
    )


def _part() -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = column_of(part, margin=2, spacing=10)
    column.setContentsMargins(0, look.theme().px(12), 0, 0)
    return part, column


def _nothing(column: QVBoxLayout, words: str) -> None:
    column.addWidget(PlainLabel(words, "muted", wrap=True))


def _entry(head: str, lines: Sequence[str], chip: Chip | None = None, *, small: str = "") -> tuple[QFrame, QHBoxLayout]:
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


def steps(view: see.MatterView) -> QWidget:
    """Every step with its verdict, article and supervision."""
    part, column = _part()
    for step in view.steps:
        day = f"　{chinese_date(step.on)}" if step.on else ""
        late = "（补录）" if step.late else ""
        lines = [line for line in (step.words, step.supervision and f"监督：{step.supervision}") if line]
        head = f"{step.title}（{step.body}）{day}{late}"
        chip = Chip(STATE_WORDS[step.state], STATE_TONES[step.state])
        column.addWidget(_entry(head, lines, chip, small=step.reference and f"依据：{step.reference}")[0])
    column.addStretch(1)
    return part


def texts(view: see.MatterView) -> QWidget:
    """The text in force, and every frozen version with its difference to the one before."""
    part, column = _part()
    frame, within = card()
    within.addWidget(PlainLabel("现在的方案", "strong"))
    within.addWidget(Reading(view.text, "现在的方案", lines=16))
    if view.background:
        within.addWidget(PlainLabel("背景", "strong"))
        within.addWidget(Reading(view.background, "背景"))
    column.addWidget(frame)
    for text in reversed(view.texts):
        head = f"第 {text.number} 版　{chinese_date(text.on)}　{text.reason}"
        frame, _row = _entry(head, ())
        inner = frame.layout()
        if inner is not None and text.diff:
            inner.addWidget(PlainLabel("和上一版相比（行首 − 是删去的，+ 是新加的）：", "small", wrap=True))
            inner.addWidget(Reading(_signed(text.diff), f"第 {text.number} 版和上一版的差别"))
        elif inner is not None:
            same = "第一版。" if text.number == view.texts[0].number else "文字和上一版相同。"
            inner.addWidget(PlainLabel(same, "small"))
        column.addWidget(frame)
    column.addStretch(1)
    return part


def _signed(diff: str) -> str:
    """The difference without the marks that only programs read."""
    kept = [line for line in diff.splitlines() if not line.startswith(("---", "+++", "@@"))]
    signs = {"-": "−　", "+": "+　", " ": "　　"}
    return "\n".join(f"{signs.get(line[:1], '')}{line[1:]}" for line in kept)


def budget(view: see.MatterView) -> QWidget:
    """Money, who carries it out, and how far."""
    part, column = _part()
    frame, within = card()
    for title, words in (
        ("预算", view.budget or "没有预算"),
        ("资金来源", view.fund_source or "没有填写"),
        ("实施主体", view.executor or "还没有确定"),
        ("实施进度", "还没有开始实施" if view.progress is None else f"已完成 {view.progress}%"),
        ("附件", "；".join(f"{f.title}（{f.file_name}，{-(-f.size // 1024)} KB）" for f in view.sheet.attachments) or "没有附件"),
    ):
        row = QHBoxLayout()
        name = PlainLabel(title, "muted")
        name.setMinimumWidth(look.theme().px(90))
        row.addWidget(name)
        row.addWidget(PlainLabel(words, wrap=True), 1)
        within.addLayout(row)
    column.addWidget(frame)
    column.addStretch(1)
    return part


def papers(view: see.MatterView, opened: Callable[[int], None]) -> QWidget:
    """The issued papers with their signatures and a button that opens each."""
    part, column = _part()
    paper_cards(column, view.papers, opened)
    column.addStretch(1)
    return part


def paper_cards(column: QVBoxLayout, rows: Sequence[see.PaperRow], opened: Callable[[int], None]) -> None:
    """One card per paper."""
    if not rows:
        _nothing(column, "还没有出具文书。")
    for paper in rows:
        signed = f"已签名：{'、'.join(paper.signed_by)}" if paper.signed_by else "还没有签名"
        if paper.form != "pdf":
            signed = "Word 文书，打印后由本人签字"
        chip = Chip("已被更正", "warn") if paper.superseded else Chip("有效", "good")
        number = f"{paper.number}　" if paper.number else ""
        line = f"{number}第 {paper.version} 版　{chinese_date(paper.issued_on)}　{signed}"
        frame, row = _entry(paper.title, (line,), chip)
        button = QPushButton("打开")
        button.setAccessibleName(f"打开{paper.title}第{paper.version}版")
        button.clicked.connect(lambda _checked=False, number=paper.paper: opened(number))
        row.addWidget(button)
        column.addWidget(frame)


def disclosures(view: see.MatterView) -> QWidget:
    """Postings with their days, objections with their replies."""
    part, column = _part()
    column.addWidget(PlainLabel("张贴", "heading"))
    if not view.postings:
        _nothing(column, "还没有张贴。")
    titles = {s.key: s.title for s in view.steps}
    for posting in view.postings:
        left = f"，还剩 {posting.days_left} 天" if posting.state == "张贴中" else ""
        gone = f"，{chinese_date(posting.removed_on)}撤下" if posting.removed_on else ""
        said = (
            f"{chinese_date(posting.posted_on)}张贴，到{chinese_date(posting.until_on)}期满{left}{gone}",
            f"地点：{'、'.join(posting.places)}",
        )
        tone = {"张贴中": "warn", "期满": "good"}.get(posting.state, "bad")
        column.addWidget(_entry(titles.get(posting.step, "公告"), said, Chip(posting.state, tone))[0])
    column.addWidget(PlainLabel("异议", "heading"))
    if not view.objections:
        _nothing(column, "没有收到异议。")
    for objection in view.objections:
        due = f"，应在{chinese_date(objection.due_on)}前答复" if objection.due_on and not objection.reply else ""
        lines = tuple(
            line for line in (objection.content, objection.reply and f"答复：{objection.reply}") if line
        )
        tone = {"待答复": "warn", "成立": "bad"}.get(objection.finding, "good")
        head = f"{objection.name}，{chinese_date(objection.on)}提出{due}"
        column.addWidget(_entry(head, lines, Chip(objection.finding, tone))[0])
    column.addStretch(1)
    return part


def moves(view: see.MatterView, lead: Lead) -> QWidget:
    """What may be done now, and for the rest the reasons why not."""
    part, column = _part()
    for move in view.moves:
        chip = Chip("现在可以办", "good") if move.allowed else Chip("现在还不能办")
        frame, _row = _entry(move.title, (), chip)
        inner = frame.layout()
        if move.obstacles and inner is not None:
            reasons = Obstacles(lead)
            reasons.show_obstacles(move.obstacles)
            inner.addWidget(reasons)
        column.addWidget(frame)
    column.addStretch(1)
    return part


def history(view: see.MatterView) -> QWidget:
    """What happened, oldest first."""
    part, column = _part()
    frame, within = card()
    happened = [f"{s.on:%Y-%m-%d} {s.title}：{s.words}" for s in view.steps if s.on]
    for line in sorted((*view.history, *happened)):
        within.addWidget(PlainLabel(line, wrap=True))
    if not view.history and not happened:
        _nothing(within, "还没有经过。")
    column.addWidget(frame)
    column.addStretch(1)
    return part
