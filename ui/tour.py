"""The guided tour: a bubble beside what is spoken of, one step after another; steps are data in resources/help/tour.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from consult_desk.base import places
from ui import keys, look
from ui.page import column_of
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

LOOK_MS = 150  # how often the bubble looks where its target is now
WIDTH = 380


@dataclass(frozen=True)
class Step:
    """One step. page, where: opened first; point: object name or Chinese accessible name of what the bubble points at;
    do: what to try, "" to read only; until: when it is done, one of page:KEY, deed:ACTION, closed, filled, pressed.
    """

    title: str
    words: str
    page: str = ""
    where: dict[str, Any] = field(default_factory=dict)
    point: str = ""
    do: str = ""
    until: str = ""


def load_steps() -> tuple[Step, ...]:
    """The steps of the tour, in order; those of pages this window has not are left out."""
    from ui.pages.listed import PAGES

    there = {"", *(page.key for page in PAGES)}
    raw = json.loads(places.resource("help", "tour.json").read_text(encoding="utf-8"))
    return tuple(step for step in (Step(**one) for one in raw) if step.page in there)


class Tour(QObject):
    """Leads through a window. Nothing is changed but by the person; each step can be skipped."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self.window = window
        self.steps = load_steps()
        self.at = -1
        self.bubble: Bubble | None = None
        self.ring: Ring | None = None
        self._met_before = False
        self._pressed = False
        self._watched: QAbstractButton | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def running(self) -> bool:
        """Whether a step is shown."""
        return self.at >= 0

    def offer(self) -> None:
        """Ask whether to begin."""
        self._drop()
        words = tr("跟着走一遍，大约十分钟，就知道一件事从提议到公开怎么办。这里是练习村，点错了也不要紧。")
        self.bubble = Bubble(self.window, tr("第一次来？"), words)
        self.bubble.button(tr("以后再说"), tr("先不走；想走的时候按 F1，选“跟着走一遍”"), self.end)
        self.bubble.button(tr("现在开始"), tr("从第一步开始"), self.start, primary=True)
        self._place(None)

    def start(self) -> None:
        """Begin with the first step."""
        self._timer.start()
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Go to a step and open its page."""
        if not 0 <= number < len(self.steps):
            self.end()
            return
        self.at = number
        step = self.steps[number]
        self._pressed = False
        self._watched = None
        here = self.window.trail[-1] if self.window.trail else ("", {})
        if step.page and (here[0] != step.page or (step.where and here[1] != step.where)):
            self.window.open_page(step.page, **step.where)
        self._met_before = self._met(step)
        self._drop()
        self.look()

    def next(self) -> None:
        """Go on, done or not."""
        self.show_step(self.at + 1)

    def back(self) -> None:
        """Go back one step."""
        self.show_step(max(0, self.at - 1))

    def end(self) -> None:
        """Stop."""
        self._timer.stop()
        self.at = -1
        self._drop()

    def look(self) -> None:
        """Find the target as it is now, put the bubble beside it, go on when the step is done."""
        if not self.running:
            return
        if self.window.home is None:
            self.end()
            return
        step = self.steps[self.at]
        target = self.target()
        self._watch(target)
        if step.until and not self._met_before and self._met(step):
            self.next()
            return
        if self.bubble is None or not isValid(self.bubble) or self.bubble.theme != look.theme():
            self._make(step)
        self._place(target)

    def target(self) -> QWidget | None:
        """What the step points at, None while it cannot be seen."""
        step = self.steps[self.at]
        if not step.point:
            return None
        host = self._host()
        said = tr(step.point)
        for widget in host.findChildren(QWidget):
            # A name may go on after these words: "查找：输入姓名…" is found by 查找.
            if isinstance(widget, Bubble):
                continue  # it bears the name of what it speaks of
            if widget.isVisible() and (widget.objectName() == step.point or widget.accessibleName().startswith(said)):
                return widget
        return None

    def _host(self) -> QWidget:
        deed = self.window.deed
        if deed is not None and isValid(deed) and deed.isVisible():
            return deed  # type: ignore[no-any-return]
        return self.window  # type: ignore[no-any-return]

    def _met(self, step: Step) -> bool:
        kind, _colon, name = step.until.partition(":")
        deed = self.window.deed
        open_deed = deed.deed.key if deed is not None and isValid(deed) and deed.isVisible() else ""
        if kind == "page":
            return bool(self.window.trail) and self.window.trail[-1][0] == name
        if kind == "deed":
            return bool(open_deed == name)
        if kind == "closed":
            return not open_deed
        if kind == "filled":
            return _is_filled(self.target())
        return kind == "pressed" and self._pressed

    def _watch(self, target: QWidget | None) -> None:
        if isinstance(target, QAbstractButton) and target is not self._watched:
            self._watched = target
            target.clicked.connect(self._note_pressed)

    def _note_pressed(self) -> None:
        self._pressed = True

    def _make(self, step: Step) -> None:
        self._drop()
        host = self._host()
        bubble = Bubble(host, tr(step.title), tr(step.words), tr(step.do) if step.do else "")
        bubble.count.setText(tr("第 {n} 步，共 {all} 步", n=self.at + 1, all=len(self.steps)))
        bubble.button(tr("结束"), tr("不走了；以后按 F1 可以从头再走"), self.end)
        back = bubble.button(tr("上一步"), tr("回到上一步"), self.back)
        back.setEnabled(self.at > 0)
        last = self.at == len(self.steps) - 1
        waits = bool(step.until) and not self._met_before
        says = tr("走完了") if last else tr("跳过这一步") if waits else tr("下一步")
        onward = bubble.button(says, tr("到下一步（Ctrl+PgDown）"), self.next, primary=not waits)
        keys.add(bubble, "Ctrl+PgDown", later("游览：下一步"), self.next)
        keys.add(bubble, "Ctrl+PgUp", later("游览：上一步"), self.back)
        self.bubble = bubble
        self.ring = Ring(host)
        target = self.target()
        if waits and target is not None and target.focusPolicy() & Qt.FocusPolicy.TabFocus:
            target.setFocus()
        else:
            onward.setFocus()
        if target is not None:
            _bring_into_view(target)

    def _place(self, target: QWidget | None) -> None:
        bubble, host = self.bubble, self._host()
        if bubble is None or not isValid(bubble):
            return
        if bubble.parentWidget() is not host:
            self._drop()  # the deed it belonged to is gone, or one has come up; made anew at the next look
            return
        bubble.fit()
        room = host.rect()
        pointed = None if target is None else QRect(target.mapTo(host, QPoint(0, 0)), target.size()).intersected(room)
        place = beside(pointed, bubble.size(), room, look.theme().px(14))
        if bubble.pos() != place or bubble.isHidden():
            bubble.move(place)
            bubble.show()
            bubble.raise_()
        if self.ring is not None and isValid(self.ring):
            self.ring.around(pointed)

    def _drop(self) -> None:
        for widget in (self.bubble, self.ring):
            if widget is not None and isValid(widget):
                widget.hide()
                widget.deleteLater()
        self.bubble = self.ring = None


class Bubble(QFrame):
    """Words and buttons over the page; never takes the page away from the person."""

    def __init__(self, host: QWidget, title: str, words: str, do: str = "") -> None:
        super().__init__(host)
        self.theme = look.theme()
        self.setObjectName("tourBubble")
        self.setAccessibleName(title)
        column = column_of(self, margin=16, spacing=8)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, "heading", wrap=True), 1)
        self.count = PlainLabel("", "muted")
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(PlainLabel(words, wrap=True))
        if do:
            column.addWidget(PlainLabel(do, "good", wrap=True))
        self.row = QHBoxLayout()
        self.row.setSpacing(self.theme.px(8))
        self.row.addStretch(1)
        column.addLayout(self.row)
        self.buttons: list[QPushButton] = []

    def button(self, title: str, why: str, deed: Any, *, primary: bool = False) -> QPushButton:
        """One more button at the right."""
        button = QPushButton(title)
        button.setAccessibleName(title)
        set_tip(button, why)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked=False: deed())
        self.row.addWidget(button)
        self.buttons.append(button)
        return button

    def fit(self) -> None:
        """Be as tall as the words need at this width."""
        layout = self.layout()
        host = self.parentWidget()
        if layout is None or host is None:
            return
        wide = min(max(self.theme.px(WIDTH), layout.minimumSize().width()), host.width() - self.theme.px(16))
        tall = layout.totalHeightForWidth(wide)
        if self.size() != QSize(wide, tall):
            self.resize(wide, tall)


class Ring(QWidget):
    """A frame around what the bubble speaks of; clicks go through it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def around(self, place: QRect | None) -> None:
        """Surround that place of the host, or nothing."""
        self.setVisible(place is not None and not place.isEmpty())
        if place is not None and not place.isEmpty():
            self.setGeometry(place.adjusted(-5, -5, 5, 5))
            self.stackUnder(self._bubble()) if self._bubble() is not None else self.raise_()

    def _bubble(self) -> Any:
        host = self.parentWidget()
        return None if host is None else host.findChild(Bubble)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.theme().color("focus"), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 8, 8)
        painter.end()


