"""The journal's mathematics against fixed numbers, against the definitions, and against every kind of damage."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base import chain
from tests.archive.journals import HEADS_AT, make_heads, make_rows, relink

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def test_canonical_text_is_the_one_of_the_readme() -> None:
    assert chain.canonical({"票": 3, "a": [True, None, -0], "b": 'e\u0301\n\u0303\x7f"'}) == (
        '{"a":[true,null,0],"b":"é\\n\u0303\x7f\\"","票":3}'.encode()
    )
    assert chain.canonical(("甲", {"k": False})) == '["甲",{"k":false}]'.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), {1: 2}, {"é": 1, "e\u0301": 2}, {1, 2}, b"x", "\ud800", pytest.param(object(), id="object")],
    ids=repr,
)
def test_what_has_no_single_way_of_writing_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        chain.canonical(value)
    with pytest.raises(ValueError):
        chain.canonical({"inside": [value]})


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', "1.0", "1e3", "-0", "NaN", "Infinity", '"\\u4e00"', '"\\/"', " 1",
     "1\n", '"e\u0301"', '{"e\u0301":1}', "[1,]", "", "[" * 100_000, '"\\ud800"', "01"],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_any_other_way_of_writing_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        chain.parse_canonical(text.encode())


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(ValueError):
        chain.parse_canonical(b'"\xff"')


@given(JSON)
def test_canonical_text_reads_back_and_is_stable(value: object) -> None:
    try:
        data = chain.canonical(value)
    except ValueError:
        return  # lone surrogates, or two keys that become one
    assert chain.canonical(chain.parse_canonical(data)) == data


def test_a_combining_mark_after_a_line_end_is_no_fault() -> None:
    data = chain.canonical("\n\u0303")
    assert chain.parse_canonical(data) == "\n\u0303"


def test_body_hash_is_salt_then_body() -> None:
    assert chain.body_sha256(bytes(16), b"{}") == hashlib.sha256(bytes(16) + b"{}").hexdigest()
    with pytest.raises(ValueError):
        chain.body_sha256(bytes(15), b"{}")


def test_entry_hash_is_what_the_readme_says() -> None:
    (row,) = make_rows(1)
    data = b"\0"
    names = "village seq at_utc at_local clock_note actor kind subject_id subject_version body_sha256 algo"
    for name in names.split():
        field = str(row[name]).encode()
        data += bytes([0, 0, len(field) // 256, len(field) % 256]) + field
    assert row["hash"] == hashlib.sha256(data + bytes(32)).hexdigest()


@pytest.mark.parametrize("field", chain.ENTRY_FIELDS)
def test_every_field_counts_and_its_border_too(field: str) -> None:
    (row,) = make_rows(1)
    number = isinstance(row[field], int)
    other = row | {field: row[field] + 1 if number else row[field] + "x"}
    assert chain.entry_hash(other, chain.GENESIS) != row["hash"]
    with pytest.raises(ValueError):
        chain.entry_hash(row | {field: str(row[field]) if number else 7}, chain.GENESIS)
    with pytest.raises(ValueError):
        chain.entry_hash(row | {field: None}, chain.GENESIS)
    with pytest.raises(ValueError):
        chain.entry_hash(row | {field: True}, chain.GENESIS)
    with pytest.raises(KeyError):
        chain.entry_hash({key: value for key, value in row.items() if key != field}, chain.GENESIS)


def test_fields_cannot_flow_into_each_other() -> None:
    (row,) = make_rows(1)
    moved = row | {"actor": row["actor"] + row["kind"][:1], "kind": row["kind"][1:]}
    assert chain.entry_hash(moved, chain.GENESIS) != row["hash"]


def definition_of_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + definition_of_root(leaves[:half]) + definition_of_root(leaves[half:])).digest()


def test_the_tree_is_that_of_the_definition_at_every_size() -> None:
    leaves = [hashlib.sha256(bytes([n])).digest() for n in range(70)]
    tree = chain.MerkleTree()
    for size in range(71):
        assert tree.size == size
        assert tree.root() == definition_of_root(leaves[:size]) == chain.merkle_root(leaves[:size])
        tree.append(leaves[size] if size < 70 else b"")


def test_the_tree_of_the_rfc_example() -> None:
    """Published test vectors of Certificate Transparency: inputs "", 00, 10, 2021."""
    leaves = [hashlib.sha256(b"\0" + bytes.fromhex(text)).digest() for text in ("", "00", "10", "2021")]
    assert chain.merkle_root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert chain.merkle_root(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert chain.merkle_root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert chain.merkle_root(leaves).hex() == "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"


def test_a_head_has_both_hashes() -> None:
    (head,) = make_heads(make_rows(1), [1])
    sha, sm3 = chain.head_hashes(head)
    assert (sha, sm3) == (head["sha256"], head["sm3"]) and len(sha) == 64
    assert (sm3 != "") == ("sm3" in hashlib.algorithms_available)
    assert chain.head_hashes(head | {"size": 2})[0] != sha


def test_without_sm3_the_head_still_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = make_rows(3)
    heads = make_heads(rows, [3])
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    assert chain.head_hashes(heads[0])[1] == ""
    assert chain.verify_entries(rows, heads) == []
    assert chain.verify_entries(rows, [heads[0] | {"sm3": ""}]) == []


def test_a_good_journal_has_no_fault() -> None:
    rows = make_rows(9)
    assert chain.verify_entries(rows, make_heads(rows, HEADS_AT)) == []
    assert chain.verify_entries([], []) == []
    assert chain.verify_entries([], make_heads([], [0])) == []
    assert chain.verify_entries(iter(rows), iter(make_heads(rows, [0, 9]))) == []


DAMAGES: dict[str, Any] = {
    "one dropped": lambda rows: rows[:3] + rows[4:],
    "two swapped": lambda rows: [*rows[:3], rows[4], rows[3], *rows[5:]],
    "one doubled": lambda rows: [*rows[:4], rows[3], *rows[4:]],
    "cut off": lambda rows: rows[:-1],
    "first one gone": lambda rows: rows[1:],
    "all gone": lambda rows: [],
    "rebuilt after a change": lambda rows: relink([*rows[:3], rows[3] | {"actor": "别人"}, *rows[4:]]),
    "rebuilt without one": lambda rows: relink(rows[:3] + rows[4:]),
    "continued elsewhere": lambda rows: relink(rows[:5]) + make_rows(9, actor="别人")[5:],
    "foreign village": lambda rows: relink([row | {"village": "别村"} for row in rows]),
    "foreign algorithm": lambda rows: relink([*rows[:3], rows[3] | {"algo": "md5"}, *rows[4:]]),
    "body gone": lambda rows: [*rows[:3], rows[3] | {"salt": None, "body": None}, *rows[4:]],
    "half a body": lambda rows: [*rows[:3], rows[3] | {"salt": None}, *rows[4:]],
    "salt written otherwise": lambda rows: [rows[0] | {"salt": rows[0]["salt"].upper() + " "}, *rows[1:]],
    "salt no hex": lambda rows: [rows[0] | {"salt": "zz"}, *rows[1:]],
    "body changed": lambda rows: [rows[0] | {"body": '{"n":2}'}, *rows[1:]],
    "body not canonical": lambda rows: relink([rows[0] | {"body": '{"n": 1}'}, *rows[1:]], bodies=True),
    "field missing": lambda rows: [{k: v for k, v in rows[0].items() if k != "actor"}, *rows[1:]],
    "hash missing": lambda rows: [{k: v for k, v in rows[0].items() if k != "hash"}, *rows[1:]],
    "hash changed": lambda rows: [*rows[:-1], rows[-1] | {"hash": "0" * 64}],
    "number as text": lambda rows: [rows[0] | {"seq": "1"}, *rows[1:]],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_every_damage_is_found_when_a_later_head_is_known(damage: Any) -> None:
    rows = make_rows(9)
    faults = chain.verify_entries(damage(rows), make_heads(rows, HEADS_AT))
    assert faults and all(isinstance(fault, str) and "第 " in fault for fault in faults)


def test_a_journal_rebuilt_before_any_head_was_known_is_not_found() -> None:
    """Honest about the limit: the proof comes from the heads outside, not from the chain."""
    rows = DAMAGES["rebuilt after a change"](make_rows(9))
    assert chain.verify_entries(rows, make_heads(rows, HEADS_AT)) == []


@pytest.mark.parametrize(
    "change",
    [{"root": "0" * 64}, {"size": 1}, {"size": 99}, {"size": -1}, {"size": True}, {"size": "9"}, {"day": "2026-01-02"},
     {"village": "别村"}, {"previous_head": "0" * 64}, {"sha256": "0" * 64}, {"sm3": "0" * 64}, {"time": 5}],
    ids=str,
)  # fmt: skip
def test_a_changed_head_is_found(change: dict[str, Any]) -> None:
    rows = make_rows(9)
    *before, last = make_heads(rows, HEADS_AT)
    assert chain.verify_entries(rows, [*before, last | change])


@pytest.mark.parametrize(
    "change",
    [{"root": "0" * 64}, {"size": 1}, {"size": 99}, {"size": -1}, {"village": "别村"}, {"previous_head": "0" * 64}],
    ids=str,
)
def test_a_head_that_was_sealed_anew_still_does_not_fit_the_entries(change: dict[str, Any]) -> None:
    rows = make_rows(9)
    *before, last = make_heads(rows, HEADS_AT)
    last |= change
    last["sha256"], last["sm3"] = chain.head_hashes(last)
    assert chain.verify_entries(rows, [*before, last])


def test_a_head_of_a_foreign_village_is_found() -> None:
    rows = make_rows(3)
    assert chain.verify_entries(rows, make_heads(relink([row | {"village": "别村"} for row in rows]), [3]))


def erasing(rows: list[dict[str, Any]], body: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows with the third body erased, and one more row of kind erase."""
    text = chain.canonical(body).decode()
    more = rows[-1] | {"kind": chain.ERASE, "body": text, "seq": len(rows) + 1}
    erased = [*rows[:2], rows[2] | {"salt": None, "body": None}, *rows[3:]]
    return relink([*erased, more], bodies=True)


