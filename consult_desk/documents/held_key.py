"""The part of signing that touches pyHanko's classes; imported only when something is signed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp.base import BaseStampStyle

from consult_desk.documents.identity import Identity, RemoteKey
from consult_desk.documents.revocation import LongTerm, is_list
from consult_desk.documents.timestamps import MOST_TOKEN_BYTES

LARGEST_SIGNATURE = 512  # bytes: RSA-4096
_ATTRIBUTES = 2_000  # bytes: what stands in the block besides certificate and signature
Stamp = Callable[[bytes], bytes]


class HeldKeySigner(Signer):
    """Signs with a key that is already in memory, or in a token.

    pyHanko's own signers parse the key twice per signature, and put certificates of others into the block. stamp:
    a time-stamp token for some bytes, None for a signature without.
    """

    def __init__(self, identity: Identity, stamp: Stamp | None = None) -> None:
        self._key, self._stamp = identity.key, stamp
        certificate = x509.Certificate.load(identity.certificate)
        super().__init__(signing_cert=certificate)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature over `data`; pyHanko asks once more with dry_run to learn its size."""
        if isinstance(self._key, RemoteKey):
            return bytes(LARGEST_SIGNATURE) if dry_run else self._key.sign(data)
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        return self._key.sign(data, PKCS1v15(), SHA256())

    async def unsigned_attrs(
        self, digest_algorithm: str, signature: bytes, signed_attrs: Any, timestamper: Any = None, dry_run: bool = False
    ) -> Any:
        """The time stamp over the signature, where one is wanted."""
        if self._stamp is None or dry_run:
            return None
        token = cms.ContentInfo.load(self._stamp(signature))
        return cms.CMSAttributes([cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})])


class _QuietWriter(IncrementalPdfFileWriter):
    """Appends a revision that holds the signature and nothing else."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        # WORKAROUND(pyHanko 0.38): it would write /Version 2.0 into the catalog, against ISO 19005-2 6.1.2.
        return

    def _update_meta(self) -> None:
        # WORKAROUND(pyHanko 0.38): it would write its own name and the clock of this machine into the metadata.
        return


class _DatedSigner(PdfSigner):
    """Signs with the given moment instead of the clock of this machine."""

    moment: datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.moment
        return session


@dataclass(frozen=True)
class _MarkStyle(BaseStampStyle):
    """Puts a page drawn by us into the field; where the field has no size or there is no page, its look stays empty."""

    drawn: Callable[[float, float], bytes] | None = field(default=None, repr=False)

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> Any:
        if self.drawn is None:
            return None
        return _MarkStamp(writer, self.drawn(box.width, box.height), box)


@dataclass
class _MarkStamp:
    writer: BasePdfFileWriter
    page_pdf: bytes
    box: BoxConstraints

    def apply_appearance(self, annotation: DictionaryObject) -> None:
        """Give the field the look of the page."""
        name = NameObject
        page = PdfFileReader(BytesIO(self.page_pdf)).root["/Pages"]["/Kids"][0]
        form = {
            name("/Type"): name("/XObject"), name("/Subtype"): name("/Form"),
            name("/BBox"): ArrayObject(
                NumberObject(n)  # type: ignore[no-untyped-call]
                for n in (0, 0, round(self.box.width), round(self.box.height))
            ),
            name("/Resources"): self.writer.import_object(page["/Resources"]),
        }  # fmt: skip
        look = StreamObject(dict_data=form, stream_data=page["/Contents"].data)
        look.compress()  # type: ignore[no-untyped-call]
        looks = DictionaryObject({name("/N"): self.writer.add_object(look)})  # type: ignore[no-untyped-call]
        annotation[name("/AP")] = looks


def append_signature(
    pdf: bytes, identity: Identity, field: str, *, signed_at: datetime, certify: bool, reason: str,
    drawn: Callable[[float, float], bytes] | None = None, stamp: Stamp | None = None, lasting: LongTerm | None = None,
) -> bytes:  # fmt: skip
    """`pdf` plus one revision with a PAdES signature in the existing empty field `field`.

    drawn: the page of the visible mark for a width and height. stamp: answers a time-stamp token. lasting:
    certificates and revocation lists, put into the same revision, so that the signature covers them.
    """
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=reason,
    )
    signer = _DatedSigner(meta, signer=HeldKeySigner(identity, stamp), stamp_style=_MarkStyle(drawn=drawn))
    signer.moment = signed_at
    output, writer = BytesIO(), _QuietWriter(BytesIO(pdf))
    if lasting is not None:
        _keep(writer, lasting.certificates, lasting.revocation)
    # In hex digits; pyHanko's own estimate would sign twice, and does not know how large the time stamp will be.
    room = 2 * (len(identity.certificate) + LARGEST_SIGNATURE + _ATTRIBUTES + (MOST_TOKEN_BYTES if stamp else 0))
    signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=room, output=output)
    return output.getvalue()


def _keep(writer: IncrementalPdfFileWriter, certificates: Sequence[bytes], revocation: Sequence[bytes]) -> None:
    lists = [one for one in revocation if is_list(one)]
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=[x509.Certificate.load(one) for one in certificates],
        crls=[crl.CertificateList.load(one) for one in lists],
        ocsps=[ocsp.OCSPResponse.load(one) for one in revocation if one not in lists],
    )  # fmt: skip
