"""The check page and the script lie beside every export and answer alike: the same journals, codes and files, tampered."""

import base64
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import new, sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtQml import QJSEngine
from PySide6.QtWidgets import QApplication

from consult_desk.archive import verify_journal
from consult_desk.archive.journal_export import checking_page, export
from consult_desk.base.text import base32_code
from tests.archive.journals import Row, make_heads, make_rows, relink

PAGE = Path(__file__).parents[2] / "packaging" / "verify" / "index.html"
DRAWN, SIGNED, NEWER = b"%PDF drawn", b"%PDF drawn and signed", b"%PDF corrected"


def told(table: str, **row: Any) -> dict[str, Any]:
    return {"op": "insert", "table": table, "row": row}


def paper(number: int, version: int, supersedes: int | None = None) -> dict[str, Any]:
    title = "决议公告：修路"
    return told("paper", id=number, title=title, document_number="青石村公〔2026〕1号", number=version, supersedes_id=supersedes)


def file(number: int, of: int, stage: int, data: bytes) -> dict[str, Any]:
    return told("paper_file", id=number, paper_id=of, stage=stage, sha256=sha256(data).hexdigest())


BODIES: list[Any] = [
    told("vote", id=1, yes=2, no=1, abstain=0, attendees=3, valid=None),
    told("roll_call", id=1, vote_id=1, choice="yes"), told("roll_call", id=2, vote_id=1, choice="yes"),
    told("roll_call", id=3, vote_id=1, choice="no"), {"arguments": {"name": "李𬱖", "text": "一\n二\x01\"\\"}, "rows": 1},
    paper(1, 1), file(1, 1, 0, DRAWN), file(2, 1, 2, SIGNED), paper(2, 2, 1), file(3, 2, 0, NEWER),
]  # fmt: skip


class Scripts(HTMLParser):
    """The scripts of a page by id, and everything it would load from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.outside: list[str] = []
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self._in = known.get("id") or "" if tag == "script" else ""
        self.outside += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.found[self._in] = data


HARNESS = """
function bytes(text) { var b = atob64(text); return b; }
function atob64(text) {
  var A = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", out = [], held = 0, bits = 0;
  for (var i = 0; i < text.length && text[i] !== "="; i++) {
    held = held << 6 | A.indexOf(text[i]); bits += 6;
    if (bits >= 8) { bits -= 8; out.push(held >> bits & 255); held &= (1 << bits) - 1; }
  }
  return new Uint8Array(out);
}
function study(journal, heads) {
  var steps = Core.study(bytes(journal), bytes(heads)), got = steps.next();
  while (!got.done) got = steps.next();
  return got.value;
}
function all(journal, heads, codes, files) {
  var book = study(journal, heads);
  function told(one) { return [one.exit, Core.say(one), Core.say(one, "en")]; }
  return JSON.stringify({
    faults: book.faults.map(function (f) { return Core.say(f); }), count: book.leaves.length,
    codes: JSON.parse(codes).map(function (c) { return told(Core.judgeCode(c, book)); }),
    files: JSON.parse(files).map(function (f) { return told(Core.judgeFile(bytes(f), book)); }),
  });
}
function hash(name, data) { return Core.hex(Core[name](bytes(data))); }
"""


class Browser:
    """The part of the page that needs no browser, run by Qt's JavaScript engine."""

    def __init__(self) -> None:
        self.engine = QJSEngine()
        for source in (Scripts(PAGE.read_text(encoding="utf-8")).found["core"], HARNESS):
            answer = self.engine.evaluate(source)
            assert not answer.isError(), answer.toString()

    def call(self, name: str, *values: str) -> str:
        answer = self.engine.globalObject().property(name).call([self.engine.toScriptValue(value) for value in values])
        assert not answer.isError(), answer.toString()
        return str(answer.toString())

    def all(self, journal: bytes, heads: bytes, codes: list[str], files: list[bytes]) -> Any:
        given = [coded(journal), coded(heads), json.dumps(codes), json.dumps([coded(data) for data in files])]
        return json.loads(self.call("all", *given))


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(name="browser", scope="module")
def some_browser(qapp: QApplication) -> Browser:
    return Browser()


