"""Finished papers are PDF/A-2b, the same bytes every time, and say nothing about anybody."""

import struct
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from consult_desk.base.errors import Trouble
from consult_desk.documents.icc import srgb_profile
from consult_desk.documents.pdfa import PRODUCER, finish
from tests.documents.signed_papers import draw

TITLE = "关于修路的<决议>&公告“𬱖”"


def test_the_validator_approves(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(finish(draw(), title=TITLE))
    report = pikepdf.pdfa.validate_written(path, "2b")
    assert report.passed and not report.findings


def test_the_validator_does_not_approve_an_unfinished_paper(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(draw())
    assert not pikepdf.pdfa.validate_written(path, "2b").passed


def test_qpdf_finds_no_error(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(finish(draw(), title=TITLE))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "No syntax or stream encoding errors" in done.stdout


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert finish(draw(), title=TITLE) == finish(draw(), title=TITLE)
    assert finish(draw(), title=TITLE) != finish(draw(), title="别的")
    assert finish(draw(), title=TITLE) != finish(draw(), title=TITLE, lang="zh-Hans-CN")


def test_information_and_metadata_say_the_same_and_nothing_more() -> None:
    with pikepdf.open(BytesIO(finish(draw(), title=TITLE))) as pdf:
        info = {key: str(value) for key, value in pdf.trailer.Info.items()}
        assert info == {"/Title": TITLE, "/Producer": PRODUCER}
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == TITLE and meta["pdf:Producer"] == PRODUCER
            assert meta.pdfa_status == "2B"
            told = {key.rsplit("}", 1)[-1] for key in meta}
        assert told == {"format", "title", "language", "Producer", "part", "conformance"}
        assert str(pdf.Root.Lang) == "zh-CN"
        assert all("/Trans" not in page.obj and "/Group" not in page.obj for page in pdf.pages)


def test_what_opens_or_runs_by_itself_is_taken_out() -> None:
    with pikepdf.open(BytesIO(draw())) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        out = BytesIO()
        pdf.save(out)
    with pikepdf.open(BytesIO(finish(out.getvalue(), title=TITLE))) as pdf:
        assert "/OpenAction" not in pdf.Root


def test_what_is_no_pdf_is_trouble() -> None:
    with pytest.raises(Trouble, match="读不回来"):
        finish(b"no pdf", title=TITLE)


def test_the_profile_is_a_version_two_profile_of_its_own_length() -> None:
    data = srgb_profile()
    assert struct.unpack(">I", data[:4])[0] == len(data) < 3_000
    assert data[8] == 2 and data[12:24] == b"mntrRGB XYZ " and data[36:40] == b"acsp"
    (count,) = struct.unpack(">I", data[128:132])
    for n in range(count):
        name, start, size = struct.unpack(">4sII", data[132 + 12 * n : 144 + 12 * n])
        assert start % 4 == 0 and start + size <= len(data), name
    curve = data.index(b"curv")
    points = struct.unpack(">1024H", data[curve + 12 : curve + 12 + 2048])
    assert points[0] == 0 and points[-1] == 65535 and list(points) == sorted(points)
    assert abs(points[512] / 65535 - 0.2147) < 0.001  # half way up the curve of IEC 61966-2-1
