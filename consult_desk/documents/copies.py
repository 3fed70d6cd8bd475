"""The copies of a paper: what may hang on the wall hides what is nobody's business, what stays inside says so."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType
from typing import Any

from consult_desk.documents import fonts, gbt9704
from consult_desk.documents.fonts import Role

POSTED, INTERNAL, DRAFT = "posted", "internal", "draft"
MARKS: Mapping[str, str] = MappingProxyType(
    {POSTED: "张贴件　个人信息已隐去", INTERNAL: "内部件　不得张贴", DRAFT: "草稿　还没有出具，不能张贴"}
)
# What is published on purpose: where to object, whom to call. Numbers in these stay.
OPEN_FIELDS = frozenset({"imprint", "channels", "supervision", "contact", "posting_reference", "references"})
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?P<id>[0-9]{6}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx])"
    r"|(?P<card>[0-9]{16,19}|[0-9]{4}(?:[- ][0-9]{4}){3}(?:[- ]?[0-9]{1,3})?)"
    r"|(?:\+?86[- ]?)?(?P<phone>1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}))(?![0-9A-Za-z])"
)
# Digits, letters and signs as an input method writes them in full width, each as its half-width twin.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
KINDS_OF_NUMBER = {"id": "身份证号", "card": "银行卡号", "phone": "手机号"}


def masked(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with ID, card and mobile numbers hidden but for the last digits, and what kinds were hidden.

    Of an ID number only the last four stay: the first six and a birthday point at one person in a small village.
    """
    found: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)  # a full-width number is found by its half-width twin, of the same length
        plain = match[kind].replace("-", "").replace(" ", "")
        if kind == "card" and not _luhn(plain):
            return text[match.start() : match.end()]
        found.append(KINDS_OF_NUMBER[kind])
        return f"{plain[:3]}****{plain[-4:]}" if kind == "phone" else f"{'*' * (len(plain) - 4)}{plain[-4:]}"

    pieces, end = [], 0
    for match in _NUMBERS.finditer(text.translate(_HALF)):
        pieces += [text[end : match.start()], hide(match)]
        end = match.end()
    return "".join((*pieces, text[end:])), tuple(found)


def posted_facts(kind: str, facts: Any) -> tuple[Any, tuple[str, ...]]:
    """The facts as they may hang on the wall, and one sentence for each thing that was hidden."""
    hidden: list[str] = []
    shown = _walk(facts, hidden)
    said = [f"隐去了 {hidden.count(kind_of)} 处{kind_of}" for kind_of in KINDS_OF_NUMBER.values() if kind_of in hidden]
    if kind in _HIDES:
        shown, more = _HIDES[kind](shown)
        said += more
    return shown, tuple(said)


def _walk(value: Any, hidden: list[str]) -> Any:
    if isinstance(value, str):
        text, found = masked(value)
        hidden.extend(found)
        return text
    if isinstance(value, tuple):
        return tuple(_walk(one, hidden) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value) if f.name not in OPEN_FIELDS]
        return replace(value, **{name: _walk(getattr(value, name), hidden) for name in names})
    return value


def _luhn(digits: str) -> bool:
    """Whether the last digit fits the others, as on every bank card (GB/T 14504)."""
    doubled = [int(d) if at % 2 == 0 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _sheet(facts: Any) -> tuple[Any, list[str]]:
    lines = tuple(replace(one, remark=_without_reason(one.remark)) for one in facts.lines)
    changed = replace(facts, lines=lines, excluded=tuple((name, "不计入应到") for name, _reason in facts.excluded))
    return changed, [] if changed == facts else ["请假和不计入应到的原因不写"]


def _minutes(facts: Any) -> tuple[Any, list[str]]:
    said = []
    changed = replace(
        facts,
        leave=tuple((name, "已请假") for name, _reason in facts.leave),
        excluded=tuple((name, "不计入应到") for name, _reason in facts.excluded),
    )
    if changed != facts:
        said.append("请假和不计入应到的原因不写")
    items = []
    for item in facts.items:
        quiet = replace(item, speeches=(), recused=tuple((name, "按规定回避") for name, _reason in item.recused))
        items.append(replace(quiet, discussion=""))
    changed = replace(changed, items=tuple(items))
    if changed.items != facts.items:
        said.append("谁说了什么、为什么回避不写")
    return changed, said


def _without_reason(remark: str) -> str:
    """请假：住院 is 请假; an illness is nobody's business."""
    return re.split(r"[：:（(，,]", remark, maxsplit=1)[0].strip()


_HIDES: dict[str, Callable[[Any], tuple[Any, list[str]]]] = {
    "attendance_sheet": _sheet, "minutes": _minutes, "minutes_pdf": _minutes,
}  # fmt: skip


def stamped(data: bytes, copy: str, *, practice: bool) -> bytes:
    """A finished paper, PDF or Word, with its mark at the head of every page; a draft has it across the page too."""
    return _stamp_pdf(data, copy, practice) if data[:5] == b"%PDF-" else _stamp_word(data, copy)


def _stamp_pdf(data: bytes, copy: str, practice: bool) -> bytes:
    from pikepdf import Pdf, Rectangle

    with Pdf.open(BytesIO(data)) as document, Pdf.open(BytesIO(_mark(copy, practice))) as mark:
        for page in document.pages:
            page.add_underlay(mark.pages[0], Rectangle(*(float(edge) for edge in page.mediabox)))
        written = BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()


def _mark(copy: str, practice: bool) -> bytes:
    """One transparent page with nothing but the mark."""
    from consult_desk.documents.pdf import Pen
    from consult_desk.documents.setter import Style, measure, plain

    with fonts.DRAWING:
        from reportlab.pdfgen.canvas import Canvas

        fonts.face(Role.FANG.value)
        buffer = BytesIO()
        size = (gbt9704.PAGE_WIDTH, gbt9704.PAGE_HEIGHT)
        canvas = Canvas(buffer, pagesize=size, initialFontName=Role.FANG.value, invariant=1, pageCompression=1)
        pen, words = Pen(canvas), MARKS[copy]
        style = plain(Role.HEI, 14.0, gbt9704.RED)
        wide, top = measure(words, style) + 20, gbt9704.PAGE_HEIGHT - 42
        left = (gbt9704.PAGE_WIDTH - wide) / 2
        for x1, y1, x2, y2 in (
            (left, top, left + wide, top), (left, top - 24, left + wide, top - 24),
            (left, top, left, top - 24), (left + wide, top, left + wide, top - 24),
        ):  # fmt: skip
            pen.rule(x1, y1, x2, y2, 1.0, gbt9704.RED)
        pen.words(words, style, gbt9704.PAGE_WIDTH / 2, top - 17, "centre")
        if copy == DRAFT and not practice:
            with pen.turned(gbt9704.PAGE_WIDTH / 2, gbt9704.PAGE_HEIGHT / 2, 45):
                pen.words("草稿", Style(Role.HEI, 150, 230, gbt9704.PALE), 0, -54, "centre")
        canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _stamp_word(data: bytes, copy: str) -> bytes:
    from consult_desk.documents.word import Page

    page = Page.reopened(data)
    page.mark(MARKS[copy])
    return page.bytes()
