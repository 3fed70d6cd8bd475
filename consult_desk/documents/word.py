"""Word documents: page, fonts, grid, tables and page numbers of GB/T 9704 for papers that people edit."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.documents.layout import Layout, layout_of
from consult_desk.documents.setter import tight

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BODY, TITLE, HEADING, KAI = "仿宋", "方正小标宋简体", "黑体", "楷体"
SONG, EXTENDED = "宋体", "SimSun-ExtB"
BODY_SIZE, TITLE_SIZE, SMALL_SIZE = 16.0, 22.0, 10.5
# A fixed moment: the same facts give the same bytes, and the file's properties tell nobody's working hours.
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

# 艺术字 (WordArt) behind the text, as Word itself writes a watermark.
_ACROSS = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
</v:shapetype><v:shape id="across{number}" o:spid="_x0000_s20{number}0" type="#_x0000_t136" o:allowincell="f"
 style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:170pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin" fillcolor="#e6e6e6" stroked="f"><v:fill opacity=".6"/>
<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{words}"/></v:shape></w:pict></w:r>"""


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def checked(text: str) -> str:
    """Text that XML can carry. Raises Refused for control characters and half characters."""
    for char in text:
        code = ord(char)
        if (code < 32 and char not in "\t\n") or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
            raise Refused(
                Obstacle(f"文字里有不能打印的字符（U+{code:04X}）", "请删掉后重新输入", code="unprintable")
            )
    return text


def _by_font(text: str, font: str) -> list[tuple[str, str]]:
    """Text cut into runs: the fonts of Windows and WPS hold GBK, rarer characters stand in 宋体 and SimSun-ExtB."""
    runs: list[tuple[str, str]] = []
    for char in text:
        chosen = font
        if ord(char) > 0xFFFF:
            chosen = EXTENDED
        elif ord(char) > 0x33FF and not _in_gbk(char):
            chosen = SONG
        if runs and runs[-1][1] == chosen:
            runs[-1] = (runs[-1][0] + char, chosen)
        else:
            runs.append((char, chosen))
    return runs or [("", font)]


def _in_gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _close_up(paragraph: "Paragraph") -> None:
    """No space of Word's own between characters and numbers, as in the other papers."""
    from docx.oxml.ns import qn

    spacing = paragraph._p.get_or_add_pPr().find(qn("w:spacing"))
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        spacing.addprevious(_element(name, val="0"))


def _off_grid(paragraph: "Paragraph") -> None:
    """Lines as close as they are set, not on those of the page."""
    from docx.oxml.ns import qn

    paragraph._p.get_or_add_pPr().find(qn("w:spacing")).addprevious(_element("w:snapToGrid", val="0"))


