"""The package is described once, locked with hashes, and every dependency is accounted for."""

import re
import sys
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

import pytest

from tests.house.tree import ROOT, files, imports, parsed, python_files

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")

# What a distribution is called when it is imported.
IMPORTED_AS = {
    "pyside6-essentials": "PySide6.QtWidgets",
    "pyside6-pdf": "PySide6.QtPdf",
    "python-docx": "docx",
    "python-calamine": "python_calamine",
    "python-pkcs11": "pkcs11",
    "pillow": "PIL",
    "zxing-cpp": "zxingcpp",
    "pyhanko-certvalidator": "pyhanko_certvalidator",
}


@cache
def project() -> dict[str, Any]:
    """The [project] table of pyproject.toml."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(described["project"])


def distribution(requirement: str) -> str:
    """The name in a requirement, as package indexes compare them."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def direct() -> list[str]:
    """Every direct dependency, for running and for developing."""
    return [distribution(r) for r in [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]]


def test_every_direct_dependency_is_explained_in_a_decision() -> None:
    decisions = "\n".join(path.read_text(encoding="utf-8") for path in files("docs/decisions", suffixes=(".md",)))
    explained = {distribution(name) for name in re.findall(r"`([A-Za-z0-9._-]+)(?:\[\w+\])?`", decisions)}
    missing = sorted(set(direct()) - explained)
    assert not missing, f"say in docs/decisions why we need, with licence and alternatives: {missing}"


def test_every_dependency_of_the_program_is_imported_by_it() -> None:
    used = {module.lower() + "." for path in python_files("consult_desk", "ui") for module, _ in imports(parsed(path))}
    unused = [
        name
        for name in map(distribution, project()["dependencies"])
        if not any(module.startswith(IMPORTED_AS.get(name, name).lower() + ".") for module in used)
    ]
    assert not unused, f"take these out of pyproject.toml: {unused}"


def test_everything_the_program_imports_is_a_direct_dependency() -> None:
    ours = {"consult_desk", "ui", *sys.stdlib_module_names}
    named = {IMPORTED_AS.get(name, name).split(".")[0].lower() for name in map(distribution, project()["dependencies"])}
    strangers = {
        module.split(".")[0]
        for path in python_files("consult_desk", "ui")
        for module, _ in imports(parsed(path))
        if module.split(".")[0] not in ours
    }
    missing = sorted(name for name in strangers if name.lower() not in named)
    assert not missing, f"name these in pyproject.toml, they came only because something else needs them: {missing}"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, f"no hash: {entry[:80]}"
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text), "a lock names no host"


def test_the_locks_hold_every_direct_dependency() -> None:
    locked = {
        name: set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in LOCKS
    }
    runtime = {distribution(r) for r in project()["dependencies"]}
    assert runtime <= locked["requirements.lock"]
    assert set(direct()) <= locked["requirements-dev.lock"]
    assert locked["requirements.lock"] <= locked["requirements-dev.lock"]
    assert "hatchling" in locked["requirements-build.lock"]


def test_nothing_installed_with_the_program_is_agpl() -> None:
    names = re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    licences = {}
    for name in names:
        try:
            described = metadata(name)
        except PackageNotFoundError:  # only on another platform
            continue
        words = [described.get("License-Expression"), described.get("License"), *described.get_all("Classifier", [])]
        licences[name] = " ".join(word for word in words if word)
    assert len(licences) > 10
    bad = sorted(name for name, words in licences.items() if re.search(r"AGPL|Affero", words))
    assert not bad, f"their licence reaches further than ours allows: {bad}"


def test_both_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)
        assert f"make {command}" in readme


NEWS = re.compile(r"\d+(\.[a-z-]+)?\.(rule|feature|fix|security)(\.\d+)?\.md")


def test_news_is_told_one_fragment_at_a_time() -> None:
    fragments = list(files("news"))
    assert fragments
    for path in fragments:
        assert NEWS.fullmatch(path.name), f"{path.name}: name it NUMBER[.area].rule|feature|fix|security.md"
        text = path.read_text(encoding="utf-8").strip()
        assert 20 <= len(text) <= 1000, f"{path.name} is {len(text)} characters long"
        assert re.search(r"[\u4e00-\u9fff]", text), f"{path.name} is not in the words of those who use the program"
        if ".rule." in path.name:
            assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", text), f"{path.name} says no date"
