"""The mathematics of the journal: canonical text, hashes, chain, tree, heads, and every fault of a journal.

Standard library only. What is written here is described for strangers in the README of every journal export;
changing one byte of it would make old journals look altered, so a change needs a new value of `ALGO`.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

ALGO = "sha256"
GENESIS = "0" * 64
ERASE = "erase"
SALT_BYTES = 16
ENTRY_FIELDS = (
    "village",
    "seq",
    "at_utc",
    "at_local",
    "clock_note",
    "actor",
    "kind",
    "subject_id",
    "subject_version",
    "body_sha256",
    "algo",
)
HEAD_FIELDS = ("village", "day", "size", "root", "time", "previous_head")
_WHOLE_NUMBERS = {"seq", "subject_version", "size"}


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON: keys sorted, no spaces, UTF-8 in NFC, whole numbers only.

    value: dict with text keys, list or tuple, str, int, bool or None, nested. Dates are ISO text made by the
    caller. Raises ValueError for anything else, for lone surrogates and for keys that become the same in NFC.
    """
    try:
        return _ENCODER.encode(_plain(value)).encode()
    except UnicodeEncodeError as error:
        raise ValueError("text holds half a character") from error


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        plain: dict[str, object] = {}
        for key, one in value.items():
            if not isinstance(key, str):
                raise ValueError(f"key is not text: {key!r}")
            name = unicodedata.normalize("NFC", key)
            if name in plain:
                raise ValueError(f"key appears twice: {name}")
            plain[name] = _plain(one)
        return plain
    raise ValueError(f"not allowed in the journal: {type(value).__name__}")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("key appears twice")
    return result


def _refuse(text: str) -> object:
    raise ValueError(f"not a whole number: {text}")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse)


def parse_canonical(data: bytes) -> Any:
    """Read what `canonical` wrote. Raises ValueError unless writing it again gives the same bytes."""
    text = data.decode()
    try:
        value = _DECODER.decode(text)
        # Of a text that is in NFC as a whole every part is; the long way is for the rare one that is not.
        normal = unicodedata.is_normalized("NFC", text) or canonical(value) == data
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not normal or _ENCODER.encode(value) != text:
        raise ValueError("not in canonical form")
    return value


def body_sha256(salt: bytes, body: bytes) -> str:
    """Hash of an entry's body, 64 hex digits; the salt (16 bytes) keeps guessable bodies from being guessed."""
    if len(salt) != SALT_BYTES:
        raise ValueError("salt must be 16 bytes")
    return hashlib.sha256(salt + body).hexdigest()


def entry_hash(fields: Mapping[str, object], prev: str) -> str:
    """SHA-256(0x00 ‖ every field of ENTRY_FIELDS with its length ‖ prev), 64 hex digits.

    fields: text as str, numbers as int; other keys are ignored. prev: hash of the entry before, or GENESIS.
    Raises KeyError for a missing field, ValueError for a wrong type.
    """
    return hashlib.sha256(b"\0" + _joined(fields, ENTRY_FIELDS) + bytes.fromhex(prev)).hexdigest()


