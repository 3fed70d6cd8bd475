"""The bundled fonts: complete, licensed, unchanged, and a clear sentence when one is missing or damaged."""

import hashlib
import importlib.util
import subprocess
from pathlib import Path

import pytest

from consult_desk.base.errors import Trouble
from consult_desk.base.places import resource
from consult_desk.documents import fonts, readback
from consult_desk.documents.fonts import Role
from consult_desk.documents.layout import layout_of
from consult_desk.documents.pdf import draw_pages, lines_of
from consult_desk.documents.setter import BODY, set_line

RARE = "䶮㛃𬱖𫖯𠅤𬀩"


def test_every_bundled_font_is_the_one_that_was_built() -> None:
    folder = resource("fonts")
    listed = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {p.name for p in folder.glob("*.ttf")} == {name for name in listed if name.endswith(".ttf")}
    for name, expected in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected


def test_every_face_has_its_licence_beside_it() -> None:
    folder = resource("fonts")
    for path in folder.glob("*.ttf"):
        licence = (folder / f"LICENSE-{path.name.split('-')[0]}.txt").read_text()
        assert "SIL OPEN FONT LICENSE" in licence or "GNU GENERAL PUBLIC LICENSE" in licence
    assert "font exception" in (folder / "LICENSE-FandolFang.txt").read_text()


def test_no_reserved_name_is_used() -> None:
    for name in ("DeskKai-Regular",):
        face = fonts.face(name).face
        assert b"LXGW" not in bytes(face.name) and "LXGW" not in str(face.familyName)


@pytest.mark.parametrize("role", Role)
def test_every_face_draws_the_national_standard_characters(role: Role) -> None:
    level_one = bytes(b for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for b in (high, low))
    for char in level_one.decode("gb2312", "ignore"):
        assert fonts.choose(role, char)


def test_rare_characters_are_copied_out_whole_by_another_program(tmp_path: Path) -> None:
    data = draw_pages(lines_of([set_line(f"张{RARE}三", BODY)], layout_of()), title="t", practice=False).data
    (tmp_path / "a.pdf").write_bytes(data)
    found = subprocess.run(
        ["pdftotext", "-raw", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True, timeout=60
    ).stdout.decode()
    assert RARE in readback.squeezed(found)
    assert RARE in readback.squeezed(readback.read_text(data))


def test_a_table_for_copying_writes_pairs_of_surrogates() -> None:
    table = fonts.to_unicode_cmap("F", [0x20, 0x2C456, *range(0x4E00, 0x4E80)])
    assert "<01> <D871DC56>" in table
    assert table.count("beginbfchar") == 2


def test_a_missing_font_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "resource", lambda *_parts: tmp_path / "none.ttf")
    with pytest.raises(Trouble, match="请重新安装议事台"):
        fonts.face("Missing")


def test_a_damaged_font_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"not a font at all")
    monkeypatch.setattr(fonts, "resource", lambda *_parts: tmp_path / "a.ttf")
    with pytest.raises(Trouble, match=r"Damaged\.ttf"):
        fonts.face("Damaged")


def test_the_build_script_refuses_another_package(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "packaging" / "fonts" / "build_fonts.py"
    spec = importlib.util.spec_from_file_location("build_fonts", path)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name in script.NPM | script.DEBIAN:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(SystemExit, match="expected"):
        script.fetch(tmp_path)
