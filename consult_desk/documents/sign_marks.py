"""The visible mark of an electronic signature: plain words in the place kept for it, never anything like a seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from consult_desk.base.text import chinese_date
from consult_desk.documents import fonts
from consult_desk.documents.fonts import Role

WORDS = "电子签名　完整性校验　不等于盖章"
_LARGEST, _LINES = 9.0, 4


@dataclass(frozen=True)
class Mark:
    """What a mark says. who: name in the certificate; role: in which capacity; when: aware; fingerprint: 64 hex digits."""

    who: str
    role: str
    when: datetime
    fingerprint: str

    def lines(self) -> tuple[str, ...]:
        """Who, in which role and when, by which certificate, and what it is not."""
        code = " ".join(self.fingerprint[at : at + 4] for at in range(0, 16, 4))
        moment = f"{chinese_date(self.when.date())} {self.when:%H:%M}"
        return (self.who, f"{self.role}　{moment}".strip("　"), f"证书指纹 {code}", WORDS)


def mark_pdf(mark: Mark, width: float, height: float) -> bytes:
    """One page of that size in points with nothing but the words, black, fonts embedded; streams deflated once.

    Each line is as large as fits, none larger than the room of its line. Raises Refused for a name no font can write.
    """
    from consult_desk.documents.pdf import Pen
    from consult_desk.documents.setter import measure, plain

    with fonts.DRAWING:
        from reportlab.pdfgen.canvas import Canvas

        fonts.face(Role.HEI.value)
        buffer = BytesIO()
        canvas = Canvas(
            buffer, pagesize=(width, height), initialFontName=Role.HEI.value, invariant=1, pageCompression=0
        )  # fmt: skip
        pen, step = Pen(canvas), height / _LINES
        size = min(_LARGEST * max(1.0, height / 40), 0.8 * step)
        for at, words in enumerate(mark.lines()):
            fits = min(size, size * (width - 2) / measure(words, plain(Role.HEI, size)))
            pen.words(words, plain(Role.HEI, fits), 1.0, height - (at + 0.5) * step - 0.36 * fits)
        canvas.showPage()
        canvas.save()
    return _plainly(buffer.getvalue())


def _plainly(pdf: bytes) -> bytes:
    """Written anew as all our files are: no packed objects, no letters for bytes, no transparency group."""
    import pikepdf

    with pikepdf.Pdf.open(BytesIO(pdf)) as document:
        for unwanted in ("/Trans", "/Group"):
            if unwanted in document.pages[0].obj:
                del document.pages[0].obj[unwanted]
        written = BytesIO()
        document.save(
            written, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized, deterministic_id=True,
        )  # fmt: skip
    return written.getvalue()


def shown(pdf: bytes) -> bytes:
    """A copy with the marks drawn into its pages, for screen and printer only; what has no marks comes back as it is.

    Most viewers draw them, QtPdf does not. The copy carries no signatures and is never kept: it proves nothing.
    """
    import pikepdf

    with pikepdf.Pdf.open(BytesIO(pdf)) as document:
        drawn = False
        for page in document.pages:
            widgets = [one for one in page.obj.get("/Annots", ()) if one.get("/Subtype") == pikepdf.Name.Widget]
            drawn = _draw(document, page, widgets) or drawn
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        if not drawn:
            return pdf
        for unwanted in ("/AcroForm", "/Perms", "/Extensions", "/DSS"):
            if unwanted in document.Root:
                del document.Root[unwanted]
        written = BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()


def _draw(document, page, widgets: Sequence) -> bool:  # type: ignore[no-untyped-def,type-arg]
    """Draw the appearance of each widget that has a size; says whether any had one."""
    from pikepdf import Dictionary, Name

    strokes: list[bytes] = []
    for widget in widgets:
        left, bottom, right, top = (float(edge) for edge in widget.Rect)
        look = widget.get("/AP", Dictionary()).get("/N")
        if right - left < 1 or top - bottom < 1 or look is None or look.read_bytes().strip() == b"q Q":
            continue
        name = page.add_resource(look, Name.XObject, name=Name(f"/Mark{len(strokes)}"))
        strokes.append(f"q 1 0 0 1 {left:.3f} {bottom:.3f} cm {name} Do Q".encode())
    if strokes:
        page.contents_add(document.make_stream(b"q"), prepend=True)
        page.contents_add(document.make_stream(b"Q\n" + b"\n".join(strokes)))
    return bool(strokes)