def test_a_lawful_erasure_is_no_fault() -> None:
    lawful = {"seq": 3, "reason": "法院决定", "approved_by": ["张三", "李四"]}
    assert chain.verify_entries(erasing(make_rows(5), lawful)) == []


@pytest.mark.parametrize(
    "body",
    [{}, [], {"seq": 3}, {"seq": 4, "reason": "法院决定", "approved_by": ["张三", "李四"]},
     {"seq": 3, "reason": " ", "approved_by": ["张三", "李四"]},
     {"seq": "3", "reason": "法院决定", "approved_by": ["张三", "李四"]},
     {"seq": 3, "reason": "法院决定", "approved_by": ["张三", "张三 "]},
     {"seq": 3, "reason": "法院决定", "approved_by": ["张三"]}, {"seq": 3, "reason": "法院决定", "approved_by": "张三"},
     {"seq": 3, "reason": "法院决定", "approved_by": ["张三", 4]}],
    ids=str,
)  # fmt: skip
def test_an_erasure_without_reason_and_two_names_is_a_fault(body: Any) -> None:
    assert any("第 3 条" in fault for fault in chain.verify_entries(erasing(make_rows(5), body)))


@settings(max_examples=60)
@given(st.data())
def test_any_change_of_any_value_is_found(data: st.DataObject) -> None:
    rows = make_rows(5)
    heads = make_heads(rows, [2, 5])
    where = data.draw(st.integers(0, 4))
    key = data.draw(st.sampled_from(sorted(rows[where])))
    old = rows[where][key]
    new = data.draw((st.integers(0, 99) if isinstance(old, int) else st.text(max_size=9)).filter(lambda v: v != old))
    rows[where] = rows[where] | {key: new}
    assert chain.verify_entries(rows, heads), json.dumps([key, new])
