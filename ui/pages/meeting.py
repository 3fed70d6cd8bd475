"""One meeting from its notice to its signed minutes: what is next, who is due, what was said to whom, its papers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from consult_desk.views import meetings as see
from ui import look
from ui.days import said_day
from ui.deed import deed_button
from ui.page import Page, card, column_of, scrolled
from ui.pages import meeting_papers as papers
from ui.pages import meeting_parts as parts
from ui.pages.meeting_minutes import MinutesPart
from ui.widgets.back_button import back_button
from ui.widgets.chip import Chip
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.quorum_meter import QuorumMeter
from ui.words import later, tr

TONES = {"closed": "good", "open": "warn", "void": "bad"}
# Which tab is in front when the page opens, by the state of the meeting.
FIRST_TAB = {"planned": "notice", "noticed": "seats", "open": "agenda", "closed": "minutes", "void": "agenda"}
TABS = (
    ("agenda", later("议程")), ("seats", later("应到名单")), ("notice", later("通知和送达")), ("papers", later("文书")),
    ("minutes", later("会议记录")), ("scans", later("签回的纸")),
)  # fmt: skip


class MeetingPage(Page):
    """Opened with meeting_id, and tab where a certain part is wanted."""

    key = "meeting"
    title = later("会议")
    parent_key = "meetings"

    def build(self) -> None:
        theme = look.theme()
        self.shown: see.MeetingView | None = None
        inside = QWidget()
        column = column_of(inside)
        self.area = scrolled(inside, tr("会议内容"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回会议"), lambda: self.desktop.open_page("meetings"), tr("返回会议列表"))
        head.addWidget(self.back)
        self.name = PlainLabel(tr("正在读取…"), "title", wrap=True)
        head.addWidget(self.name, 1)
        self.chip = Chip("")
        head.addWidget(self.chip)
        column.addLayout(head)
        self.facts = PlainLabel("", "muted", wrap=True)
        column.addWidget(self.facts)
        frame, within = card()
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        said = QVBoxLayout()
        self.next = PlainLabel("", "heading", wrap=True)
        said.addWidget(self.next)
        self.hint = PlainLabel("", "muted", wrap=True)
        said.addWidget(self.hint)
        across.addLayout(said, 1)
        self.console = QPushButton(tr("进入会议控制台"))
        self.console.setProperty("role", "primary")
        self.console.setMinimumHeight(theme.px(52))
        self.console.clicked.connect(lambda _c=False: self.desktop.open_page("console", **self._where()))
        across.addWidget(self.console)
        within.addLayout(across)
        self.meter = QuorumMeter()
        within.addWidget(self.meter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px(10))
        within.addLayout(self._buttons)
        self.nobody = Obstacles(lambda obstacle: parts.lead_of(self.desktop, obstacle, **self._where()))
        within.addWidget(self.nobody)
        column.addWidget(frame)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("会议的各部分"))
        self.tabs.setAccessibleDescription(tr("用左右方向键换一部分"))
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for _key, title in TABS:
            self.tabs.addTab(tr(title))
        self.tabs.currentChanged.connect(lambda _n: self._show_part())
        column.addWidget(self.tabs)
        self.minutes = MinutesPart(self.bridge, self.desktop)
        self._part = QVBoxLayout()
        column.addLayout(self._part)
        self.part: QWidget | None = None
        column.addWidget(self.minutes)
        column.addStretch(1)

    def view(self) -> Callable[..., Any] | None:
        return see.meeting_page if self.where else None

    def arguments(self) -> dict[str, Any]:
        return self._where()

    def _where(self) -> dict[str, Any]:
        return {"meeting_id": self.where["meeting_id"]}

    def first_focus(self) -> QWidget:
        return self.console if self.console.isVisibleTo(self) else self.back

    def open(self, **where: Any) -> None:
        """Another meeting begins at the part that is wanted now."""
        if where.get("meeting_id") != self.where.get("meeting_id"):
            self.shown = None
        super().open(**where)
        if self.shown is not None and "tab" in where:
            self.show_tab(where["tab"])

    def show_tab(self, key: str) -> None:
        """Bring a part to the front."""
        for number, (one, title) in enumerate(TABS):
            if key in (one, title):
                self.tabs.setCurrentIndex(number)

    def show_view(self, view: see.MeetingView) -> None:
        fresh, self.shown = self.shown is None, view
        self.name.setText(view.title)
        self.chip.show_state(tr(view.state_title), TONES.get(view.state, ""))
        self.facts.setText("\n".join(facts(view)))
        self._show_next(view)
        self.nobody.show_obstacles(view.nobody)
        self.nobody.setVisible(bool(view.nobody))
        self.meter.show_counts(view.due, view.present)
        self.meter.setVisible(view.state in ("open", "closed"))
        if fresh:
            self.tabs.blockSignals(True)
            self.show_tab(self.where.get("tab") or FIRST_TAB[view.state])
            self.tabs.blockSignals(False)
        self._show_part()

    def _show_part(self) -> None:
        view, key = self.shown, TABS[self.tabs.currentIndex()][0]
        if view is None:
            return
        if self.part is not None:
            self._part.removeWidget(self.part)
            self.part.hide()
            self.part.deleteLater()
            self.part = None
        self.minutes.setVisible(key == "minutes")
        if key == "minutes":
            self.minutes.show_meeting(view)
            return
        make = {
            "agenda": parts.agenda, "seats": parts.seats, "notice": parts.notice, "papers": papers.papers,
            "scans": papers.scans,
        }[key]  # fmt: skip
        self.part = make(view, self.desktop)
        self._part.addWidget(self.part)

    def _show_next(self, view: see.MeetingView) -> None:
        """What comes next, in a sentence, with its button in front."""
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        opening = view.move("open_meeting").allowed
        self.console.setVisible(view.state == "open" or opening)
        words, hint, deeds = next_of(view, opening)
        self.next.setText(words)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        for number, action in enumerate(deeds):
            button = deed_button(self.desktop, action, move=view.move(action), **self._where())
            if not number and not self.console.isVisibleTo(self):
                button.setProperty("role", "primary")
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)


def next_of(view: see.MeetingView, opening: bool) -> tuple[str, str, tuple[str, ...]]:
    """What comes next for a meeting: the sentence, a hint, and the deeds to offer."""
    if view.state == "void":
        return tr("这次会议已经作废"), view.special_reason, ()
    if view.state == "closed":
        if not view.minutes:
            words = tr("下一步：看一遍会议记录，由主持人和记录人确认")
            return words, tr("确认以后出具 Word 和签字页，签好的纸再扫描进来。"), ("confirm_minutes", "attach_scan")
        if view.minutes_stale:
            words = tr("会议记录第 {n} 版确认以后又改过文字，要再确认一次", n=view.minutes)
            return words, "", ("confirm_minutes", "attach_scan")
        words = tr("会议记录第 {n} 版已经确认", n=view.minutes)
        hint = tr("请打印签字页，签好后把扫描件放进来。") if not view.files else ""
        return words, hint, ("attach_scan", "confirm_minutes")
    if view.state == "open":
        return tr("会议正在进行"), tr("签到、表决都在会议控制台里登记。"), ("close_meeting", "void_meeting")
    if view.notice_given_on is None and not opening:
        words = tr("下一步：发出会议通知，并登记通知日期")
        return words, _earliest(view), ("issue_notice", "void_meeting")
    if opening:
        words = tr("今天可以开会：人员入场时宣布开会")
        lacking = tr("会议通知还没有登记。") if view.notice_given_on is None else ""
        return words, lacking, ("open_meeting", "issue_notice", "void_meeting")
    words = tr("通知已经发出，{day}开会", day=said_day(view.on))
    hint = tr("已经送达 {n} 人，应到 {due} 人；可以先印签到册和表决票。", n=view.delivered, due=view.due)
    return words, hint, ("record_delivery", "issue_notice", "void_meeting")


def _earliest(view: see.MeetingView) -> str:
    if view.earliest is None:
        return tr("这次会议没有规定要提前几天通知。")
    day = said_day(view.earliest)
    if view.earliest > view.on:
        return tr("今天通知，最早{day}才能开会，现在定的日期太早，请改期或按特殊情况通知。", day=day)
    return tr("今天通知，最早{day}可以开会，现在定的日期符合。", day=day)


def facts(view: see.MeetingView) -> tuple[str, ...]:
    """Where and when, who leads it, in a few lines."""
    first = tr("{body}　召集人：{convener}　主持人：{chair}　记录人：{recorder}", body=tr(view.body_title),
               convener=view.convener, chair=view.chair, recorder=view.recorder)  # fmt: skip
    many = len(view.sittings) > 1
    places = tuple(
        tr("第 {n} 场：{moment}，{place}", n=n, moment=f"{at:%Y-%m-%d %H:%M}", place=place) if many
        else f"{at:%Y-%m-%d %H:%M}　{place}"
        for n, (_id, place, at) in enumerate(view.sittings, 1)
    )  # fmt: skip
    return tuple(words for words in (first, *places, view.demanded) if words)