@pytest.fixture(name="write")
def exports(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    count = iter(range(10_000))

    def written(rows: list[Row], heads: list[Row]) -> Path:
        folder = tmp_path / str(next(count))
        for name, data in export(rows, heads, {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    yield written


def both(browser: Browser, folder: Path, codes: list[str], files: list[bytes]) -> Any:
    """What the page says, after the script said the very same."""
    page = browser.all((folder / "journal.jsonl").read_bytes(), (folder / "heads.jsonl").read_bytes(), codes, files)
    paths = []
    for number, data in enumerate(files):
        paths.append(folder.parent / f"{folder.name}-{number}.pdf")
        paths[-1].write_bytes(data)
    code, said = verify_journal.answer(folder, codes, paths)
    said = said if page["count"] else said * (len(codes) + len(files))  # without a journal there is one answer to all
    assert [one[1] for one in (*page["codes"], *page["files"])] == said
    assert max(one[0] for one in (*page["codes"], *page["files"])) == code
    return page


@pytest.fixture(name="good")
def good_export(write: Callable[..., Path]) -> tuple[Path, list[Row], list[Row]]:
    rows = make_rows(len(BODIES), bodies=BODIES)
    heads = make_heads(rows, [4, 8])
    return write(rows, heads), rows, heads


def test_codes_in_every_spelling(browser: Browser, good: tuple[Path, list[Row], list[Row]]) -> None:
    folder, _rows, heads = good
    first, last = (base32_code(head["sha256"]) for head in heads)
    wide = last.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    confused = last.replace("O", "0").replace("I", "1").replace("B", "8")
    page = both(
        browser, folder,
        [last, last.replace("-", " ").lower(), f"CONSULTDESK HEAD 8 {last}", wide, f"核对码：\n{last}", confused, first,
         last.replace("L", "1"), f"CONSULTDESK HEAD 08 {last}"], [],
    )  # fmt: skip
    assert [one[0] for one in page["codes"]] == [0] * 9
    assert "前 8 条" in page["codes"][0][1] and "后面的 2 条" in page["codes"][0][1] and "前 4 条" in page["codes"][6][1]
    assert page["faults"] == [] and page["codes"][0][2].startswith("Agrees")


def test_codes_that_are_not_the_journals(browser: Browser, good: tuple[Path, list[Row], list[Row]]) -> None:
    folder, _rows, heads = good
    code = base32_code(heads[1]["sha256"])
    other = base32_code("ab" * 32)
    half = code[: len(code) // 2]
    asked = [other, f"CONSULTDESK HEAD 7 {code}", half, code + "A", "", code[:-1] + "B", "9" + code[1:], "1" * 51 + "A"]
    page = both(browser, folder, asked, [])
    assert [one[0] for one in page["codes"]] == [1, 1, 2, 2, 2, 2, 2, 2]
    assert page["codes"][0][1].startswith("不相符") and page["codes"][2][1].startswith("无法判断")


def test_files(browser: Browser, good: tuple[Path, list[Row], list[Row]]) -> None:
    folder, _rows, _heads = good
    page = both(browser, folder, [], [DRAWN, SIGNED, NEWER, SIGNED + b" ", b""])
    assert [one[0] for one in page["files"]] == [0, 0, 0, 1, 1]
    words = [one[1] for one in page["files"]]
    assert "《决议公告：修路》青石村公〔2026〕1号第 1 版，带 2 个签名" in words[1] and "已被第 2 版更正" in words[1]
    assert "更正" not in words[2] and "签名这里不检查" in words[3]


def damage(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


TAMPERED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "name": ("journal.jsonl", lambda d: d.replace("李书记".encode(), "王书记".encode(), 1)),
    "body": ("journal.jsonl", lambda d: d.replace(b'\\"yes\\":2', b'\\"yes\\":3', 1)),
    "a line gone": ("journal.jsonl", lambda d: b"".join(d.splitlines(True)[:2] + d.splitlines(True)[3:])),
    "cut short": ("journal.jsonl", lambda d: b"".join(d.splitlines(True)[:5])),
    "last line": ("journal.jsonl", lambda d: d.replace(b'"seq":10', b'"seq":11')),
    "space": ("journal.jsonl", lambda d: d.replace(b'":', b'": ', 1)),
    "escape": ("journal.jsonl", lambda d: d.replace("李书记".encode(), b"\\u674e\\u4e66\\u8bb0", 1)),
    "decomposed": ("journal.jsonl", lambda d: d.replace("李书记".encode(), "e\u0301".encode(), 1)),
    "swapped": ("journal.jsonl", lambda d: b"".join([*d.splitlines(True)[1::-1], *d.splitlines(True)[2:]])),
    "erased": ("journal.jsonl", lambda d: blanked(d, 1)),
    "not text": ("journal.jsonl", lambda d: b"\xff" + d[1:]),
    "head": ("heads.jsonl", lambda d: d.replace(b'"size":8', b'"size":7')),
    "sm3": ("heads.jsonl", lambda d: d.replace(b'"sm3":"', b'"sm3":"0', 1)),
    "a head gone": ("heads.jsonl", lambda d: d.splitlines(True)[1]),
    "no heads": ("heads.jsonl", lambda d: b""),
    "no journal": ("journal.jsonl", lambda d: b""),
}


def blanked(data: bytes, line: int) -> bytes:
    lines = [json.loads(one) for one in data.splitlines()]
    lines[line] |= {"salt": None, "body": None}
    return b"".join(json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n" for one in lines)


@pytest.mark.parametrize("name", TAMPERED)
def test_tampered_journals(browser: Browser, good: tuple[Path, list[Row], list[Row]], name: str) -> None:
    folder, _rows, heads = good
    damage(folder, *TAMPERED[name])
    page = both(browser, folder, [base32_code(head["sha256"]) for head in heads], [SIGNED, b"other"])
    code, _sentence, faults = verify_journal.verify_folder(folder)
    assert page["faults"] == faults and (code == 2) == (not page["count"])
    assert {one[0] for one in page["files"]} == {2} or name in ("no heads", "no journal")
    assert max(one[0] for one in page["codes"]) >= (0 if name in ("last line", "sm3") else 1)


def test_a_rebuilt_journal_is_found_by_the_paper(browser: Browser, write: Callable[..., Path]) -> None:
    rows = make_rows(6)
    printed = base32_code(make_heads(rows, [6])[0]["sha256"])
    forged = relink([*rows[:2], rows[2] | {"actor": "别人"}, *rows[3:]])
    page = both(browser, write(forged, make_heads(forged, [6])), [printed], [])
    assert page["faults"] == [] and page["codes"][0][0] == 1, "whole in itself, but not what was printed"


def test_what_comes_after_the_paper_is_not_vouched_for(browser: Browser, good: tuple[Path, list[Row], list[Row]]) -> None:
    folder, _rows, heads = good
    damage(folder, *TAMPERED["last line"])
    page = both(browser, folder, [base32_code(heads[1]["sha256"])], [])
    assert page["codes"][0][0] == 0 and "从第 10 条起有问题" in page["codes"][0][1]


def test_lawful_erasure_agrees(browser: Browser, write: Callable[..., Path]) -> None:
    body = {"seq": 2, "reason": "法院决定", "approved_by": ["张三", "李四"]}
    rows = make_rows(3, bodies=[{"n": 1}, {"n": 2}, body])
    rows = relink([rows[0], rows[1] | {"salt": None, "body": None}, rows[2] | {"kind": "erase"}])
    heads = make_heads(rows, [3])
    page = both(browser, write(rows, heads), [base32_code(heads[0]["sha256"])], [])
    assert page["faults"] == [] and page["codes"][0][0] == 0


def test_a_thousand_flipped_bits(browser: Browser, write: Callable[..., Path]) -> None:
    """Page and script find the same: every flipped bit of a small journal, sampled."""
    rows = make_rows(2, bodies=[{"n": 1}, {"甲": ["乙", None, True, -3]}])
    heads = make_heads(rows, [2])
    folder, code = write(rows, heads), base32_code(heads[0]["sha256"])
    chosen = random.Random(4)
    for name in ("journal.jsonl", "heads.jsonl"):
        path = folder / name
        data = path.read_bytes()
        for bit in chosen.sample(range(len(data) * 8), 250):
            path.write_bytes(data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :])
            page = both(browser, folder, [code], [b"x"])
            assert page["faults"] and verify_journal.verify_folder(folder)[0] == 1, (name, bit)
        path.write_bytes(data)


@pytest.mark.parametrize("size", [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_both_hashes(browser: Browser, size: int) -> None:
    data = bytes(n * 7 % 256 for n in range(size))
    assert browser.call("hash", "sha256", coded(data)) == sha256(data).hexdigest()
    assert browser.call("hash", "sm3", coded(data)) == new("sm3", data).hexdigest()


def test_the_program_in_the_folder_answers_with_exit_codes(good: tuple[Path, list[Row], list[Row]], tmp_path: Path) -> None:
    folder, _rows, heads = good
    known = tmp_path / "公告.pdf"
    known.write_bytes(SIGNED)
    code = base32_code(heads[1]["sha256"])

    def run(*more: str) -> tuple[int, str]:
        command = [sys.executable, "-I", "-S", str(folder / "verify_journal.py"), str(folder), *more]
        done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONIOENCODING": "utf-8"})
        assert done.stderr == b""
        return done.returncode, done.stdout.decode()

    assert run("--code", code) == (0, "相符：前 8 条记录逐条算过，和纸上的核对码一致，没有改动。后面的 2 条，这张纸证明不了。\n")
    assert run("--code", code, "--file", str(known))[0] == 0
    assert run("--file", str(folder / "README.txt"))[0] == 1
    assert run("--code", "ABC")[0] == 2 and run("--file", str(tmp_path / "none.pdf"))[0] == 2
    assert run("--code", base32_code("00" * 32), "--file", str(known))[0] == 1


def test_the_page_lies_beside_the_export_and_loads_nothing(good: tuple[Path, list[Row], list[Row]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert (good[0] / "verify.html").read_bytes() == checking_page() == PAGE.read_bytes()
    assert "verify.html" in (good[0] / "README.txt").read_text(encoding="utf-8")
    scripts = Scripts(page)
    assert scripts.outside == [] and set(scripts.found) == {"core", "face"}
    for word in ("fetch(", "XMLHttpRequest", "import(", "WebSocket", "@import", "url(", "http://", "https://", "eval("):
        assert word not in page, word
    assert "default-src 'none'" in page
    assert not any(word in page for word in ("不可篡改", "防篡改", "区块链"))


def test_both_languages_say_everything(browser: Browser) -> None:
    engine = browser.engine
    source = Scripts(PAGE.read_text(encoding="utf-8")).found["face"]
    words = source[source.index("var WORDS =") : source.index("  var language")]
    keys = "JSON.stringify([Object.keys(WORDS.zh), Object.keys(WORDS.en)])"
    zh, en = json.loads(engine.evaluate(f"(function () {{ {words} return {keys}; }})()").toString())
    assert zh == en and set(re.findall(r'data-say="(\w+)"', PAGE.read_text(encoding="utf-8"))) <= set(zh)
