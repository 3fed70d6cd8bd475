"""Checks an exported journal without the program that wrote it: python verify_journal.py FOLDER [HEAD ...]

Python 3.11 alone; README.txt describes the format. HEAD: heads known from paper. --code "ABCD-…": is this check code of
a paper the journal's? --file x.pdf: is this file? Exit 0 good, 1 altered or not the same, 2 unreadable, cannot be said.
"""

import argparse
import base64
import hashlib
import itertools
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

ENTRY = "village seq at_utc at_local clock_note actor kind subject_id subject_version body_sha256 algo".split()
HEAD = "village day size root time previous_head".split()
GENESIS = "0" * 64
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
DECODER = json.JSONDecoder(parse_float=int, parse_constant=int)
SAMPLE = dict.fromkeys(ENTRY, "议事") | {"seq": 1, "subject_version": 1}
SAMPLE_HASH = "e259ffc232489e5b9f2d56e3847e2167ba60e6576a7899dfe9d2717b35d6d6d8"
ODD = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def digest(prefix: bytes, row: Any, names: list[str], tail: bytes = b"", method: str = "sha256") -> str:
    """Hash of prefix, then every named field with its length in 4 bytes, then tail."""
    data = prefix
    for name in names:
        if type(row[name]) is not (int if name in ("seq", "subject_version", "size") else str):
            raise ValueError(name)
        field = str(row[name]).encode()
        data += len(field).to_bytes(4, "big") + field
    return hashlib.new(method, data + tail).hexdigest()


def read(text: str) -> Any:
    """JSON in its one canonical form (keys sorted and single, no spaces, whole numbers, NFC), or ValueError."""
    text.encode()
    value = DECODER.decode(text)
    normal = unicodedata.is_normalized
    if ENCODER.encode(value) != text or not (normal("NFC", text) or normal("NFC", re.sub(r"\\(u....|.)", " ", text))):
        raise ValueError("not canonical")
    return value


def lines(path: Path) -> list[str]:
    """The lines of a text file; broken characters stay recognisable, so that they fail later."""
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    return text.removesuffix("\n").split("\n") if text else []


def tree_root(levels: list[list[bytes]], size: int) -> str:
    """Merkle root (RFC 6962, 2.1) over the first `size` leaves; levels: whole subtrees of 1, 2, 4 … leaves."""
    node = b""
    for level in levels:
        if size & 1:
            node = hashlib.sha256(b"\1" + level[size - 1] + node).digest() if node else level[size - 1]
        size >>= 1
    return (node or hashlib.sha256().digest()).hex()


def check_entries(path: Path, faults: list[str]) -> tuple[list[bytes], str, list[Any]]:
    """Hash all entries again. Returns their hashes, the village, and the bodies that are still there."""
    prev, village, leaves, bodies, gone = GENESIS, "", list[bytes](), list[Any](), set[int]()
    for place, line in enumerate(lines(path), 1):
        try:
            row = read(line)
            village = village or row["village"]
            before, prev = prev, digest(b"\0", row, ENTRY, bytes.fromhex(prev))
            if (row["seq"], row["village"], row["prev"], row["algo"]) != (place, village, before, "sha256"):
                faults.append(f"第 {place} 条的序号、村名或与前一条的衔接不对")
            if row["hash"] != prev or set(row) != {*ENTRY, "prev", "hash", "salt", "body"}:
                faults.append(f"第 {place} 条被改动过")
            if row["body"] is None and row["salt"] is None:
                gone.add(place)
                continue
            salt, body = bytes.fromhex(row["salt"]), read(row["body"])
            whole = hashlib.sha256(salt + row["body"].encode()).hexdigest() == row["body_sha256"]
            if not whole or salt.hex() != row["salt"] or len(salt) != 16:
                faults.append(f"第 {place} 条的内容被改动过")
            names = {*map(str.strip, body["approved_by"])} - {""} if row["kind"] == "erase" else set()
            if len(names) == 2 and body["reason"].strip():
                gone.discard(body["seq"])
            bodies.append(body)
        except ODD:
            faults.append(f"第 {place} 条读不懂")
        finally:
            leaves.append(bytes.fromhex(prev))
    faults += [f"第 {place} 条的内容不见了，也没有依法删除的记录" for place in sorted(gone)]
    return leaves, village, bodies


