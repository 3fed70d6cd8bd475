"""The pages of founding a village: its name, the rules it goes by, its roster and passphrase, and what will be made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from consult_desk.actions.founding import MOST_BYTES, Plan
from consult_desk.base.files import read_limited
from consult_desk.views.founding import (
    PROVINCES,
    OfferedProfile,
    RosterGlance,
    offered_profiles,
    province_of,
    roster_glance,
)
from consult_desk.views.signers import signer_names
from ui import look
from ui.bridge import Bridge
from ui.form import Field, Form
from ui.homes import new_home
from ui.page import card
from ui.strength import strength
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

KINDS = (
    ("village", later("村")), ("community", later("社区")), ("gacha", later("嘎查")),
    ("collective", later("农村集体经济组织")),
)  # fmt: skip
KIND_WORDS = {
    "overlay": later("国家规定，加上本地规定"),
    "baseline": later("国家规定，全国通用"),
    "template": later("各地常见做法，比国家规定多几步"),
    "practice": later("项目报账的口径，要求更细"),
}
NARROW = 760


class StepPage(QWidget):
    """One page: what is wrong on it, and where the keyboard goes first."""

    entered = Signal()

    def faults(self) -> list[str]:
        """What is not filled in yet."""
        return []

    def first_focus(self) -> QWidget | None:
        """Where the keyboard should be."""
        return None

    def _column(self, intro: str) -> QVBoxLayout:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, look.theme().px(12), 0)
        column.setSpacing(look.theme().px(16))
        if intro:
            column.addWidget(PlainLabel(intro, "muted", wrap=True))
        return column

    def _listen(self, form: Form) -> None:
        for editor in form.editors.values():
            if isinstance(editor.control, QLineEdit):
                editor.control.returnPressed.connect(self.entered.emit)


class NamePage(StepPage):
    """Name, kind, township, province."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        column = self._column(tr("写进公告抬头的就是这里的名字。以后还可以在设置里改联系方式和公开栏位置。"))
        self.form = Form(bridge, (
            Field("name", tr("全称"), help=tr("照公章上的写法，不带“村民委员会”，例如：青石村"), high=40),
            Field("kind", tr("类型"), "choice", default="village", choices=tuple((k, tr(w)) for k, w in KINDS)),
            Field("township", tr("所在乡镇（街道、苏木）"), help=tr("可以连省市县一起写，例如：河南省邓州市桑庄镇"), high=60),
            Field(
                "province", tr("省（自治区、直辖市）"), "choice", needed=False,
                help=tr("程序按它推荐当地的规则；上面写了省名就不用再选"), choices=tuple((p, p) for p in PROVINCES),
            ),
        ))  # fmt: skip
        self.form.setMaximumWidth(look.theme().px(NARROW))
        column.addWidget(self.form)
        column.addStretch(1)
        self.form.edited.connect(self._guess)
        self._guessed = ""
        self._listen(self.form)

    def _guess(self) -> None:
        """Fill in the province that the township names, unless another was chosen by hand."""
        values = self.form.values()
        found = province_of(values["township"])
        if found and found != self._guessed and values["province"] in (None, self._guessed):
            self._guessed = found
            self.form.fill({"province": found})

    def put_raw(self, raw: Any) -> None:
        """Show again what was typed."""
        if isinstance(raw, dict) and raw:
            self.form.bring_back(raw)

    def faults(self) -> list[str]:
        return self.form.faults()

    def first_focus(self) -> QWidget | None:
        return self.form.widget("name")


