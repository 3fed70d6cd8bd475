"""The rule profiles: which there are, which the village uses, and the way to read, compare and make them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from consult_desk.base.errors import Obstacle
from consult_desk.views import rules as see
from ui import keys, look
from ui.icons import icon
from ui.page import Page, column_of
from ui.rows import Cell, Column, Table
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel, set_tip
from ui.words import later, tr

ORDER = ("baseline", "overlay", "template", "special_matter", "practice")


def _profile(row: see.ProfileRow) -> Cell:
    return Cell(row.title, tr("{scope}　{region}", scope=tr(row.scope_title), region=row.region), bold=True)


def _kind(row: see.ProfileRow) -> Cell:
    return Cell(tr(row.kind_title), "", "warn" if row.own else "")


def _base(row: see.ProfileRow) -> Cell:
    return Cell(row.extends_title) if row.extends else Cell("—", tone="muted")


def _use(row: see.ProfileRow) -> Cell:
    pinned = tr("{n} 件事项", n=row.matters) if row.matters else ""
    if row.in_use:
        return Cell(tr("✓ 本村在用"), pinned, "good", bold=True)
    return Cell(pinned or "—", tone="" if row.matters else "muted")


COLUMNS = (
    Column(later("规则方案"), _profile, least=230),
    Column(later("类型"), _kind, later("国家基线")),
    Column(later("以哪个方案为底"), _base, least=160),
    Column(later("用到它的"), _use, later("✓ 本村在用")),
)


class RulesPage(Page):
    """All profiles; Enter opens one to read."""

    key = "rules"
    title = later("规则")
    icon = "rules"

    def build(self) -> None:
        theme = look.theme()
        self.shown: tuple[see.ProfileRow, ...] = ()
        column = column_of(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        titles = QVBoxLayout()
        titles.setSpacing(theme.px(2))
        titles.addWidget(PlainLabel(tr("规则方案"), "title"))
        self.count = PlainLabel(tr("正在读取…"), "muted", wrap=True)
        titles.addWidget(self.count)
        head.addLayout(titles, 1)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("输入地名或方案名称"))
        self.search.setAccessibleName(tr("查找规则方案：输入地名或名称"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", theme.color("muted"), theme.px(20)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.returnPressed.connect(self._to_table)
        keys.add(self, "Ctrl+F", later("查找"), self.search.setFocus)
        row.addWidget(self.search, 1)
        self.compare = QPushButton(tr("对比两个方案"))
        set_tip(self.compare, tr("左右并排，逐项标出哪里不同"))
        self.compare.clicked.connect(lambda _c=False: self.desktop.open_page("rule_compare"))
        row.addWidget(self.compare)
        self.make = QPushButton(tr("制定本村方案"))
        self.make.setProperty("role", "primary")
        set_tip(self.make, tr("照本村或本地的文件，把人数、天数定得比上位规定更严"))
        self.make.clicked.connect(lambda _c=False: self.desktop.open_page("overlay"))
        row.addWidget(self.make)
        column.addLayout(row)
        self._bad: dict[Obstacle, str] = {}
        self.faulty = Obstacles(self._lead)
        self.faulty.hide()
        column.addWidget(self.faulty)
        self.table = Table(COLUMNS, tr("规则方案"), self._open, lines=2.9)
        column.addWidget(self.table, 1)
        self.nothing = PlainLabel(tr("没有找到。可以只输入省份，例如“山东”；没有本省方案的，用国家基线。"), "muted", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing, 1)

    def view(self) -> Callable[..., Any]:
        return see.rule_profiles

    def arguments(self) -> dict[str, Any]:
        return {}

    def open(self, **where: Any) -> None:
        # An overlay is files, not rows: no table tells that there is a new one.
        self.stale = True
        super().open(**where)

    def first_focus(self) -> QWidget:
        return self.table

    def show_view(self, view: tuple[see.ProfileRow, ...]) -> None:
        kinds = {kind: number for number, kind in enumerate(ORDER)}
        self.shown = tuple(sorted(view, key=lambda row: (not row.in_use, not row.own, kinds.get(row.kind, 9), row.key)))
        used = next((row.title for row in view if row.in_use), "")
        words = tr("共 {n} 个方案。新事项按“{title}”办；已有的事项一直按当时的方案，不受以后改动影响。", n=len(view), title=used)
        self.count.setText(words if used else tr("共 {n} 个方案。", n=len(view)))
        self._fill()
        self.bridge.ask(see.faulty_profiles, self._warn)

    def _warn(self, found: tuple[see.FaultyProfile, ...]) -> None:
        self._bad = {}
        for one in found:
            reasons = "；".join(reason.words for reason in one.reasons)
            words = tr("本村方案“{title}”现在不能用：{reasons}", title=one.title, reasons=reasons)
            deed = "adopt_profile" if one.in_use else "retire_overlay"
            fix = tr("已有的事项不受影响，照旧办。照新的规定重做一份，再停用这一份")
            self._bad[Obstacle(words, fix, leads_to=deed)] = one.key
        self.faulty.show_obstacles(tuple(self._bad))
        self.faulty.setVisible(bool(found))

    def _lead(self, obstacle: Obstacle) -> tuple[str, Callable[[], None]]:
        deed, key = obstacle.leads_to, self._bad[obstacle]
        where = {"profile": key} if deed == "retire_overlay" else {}
        return tr(self.desktop.deed_of(deed).title), lambda: self.desktop.open_deed(deed, **where)

    def _to_table(self) -> None:
        self.table.setFocus()

    def _fill(self) -> None:
        wanted = self.search.text().strip().lower()
        rows = [row for row in self.shown if wanted in f"{row.title} {row.region} {row.kind_title} {row.key}".lower()]
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows and bool(self.shown))

    def _open(self, row: see.ProfileRow) -> None:
        self.desktop.open_page("rule_profile", profile=row.key)
