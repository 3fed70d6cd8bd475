"""Parts of the page of papers that come home: what became of the files just brought, and what is there and missing."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from consult_desk.actions import homecoming as act
from consult_desk.views import homecoming as see
from ui import look
from ui.days import said_day
from ui.page import Desktop, card
from ui.widgets.chip import Chip
from ui.widgets.drop_area import small_picture
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scan_held import HeldPicture, summary
from ui.widgets.scan_strip import TALL, ScanStrip
from ui.widgets.scan_view import ScanDialog
from ui.words import later, tr

OUTCOMES = {
    act.FILED: (later("收好了"), "good"), act.REPLACED: (later("换下了旧的"), "good"), act.KNOWN: (later("已经有了"), ""),
    act.UNREAD: (later("没有归档"), "warn"), act.REFUSED: (later("打不开"), "bad"),
}  # fmt: skip
HELD = -1  # the key of a picture that is not filed
WAYS = {"code": later("按码认出"), "hand": later("手工归档")}


class Pictures:
    """Reads small pictures on the worker thread, each once."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._known: dict[int, QImage | None] = {}

    def put(self, strip: ScanStrip, scans: Iterable[int]) -> None:
        """Show the pictures of these pages in their strip, now or as they arrive."""
        for scan in scans:
            if scan in self._known:
                strip.put_picture(scan, self._known[scan])
            else:
                self._read(strip, scan)

    def put_held(self, strip: ScanStrip, held: HeldPicture) -> None:
        """Show a picture that is not filed."""
        edge = look.theme().px(TALL)

        def seen(image: QImage | None) -> None:
            if isValid(strip):
                strip.put_picture(HELD, image)

        self.desktop.bridge.work(lambda: small_picture(held.data, edge), seen)

    def _read(self, strip: ScanStrip, scan: int) -> None:
        bridge, edge = self.desktop.bridge, look.theme().px(TALL)

        def seen(image: QImage | None) -> None:
            self._known[scan] = image
            if isValid(strip):
                strip.put_picture(scan, image)

        def arrived(picture: see.ScanPicture) -> None:
            bridge.work(lambda: small_picture(picture.data, edge), seen)

        def failed(_error: Exception) -> None:
            seen(None)

        bridge.inquire(see.scan_picture, arrived, failed, scan)


def group_card(
    group: see.ReturnGroup, desktop: Desktop, pictures: Pictures, opened: Callable[[int], None]
) -> QWidget:
    """The papers of one meeting or matter, a strip of pages each."""
    frame, column = card()
    head = QHBoxLayout()
    head.addWidget(PlainLabel(group.title, "heading", wrap=True), 1)
    head.addWidget(PlainLabel(said_day(group.on), "muted"))
    missing = sum(len(row.missing) for row in group.rows if row.due)
    head.addWidget(Chip(tr("还缺 {n} 页", n=missing), "warn") if missing else Chip(tr("没有缺的"), "good"))
    go: dict[str, tuple[str, dict[str, Any]]] = {
        "meeting": (tr("看会议"), {"meeting_id": group.subject_id}), "matter": (tr("看事项"), {"matter_id": group.subject_id}),
    }  # fmt: skip
    if group.subject in go:
        words, where = go[group.subject]
        head.addWidget(_button(words, f"{words}：{group.title}", lambda: desktop.open_page(group.subject, **where)))
    column.addLayout(head)
    if group.words:
        column.addWidget(PlainLabel(group.words, "warn", wrap=True))
    for row in group.rows:
        line = QHBoxLayout()
        version = tr("（第 {n} 版）", n=row.version) if row.version > 1 else ""
        line.addWidget(PlainLabel(f"{tr(row.kind_title)}{version}", "strong", wrap=True))
        line.addWidget(PlainLabel("" if row.due and row.missing else row.words, "muted", wrap=True), 1)
        name = tr("打开{title}", title=f"{tr(row.kind_title)}：{group.title}")
        line.addWidget(_button(tr("看文书"), name, partial(desktop.open_page, "paper", paper_id=row.paper)))
        column.addLayout(line)
        strip = ScanStrip(
            tr(row.kind_title), opened,
            partial(_by_hand, desktop, row.paper),
        )  # fmt: skip
        strip.show_pages([(one.scan, one.page, _about(one)) for one in row.home], row.missing)
        pictures.put(strip, [one.scan for one in row.home])
        column.addWidget(strip)
    return frame


def _by_hand(desktop: Desktop, paper: int, page: int) -> None:
    desktop.open_deed("file_scan_by_hand", paper_id=paper, page=max(1, page))


def _about(page: see.HomePage) -> str:
    return tr("{name}，{how}，{day}", name=page.file_name, how=tr(WAYS[page.found_by]), day=said_day(page.on))


def arrivals_card(
    arrivals: Sequence[act.Arrival], filed: frozenset[int], desktop: Desktop, pictures: Pictures,
    opened: Callable[[int], None], placed: Callable[[int], None],
) -> QWidget:  # fmt: skip
    """What became of each picture just brought; those not filed come first, with a button.

    filed: numbers of those filed by hand since; placed(number): one of them was just now.
    """
    frame, column = card()
    column.addWidget(PlainLabel(tr("刚才拖进来的"), "heading"))
    column.addWidget(PlainLabel(summary(arrivals), wrap=True))
    order = [act.UNREAD, act.REFUSED, act.REPLACED, act.FILED, act.KNOWN]
    for number, one in sorted(enumerate(arrivals), key=lambda pair: order.index(pair[1].outcome)):
        line = QHBoxLayout()
        line.setSpacing(look.theme().px(10))
        words, tone = OUTCOMES[act.FILED if number in filed else one.outcome]
        place = tr("{name} 第 {n} 页", name=one.file_name, n=one.number) if one.number else one.file_name
        held = HeldPicture(number, one.file_name, one.source, one.data, partial(placed, number))
        strip = ScanStrip(place, opened, lambda _page: None, small=True)
        if one.scan is not None:
            strip.show_one(one.scan)
            pictures.put(strip, [one.scan])
        elif one.data:
            strip = ScanStrip(place, partial(_show, held, frame), lambda _page: None, small=True)
            strip.show_one(HELD)
            pictures.put_held(strip, held)
        line.addWidget(strip)
        line.addWidget(Chip(tr(words), tone))
        said = tr("手工归档好了") if number in filed else one.words
        line.addWidget(PlainLabel(said if one.outcome == act.REFUSED else f"{place}　{said}", wrap=True), 1)
        if one.outcome == act.UNREAD and number not in filed:
            go = partial(desktop.open_deed, "file_scan_by_hand", picture=held)
            line.addWidget(_button(tr("手工归档…"), tr("手工归档{name}", name=place), go))
        column.addLayout(line)
    return frame


def _show(held: HeldPicture, frame: QWidget, _key: int) -> None:
    dialog = ScanDialog(frame.window(), tr("没有认出来的图"), held.file_name, held.data)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _button(words: str, name: str, go: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(name)
    button.clicked.connect(lambda _c=False: go())
    return button
