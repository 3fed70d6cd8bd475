"""Small invented journals for the tests of the chain and of its export."""

import hashlib
from typing import Any

from consult_desk.base import chain

HEADS_AT = [4, 7, 9]
Row = dict[str, Any]


def make_rows(count: int, *, actor: str = "李书记", bodies: list[Any] | None = None) -> list[Row]:
    """A good journal of `count` entries; body n is {"n": n} where none are given."""
    rows = [
        {
            "village": "6f2c",
            "seq": n,
            "at_utc": f"2026-03-05T01:00:{n % 60:02d}.000+00:00",
            "at_local": f"2026-03-05T09:00:{n % 60:02d}+08:00",
            "clock_note": "",
            "actor": actor,
            "kind": "record_vote",
            "subject_id": f"vote:{n}",
            "subject_version": 1,
            "body_sha256": "",
            "algo": chain.ALGO,
            "salt": hashlib.sha256(str(n).encode()).hexdigest()[:32],
            "body": chain.canonical(bodies[n - 1] if bodies else {"n": n}).decode(),
        }
        for n in range(1, count + 1)
    ]
    return relink(rows, bodies=True)


def relink(rows: list[Row], *, bodies: bool = False) -> list[Row]:
    """The rows numbered and chained anew, as an insider would; bodies hashed anew too where asked."""
    prev, result = chain.GENESIS, []
    for seq, row in enumerate(rows, 1):
        fresh = row | {"seq": seq, "prev": prev}
        if bodies and row["body"] is not None:
            fresh["body_sha256"] = chain.body_sha256(bytes.fromhex(row["salt"]), row["body"].encode())
        fresh["hash"] = prev = chain.entry_hash(fresh, prev)
        result.append(fresh)
    return result


def make_heads(rows: list[Row], sizes: list[int]) -> list[Row]:
    """Good heads at these sizes."""
    previous, heads = chain.GENESIS, []
    for size in sizes:
        head: Row = {
            "village": rows[0]["village"] if rows else "6f2c",
            "day": "2026-03-05",
            "size": size,
            "root": chain.merkle_root(bytes.fromhex(row["hash"]) for row in rows[:size]).hex(),
            "time": "2026-03-05T02:00:00.000+00:00",
            "previous_head": previous,
        }
        head["sha256"], head["sm3"] = chain.head_hashes(head)
        previous = head["sha256"]
        heads.append(head)
    return heads
