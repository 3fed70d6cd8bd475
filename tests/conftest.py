"""What every test stands on: a screen that needs no display, and no byte code left in the tree."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Papers are compared with tests/golden by their looks; after a wanted change, draw the pictures anew and look."""
    parser.addoption("--rewrite-golden", action="store_true", help="draw the pictures in tests/golden anew")
