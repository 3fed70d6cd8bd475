"""Signs finished papers: empty fields first, then one signature per signer, each checked as soon as it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from consult_desk.base.errors import Trouble
from consult_desk.documents.identity import Identity, make_practice_identity, open_identity
from consult_desk.documents.pdfa import finish
from consult_desk.documents.rare_names import allow_rare_names
from consult_desk.documents.signatures import SignatureState, UnreadableSignature, read_signatures

__all__ = ["FIELDS", "Identity", "Signed", "finish", "make_practice_identity", "open_identity", "prepare", "sign", "signed"]

FIELDS = ("issuer", "supervisor")
Place = tuple[int, float, float, float, float]  # page from 0; x, y of the lower left corner, width, height in points
_PRINT_AND_LOCKED = 4 | 128
_NOWHERE: Place = (0, 0.0, 0.0, 0.0, 0.0)


def prepare(pdf: bytes, fields: Sequence[str] = FIELDS, marks: Mapping[str, Place] | None = None) -> bytes:
    """Add one empty signature field per name to a finished paper; the same bytes every time.

    marks: where the visible mark of a field will stand; a field without a place stays invisible. All fields must
    exist before the first signature: a field added later would make that signature invalid. Until somebody signs
    they have an empty appearance, so that PDF/A-2b (ISO 19005-2, 6.3.3) stays. No seal is ever drawn into them: the
    seal is put on paper by hand.
    """
    import pikepdf
    from pikepdf import Array, Dictionary, Name, Pdf, String

    with Pdf.open(BytesIO(pdf)) as document:
        by_page: dict[int, list[pikepdf.Object]] = {}
        for name in fields:
            number, x, y, width, height = (marks or {}).get(name, _NOWHERE)
            page = document.pages[number].obj
            box = Array([0, 0, _points(width), _points(height)])
            look = document.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())
            widget = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(name),
                F=_PRINT_AND_LOCKED,
                Rect=Array([_points(edge) for edge in (x, y, x + width, y + height)]),
                P=page,
                AP=Dictionary(N=look),
            )
            by_page.setdefault(number, []).append(document.make_indirect(widget))
        for number, widgets in by_page.items():
            document.pages[number].obj.Annots = document.make_indirect(Array(widgets))
        every = [widget for widgets in by_page.values() for widget in widgets]
        every.sort(key=lambda widget: list(fields).index(str(widget.T)))
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(every), SigFlags=3))
        written = BytesIO()
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
            deterministic_id=True,
        )
    return written.getvalue()


def _points(length: float) -> int:
    """Whole points: a hundredth of a millimetre matters to nobody, and the look has the size of its field exactly."""
    return round(length)


@dataclass(frozen=True)
class Signed:
    """A signed file, and what its newest signature proves."""

    data: bytes = field(repr=False)
    state: SignatureState


def signed(
    pdf: bytes, identity: Identity, field: str, *, signed_at: datetime, certify: bool, reason: str, role: str = "",
    time_server: str = "",
) -> Signed:  # fmt: skip
    """Sign a prepared paper in the empty field `field` and check the result before handing it out.

    signed_at: an aware datetime, written as the moment of signing. certify: True for the first signature,
    which then allows nothing but the filling of the other signature fields. reason: what the signer confirms.
    role: said in the visible mark. time_server: address of a time-stamp server, "" for none. Certificates and
    revocation lists of the identity are put in where they prove the certificate good.
    Only papers drawn by this program are ever signed. Raises Trouble, NoTimeStamp, and ValueError for a naive datetime.
    """
    if signed_at.tzinfo is None:
        raise ValueError("signed_at must be aware")
    allow_rare_names()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    from consult_desk.documents.held_key import append_signature
    from consult_desk.documents.revocation import lasting
    from consult_desk.documents.sign_marks import Mark, mark_pdf
    from consult_desk.documents.timestamps import stamper

    mark = Mark(identity.name, role, signed_at, identity.fingerprint)
    try:
        data = append_signature(
            pdf, identity, field, signed_at=signed_at, certify=certify, reason=reason,
            drawn=lambda width, height: mark_pdf(mark, width, height),
            stamp=stamper(time_server) if time_server else None,
            lasting=lasting(identity.certificate, identity.chain, identity.revocation, signed_at),
        )  # fmt: skip
    except (SigningError, PdfError) as error:
        raise Trouble(
            "这份公文没有签成：它不是议事台生成的待签文件，或者这个签名位置已经签过。请重新生成公文后再签。"
        ) from error
    try:
        made = read_signatures(data)
    except UnreadableSignature:
        made = ()
    mine = [one.fingerprint for one in made if one.field == field]
    if mine != [identity.fingerprint] or not made[-1].whole_file or not all(one.sound for one in made):
        raise Trouble(
            "签名后自查没有通过，这份签名不能用，原文件没有改动。请重新签一次；若仍不行，请把程序日志交给技术人员。"
        )
    return Signed(data, next(one for one in made if one.field == field))


def sign(
    pdf: bytes, identity: Identity, field: str, *, signed_at: datetime, certify: bool, reason: str, role: str = "",
    time_server: str = "",
) -> bytes:  # fmt: skip
    """The bytes of `signed`."""
    return signed(
        pdf, identity, field, signed_at=signed_at, certify=certify, reason=reason, role=role, time_server=time_server
    ).data