class RulesPage(StepPage):
    """The profiles of the place, the recommended one first, and what the chosen one asks for with its articles."""

    chosen = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.wanted = ""
        self.offered: tuple[OfferedProfile, ...] = ()
        self.buttons = QButtonGroup(self)
        self.buttons.idToggled.connect(self._toggled)
        theme = look.theme()
        column = self._column(
            tr("规则决定每一步谁来开会、多少人到会、公示几天。程序已经替您选好一套，不确定就直接下一步，以后每件事还可以另选。")
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(10))
        left = QVBoxLayout()
        left.addLayout(self._list)
        left.addStretch(1)
        row.addLayout(left, 5)
        frame, self._detail = card()
        right = QVBoxLayout()
        right.addWidget(frame)
        right.addStretch(1)
        row.addLayout(right, 6)
        column.addLayout(row, 1)

    def offer(self, place: str, kind: str) -> None:
        """Show what fits that place and kind."""
        self.place = place
        self.offered = offered_profiles(place, kind, self.bridge.today())
        for button in self.buttons.buttons():
            self.buttons.removeButton(button)
        _clear(self._list)
        kept = self.wanted if self.wanted in {p.key for p in self.offered} else self.offered[0].key
        for number, profile in enumerate(self.offered):
            button = QRadioButton(profile.title)
            words = self._why(profile)
            button.setAccessibleDescription(words)
            self.buttons.addButton(button, number)
            self._list.addWidget(button)
            button.show()  # at once, so that it can take the focus
            under = PlainLabel(words, "good" if profile.recommended else "small", wrap=True)
            under.setIndent(look.theme().px(30))
            self._list.addWidget(under)
            if profile.key == kept:
                button.setChecked(True)

    def _why(self, profile: OfferedProfile) -> str:
        province = self.place if self.place in PROVINCES else province_of(self.place)
        if not profile.recommended:
            return tr(KIND_WORDS[profile.kind])
        if profile.kind == "overlay":
            return tr("✓ 推荐：按{province}的规定，比国家规定更细", province=province)
        if province:
            return tr("✓ 推荐：程序里没有{province}的专门规定，按国家规定办", province=province)
        return tr("✓ 推荐：全国都适用")

    def _toggled(self, number: int, on: bool) -> None:
        if not on or not 0 <= number < len(self.offered):
            return
        profile = self.offered[number]
        self.wanted = profile.key
        _clear(self._detail)
        self._detail.addWidget(PlainLabel(tr("这套规则怎么规定"), "heading"))
        for step in profile.steps:
            self._detail.addWidget(PlainLabel(step.title, "strong", wrap=True))
            said = tr("{body}：{words}", body=step.body, words=step.words) if step.words else step.body
            self._detail.addWidget(PlainLabel(said, wrap=True))
            if step.references:
                basis = tr("依据：{reference}", reference="；".join(step.references))
                self._detail.addWidget(PlainLabel(basis, "small", wrap=True))
        self._detail.addWidget(PlainLabel(tr("来源：{source}", source=profile.source), "small", wrap=True))
        self.chosen.emit()

    def title(self) -> str:
        """The title of the chosen profile."""
        return next((p.title for p in self.offered if p.key == self.wanted), "")

    def faults(self) -> list[str]:
        return [] if self.title() else [tr("请选一套规则")]

    def first_focus(self) -> QWidget | None:
        return self.buttons.checkedButton()


