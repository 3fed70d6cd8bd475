"""Signs finished papers: empty fields first, then one signature per signer, each checked as soon as it is made."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from consult_desk.base.errors import Trouble
from consult_desk.documents.identity import Identity, make_practice_identity, open_identity
from consult_desk.documents.pdfa import finish
from consult_desk.documents.rare_names import allow_rare_names
from consult_desk.documents.signatures import UnreadableSignature, read_signatures

__all__ = ["FIELDS", "Identity", "finish", "make_practice_identity", "open_identity", "prepare", "sign"]

FIELDS = ("issuer", "supervisor")
_PRINT_AND_LOCKED = 4 | 128


def prepare(pdf: bytes, fields: Sequence[str] = FIELDS) -> bytes:
    """Add one empty, invisible signature field per name to a finished paper; the same bytes every time.

    All fields must exist before the first signature: a field added later would make that signature invalid.
    They have no size and an empty appearance, so that PDF/A-2b (ISO 19005-2, 6.3.3) stays. Nothing is ever
    drawn into them: the seal is put on paper by hand.
    """
    import pikepdf
    from pikepdf import Array, Dictionary, Name, Pdf, String

    with Pdf.open(BytesIO(pdf)) as document:
        page = document.pages[0].obj
        widgets = []
        for name in fields:
            look = document.make_stream(
                b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 0, 0]), Resources=Dictionary()
            )
            widget = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(name),
                F=_PRINT_AND_LOCKED,
                Rect=Array([0, 0, 0, 0]),
                P=page,
                AP=Dictionary(N=look),
            )
            widgets.append(document.make_indirect(widget))
        page.Annots = document.make_indirect(Array(widgets))
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(widgets), SigFlags=3))
        written = BytesIO()
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
            deterministic_id=True,
        )
    return written.getvalue()


def sign(pdf: bytes, identity: Identity, field: str, *, signed_at: datetime, certify: bool, reason: str) -> bytes:
    """Sign a prepared paper in the empty field `field` and check the result before handing it out.

    signed_at: an aware datetime, written as the moment of signing. certify: True for the first signature,
    which then allows nothing but the filling of the other signature fields. reason: what the signer confirms.
    Only papers drawn by this program are ever signed. Raises Trouble, and ValueError for a naive datetime.
    """
    if signed_at.tzinfo is None:
        raise ValueError("signed_at must be aware")
    allow_rare_names()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    from consult_desk.documents.held_key import append_signature

    try:
        signed = append_signature(pdf, identity, field, signed_at=signed_at, certify=certify, reason=reason)
    except (SigningError, PdfError) as error:
        raise Trouble(
            "这份公文没有签成：它不是议事台生成的待签文件，或者这个签名位置已经签过。请重新生成公文后再签。"
        ) from error
    try:
        made = read_signatures(signed)
    except UnreadableSignature:
        made = ()
    mine = [one.fingerprint for one in made if one.field == field]
    if mine != [identity.fingerprint] or not made[-1].whole_file or not all(one.sound for one in made):
        raise Trouble(
            "签名后自查没有通过，这份签名不能用，原文件没有改动。请重新签一次；若仍不行，请把程序日志交给技术人员。"
        )
    return signed
