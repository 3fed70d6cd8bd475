"""What other programs say of our papers: two judges of PDF/A, two of PDF, a schema and LibreOffice for Word files."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

from consult_desk.documents.signing import make_practice_identity, open_identity

JARS = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
HERE = Path(__file__).resolve().parent
ROLES = ("party", "issuer", "supervisor", "township")


def judge(files: list[Path], out: Path) -> int:
    """Print a table of who accepted how many, and every refusal. Returns 1 when anything was refused."""
    table: Counter[tuple[str, bool]] = Counter()
    refused: list[str] = []

    def say(who: str, path: Path, fault: str) -> None:
        table[who, not fault] += 1
        if fault:
            refused.append(f"{who}: {path.name}: {fault}")

    papers = [path for path in files if path.suffix == ".pdf"]
    edited = [path for path in files if path.suffix in (".docx", ".xlsx")]
    signed = _signed(papers, out)
    for path in [*papers, *signed]:
        say("qpdf --check", path, _qpdf(path))
    for path in papers:
        say("pikepdf.pdfa 2b", path, _pdfa(path))
    for path in signed:
        say("pikepdf.pdfa 2b after the last signature", path, _pdfa_signed(path))
        say("pdfsig (poppler)", path, _pdfsig(path))
    for path, fault in _preflight([*papers, *signed], out).items():
        say("PDFBox Preflight, 1b twin", path, fault)
    for path in edited:
        say("openxml-audit", path, _schema(path))
    for path, fault in _round_trip([path for path in edited if path.suffix == ".docx"], out).items():
        say("LibreOffice round trip, text equal", path, fault)
    for who in dict.fromkeys(who for who, _good in table):
        print(f"{who:45} accepted {table[who, True]:4}  refused {table[who, False]:4}")
    for line in refused:
        print("  ", line)
    return 1 if refused else 0


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)  # noqa: S603  (our own list)


def _qpdf(path: Path) -> str:
    done = _run("qpdf", "--check", str(path))
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-300:]


def _pdfa(path: Path) -> str:
    from pikepdf import pdfa

    found = pdfa.validate_written(path, "2b")
    return "" if found.passed else str(found)[:300]


def _pdfa_signed(path: Path) -> str:
    """After signing the validator cannot judge forms and permissions, but must find nothing that is against the rules."""
    from pikepdf import pdfa

    return "; ".join(map(str, pdfa.validate_written(path, "2b").violations))[:300]


def _pdfsig(path: Path) -> str:
    done = _run("pdfsig", "-nocert", str(path))
    valid, asked = done.stdout.count("Signature is Valid"), done.stdout.count("Signature #")
    return "" if valid == asked > 0 else done.stdout[-300:]


def _signed(papers: list[Path], out: Path) -> list[Path]:
    """Every paper once more with four signatures."""
    from datetime import datetime

    from consult_desk.base.clock import BEIJING
    from consult_desk.documents.signing import prepare, sign

    identities = [open_identity(make_practice_identity(f"练习{role}", "accept-1"), "accept-1") for role in ROLES]
    made = []
    for path in papers[:: max(1, len(papers) // 25)]:
        data = prepare(path.read_bytes(), ROLES)
        for number, (role, identity) in enumerate(zip(ROLES, identities, strict=True)):
            data = sign(
                data, identity, role, signed_at=datetime(2026, 3, 16, 9, number, tzinfo=BEIJING), certify=number == 0,
                reason="验收",
            )  # fmt: skip
        target = out / f"{path.stem}-signed.pdf"
        target.write_bytes(data)
        made.append(target)
    return made


def _preflight(papers: list[Path], out: Path) -> dict[Path, str]:
    """The same bytes as PDF/A-1b, which differ from 2b in one digit; signed files are judged without their signatures."""
    import pikepdf

    if shutil.which("javac") is None:
        print("PDFBox Preflight: no JDK here, not asked (apt: default-jdk-headless libpdfbox2-java)", file=sys.stderr)
        return {}
    classes = out / "classes"
    classes.mkdir()
    jars = ":".join(f"/usr/share/java/{name}.jar" for name in JARS)
    built = _run("javac", "-cp", jars, "-d", str(classes), str(HERE / "Preflight1b.java"))
    if built.returncode:
        raise SystemExit(built.stderr)
    twins = {}
    for path in papers:
        with pikepdf.Pdf.open(BytesIO(path.read_bytes())) as document:
            words = document.Root.Metadata.read_bytes().replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<")
            name = pikepdf.Name
            document.Root.Metadata = document.make_stream(words, Type=name.Metadata, Subtype=name.XML)
            twin = classes / path.name
            document.save(
                twin, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False
            )
        twins[str(twin)] = path
    done = _run("java", "-cp", f"{jars}:{classes}", "Preflight1b", *twins)
    found = {}
    for line in done.stdout.splitlines():
        for twin, path in twins.items():
            if line.split(" ", 2)[1 if line.startswith("INVALID") else 2] == twin or twin in line:
                found[path] = "" if line.startswith("valid") else line[-300:]
    return found


def _schema(path: Path) -> str:
    from openxml_audit import FileFormat, OpenXmlValidator

    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=5).validate(str(path))
    return "; ".join(str(error) for error in found.errors)[:300]


def _round_trip(papers: list[Path], out: Path) -> dict[Path, str]:
    """Opened and written again by LibreOffice, a Word file says the same as before."""
    if shutil.which("soffice") is None:
        print("LibreOffice is not here, not asked (apt: libreoffice-writer)", file=sys.stderr)
        return {}
    again = out / "again"
    profile = f"-env:UserInstallation=file://{out / 'office'}"
    names = [str(path) for path in papers]
    _run("soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(again), *names)
    found = {}
    for path in papers:
        try:
            before, after = (_words(one.read_bytes()) for one in (path, again / path.name))
        except OSError as error:
            found[path] = str(error)
            continue
        found[path] = "" if before == after else "text differs"
    return found


def _words(data: bytes) -> str:
    """The body's text; the cached number in a page field is the business of whoever laid the pages out."""
    from docx import Document

    body = Document(BytesIO(data)).element.body
    return re.sub(r"\s", "", "".join(one.text or "" for one in body.iter() if str(one.tag).endswith("}t")))