def beside(target: QRect | None, size: QSize, room: QRect, gap: int) -> QPoint:
    """Where a bubble of that size stands: right of the target, below, left, above, else in the far corner."""
    corner = QPoint(room.right() - size.width() - gap, room.bottom() - size.height() - gap)
    if target is None or target.isEmpty():
        return corner
    inner = room.adjusted(gap, gap, -gap, -gap)
    for left, top in (
        (target.right() + gap, target.top()),
        (target.left(), target.bottom() + gap),
        (target.left() - gap - size.width(), target.top()),
        (target.left(), target.top() - gap - size.height()),
    ):
        # Along the side of the target the bubble may slide to stay in the room.
        place = QRect(QPoint(left, top), size)
        place.moveLeft(min(max(place.left(), inner.left()), max(inner.left(), inner.right() - size.width())))
        place.moveTop(min(max(place.top(), inner.top()), max(inner.top(), inner.bottom() - size.height())))
        if not place.intersects(target.adjusted(-2, -2, 2, 2)):
            return place.topLeft()
    if QRect(corner, size).contains(target.center()):
        return QPoint(corner.x(), inner.top())
    return corner


def _is_filled(target: QWidget | None) -> bool:
    if isinstance(target, QLineEdit):
        return bool(target.text().strip())
    if isinstance(target, QPlainTextEdit):
        return bool(target.toPlainText().strip())
    return isinstance(target, QComboBox) and target.currentIndex() > 0


def _bring_into_view(target: QWidget) -> None:
    parent = target.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(target)
        parent = parent.parentWidget()
