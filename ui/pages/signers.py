"""The certificates papers are signed with: which there are, and how to come by one, from a file or a UKey."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.actions import signing as act
from consult_desk.views import signers as see
from ui import look
from ui.deed import deed_button
from ui.page import Page, card, column_of, scrolled
from ui.widgets.back_button import back_button
from ui.widgets.flow import Flow
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr

LOOK_AGAIN_MS = 20_000
USUAL = ("issuer", "supervisor")  # the others sign only where the village's templates say so


class SignersPage(Page):
    """Who signs, with what; certificates are made or adopted here."""

    key = "signers"
    title = later("签名证书")
    parent_key = "papers"
    choose: Callable[..., tuple[str, str]] = staticmethod(QFileDialog.getOpenFileName)

    def build(self) -> None:
        theme = look.theme()
        column = column_of(self)
        head = QHBoxLayout()
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("签名证书"), "title"), 1)
        column.addLayout(head)
        words = tr("电子公告用证书签名，别人就能验证有没有改动。纸上的公告照旧盖章；签名不等于盖章。")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, theme.px(6), 0)
        within.setSpacing(theme.px(14))
        within.addWidget(self._lock())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(10))
        within.addLayout(self._rows)
        within.addWidget(self._ways())
        within.addStretch(1)
        column.addWidget(scrolled(inside, tr("签名证书")), 1)

    def _lock(self) -> QWidget:
        """Which keys are open, and the button that locks them; asked again while one looks, for they lock by themselves."""
        frame, column = card()
        row = QHBoxLayout()
        row.setSpacing(look.theme().px(8))
        self.state = PlainLabel("", "strong", wrap=True)
        row.addWidget(self.state, 1)
        self.many = deed_button(self.desktop, "sign_papers", tr("一次签好几份…"))
        self.lock = QPushButton(tr("锁定签名"))
        self.lock.setAccessibleName(tr("锁定签名，再签要重新输口令"))
        self.lock.clicked.connect(lambda _checked=False: self.bridge.do(act.lock_signing, self._locked))
        for button in (self.many, self.lock):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._again.start()
        self.bridge.changed.connect(self._signed)  # a signature opens a key and touches no certificate
        return frame

    def _signed(self, touched: frozenset[str]) -> None:
        if self.isVisible() and "PaperFile" in touched:
            self.stale = True
            self.freshen()

    def _look_again(self) -> None:
        if self.isVisible() and self.lock.isEnabled():
            self.stale = True
            self.freshen()

    def _locked(self, _count: int) -> None:
        self.desktop.say(tr("已经锁上，再签要重新输口令。"))
        self.stale = True
        self.freshen()

    def _ways(self) -> QWidget:
        frame, column = card()
        column.addWidget(PlainLabel(tr("添加一张证书"), "heading"))
        row = Flow()
        self.make = deed_button(self.desktop, "make_identity", tr("自己做一张…"))
        self.adopt = deed_button(self.desktop, "adopt_identity", tr("登记证书文件…"))
        self.token = QPushButton(tr("查找 UKey"))
        self.token.clicked.connect(lambda _checked=False: self._find(""))
        self.driver = QPushButton(tr("选 UKey 驱动文件…"))
        self.driver.clicked.connect(lambda _checked=False: self._choose())
        for button in (self.make, self.adopt, self.token, self.driver):
            row.addWidget(button)
        column.addLayout(row)
        self.found = PlainLabel("", wrap=True)
        self.found.hide()
        column.addWidget(self.found)
        self._devices = QVBoxLayout()
        column.addLayout(self._devices)
        return frame

    def view(self) -> Callable[..., Any]:
        return see.signers

    def first_focus(self) -> QWidget:
        return self.make

    def showEvent(self, event: QShowEvent) -> None:
        self.stale = True  # keys are opened and locked without a table being touched
        super().showEvent(event)

    def show_view(self, view: see.SignersView) -> None:
        unlocked = "、".join(
            tr("{role}（到 {time} 自动锁上）", role=tr(row.role_title), time=f"{row.open_until:%H:%M}") for row in view.unlocked
        )
        self.state.setText(tr("○ 签名已解锁：{who}", who=unlocked) if unlocked else tr("✓ 签名锁着，签名时要输口令"))
        self.lock.setEnabled(bool(unlocked))
        _clear(self._rows)
        for role, title in view.roles.items():
            frame, column = card()
            column.addWidget(PlainLabel(tr(title), "heading"))
            mine = [row for row in view.rows if row.role == role]
            if not mine:
                tone = "warn" if role in USUAL else "muted"
                column.addWidget(PlainLabel(tr("○ 还没有证书，这一方还不能签名"), tone, wrap=True))
            for row in mine:
                self._certificate(column, row)
            self._rows.addWidget(frame)

    def _certificate(self, column: QVBoxLayout, row: see.SignerRow) -> None:
        where = tr("在 UKey 里") if row.token else tr("在证书文件里")
        used = tr("✓ 现在用这一张") if row.current else tr("以前用的，旧公告仍按它验证")
        column.addWidget(PlainLabel(row.label, "strong", wrap=True))
        column.addWidget(PlainLabel(f"{used}　·　{where}", "good" if row.current else "muted", wrap=True))
        mark = tr("指纹 {words}", words=" ".join(row.fingerprint[n : n + 8] for n in range(0, 32, 8)))
        column.addWidget(PlainLabel(mark, "small", wrap=True))
        if row.current and row.proofs:
            line = QHBoxLayout()
            line.addWidget(PlainLabel(tr(row.proofs), "small", wrap=True), 1)
            line.addWidget(deed_button(self.desktop, "renew_proofs", tr("换吊销列表…"), fingerprint=row.fingerprint))
            column.addLayout(line)

    def _choose(self) -> None:
        path, _kind = self.choose(self, tr("选 UKey 的 PKCS#11 驱动文件"), "", tr("驱动文件 (*.so *.dll *.dylib);;全部文件 (*)"))
        if path:
            self._find(path)

    def _find(self, module: str) -> None:
        self.found.set_role("muted")
        self.found.setText(tr("正在找…"))
        self.found.show()
        self.bridge.ask(see.signing_devices, self._listed, module)

    def _listed(self, devices: tuple[see.DeviceCertificate, ...]) -> None:
        _clear(self._devices)
        words = tr("没有找到证书。请插好 UKey、装好驱动；驱动不在常见位置的，点“选 UKey 驱动文件”。")
        self.found.setText(tr("找到 {n} 张证书，选一张登记：", n=len(devices)) if devices else words)
        self.found.set_role("" if devices else "warn")
        for one in devices:
            row = QHBoxLayout()
            row.addWidget(PlainLabel(tr("{label}（UKey：{token}）", label=one.label, token=one.token), wrap=True), 1)
            button = QPushButton(tr("登记这一张…"))
            button.setAccessibleName(tr("登记证书 {label}", label=one.label))
            button.setEnabled(one.fits)
            button.setProperty("fingerprint", one.fingerprint)
            button.clicked.connect(lambda _checked=False, d=one: self._adopt(d))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._devices.addLayout(row)
            if one.why_not:
                self._devices.addWidget(PlainLabel(one.why_not, "small", wrap=True))

    def _adopt(self, device: see.DeviceCertificate) -> None:
        self.desktop.open_deed("adopt_token", module=device.module, fingerprint=device.fingerprint)


def _clear(layout: Any) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif item.layout() is not None:
            _clear(item.layout())
