"""The fixtures of the hamlet, for the folders that import them: built once per run, copied for each test."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from consult_desk.sample.guide import Guide
from tests.journeys import hamlet


@cache
def _built(folder: Path) -> Path:
    hamlet.build(folder / "hamlet")
    return folder / "hamlet"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the hamlet; copy it, never change it."""
    return _built(tmp_path_factory.getbasetemp())


@pytest.fixture
def guide(template: Path, tmp_path: Path) -> Iterator[Guide]:
    """A desk of one's own in the hamlet on 2026-03-02."""
    found = hamlet.opened(template, tmp_path / "home")
    yield found
    found.desk.close()
