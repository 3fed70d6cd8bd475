"""A kind of paper: its facts, how it is composed, and the forms it can be had in."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint, imprint_said
from consult_desk.documents.page import Files, Page, lines_in, no_file
from consult_desk.documents.wording import said_in_own_words, worded

PDF, WORD, SHEET = "pdf", "docx", "xlsx"
FORMS: Mapping[str, str] = MappingProxyType({PDF: "PDF", WORD: "Word", SHEET: "Excel"})


@dataclass(frozen=True)
class Drawn:
    """A finished file: how many pages (0 where its program decides), and where on them who signs electronically."""

    data: bytes
    form: str
    pages: int = 0
    marks: Mapping[str, tuple[int, float, float, float, float]] = field(default_factory=dict)


def facts_said(value: Any) -> tuple[str, ...]:
    """Every word, day and number in the facts: what must be readable in the paper, unless a field is marked unsaid."""
    if isinstance(value, Imprint):
        return imprint_said(value)
    if isinstance(value, str):
        return lines_in([value])
    if isinstance(value, bool) or value is None or isinstance(value, bytes):
        return ()
    if isinstance(value, date):
        return (chinese_date(value),)
    if isinstance(value, int):
        return (str(value),)
    if isinstance(value, tuple):
        return tuple(words for one in value for words in facts_said(one))
    if dataclasses.is_dataclass(value):
        kept = [f.name for f in dataclasses.fields(value) if not f.metadata.get("unsaid")]
        return tuple(words for name in kept for words in facts_said(getattr(value, name)))
    raise TypeError(f"{value!r} cannot stand in facts")


def unsaid(**more: Any) -> Any:
    """A field of facts that steers the paper but is not printed on it."""
    return field(metadata={"unsaid": True}, **more)


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    key: its name in the record. facts: dataclass with an Imprint. compose: puts the paper together, for every form.
    own: forms that are drawn in a way of their own. forms: pdf, docx, xlsx; the first is the one that is issued.
    posted: hangs on the wall. returns: is signed by hand and comes home. styles: of layout.STYLES, the first is usual.
    said: strings that must be readable in it. numbered: its pages are numbered.
    """

    key: str
    title: str
    facts: type[Any]
    compose: Callable[[Page, Any], None] | None = None
    own: Mapping[str, Callable[[Any], bytes]] = field(default_factory=dict)
    forms: tuple[str, ...] = (PDF, WORD)
    posted: bool = False
    returns: bool = False
    styles: tuple[str, ...] = ("official", "board")
    said: Callable[[Any], tuple[str, ...]] = facts_said

    @property
    def form(self) -> str:
        """The form it is issued in."""
        return self.forms[0]

    def must_say(self, facts: Any) -> tuple[str, ...]:
        """What must be readable in the paper, the village's own wording included."""
        said = self.said(facts)
        return said_in_own_words(self.compose, facts, said) if self.compose is not None else said

    def draw(self, facts: Any, form: str = "", files: Files = no_file, mark: str = "") -> bytes:
        """The paper in one of its forms. Raises Refused for a character no font has."""
        return self.drawn(facts, form, files, mark).data

    def drawn(self, facts: Any, form: str = "", files: Files = no_file, mark: str = "") -> Drawn:
        """The paper with what is known of its pages. files: the bytes kept under a SHA-256, for facts that name photographs.

        mark: what a workbook says it is in its first row (内部件); PDF and Word get theirs from copies.stamped.
        Raises Refused, and ValueError for a form it does not have.
        """
        form = form or self.form
        if form not in self.forms:
            raise ValueError(f"{self.key} has no form {form}")
        if form in self.own:
            return _counted(self.own[form](facts), form)
        if self.compose is None:
            raise ValueError(f"{self.key} cannot be composed")
        page = _page(form, facts.imprint, self, mark)
        page.files = files
        self.compose(worded(page, facts), facts)
        name = f"{getattr(facts, 'matter', '') or getattr(facts, 'meeting', '')} {self.title}".strip()[:200]
        if form == PDF:
            sheets = page.sheets(name)
            return Drawn(sheets.data, form, sheets.pages, sheets.marks)
        return Drawn(page.finish(name), form)


def _page(form: str, imprint: Imprint, kind: PaperKind, mark: str) -> Any:
    from consult_desk.documents.layout import layout_of
    from consult_desk.documents.pdf_page import PdfPage
    from consult_desk.documents.sheet_page import SheetPage
    from consult_desk.documents.word_page import WordPage

    style = imprint.style if imprint.style in kind.styles else kind.styles[0]
    if form == PDF:
        return PdfPage(imprint, layout_of(style, imprint.sheet))
    if form == WORD:
        return WordPage(imprint, layout_of(style), formal=kind.form == WORD)
    return SheetPage(imprint, mark)


def _counted(data: bytes, form: str) -> Drawn:
    if form != PDF:
        return Drawn(data, form)
    from io import BytesIO

    from pikepdf import Pdf

    with Pdf.open(BytesIO(data)) as document:
        return Drawn(data, form, len(document.pages))
