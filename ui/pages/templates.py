"""How papers look: numbers with the next one, style of each kind, heading picture, Word templates, the folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from consult_desk.views import templates as see
from ui import look
from ui.page import Page, card, column_of, scrolled
from ui.pages.templates_parts import HeadingPicture, Rows, deed_link, word_lines
from ui.widgets.back_button import back_button
from ui.widgets.obstacles import Obstacles
from ui.widgets.plain_label import PlainLabel
from ui.words import later, tr


class TemplatesPage(Page):
    """What is set here holds for papers issued from now on; nothing of it changes one that was issued."""

    key = "templates"
    title = later("文书样式")
    parent_key = "papers"

    def build(self) -> None:
        theme = look.theme()
        self._folder = ""
        inside = QWidget()
        column = column_of(inside)
        inside.setMinimumHeight(1)  # as high as its lines are at this width, not as at the narrowest
        self.area = scrolled(inside, tr("文书样式"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = back_button(tr("返回"), lambda: self.desktop.go_back(), tr("返回上一页"))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(tr("文书样式"), "title"), 1)
        column.addLayout(head)
        words = tr("文号怎么编、用什么样式、最上面印什么。只管以后出的文书，已经出的一个字都不变。")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        self.faulty = PlainLabel("", "warn", wrap=True)
        self.faulty.hide()
        column.addWidget(self.faulty)
        self.faults = Obstacles()
        column.addWidget(self.faults)
        self.numbers = Rows((2, 4, 3, 4, 0))
        column.addWidget(self._card(tr("文号"), tr("接着用过的最大的号往下编，用过的不会再用。"), self.numbers))
        self.styles = Rows((3, 2, 2, 2, 0))
        column.addWidget(self._card(tr("各种文书的样式"), "", self.styles))
        column.addWidget(self._heading())
        column.addWidget(self._words())
        column.addWidget(self._place())
        column.addStretch(1)

    def _card(self, title: str, words: str, inside: QWidget) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(title, "heading"))
        if words:
            within.addWidget(PlainLabel(words, "small", wrap=True))
        within.addWidget(inside)
        return frame

    def _heading(self) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(tr("抬头图"), "heading"))
        words = tr("印在最上面、代替红头的横条图片。公章、印章、签名的图片不能放进文书，盖章处总是空的，印出来再盖。")
        within.addWidget(PlainLabel(words, "small", wrap=True))
        self.heading_words = PlainLabel("", wrap=True)
        within.addWidget(self.heading_words)
        self.picture = HeadingPicture()
        within.addWidget(self.picture)
        row = QHBoxLayout()
        self.set_heading = deed_link(self.desktop, "set_heading", tr("换抬头图…"))
        self.remove_heading = deed_link(self.desktop, "remove_heading", tr("不用抬头图…"))
        for button in (self.set_heading, self.remove_heading):
            row.addWidget(button)
        row.addStretch(1)
        within.addLayout(row)
        return frame

    def _words(self) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(tr("Word 模板"), "heading"))
        words = tr("自己排版的 Word 文件，字段写成 {example}，以后另存为 Word 时照它填。正式的 PDF 不受影响。", example=see.EXAMPLE)
        within.addWidget(PlainLabel(words, "small", wrap=True))
        self.no_words = PlainLabel(tr("现在都用程序自带的版式。"), "muted", wrap=True)
        within.addWidget(self.no_words)
        self.templates = Rows((3, 6, 0))
        within.addWidget(self.templates)
        row = QHBoxLayout()
        self.example = deed_link(self.desktop, "save_example_template", tr("导出示例模板…"))
        self.adopt = deed_link(self.desktop, "adopt_word_template", tr("启用 Word 模板…"))
        for button in (self.example, self.adopt):
            row.addWidget(button)
        row.addStretch(1)
        within.addLayout(row)
        return frame

    def _place(self) -> QWidget:
        frame, within = card()
        within.addWidget(PlainLabel(tr("文书模板文件夹"), "heading"))
        words = tr("用语等别的设置写在这个文件夹的“文书.toml”里，说明也在里面。写错了不要紧：会指出是第几行，照自带的样式出文书。")
        within.addWidget(PlainLabel(words, "small", wrap=True))
        self.where_words = PlainLabel("", "strong", wrap=True)
        within.addWidget(self.where_words)
        row = QHBoxLayout()
        self.make = deed_link(self.desktop, "make_template_folder", tr("建立文件夹…"))
        self.show_folder = QPushButton(tr("打开文件夹"))
        self.show_folder.setAccessibleName(tr("打开文书模板文件夹"))
        self.show_folder.clicked.connect(lambda _c=False: self.open_folder(self._folder))
        self.again = QPushButton(tr("重新检查"))
        self.again.setAccessibleName(tr("重新检查文书模板文件夹"))
        self.again.clicked.connect(lambda _c=False: self.open())
        for button in (self.make, self.show_folder, self.again):
            row.addWidget(button)
        row.addStretch(1)
        within.addLayout(row)
        return frame

    open_folder: Callable[[str], Any] = staticmethod(
        lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(folder))))
    )

    def view(self) -> Callable[..., Any]:
        return see.paper_templates

    def open(self, **where: Any) -> None:
        # Files in the folder change without the program; the page looks again whenever it is opened.
        self.stale = True
        super().open(**where)

    def first_focus(self) -> QWidget:
        return self.numbers.first() or self.back

    def show_view(self, view: see.TemplatesView) -> None:
        self._folder = view.folder
        broken = [one for one in view.faults if one.code == "template_fault"]
        self.faulty.setText(
            tr("“文书模板”文件夹里有写错的地方，先照程序自带的样式出文书。") if broken
            else tr("“文书模板”文件夹里有些文件没有用上。")
        )  # fmt: skip
        self.faulty.setVisible(bool(view.faults))
        self.faults.show_obstacles(view.faults)
        self._show_numbers(view)
        self._show_styles(view)
        self.heading_words.setText(
            tr("现在用“{file}”，印 {width} 毫米宽。", file=view.heading_file, width=view.heading_width) if view.heading
            else tr("现在没有抬头图，公文样式印红头。")
        )  # fmt: skip
        self.picture.show_jpeg(view.heading)
        self.remove_heading.setEnabled(bool(view.heading))
        own = [one for one in view.kinds if one.word]
        self.no_words.setVisible(not own)
        self.templates.clear((tr("文书"), tr("模板"), ""))
        for one in own:
            button = deed_link(self.desktop, "retire_word_template", tr("停用…"), kind=one.kind)
            button.setAccessibleName(tr("停用{kind}的 Word 模板", kind=tr(one.title)))
            self.templates.add(PlainLabel(tr(one.title), "strong", wrap=True), word_lines(one), button)
        self.templates.setVisible(bool(own))
        self.where_words.setText(view.folder if view.there else tr("还没有建立；不建也可以，全照自带的样式。"))
        self.make.setVisible(not view.there)
        self.show_folder.setVisible(view.there)

    def _show_numbers(self, view: see.TemplatesView) -> None:
        self.numbers.clear((tr("文号"), tr("写法"), tr("下一个号"), tr("哪些文书用"), ""))
        for one in view.series:
            button = deed_link(self.desktop, "set_numbering", tr("改…"), series=one.key)
            button.setAccessibleName(tr("改{title}的文号", title=one.title))
            kinds = "、".join(tr(title) for title in one.kinds) or tr("没有文书用它")
            self.numbers.add(
                PlainLabel(one.title, "strong", wrap=True), PlainLabel(one.pattern, wrap=True),
                PlainLabel(one.next_number, "good", wrap=True), PlainLabel(kinds, wrap=True), button,
            )  # fmt: skip

    def _show_styles(self, view: see.TemplatesView) -> None:
        self.styles.clear((tr("文书"), tr("样式"), tr("纸张"), tr("文号"), ""))
        for one in view.kinds:
            button = deed_link(self.desktop, "set_paper_style", tr("改…"), kind=one.kind)
            button.setAccessibleName(tr("改{kind}的样式", kind=tr(one.title)))
            style = tr("{style}，用语是本村的", style=tr(one.style_title)) if one.worded else tr(one.style_title)
            self.styles.add(
                PlainLabel(tr(one.title), "strong", wrap=True), PlainLabel(style, wrap=True),
                PlainLabel(tr(dict(view.sheets)[one.sheet]), wrap=True), PlainLabel(tr(one.numbering_title), wrap=True), button,
            )  # fmt: skip
