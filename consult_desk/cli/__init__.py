"""The same core without a window: every action and view by name, rules, rosters, verification, the practice village."""

from consult_desk.cli.main import main

__all__ = ["main"]
