"""The minutes on the meeting's page: what the record says stands fast, what the recorder may word is edited here."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid

from consult_desk.actions import minutes as act
from consult_desk.base.errors import Refused
from consult_desk.views import minutes as see
from consult_desk.views.meetings import MeetingView
from ui import keys, look
from ui.bridge import Bridge
from ui.deed import deed_button
from ui.drafts import Drafts
from ui.page import Desktop, card, column_of
from ui.pages.meeting_parts import lead_of
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

PAUSE_MS = 400


def titled(section: see.SectionView) -> str:
    """The title of a part with the number of its item."""
    return tr(section.title, n=section.number)


class Wording(QWidget):
    """One free part: its words in an editor, and the way back to what the program composes."""

    def __init__(self, section: see.SectionView, typed: str | None) -> None:
        super().__init__()
        self.section = section
        title = titled(section)
        column = column_of(self, margin=0, spacing=4)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, "strong"), 1)
        self.back = QPushButton(tr("恢复照登记写的文字"))
        self.back.setAccessibleName(tr("{title}：恢复照登记写的文字", title=title))
        set_tip(self.back, section.composed or tr("（照登记没有文字）"))
        self.editor = QPlainTextEdit()
        self.back.clicked.connect(lambda _c=False: self.editor.setPlainText(section.composed))
        head.addWidget(self.back)
        column.addLayout(head)
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(tr("{title}，可以修改", title=title))
        self.editor.setPlaceholderText(tr("（没有内容，可以不写）"))
        self.editor.setPlainText(section.words if typed is None else typed)
        column.addWidget(self.editor)
        self.editor.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As tall as the text, within reason."""
        theme = look.theme()
        lines = round(self.editor.document().documentLayout().documentSize().height())
        step = self.editor.fontMetrics().lineSpacing()
        self.editor.setFixedHeight(min(max(2, lines), 12) * step + theme.px(28))
        self.back.setVisible(self.words() != self.section.composed)

    def words(self) -> str:
        """What is written now."""
        return self.editor.toPlainText().strip()

    def given(self) -> str:
        """What the action gets: "" where the words are those of the record."""
        return "" if self.words() == self.section.composed else self.words()


