"""The part of signing that touches pyHanko's classes; imported only when something is signed."""

from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from consult_desk.documents.identity import Identity, RemoteKey

LARGEST_SIGNATURE = 512  # bytes: RSA-4096


class HeldKeySigner(Signer):
    """Signs with a key that is already in memory, or in a token.

    pyHanko's own signers parse the key twice per signature, and put certificates of others into the block.
    """

    def __init__(self, identity: Identity) -> None:
        self._key = identity.key
        certificate = x509.Certificate.load(identity.certificate)
        super().__init__(signing_cert=certificate)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature over `data`; pyHanko asks once more with dry_run to learn its size."""
        if isinstance(self._key, RemoteKey):
            return bytes(LARGEST_SIGNATURE) if dry_run else self._key.sign(data)
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        return self._key.sign(data, PKCS1v15(), SHA256())


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


def append_signature(
    pdf: bytes, identity: Identity, field: str, *, signed_at: datetime, certify: bool, reason: str
) -> bytes:
    """`pdf` plus one revision with a PAdES B-B signature in the existing empty field `field`."""
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=reason,
    )
    signer = _DatedSigner(meta, signer=HeldKeySigner(identity))
    signer.moment = signed_at
    output = BytesIO()
    signer.sign_pdf(_QuietWriter(BytesIO(pdf)), existing_fields_only=True, output=output)
    return output.getvalue()
