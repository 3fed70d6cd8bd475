"""The main job from two rosters to two signed notices, twice into the same folder, and never over somebody's files."""

from pathlib import Path

import pytest

from consult_desk.base.errors import Trouble
from consult_desk.demo import NAMES, show


def test_the_demo_shows_six_steps_and_every_verdict_is_good_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "demo-output"
    assert show(out, window=False) == 0
    first = capsys.readouterr().out
    for title in ("村党组织提议", "商议", "党员大会审议", "村民代表会议决议", "决议公开", "实施结果公开"):
        assert title in first
    assert "应到 45 人，需 30 人，实到 41 人" in first
    assert first.count("2 个签名，Signature is Valid") == 2
    assert first.count("No syntax or stream encoding errors found") == 2
    assert first.count("原件一致") == 4
    assert "实到 29 人，还差 1 人" in first
    assert "村民委员会组织法（2018" in first and "村民委员会组织法（2025修正）" in first
    files = {path.name for path in out.iterdir()}
    assert set(NAMES.values()) <= files
    assert show(out, window=False) == 0
    assert "全部完好" in capsys.readouterr().out


def test_the_demo_leaves_a_folder_that_is_not_its_own_alone(tmp_path: Path) -> None:
    (tmp_path / "账本.txt").write_text("别动")
    with pytest.raises(Trouble, match="不会动它"):
        show(tmp_path, window=False)
    assert (tmp_path / "账本.txt").read_text() == "别动"
