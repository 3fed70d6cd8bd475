"""A second check of exported journals, written from the README alone and in another manner, to judge the first one."""

import hashlib
import re
import struct
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

TOKEN = re.compile(
    r'"(?:[^"\\\x00-\x1f]|\\["\\bfnrt]|\\u00[01][0-9a-f])*"|-?(?:0|[1-9][0-9]*)|true|false|null|[\[\]{},:]'
)
SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Bad(Exception):
    """The journal is not as the README says it must be."""


class Reader:
    """Reads canonical JSON token by token, so that nothing but the one form gets through."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        while place < len(text):
            found = TOKEN.match(text, place)
            if not found:
                raise Bad("token")
            self.tokens.append(found[0])
            place = found.end()
        self.tokens.reverse()

    def next(self) -> str:
        if not self.tokens:
            raise Bad("end")
        return self.tokens.pop()

    def whole(self) -> Any:
        value = self.value()
        if self.tokens:
            raise Bad("more")
        return value

    def value(self) -> Any:
        token = self.next()
        if token[0] == '"':
            return self.text(token)
        if token in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[token]
        if token == "[":
            return self.sequence("]", self.value)
        if token == "{":
            pairs = self.sequence("}", self.pair)
            keys = [key for key, _ in pairs]
            if any(a >= b for a, b in pairwise(keys)):
                raise Bad("keys")
            return dict(pairs)
        if token == "-0" or not token.lstrip("-").isdigit():
            raise Bad("value")
        return int(token)

    def pair(self) -> tuple[str, Any]:
        key = self.text(self.next())
        if self.next() != ":":
            raise Bad("colon")
        return key, self.value()

    def sequence(self, end: str, part: Any) -> list[Any]:
        if self.tokens and self.tokens[-1] == end:
            self.tokens.pop()
            return []
        found = [part()]
        while (token := self.next()) == ",":
            found.append(part())
        if token != end:
            raise Bad("bracket")
        return found

    @staticmethod
    def text(token: str) -> str:
        if token[0] != '"':
            raise Bad("text")

        def plain(found: re.Match[str]) -> str:
            if found[1][0] != "u":
                return SHORT[found[1]]
            char = chr(int(found[1][1:], 16))
            if char in "\b\f\n\r\t":
                raise Bad("escape")
            return char

        text = re.sub(r"\\(u.{4}|.)", plain, token[1:-1])
        if text != unicodedata.normalize("NFC", text) or any("\ud800" <= char <= "\udfff" for char in text):
            raise Bad("nfc")
        return text


def sealed(prefix: int, row: dict[str, Any], names: str, numbers: set[str]) -> bytes:
    """Prefix and fields as the README describes them."""
    out = struct.pack("B", prefix)
    for name in names.split():
        value = row[name]
        if (type(value) is int) != (name in numbers) or type(value) not in (int, str):
            raise Bad(name)
        data = (str(value) if isinstance(value, int) else value).encode()
        out += struct.pack(">I", len(data)) + data
    return out


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962 by halving."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def parsed_lines(path: Path, keys: str) -> list[dict[str, Any]]:
    """Every line of a file as a dictionary with exactly these keys."""
    data = path.read_bytes().decode()
    if not data:
        return []
    rows = [Reader(line).whole() for line in (data[:-1] if data[-1] == "\n" else data).split("\n")]
    if any(not isinstance(row, dict) or sorted(row) != sorted(keys.split()) for row in rows):
        raise Bad("keys")
    return rows


def good(folder: Path) -> bool:
    """Whether entries, bodies and heads of an export are in order."""
    names = "village seq at_utc at_local clock_note actor kind subject_id subject_version body_sha256 algo"
    head_names = "village day size root time previous_head"
    try:
        rows = parsed_lines(folder / "journal.jsonl", names + " prev hash salt body")
        heads = parsed_lines(folder / "heads.jsonl", head_names + " sha256 sm3")
        last, leaves, open_ends = "0" * 64, list[bytes](), set[int]()
        for count, row in enumerate(rows, 1):
            digest = hashlib.sha256(sealed(0, row, names, {"seq", "subject_version"}) + bytes.fromhex(last))
            same = row["village"] == rows[0]["village"] and row["algo"] == "sha256" and row["seq"] == count
            if not same or row["prev"] != last or row["hash"] != digest.hexdigest():
                return False
            last = row["hash"]
            leaves.append(digest.digest())
            if row["salt"] is None and row["body"] is None:
                open_ends.add(count)
                continue
            if not re.fullmatch("[0-9a-f]{32}", row["salt"]):
                return False
            if hashlib.sha256(bytes.fromhex(row["salt"]) + row["body"].encode()).hexdigest() != row["body_sha256"]:
                return False
            body = Reader(row["body"]).whole()
            if row["kind"] == "erase":
                names_told = [name.strip() for name in body["approved_by"]]
                if body["reason"].strip() and len(set(names_told)) == 2 and all(names_told):
                    open_ends.discard(body["seq"])
        before, size = "0" * 64, 0
        for head in heads:
            data = sealed(2, head, head_names, {"size"})
            fits = head["village"] == rows[0]["village"] and head["previous_head"] == before
            if not fits or not size <= head["size"] <= len(rows):
                return False
            if head["root"] != root_of(leaves[: head["size"]]).hex():
                return False
            if head["sha256"] != hashlib.sha256(data).hexdigest():
                return False
            if head["sm3"] not in ("", hashlib.new("sm3", data).hexdigest()):
                return False
            before, size = head["sha256"], head["size"]
        return bool(rows) and not open_ends
    except (Bad, ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error):
        return False