def check_heads(path: Path, leaves: list[bytes], village: str, faults: list[str]) -> dict[str, tuple[int, bool]]:
    """Hash all heads again and compare them with the entries. Returns for each its size and whether it fits them."""
    before, size, seen, levels = GENESIS, 0, dict[str, tuple[int, bool]](), [leaves]
    while len(nodes := levels[-1]) > 1:
        pairs = zip(nodes[::2], nodes[1::2], strict=False)
        levels.append([hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs])
    for place, line in enumerate(lines(path), 1):
        try:
            row = read(line)
            value = digest(b"\2", row, HEAD)
            sm3 = digest(b"\2", row, HEAD, method="sm3") if "sm3" in hashlib.algorithms_available else row["sm3"]
            if (row["sha256"], sm3 if row["sm3"] == "" else row["sm3"]) != (value, sm3) or set(row) != {*HEAD, "sha256", "sm3"}:
                faults.append(f"第 {place} 个存证值被改动过")
            if row["village"] != village or row["previous_head"] != before:
                faults.append(f"第 {place} 个存证值与前一个接不上，或者属于另一个村")
            fits = 0 <= row["size"] <= len(leaves) and tree_root(levels, row["size"]) == row["root"]
            if not fits or row["size"] < size:
                faults.append(f"第 {place} 个存证值与前 {row['size']} 条记录对不上：有记录被改过、删过或换过")
            before, size = value, row["size"]
            seen[value] = size, fits
        except ODD:
            faults.append(f"第 {place} 个存证值读不懂")
    return seen


def check_tallies(bodies: list[Any], faults: list[str]) -> None:
    """Count the votes again from the rows of the tables vote and roll_call that the bodies tell of."""
    rows: dict[Any, Any] = {}
    for body in bodies:
        if isinstance(body, dict) and body.get("table") in ("vote", "roll_call"):
            rows[body["table"], body["row"]["id"]] = body["row"] if body["op"] != "delete" else {}
    cast = Counter((row["vote_id"], row["choice"]) for row in rows.values() if "choice" in row)
    for (table, key), row in rows.items():
        if table == "vote" and row:
            said, counted = zip(*((row[name], cast[key, name]) for name in ("yes", "no", "abstain")), strict=True)
            wrong = any(counted) and said != counted
            if wrong or sum(said) > row["attendees"] or row.get("valid") not in (None, sum(said)):
                faults.append(f"第 {key} 号表决的票数与记录对不上")


def check_papers(folder: Path, bodies: list[Any], faults: list[str]) -> int:
    """Every paper must be listed, and some body must tell its SHA-256. Returns how many there are."""
    parts = [part for body in bodies if isinstance(body, dict) for part in (body, body.get("row"))]
    told = {part.get("sha256") for part in parts if isinstance(part, dict)}
    listed = {name: value for value, _, name in (line.partition("  ") for line in lines(folder / "papers.sha256"))}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "papers").glob("*")}
    for name in sorted({*listed, *there}):
        if there.get(name) not in told or there.get(name) != listed.get(name):
            faults.append(f"公文 {name} 不见了、被改动过，或者记录里没有它")
    return len(there)


def verify_folder(folder: Path, known: tuple[str, ...] = ()) -> tuple[int, str, list[str]]:
    """Check an export. Returns exit code (0 good, 1 altered, 2 unreadable), one sentence, and every fault."""
    faults: list[str] = []
    if digest(b"\0", SAMPLE, ENTRY) != SAMPLE_HASH:
        return 2, "无法检查：这份检查程序自己坏了，请换一份再查。", faults
    try:
        leaves, village, bodies = check_entries(folder / "journal.jsonl", faults)
        seen = check_heads(folder / "heads.jsonl", leaves, village, faults)
        faults += [f"纸上公布过的存证值 {one} 不在其中" for one in known if one.lower() not in seen]
        papers = check_papers(folder, bodies, faults)
        check_tallies(bodies, faults)
    except OSError as error:
        return 2, f"无法检查：{error.filename} 读不出来，请确认存档文件夹是完整的。", faults
    except ODD:
        faults.append("表决记录的内容读不懂")
    if not leaves:
        return 2, "无法检查：记录链是空的，请确认存档文件夹是完整的。", faults
    if faults:
        return 1, f"记录被改动过：发现 {len(faults)} 处问题，请与纸上公布的存证值核对。", faults
    under = max([0, *(size for size, _fits in seen.values())])
    under = max([0, *(size for size, _fits in seen.values())])
    return 0, f"记录完好：{len(leaves)} 条记录、{papers} 份公文全部对得上，其中 {under} 条已有存证值。", faults


def read_code(text: str) -> tuple[str, set[str]]:
    """The number of entries said before a check code ("" where none is), and the heads it may mean; or ValueError."""
    text = unicodedata.normalize("NFKC", text).upper()
    said = re.match(r"\s*CONSULTDESK\s+HEAD\s+([0-9]+)\s", text)
    code = re.sub("[^0-9A-Z]", "", text[said.end() if said else 0 :]).replace("0", "O").replace("8", "B")
    if not re.fullmatch("[A-Z1-7]{51}[AQ]", code) or code.count("1") > 8:  # 256 bits in 52 characters end in A or Q
        raise ValueError(len(code))
    ways = map("".join, itertools.product(*("IL" if char == "1" else char for char in code)))
    return said[1] if said else "", {base64.b32decode(way + "====").hex() for way in ways}


