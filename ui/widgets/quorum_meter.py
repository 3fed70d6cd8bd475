"""Due, present, and whether that is enough: a painted bar with its numbers in words, one for each base."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from consult_desk.views.meeting_meter import Base, Meter
from ui import look
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

HOUSEHOLDS = later("户")


class QuorumMeter(QWidget):
    """Shows how many of those due are present. It only shows; whether it is enough is judged by the rules."""

    def __init__(self) -> None:
        super().__init__()
        self._due, self._present = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("到会人数"))

    def show_counts(self, due: int, present: int) -> None:
        """Show these numbers of persons."""
        self._due, self._present = due, present
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """The numbers in words."""
        away = max(0, self._due - self._present)
        return tr("应到 {due} 人，实到 {present} 人，未到 {away} 人", due=self._due, present=self._present, away=away)

    def sizeHint(self) -> QSize:
        return QSize(look.theme().px(320), look.theme().px(62))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(19, bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), self.words())
        bar = QRectF(0, self.height() - theme.px(20), self.width(), theme.px(14))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(bar, theme.px(7), theme.px(7))
        if self._due and self._present:
            bar.setWidth(max(bar.height(), bar.width() * min(1.0, self._present / self._due)))
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(bar, theme.px(7), theme.px(7))
        painter.end()


def missing_words(number: int, unit: str) -> str:
    """How many are missing, in the unit of the base."""
    return tr("还差 {n} 户", n=number) if unit == HOUSEHOLDS else tr("还差 {n} 人", n=number)


def reached_words(at: datetime | None) -> str:
    """That it is reached, with the time where it is known."""
    return tr("已达到，{time} 够数", time=f"{at:%H:%M}") if at is not None else tr("已达到")


class NeedBar(QWidget):
    """A bar of those present among those due, with a mark where it is enough."""

    def __init__(self) -> None:
        super().__init__()
        self._base: Base | None = None
        self.setFixedHeight(look.theme().px(22))

    def show_base(self, base: Base) -> None:
        """Show another number."""
        self._base = base
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._base is not None:
            paint_bar(painter, QRectF(self.rect()), self._base)
        painter.end()


def paint_bar(painter: QPainter, room: QRectF, base: Base) -> None:
    """Paint the bar of a base into a room: filled as far as people came, with a mark where it is enough."""
    theme = look.theme()
    bar = room.adjusted(0, room.height() * 0.18, 0, -room.height() * 0.18)
    round_by = bar.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(bar, round_by, round_by)
    if base.due and base.present:
        filled = QRectF(bar)
        filled.setWidth(max(bar.height(), bar.width() * min(1.0, base.present / base.due)))
        painter.setBrush(theme.color("accent" if base.met else "warn"))
        painter.drawRoundedRect(filled, round_by, round_by)
    if base.due and base.needed:
        at = room.left() + room.width() * min(1.0, base.needed / base.due)
        wide = max(3.0, room.height() * 0.16)
        painter.setBrush(theme.color("text"))
        painter.drawRoundedRect(QRectF(min(at, room.right()) - wide / 2, room.top(), wide, room.height()), 1, 1)


class _BaseRow(QWidget):
    """One base: its title, its numbers, its bar, whether it is reached."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.theme().px(3))
        self.title = PlainLabel("", "strong", wrap=True)
        self.numbers = PlainLabel("", wrap=True)
        self.bar = NeedBar()
        self.state = PlainLabel("", "strong", wrap=True)
        self.reference = PlainLabel("", "small", wrap=True)
        for widget in (self.title, self.bar, self.numbers, self.state, self.reference):
            column.addWidget(widget)

    def show_base(self, base: Base) -> None:
        title = tr(base.title)
        self.title.setText(tr("{title}（{share}）", title=title, share=tr(base.share)) if base.share else title)
        if base.unit == HOUSEHOLDS:
            words = tr("应到 {due} 户，需 {needed} 户，实到 {present} 户", due=base.due, needed=base.needed, present=base.present)
        else:
            words = tr("应到 {due} 人，需 {needed} 人，实到 {present} 人", due=base.due, needed=base.needed, present=base.present)
        self.numbers.setText(words)
        self.bar.show_base(base)
        state = f"✓ {reached_words(base.reached_at)}" if base.met else missing_words(base.missing, base.unit)
        if not base.met and base.reached_at is not None:
            state = tr("{time} 曾经够数，有人离会，{missing}", time=f"{base.reached_at:%H:%M}", missing=state)
        self.state.setText(state)
        self.state.set_role("good" if base.met else "warnStrong")
        self.reference.setText(tr("依据：{reference}", reference=base.reference) if base.reference else "")
        self.reference.setVisible(bool(base.reference))


class BaseMeter(QWidget):
    """Every base of a quorum, one under another, and in one line whether the meeting is quorate."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("到会人数"))
        self.meter: Meter | None = None
        theme = look.theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.whole = PlainLabel("", "big", wrap=True)
        column.addWidget(self.whole)
        self.rows: list[_BaseRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(12))
        column.addLayout(self._rows)
        self.others = PlainLabel("", "small", wrap=True)
        column.addWidget(self.others)

    def words(self) -> str:
        """Whether it is enough, as the large line says it."""
        return self.whole.text()

    def show_meter(self, meter: Meter | None) -> None:
        """Show how far each base is."""
        self.meter = meter
        bases = meter.bases if meter is not None else ()
        if len(bases) != len(self.rows):
            self._make_rows(len(bases), meter is not None and meter.any)
        for row, base in zip(self.rows, bases, strict=True):
            row.show_base(base)
            # With one base the large line has said it already.
            row.state.setVisible(len(bases) > 1 or base.reached_at is not None)
        self.whole.setText(whole_words(meter))
        self.whole.set_role("bigGood" if meter is not None and meter.met else "bigWarn")
        others = meter.others if meter is not None else ()
        said = (tr("{title}：应到 {due}，实到 {present}", title=tr(title), due=due, present=here) for title, due, here in others)
        self.others.setText("\n".join(said))
        self.others.setVisible(bool(others))
        self.setAccessibleDescription(meter.words if meter is not None else "")

    def _make_rows(self, number: int, either: bool) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = [_BaseRow() for _ in range(number)]
        for n, row in enumerate(self.rows):
            if n and either:
                self._rows.addWidget(PlainLabel(tr("或者（够其中一项就行）"), "muted"))
            self._rows.addWidget(row)


def whole_words(meter: Meter | None) -> str:
    """Whether the meeting is quorate, in one line."""
    if meter is None:
        return tr("还没有宣布开会")
    if not meter.bases:
        return meter.words
    if meter.met:
        return tr("✓ 人数够了")
    nearest = min(meter.bases, key=lambda base: base.missing if meter.any else -base.missing)
    return missing_words(nearest.missing, nearest.unit)
