"""Rare characters: GB 18030-2022 level 2 from the bundle, level 3 from the pack; copied out as they went in."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from consult_desk.base.errors import Refused, Trouble
from consult_desk.documents import font_pack, fonts, readback
from consult_desk.documents.fonts import Role
from consult_desk.documents.layout import layout_of
from consult_desk.documents.pdf import draw_pages, lines_of
from consult_desk.documents.setter import Style, set_line, set_paragraph

DATA = Path(__file__).parent / "data"
PLANE_2 = (DATA / "general_characters_of_plane_2.txt").read_text(encoding="utf-8").strip()
# A few of each extension, B to F.
LEVEL_3 = "𠮷𪚥𡈼𢘐𣏌𤭢𥄫𦧄𧥺𨭎𪗙𠀀𢦳𥍦𧴚𪜀𪬈𪼊𫌓𫝀𫝵𫞫𫟡𫠠𫶮𬍀𬣝𬺰𭗽𭵉𮒕"


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[Path]:
    """A home whose 字库 holds the small pack."""
    folder = tmp_path / font_pack.FOLDER
    shutil.copytree(DATA / "rare_pack", folder)
    font_pack.look_in(tmp_path)
    yield folder
    font_pack._named.remove(folder)
    font_pack.forget()


def drawn(text: str, role: Role) -> bytes:
    lines = set_paragraph(text, Style(role, 16, 16), 430)
    return draw_pages(lines_of(lines, layout_of()), title="t", practice=False, folio=False).data


def copied_out(data: bytes, folder: Path) -> dict[str, str]:
    """What three programs copy out of the file."""
    (folder / "a.pdf").write_bytes(data)
    command = ["pdftotext", "-raw", "a.pdf", "-"]
    poppler = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60).stdout.decode()
    with pypdfium2.PdfDocument(data) as document:
        pdfium = "".join(page.get_textpage().get_text_bounded() for page in document)
    found = {"poppler": poppler, "pdfium": pdfium, "ourselves": readback.read_text(data)}
    return {name: readback.squeezed(text) for name, text in found.items()}


@pytest.mark.parametrize("role", Role)
def test_level_2_of_gb_18030_is_covered_for_every_role(role: Role) -> None:
    assert len(PLANE_2) == 196
    level_2 = [*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FF0), *map(ord, PLANE_2)]
    assert [chr(code) for code in level_2 if fonts.choose(role, chr(code)).startswith("rare:")] == []


@pytest.mark.parametrize("role", Role)
def test_what_is_copied_out_is_what_went_in(role: Role, tmp_path: Path) -> None:
    text = f"张䶮、王㛃，李𬱖《2026年》Ab1.5%é①～{PLANE_2}"
    assert copied_out(drawn(text, role), tmp_path) == dict.fromkeys(("poppler", "pdfium", "ourselves"), text)


@pytest.mark.parametrize("role", Role)
def test_a_face_that_needs_several_subsets_is_copied_out_whole(role: Role, tmp_path: Path) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))
    assert copied_out(drawn(text, role), tmp_path) == dict.fromkeys(("poppler", "pdfium", "ourselves"), text)


@pytest.mark.parametrize("role", Role)
def test_with_the_pack_level_3_is_drawn_and_copied_out(role: Role, packed: Path, tmp_path: Path) -> None:
    assert {fonts.choose(role, char) for char in LEVEL_3} == {"rare:rare-sample"}
    text = f"张{LEVEL_3}村民"
    data = drawn(text, role)
    assert copied_out(data, tmp_path) == dict.fromkeys(("poppler", "pdfium", "ourselves"), text)
    with pypdfium2.PdfDocument(data) as document:
        dots = document[0].render(scale=1).to_pil().convert("L")
    assert dots.getextrema()[0] < 120


def test_without_the_pack_it_is_refused_saying_what_to_install() -> None:
    with pytest.raises(Refused, match=r"U\+20BB7") as refused:
        set_line("张𠮷", Style(Role.FANG, 16, 16))
    fix = refused.value.obstacles[0].fix
    assert "字库" in fix and "rare-*.ttf" in fix


def test_the_pack_is_found_as_soon_as_it_is_put_in_and_looked_for(tmp_path: Path) -> None:
    font_pack.look_in(tmp_path)
    try:
        with pytest.raises(Refused):
            fonts.choose(Role.FANG, "𠮷")
        shutil.copytree(DATA / "rare_pack", tmp_path / font_pack.FOLDER)
        font_pack.forget()
        assert fonts.choose(Role.FANG, "𠮷") == "rare:rare-sample"
    finally:
        font_pack._named.remove(tmp_path / font_pack.FOLDER)
        font_pack.forget()


def test_a_damaged_pack_is_one_sentence_and_stops_only_what_needs_it(packed: Path) -> None:
    (packed / "rare-sample.ttf").write_bytes(b"\x00\x01\x00\x00 not a font")
    font_pack.forget()
    assert drawn("张三", Role.FANG)
    with pytest.raises(Trouble, match=r"rare-sample\.ttf.*字库"):
        drawn("张𠮷", Role.FANG)


def test_the_pack_carries_its_licence_and_is_small() -> None:
    folder = DATA / "rare_pack"
    assert "Unlimited permission is granted" in (folder / "LICENSE-rare.txt").read_text(encoding="utf-8")
    assert (folder / "rare-sample.ttf").stat().st_size < 60_000


@pytest.mark.parametrize("char", ["\ue000", "\uf8ff", "\U000f0001"])
def test_private_characters_are_refused_in_words(char: str) -> None:
    with pytest.raises(Refused, match=rf"自造字（U\+{ord(char):04X}）"):
        set_line(f"张{char}", Style(Role.FANG, 16, 16))


@pytest.mark.parametrize("char", ["😀", "👍", "🇨", "⭐"])
def test_pictures_in_text_are_refused_in_words(char: str) -> None:
    with pytest.raises(Refused, match=rf"表情符号“{char}”（U\+{ord(char):04X}）"):
        set_line(f"同意{char}", Style(Role.FANG, 16, 16))


@pytest.mark.parametrize("mark", ["\ufe0f", "\U000e0100", "\u200d"])
def test_invisible_selectors_are_refused_in_words(mark: str) -> None:
    with pytest.raises(Refused, match="看不见"):
        set_line(f"葛{mark}", Style(Role.FANG, 16, 16))
