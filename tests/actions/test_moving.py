"""The folder moved: copied whole, the old one kept, no half copy left, and what a helper must know of it."""

from datetime import date
from pathlib import Path

import pytest

from consult_desk import actions as act
from consult_desk.base.errors import Cancelled, Trouble
from consult_desk.desk import Desk
from consult_desk.model import store
from consult_desk.sample.guide import Guide
from consult_desk.views.diagnosis import diagnosis
from consult_desk.views.people import village_card
from tests.journeys.hamlet import refused


def test_the_folder_is_copied_whole_and_opens_there(guide: Guide, tmp_path: Path) -> None:
    disk = tmp_path / "移动硬盘 一"
    disk.mkdir()
    (guide.desk.home / "settings.json").write_text("{}")
    (guide.desk.home / "link").symlink_to("/etc")
    folder = Path(guide.desk.do(act.moving.copy_home, str(disk)).result)
    assert folder == disk / guide.desk.home.name and sorted(p.name for p in disk.iterdir()) == [folder.name]
    kept = {p.relative_to(guide.desk.home) for p in (guide.desk.home / "files").rglob("*") if p.is_file()}
    assert kept and kept <= {p.relative_to(folder) for p in folder.rglob("*")} and (folder / "settings.json").exists()
    assert not (folder / "link").exists(), "what a link points at belongs to nobody here"
    there = Desk(folder, now=guide.clock)
    assert there.ask(village_card) == guide.desk.ask(village_card)
    there.close()
    refused(guide, lambda: guide.desk.do(act.moving.copy_home, str(disk)), "folder_taken")


def test_a_place_that_will_not_do_is_refused(guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = act.moving.copy_home
    refused(guide, lambda: guide.desk.do(copy, str(tmp_path / "没插的U盘")), "no_folder")
    refused(guide, lambda: guide.desk.do(copy, str(guide.desk.home)), "same_folder")
    refused(guide, lambda: guide.desk.do(copy, str(guide.desk.home.parent)), "same_folder")
    disk = tmp_path / "small"
    disk.mkdir()
    usage = act.moving.shutil.disk_usage(disk)
    monkeypatch.setattr(act.moving.shutil, "disk_usage", lambda _p: usage._replace(free=1000))
    words = refused(guide, lambda: guide.desk.do(copy, str(disk)), "no_room")[0].words
    assert "只剩 0 MB" in words and not list(disk.iterdir())


def test_a_copy_that_is_stopped_or_fails_is_taken_away(guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stops:
        def step(self, done: int, total: int, words: str) -> None:
            if done == 2:
                raise Cancelled

    disk = tmp_path / "disk"
    disk.mkdir()
    guide.desk.progress = Stops()
    with pytest.raises(Cancelled):
        guide.desk.do(act.moving.copy_home, str(disk))
    assert not list(disk.iterdir())
    guide.desk.progress = type("Goes", (), {"step": lambda self, done, total, words: None})()

    def broken(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "copy_file", broken)
    with pytest.raises(Trouble, match="原来的数据没有变"):
        guide.desk.do(act.moving.copy_home, str(disk))
    assert not list(disk.iterdir())


def test_names_that_cannot_be_printed_are_found(guide: Guide) -> None:
    found = guide.desk.ask(diagnosis)
    assert found.files > 2 and found.size > 100_000 and found.free > 0 and found.database.startswith("SQLite 3.")
    assert found.unprintable == () and found.characters > 20 and 2026 in found.holidays
    act_of = act.people.add_person
    guide.desk.do(act_of, name="李\U0003134a", sex="男", birth=date(1990, 1, 1), household_no="001", group="一组")
    missing = guide.desk.ask(diagnosis).unprintable
    assert [(m.code, m.names) for m in missing] == [("U+3134A", ("李\U0003134a",))]
