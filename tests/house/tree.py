"""Where the files of this project are, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_NOT_OURS = {
    ".git",
    ".venv",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    "__pycache__",
    "build",
    "demo-output",
    "dist",
    "htmlcov",
    "screenshots",
}


def files(*folders: str, suffixes: tuple[str, ...] = ()) -> Iterator[Path]:
    """Every file of ours below the folders (or the whole tree), of these suffixes only where any are given."""
    for folder in folders or (".",):
        for path in sorted((ROOT / folder).rglob("*")):
            inside = path.relative_to(ROOT)
            if _NOT_OURS.isdisjoint(inside.parts) and path.is_file():
                if not suffixes or path.suffix in suffixes:
                    yield path


def python_files(*folders: str) -> list[Path]:
    """Every Python file of ours below the folders (all that hold Python, where none is named)."""
    return list(files(*(folders or ("consult_desk", "ui", "tests", "packaging")), suffixes=(".py",)))


def named(path: Path) -> str:
    """The path as a person would write it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file, read once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module a syntax tree imports, with its line; relative imports are left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions and classes at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.name.startswith("_"):
                yield node
