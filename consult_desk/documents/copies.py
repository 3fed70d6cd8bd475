"""The copies of a paper: what may hang on the wall hides what is nobody's business, what stays inside says so."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from types import MappingProxyType
from typing import Any

from consult_desk.documents import detector, fonts, gbt9704
from consult_desk.documents.detector import Decision, Finding
from consult_desk.documents.fonts import Role

POSTED, INTERNAL, DRAFT = "posted", "internal", "draft"
MARKS: Mapping[str, str] = MappingProxyType(
    {POSTED: "张贴件　个人信息已隐去", INTERNAL: "内部件　不得张贴", DRAFT: "草稿　还没有出具，不能张贴"}
)
def posted_facts(
    kind: str, facts: Any, decisions: Sequence[Decision] = (), minors: Sequence[str] = ()
) -> tuple[Any, tuple[str, ...]]:
    """The facts as they may hang on the wall, and one sentence for each thing that was hidden.

    decisions: about what the detector finds; what nobody decided about is masked. minors: names of people under 18.
    """
    said: list[str] = []
    shown = facts
    if kind in _HIDES:
        shown, said = _HIDES[kind](shown)
    done = detector.settled(detector.find(shown, minors), decisions)
    hidden = [finding.kind_title for finding, decision in done if decision.decision != detector.KEPT]
    shown = detector.treated(shown, [finding for finding, _decision in done], decisions)
    return shown, (*(f"隐去了 {hidden.count(title)} 处{title}" for title in dict.fromkeys(hidden)), *said)


def findings_of(kind: str, facts: Any, minors: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What the detector finds in the facts once the rules of the kind have hidden what they always hide."""
    return detector.find(_HIDES[kind](facts)[0] if kind in _HIDES else facts, minors)


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
