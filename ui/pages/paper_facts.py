"""The facts of a paper beside its picture: number, days, signatures, versions, what it says word by word."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import papers as see
from consult_desk.views import signing
from ui import look
from ui.deed import deed_button
from ui.page import Desktop, card
from ui.widgets.plain_label import PlainLabel, Reading
from ui.words import later, tr

# What the facts of a paper are called; what is not named here is for programs.
FACT_TITLES = {
    "matter": later("事项"), "matter_number": later("编号"), "meeting": later("会议"), "held_on": later("日期"),
    "sittings": later("时间地点"), "convener": later("召集人"), "chair": later("主持人"), "recorder": later("记录人"),
    "called": later("通知谁"), "due": later("应到"), "present": later("实到"), "yes": later("同意"), "no": later("反对"),
    "abstain": later("弃权"), "present_names": later("到会人员"), "leave": later("请假"), "absent": later("缺席"),
    "excluded": later("不计入应到"), "observers": later("列席"), "proxies": later("委托"),
    "quorum_words": later("到会情况"), "pass_words": later("表决情况"), "notice_words": later("通知情况"),
    "items": later("议程"), "agenda": later("议程"), "title": later("事项"), "step": later("步骤"), "text": later("方案"),
    "resolution": later("决议内容"), "speeches": later("发言"), "discussion": later("讨论"), "recused": later("回避"),
    "method": later("表决方式"), "counts": later("票数"), "tellers": later("监票计票"), "decision": later("决定"),
    "budget": later("预算"), "actual": later("实际支出"), "difference": later("相差"), "fund_source": later("资金来源"),
    "executor": later("执行"), "contractor": later("承包方"), "accepted_by": later("验收人员"), "finding": later("验收结论"),
    "outstanding": later("遗留事项"), "places": later("公示地点"), "channels": later("异议渠道"),
    "supervision": later("监督联系方式"), "quorum_reference": later("依据"), "references": later("依据"),
    "reference": later("依据"),
}  # fmt: skip


# What hung and was wrong is corrected in public: a new version, and a notice that says what was wrong.
CORRECTED_HERE = ("resolution", "result")


def fact_lines(facts: Mapping[str, Any]) -> list[str]:
    """The facts as lines to read, in the order of FACT_TITLES."""
    lines: list[str] = []
    for key, title in FACT_TITLES.items():
        value = facts.get(key)
        if value in ("", [], {}, None):
            continue
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, one in enumerate(value, 1):
                lines.append(f"\n{tr(title)} {number}")
                lines.extend(fact_lines(one))
        else:
            lines.append(tr("{title}：{words}", title=tr(title), words=_said(value)))
    return lines


def _said(value: Any) -> str:
    if isinstance(value, list):
        pairs = any(isinstance(v, list) for v in value)
        return ("；" if pairs else "\n　　").join(" ".join(map(str, v)) if isinstance(v, list) else str(v) for v in value)
    return str(value)


class PaperFacts(QWidget):
    """Beside the preview. go(paper_id): to another version."""

    def __init__(self, desktop: Desktop, go: Callable[[int], None]) -> None:
        super().__init__()
        self.desktop, self._go = desktop, go
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, look.theme().px(6), 0)
        self._column.setSpacing(look.theme().px(12))

    def show_paper(self, view: see.PaperView) -> None:
        """Show the facts of this paper."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for part in (self._version(view), self._signing(view), self._record(view)):
            if part is not None:
                self._column.addWidget(part)
        lines = fact_lines(view.facts)
        self._column.addWidget(PlainLabel(tr("写了什么（内部全文）"), "strong"))
        self._column.addWidget(Reading("\n".join(lines), tr("文书内容"), lines=40))
        self._column.addStretch(1)

    def _version(self, view: see.PaperView) -> QWidget | None:
        """Which version corrects which, with the way there."""
        if view.superseded_by is None and view.supersedes is None:
            return None
        frame, column = card()
        if view.superseded_by is not None:
            frame.setObjectName("verdictBad")
            column.addWidget(PlainLabel(tr("✕ 这一版已经被更正，请用新的一版"), "bad", wrap=True))
            column.addWidget(self._link(tr("去看更正版"), view.superseded_by))
        if view.supersedes is not None:
            column.addWidget(PlainLabel(tr("这是更正版。更正的原因：{why}", why=view.correction), wrap=True))
            column.addWidget(self._link(tr("去看前一版"), view.supersedes))
        return frame

    def _link(self, words: str, paper_id: int) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda _checked=False: self._go(paper_id))
        return button

    def _signing(self, view: see.PaperView) -> QWidget | None:
        if not view.signing:
            return None
        frame, column = card()
        column.addWidget(PlainLabel(tr("签名"), "heading"))
        marks = {"signed": "✓", "ready": "○", "waiting": "…"}
        for line in view.signing:
            tone = {"signed": "good", "ready": "warn"}.get(line.state, "muted")
            said = tr("{role}：{words}", role=tr(line.title), words=tr(line.words))
            column.addWidget(PlainLabel(f"{marks[line.state]} {said}", tone, wrap=True))
            if line.state == "ready":
                words = tr("现在签名（{role}）…", role=tr(line.title))
                button = deed_button(self.desktop, "sign_paper", words, paper_id=view.paper, role=line.role)
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
                if line.open_until is not None:
                    column.addWidget(PlainLabel(tr("已解锁，到 {time} 自动锁上", time=f"{line.open_until:%H:%M}"), "small"))
            elif line.state == "waiting" and line.words == signing.NO_SIGNER:
                button = deed_button(self.desktop, "make_identity", tr("登记或制作证书…"), role=line.role)
                button.clicked.disconnect()
                button.clicked.connect(lambda _checked=False: self.desktop.open_page("signers"))
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if any(line.state == "ready" for line in view.signing):
            many = deed_button(self.desktop, "sign_papers", tr("连同这件事的其他文书一起签…"), paper_id=view.paper)
            column.addWidget(many, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _record(self, view: see.PaperView) -> QWidget:
        frame, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.theme().px(12))
        grid.setVerticalSpacing(look.theme().px(4))
        grid.setColumnStretch(1, 1)
        posted = f"{view.posted_from:%Y-%m-%d} - {view.posted_until:%Y-%m-%d}" if view.posted_from and view.posted_until else ""
        lines = (
            (tr("文号"), view.number), (tr("版次"), tr("第 {n} 版", n=view.version)),
            (tr("出具日期"), f"{view.issued_on:%Y-%m-%d}"), (tr("公示"), posted),
            (tr("张贴件隐去"), "；".join(view.hidden)),
            (tr("核对码"), tr("台账第 {n} 条　{code}", n=view.head_size, code=view.check_code.replace("-", " "))),
        )  # fmt: skip
        for number, (title, words) in enumerate((title, words) for title, words in lines if words):
            grid.addWidget(PlainLabel(title, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(words, wrap=True), number, 1)
        column.addLayout(grid)
        if view.superseded_by is None:
            for button in self._ways_on(view):
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _ways_on(self, view: see.PaperView) -> list[QPushButton]:
        """What may follow the newest version: it edited in Word, a corrected one, the notice that says what was corrected."""

        def way(words: str, name: str, page: str, **where: Any) -> QPushButton:
            button = QPushButton(words)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _checked=False: self.desktop.open_page(page, **where))
            return button

        ways = []
        if "docx" in view.forms:
            ways.append(way(tr("收回改过的 Word…"), tr("收回改过的 Word"), "word_return", paper_id=view.paper))
        if view.kind in CORRECTED_HERE:
            words = tr("写错了，出更正版…")
            ways.append(way(words, tr("这份公告写错了，出更正版"), "issue", kind=view.kind, subject_id=view.subject_id))
        if view.kind in CORRECTED_HERE and view.supersedes is not None:
            about = {"kind": "correction_notice", "subject_id": view.paper, "matter_id": view.subject_id}
            ways.append(way(tr("出更正公告…"), tr("出更正公告，说明改了哪里"), "issue", **about))
        return ways
