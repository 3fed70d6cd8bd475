"""The window speaks through one catalogue: every sentence of ours can be said in English, and nothing there is dead."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from tests.house.tree import ROOT, files, named, parsed, python_files

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
ENGLISH = ROOT / "resources" / "locale" / "en"
TYPED = "typed"  # marks what a person may type: the same in every language
SAYING = ("tr", "later", TYPED)
# Each language is named in its own words, whatever language is spoken.
NOT_SPOKEN = {("ui/words.py", "中文")}


@dataclass(frozen=True)
class Said:
    """A sentence in the source: where, its words, and the values it is given (None where they cannot be read off)."""

    where: str
    words: str
    values: frozenset[str] | None


def placeholders(sentence: str) -> frozenset[str]:
    """The {names} in a sentence."""
    return frozenset(name for _text, name, _form, _conversion in Formatter().parse(sentence) if name is not None)


def _docstrings(tree: ast.AST) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def sentences(tree: ast.AST, name: str) -> tuple[list[Said], list[str]]:
    """What a module says through the catalogue, and the Chinese it says past it, by line."""
    said, past, known = [], [], _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                known.add(id(first))
                if node.func.id == TYPED:
                    continue
                plain = node.func.id == "tr" and all(k.arg is not None for k in node.keywords)
                values = frozenset(k.arg for k in node.keywords if k.arg) if plain else None
                said.append(Said(f"{name}:{node.lineno}", first.value, values))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known:
            if HAN.search(node.value) and (name, node.value) not in NOT_SPOKEN:
                past.append(f"{name}:{node.lineno} {node.value[:30]}")
    return said, past


def from_tour() -> Iterator[Said]:
    """What the tour says: its words are data, and go through tr() too."""
    path = ROOT / "resources" / "help" / "tour.json"
    for number, step in enumerate(json.loads(path.read_text(encoding="utf-8")) if path.exists() else ()):
        for key in ("title", "words", "do"):
            if step.get(key):
                yield Said(f"{named(path)} step {number + 1}", step[key], None)


@cache
def window() -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """What the whole window says, and what it says past the catalogue."""
    said, past = [], []
    for path in python_files("ui"):
        more, beside = sentences(parsed(path), named(path))
        said += more
        past += beside
    return (*said, *from_tour()), tuple(past)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every file of the English catalogue by its name."""
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(ENGLISH.glob("*.json"))}


def test_every_chinese_sentence_of_the_window_goes_through_the_catalogue() -> None:
    past = window()[1]
    assert not past, "say these with tr() or mark them with later():\n" + "\n".join(past)


def test_every_sentence_has_its_english() -> None:
    known = {key for part in catalogue().values() for key in part}
    missing: dict[str, set[str]] = {}
    for one in window()[0]:
        if HAN.search(one.words) and one.words not in known:
            missing.setdefault(one.where.split(":")[0], set()).add(one.words)
    told = "\n".join(f"{where}\n    " + "\n    ".join(sorted(words)) for where, words in sorted(missing.items()))
    assert not missing, f"no English in resources/locale/en/*.json:\n{told}"


def test_a_sentence_stands_in_one_file_only() -> None:
    where: dict[str, list[str]] = {}
    for name, part in catalogue().items():
        for key in part:
            where.setdefault(key, []).append(name)
    twice = {key: names for key, names in where.items() if len(names) > 1}
    assert not twice, f"keep one of each: {twice}"
    repeated = [
        f"{path.name}: {key}"
        for path in sorted(ENGLISH.glob("*.json"))
        for key in _repeated_keys(path)
    ]
    assert not repeated, f"written twice in one file, the second wins: {repeated}"


def _repeated_keys(path: Path) -> list[str]:
    seen: set[str] = set()
    twice: list[str] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        for key, _value in items:
            if key in seen:
                twice.append(key)
            seen.add(key)
        return dict(items)

    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=pairs)
    return twice


def test_no_english_is_dead() -> None:
    spoken = {one.words for one in window()[0]}
    dead = [f"{name}: {key}" for name, part in catalogue().items() if name != "terms.json" for key in part if key not in spoken]
    assert not dead, "nothing says these any more:\n" + "\n".join(dead)


def test_every_term_is_a_word_of_the_core() -> None:
    texts = [p.read_text(encoding="utf-8") for p in files("consult_desk", "resources/profiles", suffixes=(".py", ".toml"))]
    core = "\n".join(texts)
    strange = [key for key in catalogue().get("terms.json", {}) if key not in core]
    assert not strange, f"the core never says these: {strange}"


def test_the_english_fills_in_the_same_values_and_is_english() -> None:
    wrong = []
    for name, part in catalogue().items():
        for key, english in part.items():
            if placeholders(key) != placeholders(english):
                wrong.append(f"{name}: {key}: {sorted(placeholders(key))} but {sorted(placeholders(english))}")
            if HAN.search(english):
                wrong.append(f"{name}: {key}: Chinese in the English")
            if not english.strip() and key.strip():
                wrong.append(f"{name}: {key}: empty")
    assert not wrong, "\n".join(wrong)


def test_every_sentence_is_given_the_values_it_asks_for() -> None:
    wrong = [
        f"{one.where} {one.words[:30]}: asks {sorted(placeholders(one.words))}, gets {sorted(one.values)}"
        for one in window()[0]
        if one.values is not None and placeholders(one.words) != one.values
    ]
    assert not wrong, "\n".join(wrong)


def test_the_search_finds_what_it_looks_for() -> None:
    source = (
        '"""模块"""\nA = later("甲")\nB = "乙"\ndef f(n):\n    """说明"""\n'
        '    x = f"丙{n}"\n    return tr("丁{n}", n=1) + tr(A)\n'
    )
    said, past = sentences(ast.parse(source), "ui/x.py")
    assert [one.words for one in said] == ["甲", "丁{n}"]
    assert past == ["ui/x.py:3 乙", "ui/x.py:6 丙"]
    assert placeholders("共 {n} 件，{words}") == {"n", "words"}
    assert said[1].values == {"n"}
