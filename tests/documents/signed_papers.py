"""Invented papers, drawn and signed, for the tests of signing and of verification."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from consult_desk.documents.readback import read_text
from consult_desk.documents.signing import Identity, finish, make_practice_identity, open_identity, prepare, sign
from consult_desk.documents.verify import KnownPaper

PASSPHRASE = "青石村2026"
WHEN = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
TEXT = "Notice 2026-003: 39 of 41 agreed"


def draw(text: str = TEXT) -> bytes:
    """Two pages with an embedded font that comes with ReportLab, as bytes that never change."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    out = BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName="Vera", pageCompression=1)
    for page in (1, 2):
        canvas.setFont("Vera", 14)
        canvas.drawString(80, 700, f"{text} page {page}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _identity(name: str, copy: int) -> Identity:
    assert copy >= 0
    return open_identity(make_practice_identity(name, PASSPHRASE), PASSPHRASE)


def identity(name: str = "青石村村民委员会", copy: int = 0) -> Identity:
    """A practice identity; another `copy` is another key with the same name."""
    return _identity(name, copy)


def supervisor() -> Identity:
    """The second signer."""
    return identity("青石村村务监督委员会")


def prepared(text: str = TEXT) -> bytes:
    """Finished, with two empty fields."""
    return prepare(finish(draw(text), title="决议公告"))


@cache
def _once_signed(text: str, copy: int) -> bytes:
    return sign(prepared(text), identity(copy=copy), "issuer", signed_at=WHEN, certify=True, reason="发布")


@cache
def _twice_signed(text: str) -> bytes:
    return sign(once_signed(text), supervisor(), "supervisor", signed_at=WHEN, certify=False, reason="监督")


def once_signed(text: str = TEXT, copy: int = 0) -> bytes:
    """Certified by the villagers' committee; the same bytes within one run."""
    return _once_signed(text, copy)


def twice_signed(text: str = TEXT) -> bytes:
    """Signed by the supervision committee too."""
    return _twice_signed(text)


ROLES = ("party", "issuer", "supervisor", "township")
MARKS = {role: (1, 60.0 + 125 * at, 200.0, 110.0, 40.0) for at, role in enumerate(ROLES)}


def four() -> dict[str, Identity]:
    """Who signs in which role."""
    return {
        "party": identity("中共青石村支部委员会"), "issuer": identity(), "supervisor": supervisor(),
        "township": identity("清水乡人民政府"),
    }  # fmt: skip


@cache
def _four_signed(text: str, count: int) -> bytes:
    if count == 0:
        return prepare(finish(draw(text), title="决议公告"), ROLES, MARKS)
    role = ("supervisor", "township", "party", "issuer")[count - 1]
    before = _four_signed(text, count - 1)
    return sign(before, four()[role], role, signed_at=WHEN, certify=count == 1, reason="签名", role=role)


def four_signed(text: str = TEXT, count: int = 4) -> bytes:
    """Signed by four, the issuer last, each with a visible mark; or by the first of them only."""
    return _four_signed(text, count)


def four_known(pdf: bytes | None = None) -> KnownPaper:
    """The desk knows the paper of the four, but not by the hash of the file: signatures and text must decide."""
    paper = known(pdf or four_signed(), signatures=4)
    signers = tuple((role, four()[role].fingerprint) for role in ("supervisor", "township", "party", "issuer"))
    return replace(paper, sha256="0" * 64, signers=signers)


def four_pins() -> frozenset[str]:
    """Fingerprints of all four."""
    return frozenset(one.fingerprint for one in four().values())


def known(pdf: bytes, *, signatures: int = 2, superseded_by: int | None = None) -> KnownPaper:
    """What the desk remembers of this paper."""
    return KnownPaper(
        sha256=sha256(pdf).hexdigest(),
        text=read_text(pdf),
        version=1,
        superseded_by=superseded_by,
        signatures=signatures,
        number="青村公〔2026〕3号",
    )


def pins() -> frozenset[str]:
    """Fingerprints of the village's own certificates."""
    return frozenset({identity().fingerprint, supervisor().fingerprint})