class Page:
    """One Word document in the making."""

    def __init__(self, title: str, layout: Layout | None = None) -> None:
        """An empty A4 page with the margins and the line grid of a layout, of GB/T 9704 unless another is given."""
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm, Pt

        self.layout = layout or layout_of()
        self.document: WordDocument = Document()
        section, own = self.document.sections[0], self.layout
        if own.page_width > own.page_height:
            section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Pt(own.page_width), Pt(own.page_height)
        section.top_margin, section.bottom_margin = Pt(own.top), Pt(own.bottom)
        section.left_margin, section.right_margin = Pt(own.left), Pt(own.page_width - own.right)
        section.footer_distance = Mm(25) if own.bottom > 80 else Mm(12)
        for old in section._sectPr.findall("{*}docGrid"):
            section._sectPr.remove(old)
        section._sectPr.append(_element("w:docGrid", type="lines", linePitch=str(int(own.leading * 20))))
        self._styles()
        # 单页码居右空一字，双页码居左空一字
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], right=True)
        self._page_number(section.even_page_footer.paragraphs[0], right=False)
        self.name(title)

    def name(self, title: str) -> None:
        """The properties of the file: this title, nobody's name, no real moment."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.last_modified_by = title, "", ""
        properties.comments, properties.created, properties.modified = "", MADE, MADE

    @classmethod
    def reopened(cls, data: bytes) -> "Page":
        """A finished document, to put a mark on it."""
        from docx import Document

        page = cls.__new__(cls)
        page.layout = layout_of()
        page.document = Document(BytesIO(data))
        return page

    def _styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt

        # Every style of the default template names Western fonts; Chinese text would fall to MS Mincho.
        for style in self.document.styles:
            properties = style.element.find(qn("w:rPr"))
            if properties is None:
                continue
            fonts = properties.find(qn("w:rFonts"))
            if fonts is not None:
                for name in list(fonts.attrib):
                    if "Theme" in name or "theme" in name:
                        del fonts.attrib[name]
                fonts.set(qn("w:eastAsia"), BODY)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(self.layout.body)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), BODY)
        normal.element.get_or_add_rPr().append(_element("w:lang", val="zh-CN", eastAsia="zh-CN"))

    def run(
        self, paragraph: "Paragraph", text: str, font: str = BODY, size: float = 0.0, *, bold: bool = False,
        colour: str = "",
    ) -> "Run":  # fmt: skip
        """Add text to a paragraph in one of the four fonts; characters these fonts lack go to one that has them.

        size: points, that of the body unless given. colour: six hex digits, black unless given.
        """
        size = size or self.layout.body
        parts = _by_font(tight(checked(text)), font)
        for part, chosen in parts[:-1]:
            self._one(paragraph, part, chosen, size, bold, colour)
        return self._one(paragraph, *parts[-1], size, bold, colour)

    def _one(self, paragraph: "Paragraph", text: str, font: str, size: float, bold: bool, colour: str) -> "Run":
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("eastAsia", "ascii", "hAnsi"):
            fonts.set(qn(f"w:{name}"), font if name == "eastAsia" else "Times New Roman")
        fonts.set(qn("w:hint"), "eastAsia")
        # 28 characters on 156 mm: 16 pt characters stand 0.2 pt closer than their size.
        if size == self.layout.body == BODY_SIZE:
            run._element.get_or_add_rPr().insert_element_before(
                _element("w:spacing", val="-4"), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u",
                "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang",
            )  # fmt: skip
        return run

    def bare(self, *, align: int | None = None, indent: bool = False, pitch: float = 0.0) -> "Paragraph":
        """An empty paragraph on the grid. pitch: points from line to line, those of the layout unless given."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing = Pt(pitch or self.layout.leading)
        layout.widow_control = True
        _close_up(paragraph)
        if indent:
            layout.first_line_indent = Pt(2 * self.layout.body)
        if align is not None:
            paragraph.alignment = align  # type: ignore[assignment]
        return paragraph

    def title(self, text: str) -> None:
        """The title, centred, 2号."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        size = self.layout.size(TITLE_SIZE)
        paragraph = self.bare(align=WD_ALIGN_PARAGRAPH.CENTER, pitch=1.6 * size)
        self.run(paragraph, text, TITLE, size)

    def heading(self, text: str, font: str = HEADING) -> None:
        """A heading, 黑体 for the first level, kept with what follows."""
        paragraph = self.bare(indent=True)
        paragraph.paragraph_format.keep_with_next = True
        self.run(paragraph, text, font)

    def text(self, text: str, label: str = "") -> None:
        """A paragraph of body text, indented by two characters; a label before it in 黑体."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.bare(indent=True, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        if label:
            self.run(paragraph, label, HEADING)
        self.run(paragraph, text)

    def note(self, text: str) -> None:
        """A centred line below the title: which version corrects which."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        self.run(self.bare(align=WD_ALIGN_PARAGRAPH.CENTER, pitch=24), text, KAI, 14)

    def small(self, text: str, *, keep: bool = True) -> None:
        """A line of small type, off the grid. keep: with what follows."""
        paragraph = self.bare(pitch=16)
        paragraph.paragraph_format.keep_with_next = keep
        _off_grid(paragraph)
        self.run(paragraph, text, KAI, SMALL_SIZE)

    def keep_last(self, count: int) -> None:
        """Keep the last paragraphs, as far as no table stands between them, with what follows."""
        from docx.oxml.ns import qn

        body = [one for one in self.document.element.body if one.tag != qn("w:sectPr")]
        for element in reversed(body[max(0, len(body) - count) :]):
            if element.tag != qn("w:p"):
                return
            element.get_or_add_pPr().keepNext_val = True

    def space(self) -> None:
        """An empty line."""
        self.bare()

    def gap(self, points: float = 8.0) -> None:
        """A little room, below a table for example; off the grid, or it would take a whole line."""
        paragraph = self.bare(pitch=points)
        _off_grid(paragraph)
        self.run(paragraph, "", size=4.0)

    def grid(self, widths: Sequence[float], rows: int) -> "Table":
        """A ruled table of empty cells; widths in points."""
        from docx.shared import Pt

        table: Table = self.document.add_table(rows=rows, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        table._tbl.tblPr.insert_element_before(
            _element("w:tblInd", w="108", type="dxa"), "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
        )
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        return table

    def cell(self, cell: "_Cell", words: str, width: float, size: float, *, font: str = BODY, align: str = "left") -> None:
        """Words into a cell of a table, in the middle of its height."""
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        cell.width = Pt(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for number, line in enumerate(words.split("\n")):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.paragraph_format.line_spacing = Pt(1.55 * size)
            paragraph.paragraph_format.space_after = Pt(0)
            _close_up(paragraph)
            _off_grid(paragraph)
            paragraph.alignment = {
                "left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
            }[align]  # fmt: skip
            self.run(paragraph, line, font, size)

    def may_split(self, row: Any) -> None:
        """Let a long row of a table go on over the page."""
        for mark in row._tr.trPr.findall("{*}cantSplit"):
            row._tr.trPr.remove(mark)

    def rule_below(self, paragraph: "Paragraph", colour: str) -> None:
        """A rule of 0.75 mm under a paragraph (GB/T 9704 7.2.7)."""
        border = _element("w:pBdr")
        border.append(_element("w:bottom", val="single", sz="17", space="1", color=colour))
        layout = paragraph._p.get_or_add_pPr()
        layout.insert_element_before(
            border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
            "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing",
            "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr", "w:sectPr",
        )  # fmt: skip

    def repeat(self, row: Any) -> None:
        """Let a row of a table stand again at the head of every page."""
        row._tr.get_or_add_trPr().append(_element("w:tblHeader"))

    def _page_number(self, paragraph: "Paragraph", *, right: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.right_indent = paragraph.paragraph_format.left_indent = Pt(14)
        self.run(paragraph, "— ", "宋体", 14)
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "1"), ("end", "")):
            run = self.run(paragraph, "", "宋体", 14)
            if kind:
                run._element.append(_element("w:fldChar", fldCharType=kind))
            elif text == "PAGE":
                instruction = _element("w:instrText")
                instruction.text = text
                run._element.append(instruction)
            else:
                run.text = text
        self.run(paragraph, " —", "宋体", 14)

    def mark(self, text: str, size: float = 14.0) -> None:
        """A line at the head of every page that says what the paper is not (练习, 内部件)."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        section = self.document.sections[0]
        for header in (section.header, section.even_page_header):
            paragraph = header.paragraphs[0]
            if paragraph.text:
                paragraph = header.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self.run(paragraph, text, HEADING, size)

    def watermark(self, text: str) -> None:
        """Large pale words across every page, and the same in its head where a program shows no shapes."""
        from docx.oxml import parse_xml

        self.mark(text, TITLE_SIZE)
        section = self.document.sections[0]
        for number, header in enumerate((section.header, section.even_page_header), 1):
            shape = _ACROSS.format(number=number, words=escape(text, {'"': "&quot;"}))
            header.paragraphs[0]._p.append(parse_xml(shape))

    def bytes(self) -> bytes:
        """The finished file; the same document gives the same bytes."""
        # What the default template of python-docx brings along: a picture of itself, and styles of a Word of 2007.
        for rels in (self.document.part.rels, self.document.part.package.rels):
            for name in [key for key, rel in rels.items() if rel.reltype.endswith(("/stylesWithEffects", "/thumbnail"))]:
                del rels[name]
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/docProps/app.xml":  # says the template was made by Word on a Macintosh
                part._blob = APP
        buffer = BytesIO()
        self.document.save(buffer)
        return _settled(buffer.getvalue())


# The properties of the program: which one wrote the file, and nothing about who used it.
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Consult Desk</Application></Properties>"
)


def _settled(data: bytes) -> bytes:
    """The same package with fixed times and order, so that nothing but the facts decides its hash."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
