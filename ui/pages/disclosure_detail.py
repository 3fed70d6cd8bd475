"""One notice: issued, put up, proved by photographs, taken down; how its last day is computed; what can be done now."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_desk.actions import disclosures as act
from consult_desk.base.text import chinese_date
from consult_desk.views import disclosures as see
from ui import look
from ui.deed import deed_button
from ui.leads import lead
from ui.page import Desktop, card, column_of
from ui.pages.disclosure_words import TONES, left_words, stops
from ui.widgets.chip import Chip
from ui.widgets.drop_area import THUMB, DropArea, small_picture
from ui.widgets.flow import Flow
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scan_view import ScanDialog
from ui.widgets.stepper import Stepper
from ui.widgets.year_picture import DaysBar
from ui.words import later, tr

HINTS = {
    "near": later("看得清公告上的字"), "far": later("看得出贴在哪里"), "posting": later("正在张贴的人和公告"),
    "removal": later("撤下那天的公开栏"),
}  # fmt: skip


class NoticeDetail(QWidget):
    """Shows a PostingView. Photographs are read small on the worker thread and come one after another."""

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self.desktop = desktop
        self.shown: see.PostingView | None = None
        self._pictures: dict[int, QImage | None] = {}
        theme = look.theme()
        column = column_of(self, margin=0, spacing=14)
        frame, within = card()
        head = QHBoxLayout()
        self.name = PlainLabel("", "heading", wrap=True)
        head.addWidget(self.name, 1)
        self.chip = Chip("")
        head.addWidget(self.chip)
        within.addLayout(head)
        self.about = PlainLabel("", "muted", wrap=True)
        within.addWidget(self.about)
        self.stepper = Stepper()
        within.addWidget(self.stepper)
        self.bar = DaysBar()
        within.addWidget(self.bar)
        self.sum = PlainLabel("", wrap=True)
        within.addWidget(self.sum)
        self.law = PlainLabel("", "small", wrap=True)
        within.addWidget(self.law)
        self.late = PlainLabel("", "warn", wrap=True)
        within.addWidget(self.late)
        self.places = PlainLabel("", wrap=True)
        within.addWidget(self.places)
        self.reasons = Obstacles(self._lead)
        within.addWidget(self.reasons)
        self._buttons = QWidget()
        self._flow = Flow(self._buttons, gap=10)
        within.addWidget(self._buttons)
        column.addWidget(frame)
        self.evidence = QWidget()
        under = QVBoxLayout(self.evidence)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(theme.px(8))
        under.addWidget(PlainLabel(tr("照片"), "heading"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(10))
        self.areas: dict[str, DropArea] = {}
        for number, (kind, title) in enumerate(see.EVIDENCE_KINDS.items()):
            area = DropArea(tr(title), tr(HINTS[kind]), self._open_photo)
            area.dropped.connect(lambda files, kind=kind: self._drop(kind, files))
            self.areas[kind] = area
            grid.addWidget(area, number // 2, number % 2)
            grid.setColumnStretch(number % 2, 1)
        under.addLayout(grid)
        column.addWidget(self.evidence)
        column.addStretch(1)
        self.hide()

    def show_notice(self, view: see.PostingView) -> None:
        """Show this notice."""
        other = self.shown is None or self.shown.row.posting != view.row.posting
        self.shown = view
        if other:
            self._pictures = {}
        row = view.row
        self.name.setText(row.title)
        self.chip.show_state(tr(row.state_title), TONES[row.state])
        signed = tr("签了 {n} 次名", n=view.signatures) if view.signatures else tr("还没有签名")
        paper = f"{view.paper_number}　{signed}" if view.paper else tr("公告还没有出具")
        about = [row.label, tr(row.step_title), paper if view.paper_kind else ""]
        self.about.setText("　·　".join(one for one in about if one))
        self.stepper.show_stops(stops(view))
        words, tone = left_words(row)
        self.bar.show_days(row.hung, row.asked, words, tone)
        self.bar.setVisible(bool(row.posting))
        days = tr("怎么算的：{words}。", words=view.words)
        if not row.posting:
            day, until = chinese_date(view.printed_on), chinese_date(view.until_on)
            days = tr("如果在 {day} 张贴，要贴到 {until} 才能撤下。", day=day, until=until)
        self.sum.setText(days)
        self.law.setText(tr("依据：{reference}", reference=view.reference) if view.reference else "")
        self.law.setVisible(bool(view.reference))
        late = [view.lateness, view.removed_reason and tr("提前撤下的原因：{why}", why=view.removed_reason)]
        self.late.setText("\n".join(one for one in late if one))
        self.late.setVisible(bool(self.late.text()))
        places = "、".join(view.places)
        where = tr("贴在：{places}", places=places) if row.posting else tr("公开栏：{places}", places=places)
        self.places.setText(f"{where}　{tr('张贴人：{name}', name=view.posted_by)}" if view.posted_by else where)
        hidden = {"publicity", "not_removed", "no_paper", "not_posted"}
        self.reasons.show_obstacles([o for o in view.waiting if o.code not in hidden])
        self._show_buttons(view)
        self.evidence.setVisible(bool(row.posting))
        for kind, area in self.areas.items():
            photos = [p for p in view.photos if p.kind == kind]
            area.show_photos([(p.evidence, p.file_name, self._taken(p)) for p in photos])
            area.setVisible(kind != "removal" or row.state in ("over", "served", "cut_short") or bool(photos))
        for photo in view.photos:
            self._read(photo.evidence)
        self.show()

    def _taken(self, photo: see.PhotoRow) -> str:
        mark = tr("（补录）") if photo.late else ""
        return tr("{day} {who}拍{mark}", day=chinese_date(photo.on), who=photo.taken_by, mark=mark)

    def _show_buttons(self, view: see.PostingView) -> None:
        while self._flow.count():
            if (old := self._flow.takeAt(0).widget()) is not None:
                old.hide()
                old.deleteLater()
        row, desktop = view.row, self.desktop
        if view.paper:
            self._add(tr("看公告"), lambda: desktop.open_page("paper", paper_id=view.paper))
        issue = view.move("issue_paper")
        if issue is not None and not row.posting and not view.paper:
            told = {"kind": view.paper_kind, "subject_id": row.matter}
            button = self._add(tr("出公告"), lambda: desktop.open_page("issue", **told))
            button.setProperty("role", "primary")
        post = view.move("post_notice")
        if post is not None and row.state in ("waiting", "cut_short"):
            self._put(deed_button(desktop, "post_notice", move=post, matter_id=row.matter, step=row.step), first=post.allowed)
        down = view.move("take_down")
        if row.state in ("hanging", "over"):
            early = tr("提前撤下…") if row.state == "hanging" else tr("登记撤下")
            self._put(deed_button(desktop, "take_down", early, posting_id=row.posting), first=down is not None and down.allowed)
        if row.posting:
            self._put(deed_button(desktop, "add_evidence", tr("放入照片"), posting_id=row.posting))
        if view.photos:
            sheet = {"kind": "photo_sheet", "subject_id": row.posting}
            self._add(tr("出照片单"), lambda: desktop.open_page("issue", **sheet))
        self._add(tr("登记异议"), lambda: desktop.open_deed("record_objection", matter_id=row.matter))
        self._add(tr("看事项"), lambda: desktop.open_page("matter", matter_id=row.matter))
        if view.open_objections:
            told_tab = tr("看异议（{n} 条没有答复）", n=view.open_objections)
            self._add(told_tab, lambda: desktop.open_page("disclosures", tab="objections"))

    def _add(self, words: str, go: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _c=False: go())
        self._flow.addWidget(button)
        return button

    def _put(self, button: QPushButton, *, first: bool = False) -> None:
        if first:
            button.setProperty("role", "primary")
        self._flow.addWidget(button)

    def _lead(self, obstacle: Any) -> tuple[str, Callable[[], None]] | None:
        row = self.shown.row if self.shown is not None else None
        if row is None:
            return None
        if obstacle.leads_to == "reply_objection":
            return tr("去看异议"), lambda: self.desktop.open_page("disclosures", tab="objections")
        where = {"matter_id": row.matter, "step": row.step, "posting_id": row.posting}
        return lead(self.desktop, obstacle, **where)

    def _drop(self, kind: str, files: list[Path]) -> None:
        """Keep what was dropped at once: who took it is who put the notice up, or the one at the desk."""
        if self.shown is None:
            return
        who = self.shown.posted_by or self.desktop.bridge.who or tr("本机用户")
        photos = [act.Photo(path.name, path) for path in files]
        said = tr("放进了 {n} 张照片", n=len(files))
        bridge = self.desktop.bridge
        bridge.do(act.add_evidence, lambda _n: self.desktop.say(said), self.shown.row.posting, kind, photos, who)

    def _read(self, evidence: int) -> None:
        if evidence in self._pictures:
            self._put_picture(evidence, self._pictures[evidence])
            return
        bridge, edge = self.desktop.bridge, look.theme().px(THUMB)

        def seen(image: QImage | None) -> None:
            if isValid(self):
                self._put_picture(evidence, image)

        def arrived(photo: tuple[str, bytes]) -> None:
            bridge.work(lambda: small_picture(photo[1], edge), seen)

        bridge.ask(see.evidence_photo, arrived, evidence)

    def _put_picture(self, evidence: int, image: QImage | None) -> None:
        self._pictures[evidence] = image
        for area in self.areas.values():
            area.put_picture(evidence, image)

    def _open_photo(self, evidence: int) -> None:
        def arrived(photo: tuple[str, bytes]) -> None:
            if isValid(self):
                dialog = ScanDialog(self.window(), tr("照片"), *photo)
                dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                dialog.open()

        self.desktop.bridge.ask(see.evidence_photo, arrived, evidence)
