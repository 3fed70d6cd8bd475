"""One paper: a PDF in preview, a Word paper as the facts it was drawn from; saved and checked from here."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from consult_desk.actions import papers
from consult_desk.views import papers as see
from ui import look
from ui.icons import icon
from ui.page import Page, column_of, scrolled
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.plain_label import PlainLabel, Reading
from ui.widgets.verdict import VerdictCard

# What the facts of a Word paper are called; what is not named here is for programs.
FACT_TITLES = {
    "meeting": "会议", "held_on": "日期", "sittings": "时间地点", "convener": "召集人", "chair": "主持人",
    "recorder": "记录人", "due": "应到", "present": "实到", "present_names": "到会人员", "leave": "请假",
    "absent": "缺席", "excluded": "不计入应到", "observers": "列席", "proxies": "委托", "quorum_words": "到会情况",
    "notice_words": "通知情况", "items": "议程", "title": "事项", "matter_number": "编号", "step": "步骤", "text": "方案",
    "speeches": "发言", "recused": "回避", "method": "表决方式", "counts": "票数", "tellers": "监票计票",
    "pass_words": "表决情况", "decision": "决定", "quorum_reference": "依据", "reference": "依据",
}  # fmt: skip


def fact_lines(facts: Mapping[str, Any]) -> list[str]:
    """The facts as lines to read, in the order of FACT_TITLES."""
    lines: list[str] = []
    for key in FACT_TITLES:
        value = facts.get(key)
        if value in ("", [], {}, None):
            continue
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, one in enumerate(value, 1):
                lines.append(f"\n{FACT_TITLES[key]} {number}")
                lines.extend(fact_lines(one))
        else:
            said = "\n　　".join(value) if key == "text" else _said(value)
            lines.append(f"{FACT_TITLES[key]}：{said}")
    return lines


def _said(value: Any) -> str:
    if isinstance(value, list):
        pairs = any(isinstance(v, list) for v in value)
        return ("；" if pairs else "、").join(" ".join(map(str, v)) if isinstance(v, list) else str(v) for v in value)
    return str(value)


class PaperPage(Page):
    """Opened with paper_id."""

    key = "paper"
    title = "文书"

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self.back = QPushButton("返回")
        self.back.setIcon(icon("back", theme.color("text"), theme.px(20)))
        self.back.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.back.setAccessibleName("返回上一页")
        self.back.clicked.connect(lambda _checked=False: self.desktop.go_back())
        head.addWidget(self.back)
        self.name = PlainLabel("正在读取…", "heading", wrap=True)
        head.addWidget(self.name, 1)
        self.check = QPushButton("验证")
        self.check.setAccessibleName("验证这份文书")
        self.check.clicked.connect(lambda _checked=False: self._verify())
        head.addWidget(self.check)
        self.save = QPushButton("另存为…")
        self.save.setAccessibleName("把文书另存到别处")
        self.save.clicked.connect(lambda _checked=False: self._save())
        head.addWidget(self.save)
        column.addLayout(head)
        self.facts = PlainLabel("", "muted", wrap=True)
        column.addWidget(self.facts)
        self.verdict = VerdictCard()
        self.verdict.hide()
        column.addWidget(self.verdict)
        self.preview = PaperPreview()
        self.words = QWidget()
        self._column = QVBoxLayout(self.words)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.preview)
        self.stack.addWidget(scrolled(self.words, "文书内容"))
        column.addWidget(self.stack, 1)

    def view(self) -> Callable[..., Any] | None:
        return see.paper_page if self.where else None

    def first_focus(self) -> QWidget:
        return self.back

    def show_view(self, view: see.PaperView) -> None:
        self.shown = view
        pdf = view.form == "pdf"
        self.name.setText(view.title)
        signed = f"已签名：{'、'.join(view.signed_by)}" if view.signed_by else "还没有签名"
        kind = "PDF 文书" if pdf else "Word 文书，下面是它的内容，另存后可以打印签字"
        said = (view.number, f"第 {view.version} 版", kind, signed if pdf else "")
        self.facts.setText("　·　".join(w for w in said if w))
        self.verdict.hide()
        self.check.setVisible(pdf)
        self.stack.setCurrentIndex(0 if pdf else 1)
        if pdf:
            self.preview.show_paper(view.data)
            return
        self.preview.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._column.addWidget(Reading("\n".join(fact_lines(view.facts)), "文书内容", lines=200))
        self._column.addStretch(1)

    def _verify(self) -> None:
        self.bridge.ask(see.check_file, self._judged, self.shown.data)

    def _judged(self, verdict: see.FileVerdict) -> None:
        self.verdict.show_verdict("这份文书", verdict.kind, verdict.words, verdict.details, verdict.good)
        self.verdict.show()

    def _save(self) -> None:
        end = "pdf" if self.shown.form == "pdf" else "docx"
        name = "".join("_" if c in '\\/:*?"<>|' else c for c in self.shown.title)
        path, _kind = QFileDialog.getSaveFileName(self, "文书另存为", f"{name}.{end}", f"文书 (*.{end})")
        if path:
            self.bridge.do(papers.save_paper, lambda at: self.desktop.say(f"已经存到 {at}"), self.shown.paper, path)
