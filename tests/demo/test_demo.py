"""The main job from two rosters to every paper of a matter, over an earlier demo, and never over somebody's files."""

from pathlib import Path

import pytest

from consult_desk.base.errors import Trouble
from consult_desk.demo import PAPERS, show
from consult_desk.documents.paper import PAPERS as PAPERS_OF_ALL_KINDS


def test_the_demo_shows_six_steps_and_every_paper_of_the_matter_and_every_verdict_is_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "demo-output"
    out.mkdir()
    for name in (".consult-desk-demo", "上次的.pdf"):  # what an earlier demo left is made anew
        (out / name).write_bytes(b"")
    assert show(out, window=False) == 0
    first = capsys.readouterr().out
    assert not (out / "上次的.pdf").exists() and "全部完好" in first
    for title in ("村党组织提议", "商议", "党员大会审议", "村民代表会议决议", "决议公开", "实施结果公开"):
        assert title in first
    assert "应到 45 人，需 30 人，实到 41 人" in first
    assert "16 个签名，全部 Signature is Valid" in first and "30 份 PDF，30 份没有语法错误" in first
    assert first.count("原件一致") == 29 and first.count("已被更正") == 1
    assert "实到 29 人，还差 1 人" in first
    assert "村民委员会组织法（2018" in first and "村民委员会组织法（2025修正）" in first
    names = sorted(path.name for path in (out / PAPERS).iterdir())
    assert len(names) == 31
    titles = {name[3:].split(" ")[0].removesuffix(".pdf") for name in names}
    assert titles >= {kind.title.split(" ")[0] for kind in PAPERS_OF_ALL_KINDS}, "every kind there is comes from one matter"


def test_the_demo_leaves_a_folder_that_is_not_its_own_alone(tmp_path: Path) -> None:
    (tmp_path / "账本.txt").write_text("别动")
    with pytest.raises(Trouble, match="不会动它"):
        show(tmp_path, window=False)
    assert (tmp_path / "账本.txt").read_text() == "别动"
