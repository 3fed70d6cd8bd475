"""The habits of the house that no linter knows: names, lengths, docstrings, atomic writing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, imports, named, parsed, public_definitions, python_files

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services",
                   "handler", "handlers", "controller", "controllers", "misc"}  # fmt: skip

# Files may be written only through base/files.py, which leaves the old one or the new one, never half of one.
# An entry here says why a file may write all the same.
MAY_WRITE = {
    "consult_desk/base/files.py": "it is the atomic writer itself",
}


def test_no_file_is_named_after_nothing() -> None:
    bad = [
        named(path)
        for path in python_files()
        if FORBIDDEN_NAMES & {word for part in path.relative_to(ROOT).with_suffix("").parts for word in part.split("_")}
    ]
    assert not bad, f"name these after what they do: {bad}"


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    bad = []
    for path in python_files():
        doc = ast.get_docstring(parsed(path))
        if not doc or not doc.splitlines()[0].strip():
            bad.append(named(path))
    assert not bad, f"no module docstring: {bad}"


def test_no_file_is_longer_than_a_person_reads() -> None:
    bad = []
    for path in python_files():
        if "migrations/versions/" in named(path):  # written by Alembic, checked against the models, never edited
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        limit = 250 if named(path).startswith("ui/pages/") else 400
        if lines > limit:
            bad.append(f"{named(path)}: {lines} lines, at most {limit}")
    assert not bad, f"split these: {bad}"


def test_every_public_function_and_class_of_the_core_has_a_docstring() -> None:
    bad = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in python_files("consult_desk")
        if "/versions/" not in named(path)
        for node in public_definitions(parsed(path))
        if not ast.get_docstring(node)
    ]
    assert not bad, f"no docstring: {bad}"


def _writes(tree: ast.Module) -> Iterator[int]:
    """Lines on which a file is written: open() for writing, write_bytes, write_text."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in {"write_bytes", "write_text"}:
            yield node.lineno
        is_open = isinstance(called, ast.Name) and called.id == "open"
        is_path_open = isinstance(called, ast.Attribute) and called.attr == "open"
        if is_open or is_path_open:
            places = node.args[1:] if is_open else node.args
            words = [*places, *(k.value for k in node.keywords if k.arg == "mode")]
            modes = [w.value for w in words if isinstance(w, ast.Constant) and isinstance(w.value, str)]
            if any(re.fullmatch(r"[rwaxbt+]{1,4}", mode) and set(mode) & set("wax+") for mode in modes):
                yield node.lineno


def test_files_are_written_atomically() -> None:
    bad = [
        f"{named(path)}:{line}"
        for path in python_files("consult_desk", "ui")
        if named(path) not in MAY_WRITE
        for line in _writes(parsed(path))
    ]
    assert not bad, f"write through base/files.py, or say in MAY_WRITE why not: {bad}"


def test_the_search_for_writing_finds_it() -> None:
    for text in ("open('a', 'w')", "open('a', mode='xb')", "p.open('a')", "p.write_bytes(b'')", "p.write_text('')"):
        assert list(_writes(ast.parse(text))) == [1], text
    for text in ("open('a')", "open('a', 'rb')", "p.open()", "p.read_bytes()"):
        assert list(_writes(ast.parse(text))) == [], text


def test_every_permission_to_write_is_still_needed() -> None:
    for name in MAY_WRITE:
        path = ROOT / name
        assert path.is_file(), f"{name} is gone: take it out of MAY_WRITE"


def test_qt_is_known_in_the_window_only() -> None:
    bad = [
        f"{named(path)}:{line}"
        for path in python_files("consult_desk")
        for module, line in imports(parsed(path))
        if module.split(".")[0] in {"PySide6", "shiboken6", "PyQt6", "PyQt5"}
    ]
    assert not bad, f"no Qt below the line: {bad}"


def test_tests_share_one_application() -> None:
    """A test that makes its own leaves the next one on the same worker without a window."""
    bad = [
        f"{named(path)}:{call.lineno}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in {"QCoreApplication", "QGuiApplication", "QApplication"}
    ]
    assert not bad, f"ask pytest-qt for qapp instead: {bad}"


def test_official_text_is_set_by_our_own_setter() -> None:
    """ReportLab's Paragraph starts lines with Chinese punctuation; documents/ has its own line setter."""
    bad = []
    for path in python_files("consult_desk"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name == "Paragraph":
                    bad.append(f"{named(path)}:{node.lineno}")
    assert not bad, f"set the text with the line setter instead: {bad}"


def _spoken(folder: str, parameter: str) -> dict[str, Path]:
    """Functions of a floor that take this first and explain themselves in Chinese: those a user may call by name."""
    found = {}
    for path in python_files(f"consult_desk/{folder}"):
        for node in public_definitions(parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].annotation:
                kind = ast.unparse(node.args.args[0].annotation).split(".")[-1].strip("'\"")
                words = ast.get_docstring(node) or ""
                if kind == parameter and "\u4e00" <= words[:1] <= "\u9fff":
                    found[node.name] = path
    return found


def test_every_action_and_every_view_is_listed() -> None:
    from consult_desk.actions import ACTIONS
    from consult_desk.views.listed import VIEWS

    for folder, parameter, listed in (("actions", "Tx", ACTIONS), ("views", "Look", VIEWS)):
        spoken, names = _spoken(folder, parameter), {verb.__name__ for verb in listed}
        missing = {f"{named(path)}: {name}" for name, path in spoken.items() if name not in names}
        assert not missing, f"name these in {folder}/__init__.py: {missing}"
        assert names <= set(spoken), f"explain these in Chinese, users read it: {names - set(spoken)}"


def test_every_action_and_every_view_is_tested() -> None:
    from consult_desk.actions import ACTIONS
    from consult_desk.views.listed import VIEWS

    tests = "\n".join(path.read_text(encoding="utf-8") for path in python_files("tests") if "house" not in path.parts)
    words = set(re.findall(r"\w+", tests))
    bad = [verb.__name__ for verb in (*ACTIONS, *VIEWS) if verb.__name__ not in words]
    assert not bad, f"no test names these: {bad}"
