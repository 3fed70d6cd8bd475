"""One meeting to read: who is due and present, the agenda with its counts, and its papers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.text import chinese_date
from consult_desk.views import meetings as see
from ui import look
from ui.icons import icon
from ui.page import Page, card, column_of, scrolled
from ui.pages.matter_parts import paper_cards
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.quorum_meter import QuorumMeter

SEAT_STATES = (("present", "到会"), ("leave", "请假"), ("absent", "缺席"), ("excluded", "不计入应到"), ("", "还没有到"))
TONES = {"已结束": "good", "进行中": "warn", "已作废": "bad"}


class MeetingPage(Page):
    """Opened with meeting_id."""

    key = "meeting"
    title = "会议"
    parent_key = "meetings"

    def build(self) -> None:
        theme = look.theme()
        inside = QWidget()
        column = column_of(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, "会议内容"))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = QPushButton("返回会议")
        self.back.setIcon(icon("back", theme.color("text"), theme.px(20)))
        self.back.setIconSize(QSize(theme.px(20), theme.px(20)))
        self.back.setAccessibleName("返回会议列表")
        self.back.clicked.connect(lambda _checked=False: self.desktop.open_page("meetings"))
        head.addWidget(self.back)
        self.name = PlainLabel("正在读取…", "title", wrap=True)
        head.addWidget(self.name, 1)
        self.chip = Chip("")
        head.addWidget(self.chip)
        column.addLayout(head)
        self.facts = PlainLabel("", "muted", wrap=True)
        column.addWidget(self.facts)
        frame, within = card()
        self.meter = QuorumMeter()
        within.addWidget(self.meter)
        column.addWidget(frame)
        self._filled = QWidget()
        self._below = column_of(self._filled, margin=0)
        column.addWidget(self._filled)
        column.addStretch(1)

    def view(self) -> Callable[..., Any] | None:
        return see.meeting_page if self.where else None

    def first_focus(self) -> QWidget:
        return self.back

    def show_view(self, view: see.MeetingView) -> None:
        self.name.setText(view.title)
        self.chip.show_state(view.state_title, TONES.get(view.state_title, ""))
        self.facts.setText("　·　".join(_facts(view)))
        self.meter.show_counts(view.due, view.present)
        while (item := self._below.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._below.addWidget(PlainLabel("议程和表决", "heading"))
        for row in view.items:
            self._below.addWidget(self._item(row))
        self._below.addWidget(PlainLabel("名单", "heading"))
        self._below.addWidget(_seats(view))
        self._below.addWidget(PlainLabel("文书", "heading"))
        paper_cards(self._below, view.papers, lambda number: self.desktop.open_page("paper", paper_id=number))

    def _item(self, row: see.ItemView) -> QWidget:
        frame, column = card()
        head = QHBoxLayout()
        head.setSpacing(look.theme().px(10))
        head.addWidget(PlainLabel(f"{row.number}. {row.title}", "strong", wrap=True), 1)
        tone = {"通过": "good", "没有通过": "bad"}.get(row.outcome, "")
        head.addWidget(Chip(row.outcome or "还没有宣布结果", tone))
        button = QPushButton("看事项")
        button.setAccessibleName(f"看事项{row.title}")
        button.clicked.connect(lambda _checked=False: self.desktop.open_page("matter", matter_id=row.matter))
        head.addWidget(button)
        column.addLayout(head)
        mark = "✓" if row.quorum_met else "✕"
        column.addWidget(PlainLabel(f"{mark} {row.step}：{row.quorum_words}", "" if row.quorum_met else "bad", wrap=True))
        for line in (*row.votes, *(["回避：" + "、".join(row.recused)] if row.recused else [])):
            column.addWidget(PlainLabel(line, wrap=True))
        reasons = Obstacles()
        reasons.show_obstacles(row.obstacles)
        column.addWidget(reasons)
        return frame


def _facts(view: see.MeetingView) -> tuple[str, ...]:
    places = "；".join(f"{place} {at:%Y-%m-%d %H:%M}" for _id, place, at in view.sittings)
    given = f"通知 {chinese_date(view.notice_given_on)}发出" if view.notice_given_on else "还没有发通知"
    minutes = f"会议记录已确认（第 {view.minutes} 版）" if view.minutes else "会议记录还没有确认"
    earliest = ""
    if view.earliest and not view.notice_given_on:
        earliest = f"今天通知，最早{chinese_date(view.earliest)}开会"
    return tuple(words for words in (view.body_title, places, given, earliest, minutes) if words)


def _seats(view: see.MeetingView) -> QWidget:
    frame, column = card()
    for state, title in SEAT_STATES:
        here = [s for s in view.seats if s.state == state]
        if here:
            names = "、".join(f"{s.name}（{s.reason}）" if s.reason else s.name for s in here)
            column.addWidget(PlainLabel(f"{title} {len(here)} 人", "strong"))
            column.addWidget(PlainLabel(names, wrap=True))
    if not view.seats:
        column.addWidget(PlainLabel("名单还没有产生。", "muted"))
    return frame
