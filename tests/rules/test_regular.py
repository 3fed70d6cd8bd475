"""The meetings the law asks for regularly: what is wrong in their file is said, never guessed."""

from datetime import date
from pathlib import Path

import pytest

from consult_desk.base.errors import Refused
from consult_desk.rules.regular import regular_on

ENTRY = """
[[meeting]]
kinds = ["village"]
body = "rep_meeting"
title = "村民代表会议"
[[meeting.value]]
since = 2010-10-28
every = "{every}"
reference = "第二十五条"
"""


def test_what_is_in_force_on_the_day_is_found(tmp_path: Path) -> None:
    (tmp_path / "regular.toml").write_text(ENTRY.format(every="quarter"), encoding="utf-8")
    (found,) = regular_on(tmp_path, "village", date(2026, 3, 5))
    assert found.period(date(2026, 12, 31)) == (date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度")
    assert regular_on(tmp_path, "village", date(2010, 10, 27)) == ()
    assert regular_on(tmp_path, "community", date(2026, 3, 5)) == ()


@pytest.mark.parametrize("text", [ENTRY.format(every="month"), "[[meeting]]\nkinds = 3", "= broken", "x = 1"])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "regular.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"regular\.toml"):
        regular_on(tmp_path, "village", date(2026, 3, 5))


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="读不出来"):
        regular_on(tmp_path / "nowhere", "village", date(2026, 3, 5))
