"""Words that must not appear: promises we cannot keep, and places that exist on one machine only."""

import re

from tests.house.tree import ROOT, files, named

TEXT = (".py", ".md", ".toml", ".json", ".jsonl", ".txt", ".sh", ".qss", ".ini", ".cfg", ".mako", ".lock", ".csv", "")

# A hash chain and a signature show that something was changed; they cannot keep anyone from changing it.
PROMISES = tuple("".join(letters) for letters in (("不可", "篡改"), ("防", "篡改"), ("区块", "链")))


def _text(path) -> str:  # type: ignore[no-untyped-def]
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_nothing_promises_what_a_hash_chain_cannot_do() -> None:
    bad = [
        f"{named(path)}: {word}"
        for path in files("consult_desk", "ui", "resources", "docs", "news", suffixes=TEXT)
        for word in PROMISES
        if word in _text(path)
    ]
    assert not bad, f"say 可核验 / 完整性校验 instead: {bad}"


def test_the_search_finds_the_words() -> None:
    assert all(len(word) in (3, 4) for word in PROMISES)
    assert PROMISES[0] in f"本系统{PROMISES[0]}。"


ELSEWHERE = re.compile(r"(?<![\w.\-/~*])/(?:work|root|opt/pypi)(?:/|\b(?![\w-]))|\.\./sha" + r"red")
REGISTRY = re.compile(r"https?://[\w.]*(?:pypi|pythonhosted|npmjs|aliyun|tsinghua)", re.IGNORECASE)


def test_nothing_names_a_place_of_one_machine() -> None:
    bad = []
    for path in files(suffixes=TEXT):
        if path.name == "test_words.py" or path.is_relative_to(ROOT / "resources" / "fonts"):
            continue
        for number, line in enumerate(_text(path).splitlines(), 1):
            if ELSEWHERE.search(line) or REGISTRY.search(line):
                bad.append(f"{named(path)}:{number} {line.strip()[:80]}")
    assert not bad, f"these exist on one machine only: {bad}"


def test_the_search_finds_such_places() -> None:
    for bad in ("see /wo" + "rk/main", "'/ro" + "ot/x'", "in ../sha" + "red/TECH.md"):
        assert ELSEWHERE.search(bad), bad
    for good in ("docs/work/x", "the framework/part", "https://example.org/work/x", "/usr/share"):
        assert not ELSEWHERE.search(good), good