class RosterPage(StepPage):
    """Roster files, where the folder lies, who signs with which passphrase; all of it may wait."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        column = self._column(tr("这一页都可以先空着：名册以后可以导入或一个个录入，口令以后在设置里也能做。"))
        self.form = Form(bridge, (
            Field(
                "roster", tr("名册文件"), "files", needed=False,
                help=tr("Excel（.xlsx）或 CSV：村民名册、组织任职名册。不合格的行不会导入。"),
            ),
            Field("signer", tr("签名用的名称"), needed=False, help=tr("电子公告上签名人的名字"), high=64),
            Field(
                "passphrase", tr("签名口令"), "secret", needed=False,
                help=tr("给电子公告签名时要输。忘了只能重做，请记牢；程序不会保存它。"),
            ),
            Field("again", tr("再输一次口令"), "secret", needed=False),
            Field(
                "home", tr("资料放在哪个文件夹"), default=str(new_home()), high=500,
                help=tr("一般不用改。要放到别的硬盘，就选一个空文件夹。"),
            ),
        ))  # fmt: skip
        self.form.setMaximumWidth(look.theme().px(NARROW))
        column.addWidget(self.form)
        self.glance = PlainLabel("", wrap=True)
        self.glance.hide()
        self.form.editors["roster"].column.addWidget(self.glance)
        self.strength = PlainLabel("", "small", wrap=True)
        self.form.editors["passphrase"].column.addWidget(self.strength)
        elsewhere = QPushButton(tr("换一个文件夹…"))
        elsewhere.clicked.connect(lambda _checked=False: self._elsewhere())
        self.form.editors["home"].column.addWidget(elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.form.editors["roster"].changed.connect(self._look)
        self.form.editors["passphrase"].changed.connect(self._weigh)
        self._listen(self.form)
        self._named = ""

    def name_signer(self, names: dict[str, Any]) -> None:
        """Propose the name in the certificate, unless another was typed."""
        wanted = signer_names(names["name"], names["kind"])["issuer"]
        if self.form.values()["signer"] in ("", self._named):
            self.form.fill({"signer": wanted})
            self._named = wanted

    def put_raw(self, raw: Any) -> None:
        """Show again what was typed."""
        if isinstance(raw, dict) and raw:
            self.form.bring_back(raw)

    def _elsewhere(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("选一个空文件夹放村里的资料"))
        if folder:
            self.form.fill({"home": folder})

    def _weigh(self) -> None:
        typed = self.form.values()["passphrase"]
        words, good = strength(typed) if typed else ("", True)
        self.strength.setText(tr("口令强度：{words}", words=words) if words else "")
        self.strength.set_role("small" if good else "bad")

    def _look(self) -> None:
        files: list[Path] = self.form.values()["roster"]
        self.glance.setVisible(bool(files))
        self.glance.setText(tr("正在看名册…") if files else "")
        today = self.bridge.today()

        def job() -> list[tuple[str, RosterGlance]]:
            return [(f.name, roster_glance(read_limited(f, max_bytes=MOST_BYTES), f.name, today)) for f in files]

        if files:
            self.bridge.work(job, self._looked, lambda error: self._told("bad", [str(error)]))

    def _looked(self, found: list[tuple[str, RosterGlance]]) -> None:
        lines, fine = [], True
        for name, glance in found:
            said = tr("{name}（{title}）：可以导入 {fit} 行", name=name, title=glance.title, fit=glance.fit + glance.warned)
            if glance.warned:
                said += tr("，其中 {n} 行请以后核对", n=glance.warned)
            if glance.refused:
                said += tr("；不能导入 {n} 行", n=glance.refused)
            lines.append(said)
            lines.extend(glance.faults)
            fine = fine and not glance.refused
        self._told("good" if fine else "warn", lines)

    def _told(self, role: str, lines: list[str]) -> None:
        self.glance.set_role(role)
        self.glance.setText("\n".join(lines))
        self.glance.show()

    def faults(self) -> list[str]:
        found = self.form.faults()
        values = self.form.values()
        if values["passphrase"] or values["again"]:
            words, good = strength(values["passphrase"])
            if not good:
                found.append(words)
                self.form.widget("passphrase").setFocus()
            elif values["passphrase"] != values["again"]:
                found.append(tr("两次输的口令不一样"))
                self.form.tell("again", tr("两次输的口令不一样，请再输一次"))
                self.form.widget("again").setFocus()
        return found

    def first_focus(self) -> QWidget | None:
        return self.form.widget("roster")


class SummaryPage(StepPage):
    """What will be made, line by line."""

    def __init__(self) -> None:
        super().__init__()
        column = self._column(tr("点“建好并打开”以后，程序建立下面这些。中途出了问题，什么都不会留下。"))
        frame, self._lines = card()
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setMaximumWidth(look.theme().px(NARROW))
        column.addWidget(frame)
        column.addStretch(1)

    def show_plan(self, plan: Plan, home: Path, rules: str, glance: str) -> None:
        """Show a plan."""
        _clear(self._lines)
        kind = dict(KINDS)[plan.kind]
        roster = "、".join(path.name for path in plan.roster) or tr("以后再导入，或者一个个录入")
        key = tr("{name}，口令只有您知道", name=plan.signer) if plan.passphrase else tr("以后再做")
        for title, words in (
            (tr("名字"), plan.name), (tr("类型"), tr(kind)), (tr("所在乡镇"), plan.township), (tr("规则"), rules),
            (tr("名册"), f"{roster}\n{glance}" if plan.roster and glance else roster), (tr("签名证书"), key),
            (tr("资料放在"), str(home)),
        ):  # fmt: skip
            row = QHBoxLayout()
            name = PlainLabel(title, "muted")
            name.setMinimumWidth(look.theme().px(120))
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(PlainLabel(words, "strong", wrap=True), 1)
            self._lines.addLayout(row)


def _clear(layout: Any) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif item.layout() is not None:
            _clear(item.layout())