class MinutesPart(QWidget):
    """Asks for the minutes of the meeting shown and saves what was worded; what is typed survives a crash as a draft."""

    def __init__(self, bridge: Bridge, desktop: Desktop) -> None:
        super().__init__()
        self.bridge, self.desktop = bridge, desktop
        self.shown: see.MinutesView | None = None
        self.meeting: MeetingView | None = None
        self.wordings: dict[str, Wording] = {}
        column = column_of(self, margin=0, spacing=10)
        head = QHBoxLayout()
        self.state = PlainLabel("", "muted", wrap=True)
        head.addWidget(self.state, 1)
        self.save = QPushButton(tr("保存文字"))
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(lambda _c=False: self._save())
        keys.press(self.save, "Ctrl+S", later("保存会议记录的文字"))
        head.addWidget(self.save)
        self._confirm = QHBoxLayout()
        head.addLayout(self._confirm)
        column.addLayout(head)
        self.reasons = Obstacles(self._lead)
        column.addWidget(self.reasons)
        self._sections = QWidget()
        self._column = column_of(self._sections, margin=0, spacing=10)
        column.addWidget(self._sections)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)

    @property
    def draft(self) -> str:
        """Under which key the typing of this meeting is kept."""
        return f"edit_minutes {self.meeting.meeting if self.meeting else 0}"

    def show_meeting(self, view: MeetingView) -> None:
        """Show the minutes of that meeting."""
        another = self.meeting is None or self.meeting.meeting != view.meeting
        if another and self._pause.isActive():
            self._pause.stop()
            self._keep()
        self.meeting = view
        if another:
            self.shown, self.wordings = None, {}
        self.bridge.ask(see.minutes_page, self._arrived, view.meeting)

    def _arrived(self, view: see.MinutesView) -> None:
        if self.meeting is None or view.meeting != self.meeting.meeting:
            return
        same = self.shown is not None and self.shown.sections == view.sections
        self.shown = view
        self._show_state(view)
        if same:
            return
        typed = {part: wording.words() for part, wording in self.wordings.items() if wording.words() != wording.section.words}
        home = self.bridge.home
        if not typed and home is not None:
            typed = {k: v for k, v in Drafts(home).find(self.draft).items() if isinstance(v, str)}
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.wordings = {}
        for section in view.sections:
            self._column.addWidget(self._section(section, typed))
        self._mark()

    def _section(self, section: see.SectionView, typed: dict[str, str]) -> QWidget:
        frame, within = card()
        if section.part:
            wording = Wording(section, typed.get(section.part))
            wording.editor.textChanged.connect(self._typed)
            self.wordings[section.part] = wording
            within.addWidget(wording)
        else:
            within.addWidget(PlainLabel(tr("{title}（照登记写，不能改）", title=titled(section)), "strong"))
            within.addWidget(PlainLabel(section.words, wrap=True))
        return frame

    def _show_state(self, view: see.MinutesView) -> None:
        while (item := self._confirm.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if self.meeting is not None:
            move = self.meeting.move("confirm_minutes")
            button = deed_button(self.desktop, "confirm_minutes", move=move, meeting_id=view.meeting)
            self._confirm.addWidget(button)
        self.reasons.show_obstacles(view.obstacles if not view.sections else ())
        self.save.setVisible(bool(view.sections))
        self._mark()

    def _mark(self) -> None:
        """Say whether what is seen is kept and confirmed."""
        view = self.shown
        if view is None:
            return
        changed = self._changed()
        self.save.setEnabled(bool(changed))
        if changed:
            self.state.setText(tr("有 {n} 处文字还没有保存", n=len(changed)))
        elif not view.sections:
            self.state.setText("")
        elif not view.confirmed:
            self.state.setText(tr("会议记录还没有确认；人数、票数和结果照登记写，其他文字可以改。"))
        elif view.stale:
            self.state.setText(tr("第 {n} 版确认以后又有改动，要再确认一次。", n=view.confirmed))
        else:
            self.state.setText(tr("第 {n} 版已由{who}确认。", n=view.confirmed, who=view.confirmed_by))

    def _changed(self) -> dict[str, str]:
        return {part: w.given() for part, w in self.wordings.items() if w.words() != w.section.words}

    def _typed(self) -> None:
        self._pause.start()
        self._mark()

    def _keep(self) -> None:
        home, key = self.bridge.home, self.draft
        typed = {part: w.words() for part, w in self.wordings.items() if w.words() != w.section.words}
        if home is not None:
            deed = (lambda: Drafts(home).keep(key, typed)) if typed else (lambda: Drafts(home).drop(key))
            self.bridge.work(deed, lambda _none: None)

    def _save(self) -> None:
        changed = self._changed()
        if self.meeting is None or not changed:
            return
        self.save.setEnabled(False)
        bridge, home, key = self.bridge, self.bridge.home, self.draft

        def saved(count: int) -> None:
            if home is not None:
                bridge.work(lambda: Drafts(home).drop(key), lambda _none: None)
            if isValid(self) and self.draft == key:  # and not another meeting by now
                self._pause.stop()
                self.reasons.show_obstacles(())
                self.desktop.say(tr("保存了 {n} 处文字", n=count))

        bridge.attempt(act.edit_minutes, saved, self._failed, self.meeting.meeting, words=changed)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Refused):
            self.reasons.show_obstacles(error.obstacles)
        else:
            self.state.setText(str(error))

    def _lead(self, obstacle: Any) -> Any:
        where = {"meeting_id": self.meeting.meeting} if self.meeting else {}
        return lead_of(self.desktop, obstacle, **where)