def judge_code(text: str, count: int, seen: dict[str, tuple[int, bool]], faults: list[str]) -> tuple[int, str]:
    """Whether a check code is that of a head over entries that are all still the same: exit code and sentence."""
    try:
        said, values = read_code(text)
    except ValueError as error:
        return 2, f"无法判断：核对码是 52 个字母和数字，最后一个是 A 或 Q，这里读到 {error} 个。请对着纸再抄一遍。"
    size, whole = next((seen[value] for value in sorted(values) if value in seen), (-1, False))
    if size < 0:
        return 1, "不相符：这份台账里没有这个核对码。台账改过、不是这个村的、比这张纸旧，或者码抄错了，都会这样。"
    bad = sorted(int(fault.split()[1]) for fault in faults if re.match(r"第 \d+ 条", fault))
    if not whole or (bad and bad[0] <= size):
        return 1, f"不相符：这个核对码管前 {size} 条记录，其中有记录被改过、删过或换过。"
    if said and int(said) != size:
        return 1, f"不相符：纸上写的是前 {said} 条，这个核对码却是前 {size} 条的。"
    after = f"，而且从第 {bad[0]} 条起有问题" if bad else ""
    rest = f"后面的 {count - size} 条，这张纸证明不了{after}。" if count > size else ""
    return 0, f"相符：前 {size} 条记录逐条算过，和纸上的核对码一致，没有改动。{rest}"


def judge_file(data: bytes, bodies: list[Any], faults: list[str]) -> tuple[int, str]:
    """Whether a file is byte for byte one that the journal tells of: exit code and sentence."""
    value, rows = hashlib.sha256(data).hexdigest(), dict[Any, Any]()
    for body in bodies:
        if isinstance(body, dict) and isinstance(body.get("row"), dict) and body.get("table") in ("paper", "paper_file"):
            rows[body["table"], body["row"].get("id")] = body["row"]
    file = next((row for (table, _), row in rows.items() if table == "paper_file" and row.get("sha256") == value), None)
    if faults:
        return 2, f"无法判断：台账里{'有' if file else '没有'}这份文件，但台账本身有 {len(faults)} 处问题，不能作准。"
    if file is None:
        return 1, "不相符：台账里没有这份文件。差一个字节也会这样；文件里的签名这里不检查，请用议事台验证。"
    row = rows.get(("paper", file.get("paper_id")), {})
    newer = [r["number"] for (table, _), r in rows.items() if table == "paper" and r.get("supersedes_id") == row.get("id", 0)]
    which = f"《{row['title']}》{row['document_number']}第 {row['number']} 版" if row else "（是哪一份，台账里已经删去）"
    later = f"这一版已被第 {newer[0]} 版更正，请以新的为准。" if newer else ""
    return 0, f"相符：与台账中的原件逐字节相同：{which}，带 {file['stage']} 个签名。{later}"


def answer(folder: Path, codes: list[str], files: list[Path]) -> tuple[int, list[str]]:
    """The answers to check codes and files: the worst exit code, a sentence for each."""
    faults: list[str] = []
    try:
        leaves, village, bodies = check_entries(folder / "journal.jsonl", faults)
        seen = check_heads(folder / "heads.jsonl", leaves, village, faults)
        if digest(b"\0", SAMPLE, ENTRY) != SAMPLE_HASH or not leaves:
            return 2, ["无法判断：台账是空的，或者检查程序自己坏了。"]
        said = [judge_code(code, len(leaves), seen, faults) for code in codes]
        said += [judge_file(path.read_bytes(), bodies, faults) for path in files]
    except OSError as error:
        return 2, [f"无法判断：{error.filename} 读不出来。"]
    except ODD:
        return 2, ["无法判断：台账里文书的记录读不懂。"]
    return max(code for code, _ in said), [sentence for _, sentence in said]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("--code", str), ("--file", Path)):
        parser.add_argument(name, type=kind, action="append", default=[])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("."))
    parser.add_argument("heads", nargs="*")
    given = parser.parse_args()
    if given.code or given.file:
        code, details = answer(given.folder, given.code, given.file)
    else:
        code, sentence, details = verify_folder(given.folder, tuple(given.heads))
        details = [sentence, *details]
    print(*details, sep="\n")
    raise SystemExit(code)
