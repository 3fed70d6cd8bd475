"""Issuing a paper: what it will be on the left, how it will look on the right, before anything is kept."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from consult_desk.actions import papers as act
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.views import issuing
from consult_desk.views.paper_copies import DraftView, preview_paper
from ui import keys, look
from ui.deeds.papers import issue_arguments, issue_fields
from ui.form import Form
from ui.leads import lead
from ui.page import Page, column_of, scrolled
from ui.widgets.back_button import back_button
from ui.widgets.finding_cards import FindingCards
from ui.widgets.obstacles import Obstacles
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

PAUSE_MS = 350


class IssuePage(Page):
    """Opened with matter_id, meeting_id, or kind and subject_id; with nothing: all that may be issued now."""

    key = "issue"
    title = later("出具文书")
    parent_key = "papers"

    def build(self) -> None:
        theme = look.theme()
        self.form: Form | None = None
        self.choices: Sequence[issuing.IssueChoice] = ()
        self._sure = False
        column = column_of(self, margin=20, spacing=12)
        head = QHBoxLayout()
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("出具文书"), "title"), 1)
        column.addLayout(head)
        left = QWidget()
        self._left = QVBoxLayout(left)
        self._left.setContentsMargins(0, 0, theme.px(10), 0)
        self._left.setSpacing(theme.px(12))
        self._place = QVBoxLayout()
        self._left.addLayout(self._place)
        self.reasons = Obstacles(self._lead)
        self.cards = FindingCards()
        self.cards.edited.connect(self._edited)
        self._left.insertWidget(0, self.cards)
        self._left.addWidget(self.reasons)
        self._left.addStretch(1)
        self.words = PlainLabel("", wrap=True)
        self.words.setObjectName("finalWords")
        self.words.hide()
        self.submit = QPushButton(tr("出具"))
        self.submit.setProperty("role", "primary")
        self.submit.clicked.connect(lambda _checked=False: self._submit())
        keys.press(self.submit, "Ctrl+Return")
        side = QWidget()
        within = QVBoxLayout(side)
        within.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(left, tr("出哪一份、怎么出"))
        within.addWidget(self.area, 1)
        within.addWidget(self.words)
        within.addWidget(self.submit)
        self.preview = PaperPreview()
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        self.chosen = PlainLabel("", "strong", wrap=True)
        beside.addWidget(self.chosen)
        self.note = PlainLabel("", "small", wrap=True)
        beside.addWidget(self.note)
        beside.addWidget(self.preview, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.px(14))
        split.addWidget(side)
        split.addWidget(right)
        split.setSizes([theme.px(500), theme.px(580)])
        column.addWidget(split, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw)

    def view(self) -> Callable[..., Any]:
        return issuing.issuing_page

    def first_focus(self) -> QWidget:
        return self.form.widget("which") if self.form is not None else self.back

    def show_view(self, view: Sequence[issuing.IssueChoice]) -> None:
        typed = self.form.raw() if self.form is not None and view == self.choices else {}
        self.choices = view
        self._forget_form()
        draft = f"issue_page {sorted((k, str(v)) for k, v in self.where.items())}"
        self.form = Form(self.bridge, issue_fields(view, self.where), draft)
        if typed:
            self.form.bring_back(typed)
        self._place.addWidget(self.form)
        # On a small screen the picture gives way, not the words beside it.
        wanted = self.form.minimumSizeHint().width() + look.theme().px(30)
        self.area.setMinimumWidth(min(wanted, look.theme().px(360)))
        self.form.edited.connect(self._edited)
        self._chain()
        self.submit.setEnabled(bool(view))
        self._draw()
        if self.isVisible():  # the answer may come when another page is in front already
            self.form.widget("which").setFocus()

    def _forget_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.form = None

    def _chain(self) -> None:
        """By keyboard from the cards over the form to the button and the picture.

        What hands the keyboard on to a part of itself is a stop of Tab too, and goes with that part; left where it was
        made, it leads back there, and Tab goes round in a circle without the cards and the button.
        """
        cards = self.cards.controls()
        form = [] if self.form is None else [
            part for part in self.form.findChildren(QWidget)
            if part.window() is self.window() and (part.focusProxy() or part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        ]  # fmt: skip
        view = self.preview.view
        for before, after in pairwise([self.back, *cards, *form, self.submit, *self.preview.buttons, view, view.viewport()]):
            QWidget.setTabOrder(before, after)

    def _edited(self) -> None:
        self._unsure()
        self._pause.start()

    def _draw(self) -> None:
        """Draw the chosen paper as it would be, without keeping anything."""
        if self.form is None or not self.form.values()["which"]:
            self.preview.clear()
            self.note.setText("")
            self.chosen.setText("")
            return
        given = issue_arguments(self.form.values(), self.where)
        given.pop("correction", None)
        given.pop("over_edited", None)
        self.bridge.ask(preview_paper, self._drawn, decisions=self.cards.decisions(), **given)

    def _drawn(self, draft: DraftView) -> None:
        self.chosen.setText(next((words for key, words in self._choices() if key == self._wanted()), ""))
        # What is still to be decided stands on the cards; said twice it would only frighten.
        self.reasons.show_obstacles(tuple(o for o in draft.obstacles if o.code != "undecided_finding"))
        self.submit.setEnabled(not draft.obstacles)
        if self.cards.show_findings(draft.findings):
            self._chain()
        if self.cards.still:
            self.words.setText(self.cards.head.text())
            self.words.show()
        if draft.data:
            self.preview.show_paper(draft.data)
        else:
            self.preview.clear()
        words = [tr("这是草稿，还没有保存，也没有编号。") if draft.data else tr("还画不出来，左边写着缺什么。")]
        if draft.earlier:
            words.append(tr("出具后是第 {n} 版，更正：{earlier}。", n=draft.version, earlier=draft.earlier))
        if draft.hidden:
            words.append(tr("张贴件上{hidden}；全文留在内部件里。", hidden="，".join(draft.hidden)))
        self.note.setText("".join(words))

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]] | None:
        """What is missing belongs to the matter, meeting or objection that the chosen paper is about."""
        if obstacle.code == "undecided_finding":
            return None  # decided on the cards above
        chosen = next((one for one in self.choices if f"{one.kind}:{one.subject_id}" == self._wanted()), None)
        about = {f"{chosen.subject}_id": chosen.subject_id} if chosen is not None else {}
        known = {**self.where, **about}
        if obstacle.leads_to == "post_notice":  # which step it hangs for stands on the matter's page
            if "matter_id" not in known:
                return None
            to = {"matter_id": known["matter_id"], "tab": tr("公开")}
            return tr("看张贴情况"), lambda: self.desktop.open_page("matter", **to)
        return lead(self.desktop, obstacle, **known)

    def _wanted(self) -> str:
        return str(self.form.values()["which"]) if self.form is not None else ""

    def _choices(self) -> Sequence[tuple[str, str]]:
        return [(str(key), words) for key, words in issue_fields(self.choices, self.where)[0].choices]

    def _unsure(self) -> None:
        self._sure = False
        self.words.hide()
        self.submit.setText(tr("出具"))

    def _submit(self) -> None:
        if self.form is None or self.form.faults():
            return
        if not self._sure:
            self._sure = True
            self.words.setText(tr("出具以后文书就编了号、存了档，不能再改；写错了只能出更正版，两版都会留着。"))
            self.words.show()
            self.submit.setText(tr("确认出具"))
            return
        self.submit.setEnabled(False)
        given = {**issue_arguments(self.form.values(), self.where), "decisions": self.cards.decisions()}
        self.bridge.attempt(act.issue_paper, self._done, self._failed, **given)

    def _done(self, paper_id: int) -> None:
        self._unsure()
        if self.form is not None:
            self.form.finish()
        self._forget_form()
        self.desktop.open_page("paper", paper_id=paper_id)
        self.desktop.say(tr("已经出具。核对无误后，请签名、打印。"))

    def _failed(self, error: Exception) -> None:
        self._unsure()
        self.submit.setEnabled(True)
        if isinstance(error, Refused):
            self.reasons.show_obstacles(error.obstacles)
        else:
            self.words.setText(tr("出了点问题：{words}", words=error))
            self.words.show()