def _joined(fields: Mapping[str, object], names: Sequence[str]) -> bytes:
    parts = []
    for name in names:
        value = fields[name]
        number = isinstance(value, int) and not isinstance(value, bool)
        if number if name not in _WHOLE_NUMBERS else not number:
            raise ValueError(f"{name}: wrong kind of value")
        if not number and not isinstance(value, str):
            raise ValueError(f"{name}: wrong kind of value")
        data = str(value).encode()
        parts.append(len(data).to_bytes(4, "big") + data)
    return b"".join(parts)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class MerkleTree:
    """The tree of RFC 6962 over the entry hashes (they are its leaf hashes), grown one leaf at a time."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        """Add one entry hash (32 bytes); O(log n)."""
        height, node = 0, leaf
        while self._peaks and self._peaks[-1][0] == height:
            node = _node(self._peaks.pop()[1], node)
            height += 1
        self._peaks.append((height, node))
        self.size += 1

    def root(self) -> bytes:
        """Root over all leaves so far (32 bytes); of no leaves, the hash of nothing; O(log n)."""
        if not self._peaks:
            return hashlib.sha256().digest()
        node = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            node = _node(left, node)
        return node


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """Root over entry hashes of 32 bytes (RFC 6962, 2.1)."""
    return MerkleTree(leaves).root()


def head_hashes(head: Mapping[str, object]) -> tuple[str, str]:
    """SHA-256 and SM3 of (0x02 ‖ every field of HEAD_FIELDS with its length), 64 hex digits each.

    SM3 (GB/T 32905) keeps the head believable on the day SHA-256 falls; "" where this machine lacks it.
    Raises as `entry_hash`.
    """
    data = b"\2" + _joined(head, HEAD_FIELDS)
    sm3 = hashlib.new("sm3", data).hexdigest() if "sm3" in hashlib.algorithms_available else ""
    return hashlib.sha256(data).hexdigest(), sm3


def verify_entries(rows: Iterable[Mapping[str, object]], heads: Iterable[Mapping[str, object]] = ()) -> list[str]:
    """Every fault of a journal, in Chinese; [] when it is whole. All entries are hashed again, none is skipped.

    rows: in order, with the ENTRY_FIELDS, prev and hash, and salt (hex) and body (canonical JSON text) or
    both None where the body was lawfully erased: a later entry of kind ERASE then says so in its body with
    `seq`, `reason` and `approved_by` (two different people). heads: in order, with the HEAD_FIELDS, sha256 and sm3.
    """
    ordered = list(heads)
    wanted = {size for head in ordered if isinstance(size := head.get("size"), int)}
    roots: dict[object, str] = {0: merkle_root(()).hex()} if 0 in wanted else {}
    tree = MerkleTree()
    village = ordered[0].get("village") if ordered else None
    faults: list[str] = []
    missing: set[int] = set()
    prev = GENESIS
    for place, row in enumerate(rows, 1):
        name = f"第 {place} 条"
        village = row.get("village") if village is None else village
        before, prev = prev, GENESIS
        try:
            prev = entry_hash(row, before)
            faults.extend(name + fault for fault in _row_faults(row, place, before, prev, village))
            if row.get("body") is None:
                missing.add(place)
            elif row["kind"] == ERASE:
                missing.discard(erased_seq(str(row["body"])))
        except (KeyError, ValueError, TypeError) as error:
            faults.append(f"{name}读不懂（{error}）")
        tree.append(bytes.fromhex(prev))
        if tree.size in wanted:
            roots[tree.size] = tree.root().hex()
    faults.extend(f"第 {seq} 条的内容不见了，也没有依法删除的记录" for seq in sorted(missing))
    faults.extend(_head_faults(ordered, roots, tree.size, village))
    return faults


def erased_seq(body: str) -> int:
    """Which entry an entry of kind ERASE takes the body from; 0 when reason or two names are missing."""
    value = parse_canonical(body.encode())
    if not isinstance(value, dict):
        return 0
    seq, reason, names = value.get("seq"), value.get("reason"), value.get("approved_by")
    if not isinstance(seq, int) or not isinstance(reason, str) or not isinstance(names, list):
        return 0
    people = {one.strip() for one in names if isinstance(one, str)} - {""}
    return seq if reason.strip() and len(people) == len(names) == 2 else 0


def _row_faults(row: Mapping[str, object], place: int, prev: str, value: str, village: object) -> Iterator[str]:
    """Faults of one row, whose true hash is `value`; raises ValueError, KeyError or TypeError for unreadable parts."""
    if row["seq"] != place:
        yield f"的序号是 {row['seq']}，缺号、重号或次序被动过"
    if row["village"] != village:
        yield "属于另一个村"
    if row["algo"] != ALGO:
        yield f"用了不认识的算法 {row['algo']}"
    if row["prev"] != prev:
        yield "与前一条接不上"
    elif row["hash"] != value:
        yield "被改动过"
    salt, body = row.get("salt"), row.get("body")
    if body is None and salt is None:
        return
    if not isinstance(salt, str) or not isinstance(body, str) or bytes.fromhex(salt).hex() != salt:
        yield "的内容不完整"
        return
    try:
        parse_canonical(body.encode())
    except ValueError:
        yield "的内容不是规定的写法"
    if body_sha256(bytes.fromhex(salt), body.encode()) != row["body_sha256"]:
        yield "的内容被改动过"


def _head_faults(
    heads: Sequence[Mapping[str, object]], roots: Mapping[object, str], size: int, village: object
) -> Iterator[str]:
    before, least = GENESIS, 0
    for place, head in enumerate(heads, 1):
        name = f"第 {place} 个存证值"
        try:
            value, sm3 = head_hashes(head)
            if head["sha256"] != value:
                yield f"{name}被改动过"
            if head["sm3"] not in ("", sm3 or head["sm3"]):
                yield f"{name}的国密校验值不对"
            if head["village"] != village:
                yield f"{name}属于另一个村"
            if head["previous_head"] != before:
                yield f"{name}与前一个接不上"
            count = head["size"]
            if not isinstance(count, int) or count < least:
                yield f"{name}的条数比前一个还少"
            elif count > size:
                yield f"{name}有 {count} 条，现在只剩 {size} 条：后面的记录被删掉了"
            elif roots[count] != head["root"]:
                yield f"{name}与前 {count} 条记录对不上：其中有记录被改过、删过或换过"
            least = count if isinstance(count, int) else least
            before = value
        except (KeyError, ValueError, TypeError) as error:
            yield f"{name}读不懂（{error}）"
            before = str(head.get("sha256"))
