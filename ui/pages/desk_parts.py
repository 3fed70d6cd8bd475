"""From what is due to its row on the desk: days in words, and the one place where it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from consult_desk.views.duties import Duty
from consult_desk.views.year import YearView
from ui import look
from ui.leads import lead
from ui.page import Desktop
from ui.widgets.due_list import Due
from ui.widgets.plain_label import PlainLabel
from ui.widgets.year_picture import Bar
from ui.words import later, tr

NEAR = 7  # days from which on a deadline is marked
WEEKDAYS = (
    later("星期一"), later("星期二"), later("星期三"), later("星期四"), later("星期五"), later("星期六"), later("星期日"),
)  # fmt: skip
# What is better done on its page than in a form: action → page, words of the button, what the page is told.
ON_A_PAGE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "plan_meeting": ("planning", later("安排会议"), ("body", "matter_id")),
    "issue_paper": ("issue", later("出公告"), ("kind", "subject_id")),
    "sign_paper": ("paper", later("去签名"), ("paper_id",)),
    "add_evidence": ("disclosures", later("放照片"), ("posting_id",)),
    "seat_person": ("bodies", later("看任期"), ("body",)),
}
# Where a thing is seen that no action removes today: page → words of the button, what the page is told.
SEEN_ON: dict[str, tuple[str, tuple[str, ...]]] = {
    "disclosures": (later("看张贴"), ("posting_id", "objection_id")),
    "matter": (later("看事项"), ("matter_id", "tab")),
    "meeting": (later("看会议"), ("meeting_id",)),
    "planning": (later("安排会议"), ("body", "matter_id")),
    "paper": (later("看文书"), ("paper_id",)),
    "people": (later("看名册"), ()),
}
# A button says what it does in three or four words; the whole title is in the form.
SHORT = {
    "post_notice": later("登记张贴"), "take_down": later("登记撤下"), "reply_objection": later("去答复"),
    "record_supervision": later("登记监督"), "attach_scan": later("放扫描件"), "complete_milestone": later("登记完成"),
    "record_authorization": later("登记授权"), "record_review": later("登记意见"), "start_execution": later("登记开工"),
    "finish_execution": later("登记完工"), "accept_work": later("登记验收"), "resume_matter": later("恢复办理"),
}  # fmt: skip


def days_words(days: int | None) -> tuple[str, str]:
    """Days left in words, and the tone of the chip that says them."""
    if days is None:
        return tr("现在能办"), "good"
    if days < 0:
        return tr("已超过 {n} 天", n=-days), "bad"
    if days <= 1:
        return (tr("就是明天") if days else tr("就是今天")), "warn"
    return tr("还有 {n} 天", n=days), "warn" if days <= NEAR else ""


def day_words(day: date) -> str:
    """A day with its weekday."""
    return tr("{y}年{m}月{d}日 {w}", y=day.year, m=day.month, d=day.day, w=tr(WEEKDAYS[day.weekday()]))


def place_of(desktop: Desktop, duty: Duty) -> tuple[str, Callable[[], None]]:
    """The words of the button, and the way to where a duty is done."""
    action = duty.obstacle.leads_to
    if action in ON_A_PAGE:
        page, words, told = ON_A_PAGE[action]
        return tr(words), _to(desktop, page, duty, told)
    led = lead(desktop, duty.obstacle, **duty.where)
    if led is not None:
        return (tr(SHORT[action]) if action in SHORT else led[0]), led[1]
    words, told = SEEN_ON[duty.page]
    return tr(words), _to(desktop, duty.page, duty, told)


def _to(desktop: Desktop, page: str, duty: Duty, told: tuple[str, ...]) -> Callable[[], None]:
    known: dict[str, Any] = {key: duty.where[key] for key in told if key in duty.where}
    return lambda: desktop.open_page(page, **known)


def due(desktop: Desktop, duty: Duty, lacking: str = "") -> Due:
    """A row of the desk. lacking: what its chip says where it has no day."""
    words, go = place_of(desktop, duty)
    days, tone = days_words(duty.days)
    if duty.days is None and lacking:
        days, tone = lacking, "warn"
    obstacle = duty.obstacle
    return Due(days, tone, obstacle.words, obstacle.fix, duty.about, obstacle.reference, words, go)


class Counter(QPushButton):
    """A large number over what it counts; pressing it goes where they are."""

    def __init__(self, title: str, go: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("counter")
        self.title = title
        theme = look.theme()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(8), theme.px(12), theme.px(10))
        column.setSpacing(0)
        self.number = PlainLabel("…", "big")
        column.addWidget(self.number)
        self.words = PlainLabel(title, "muted", wrap=True)
        column.addWidget(self.words)
        for label in (self.number, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _c=False: go())

    def show_number(self, number: int) -> None:
        """Say how many."""
        self.number.setText(str(number))
        self.setAccessibleName(f"{self.title}：{number}")

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()


def step_bars(view: YearView) -> list[Bar]:
    """Matters by the step they stand at."""
    most = max([1, *(one.matters for one in view.steps)])
    return [Bar(tr(one.title), one.matters / most, tr("{n} 件", n=one.matters)) for one in view.steps]


def rate_bars(view: YearView) -> list[Bar]:
    """Who came of those due."""
    return [
        Bar(tr(one.title), one.present / one.due if one.due else 0, tr("{n}%", n=one.percent)) for one in view.rates
    ]


def day_bars(view: YearView) -> list[Bar]:
    """Days on the way to each step: from least to most, the middle marked."""
    longest = max([1, *(one.most for one in view.days)])
    return [
        Bar(
            tr(one.title), one.most / longest, _span(one.least, one.middle, one.most), one.least / longest,
            one.middle / longest,
        )
        for one in view.days
    ]  # fmt: skip


def _span(least: int, middle: int, most: int) -> str:
    return tr("{n} 天", n=middle) if least == most else tr("{n} 天（{least} 至 {most}）", n=middle, least=least, most=most)


def year_lines(view: YearView) -> list[tuple[str, str, str]]:
    """The whole picture as a table: group, what, number."""
    rows = [(tr("事项走到哪一步"), bar.title, bar.number) for bar in step_bars(view)]
    rows += [
        (
            tr("到会率"), tr(one.title),
            tr(
                "{n}%，开了 {meetings} 次，应到 {due} 人次，实到 {present} 人次", n=one.percent, meetings=one.meetings, due=one.due,
                present=one.present,
            ),
        )
        for one in view.rates
    ]  # fmt: skip
    return rows + [(tr("每一步用了几天"), bar.title, bar.number) for bar in day_bars(view)]
