"""Hostile files: bombs, loops, active content and rubbish end in a sentence, quickly, and never in a good verdict."""

import time
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from consult_desk.documents import structure
from consult_desk.documents.structure import Suspicious, check_structure
from consult_desk.documents.verify import UNKNOWN, PaperVerdict, examine
from tests.documents.signed_papers import known, pins, prepared, twice_signed


def refused(pdf: bytes) -> PaperVerdict:
    """The verdict, which must not be good, with or without a known paper, and must not take a bomb's time."""
    started = time.process_time()
    verdict = examine(pdf, known(twice_signed()), pins())
    assert not verdict.good and not examine(pdf, None, frozenset()).good
    assert time.process_time() - started < 60
    assert verdict.words.endswith("。")
    return verdict


def built(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """A prepared paper with something foreign put in, written plainly."""
    with pikepdf.open(BytesIO(prepared())) as pdf:
        change(pdf)
        out = BytesIO()
        settings: dict[str, object] = {
            "object_stream_mode": pikepdf.ObjectStreamMode.disable,
            "compress_streams": False,
        }
        pdf.save(out, **{**settings, **options})  # type: ignore[arg-type]
    return out.getvalue()


def put(path: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    """Puts a value into the catalog ("/Key") or the first page ("page/Key")."""

    def change(pdf: pikepdf.Pdf) -> None:
        target = pdf.pages[0].obj if path.startswith("page") else pdf.Root
        target["/" + path.split("/", 1)[1]] = value

    return change


def annotated(**parts: object) -> Callable[[pikepdf.Pdf], None]:
    """Puts an annotation on the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots.append(
            pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 1, 1]), **parts))
        )

    return change


def action(kind: str) -> Dictionary:
    return Dictionary(S=Name(kind), JS=String("x"), F=String("x"), URI=String("http://x"))


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"x"


def layered(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())


def text_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("x"), V=String("41"))))


def form_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


ACTIVE: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "open action": (put("/OpenAction", action("/JavaScript")), "打开时自动运行"),
    "page action": (put("page/AA", Dictionary(O=action("/Launch"))), "自动运行"),
    "script": (put("/Names", Dictionary(JavaScript=Dictionary(Names=Array([])))), "脚本"),
    "launch": (annotated(Subtype=Name.Link, A=Dictionary(S=Name.Launch)), "启动其他程序"),
    "link": (annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://x"))), "网址链接"),
    "submit": (annotated(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm)), "提交表单"),
    "video": (annotated(Subtype=Name.RichMedia), "多媒体"),
    "file note": (annotated(Subtype=Name.FileAttachment), "夹带的文件"),
    "attachment": (attached, "夹带的文件"),
    "layers": (layered, "图层"),
    "text field": (text_field, "可以填写的表单"),
    "xfa": (form_script, "动态表单"),
    "nested deep": (put("/Deep", Dictionary(A=Array([Dictionary(B=Dictionary(JS=String("x")))]))), "脚本"),
    "file outside": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/Contents", pdf.make_stream(b"", F=String("x"))),
        "放在别处",
    ),
}


@pytest.mark.parametrize(("change", "words"), ACTIVE.values(), ids=ACTIVE.keys())
def test_active_content_is_never_opened(change: Callable[[pikepdf.Pdf], None], words: str) -> None:
    verdict = refused(built(change))
    assert verdict.kind == UNKNOWN and words in verdict.words
    assert "没有打开文件里的任何内容。" in verdict.details


def test_an_encrypted_file() -> None:
    locked = built(lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    assert "加了密" in refused(locked).words


def test_other_ways_of_packing() -> None:
    packed = built(lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert "文件目录" in refused(packed).words

    def runs(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"\xff\x00\x80", Filter=Name.RunLengthDecode)

    def twice(pdf: pikepdf.Pdf) -> None:
        data = zlib.compress(zlib.compress(bytes(1000)))
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, data, Filter=Array([Name.FlateDecode, Name.FlateDecode]))

    raw = {"stream_decode_level": pikepdf.StreamDecodeLevel.none}
    assert "压缩方式" in refused(built(runs, **raw)).words
    assert "压缩方式" in refused(built(twice, **raw)).words


def test_a_stream_that_unpacks_to_a_gigabyte() -> None:
    packer = zlib.compressobj(9)
    block = bytes(10_000_000)
    data = b"".join(packer.compress(block) for _ in range(100)) + packer.flush()

    def bomb(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, data, Filter=Name.FlateDecode)

    forged = built(bomb, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(forged) < 2_000_000
    assert "大得不正常" in refused(forged).words


def test_many_streams_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "MAX_UNPACKED", 3_000)
    with pytest.raises(Suspicious, match="大得不正常"):
        check_structure(prepared())


def test_too_many_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "MAX_OBJECTS", 5)
    with pytest.raises(Suspicious, match="东西太多"):
        check_structure(prepared())
    monkeypatch.undo()
    monkeypatch.setattr(structure, "MAX_PAGES", 1)
    with pytest.raises(Suspicious, match="页数太多"):
        check_structure(prepared())
    monkeypatch.undo()
    monkeypatch.setattr(structure, "MAX_FILE", 1_000)
    assert "不像公文" in refused(prepared()).words


def test_things_in_things_in_things() -> None:
    deep = Array([])
    for _ in range(60):
        deep = Array([deep])
    assert "套得太深" in refused(built(put("/Deep", deep))).words


def with_kids(text: bytes) -> bytes:
    """The prepared paper with the page list overwritten in place."""
    pdf = prepared()
    start = pdf.index(b"/Kids [") + 6
    stop = pdf.index(b"]", start) + 1
    assert len(text) <= stop - start
    return pdf[:start] + text.ljust(stop - start) + pdf[stop:]


def test_page_trees_that_turn_in_circles() -> None:
    pages = prepared().index(b"/Type /Pages")
    number = prepared()[:pages].rsplit(b" obj", 1)[0].rsplit(b"\n", 1)[1]
    for text in (b"[" + number + b" R]", b"[]", b"[99 0 R]", b"[null]", b"[1 2]"):
        assert refused(with_kids(text)).kind == UNKNOWN, text


@pytest.mark.parametrize(("depth", "width"), [(1, 60_000), (1, 1_000_000), (12, 2), (30, 2)])
def test_page_lists_that_name_one_page_again_and_again(depth: int, width: int) -> None:
    things = [b"<</Type/Catalog/Pages 2 0 R>>"]
    things += [b"<</Type/Pages/Count 1/Kids[" + b"%d 0 R " % (n + 3) * width + b"]>>" for n in range(depth)]
    things += [b"<</Type/Page/MediaBox[0 0 9 9]>>"]
    pdf, table = b"%PDF-1.7\n", b"xref\n0 %d\n0000000000 65535 f \n" % (len(things) + 1)
    for number, thing in enumerate(things, 1):
        table += b"%010d 00000 n \n" % len(pdf)
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    end = b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(things) + 1, len(pdf))
    assert refused(pdf + table + end).kind == UNKNOWN


def xref(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The paper with its last trailer changed."""
    start, stop = pdf.rindex(b"trailer"), pdf.rindex(b"startxref")
    return pdf[:start] + change(pdf[start:stop]) + pdf[stop:]


def test_directories_that_turn_in_circles_or_hide() -> None:
    pdf = prepared()
    place = pdf[pdf.rindex(b"startxref") + 9 :].split()[0]
    circle = xref(pdf, lambda text: text.replace(b"/Root", b"/Prev " + place + b" /Root"))
    assert "绕成了圈" in refused(circle).words
    for extra in (
        b"/Prev 17",
        b"/Prev 1 0 R",
        b"/XRefStm 9",
        b"/Pr#65v 9",
        b"%x\n",
        b"/Prev 9 /Prev 9",
        b"/Encrypt 9 0 R",
    ):
        forged = xref(pdf, lambda text, extra=extra: text.replace(b"/Root", extra + b" /Root"))  # type: ignore[misc]
        assert refused(forged).kind == UNKNOWN, extra
    for end in (b"startxref\n99999999\n%%EOF", b"startxref\n0\n%%EOF", b"startxref\n%%EOF", b""):
        assert refused(pdf[: pdf.rindex(b"startxref")] + end).kind == UNKNOWN, end
    endless = b"%PDF-1.7\n" + b"xref\n0 1\n0000000000 65535 f \ntrailer << >>\nstartxref\n9\n%%EOF\n" * 3
    assert refused(endless).kind == UNKNOWN


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"\0" * 1000, b"%PDF-1.7" + b"[" * 100_000, b"startxref"]
)
def test_rubbish(data: bytes) -> None:
    assert refused(data).kind == UNKNOWN


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pieces_cut_out_moved_and_repeated(data: st.DataObject) -> None:
    pdf = twice_signed()
    start = data.draw(st.integers(0, len(pdf) - 1))
    stop = data.draw(st.integers(start + 1, len(pdf)))
    where = data.draw(st.integers(0, len(pdf)))
    piece = pdf[start:stop]
    for forged in (pdf[:start] + pdf[stop:], pdf[:where] + piece + pdf[where:], pdf[:start] + piece[::-1] + pdf[stop:]):
        if forged != pdf:
            assert not examine(forged, known(pdf), pins()).good


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for pdf in (data, b"%PDF-1.7\n" + data, data + twice_signed()[-300:]):
        assert not examine(pdf, known(twice_signed()), pins()).good


def with_photograph(**more: object) -> bytes:
    """A paper with a JPEG on it, its dictionary changed."""
    from PIL import Image

    from consult_desk.documents.paper import paper
    from tests.documents import sample_matters

    shot = BytesIO()
    Image.effect_noise((200, 150), 50).convert("RGB").save(shot, "JPEG")
    data = paper("photo_sheet").draw(sample_matters.photo_sheet(), files=lambda _digest: shot.getvalue())
    written = BytesIO()
    with pikepdf.Pdf.open(BytesIO(data)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                for key, value in more.items():
                    thing[f"/{key}"] = value
        document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def test_photographs_of_sane_size_may_be_there() -> None:
    check_structure(with_photograph())
    for change in ({"Width": 90_000}, {"Height": 0}, {"Width": pikepdf.Name.Big}, {"DecodeParms": pikepdf.Dictionary()}):
        with pytest.raises(Suspicious):
            check_structure(with_photograph(**change))
