"""Settings survive what people and disks do to their file."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult_desk.base.errors import Refused
from consult_desk.base.settings import FILE_NAME, Settings, described, load_settings, save_settings

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda more: st.lists(more, max_size=3)
)


def test_every_setting_is_described_and_its_default_acceptable() -> None:
    assert [one.name for one in described()] == list(asdict(Settings()))
    for one in described():
        assert one.title and one.help.endswith("。") and one.accepts(one.default)
        assert (one.kind == "choice") == bool(one.choices)
        assert (one.kind in ("number", "size")) == (one.high > one.low)
        assert one.group


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    mine = replace(Settings(), operator="龚䶮", font_px=24, look="dark", show_id_numbers=True)
    save_settings(tmp_path, mine)
    assert load_settings(tmp_path) == mine


def test_a_file_of_an_earlier_program_still_counts(tmp_path: Path) -> None:
    old = {"operator": "周明德", "font_px": 17, "look": "dark", "language": "en", "show_id_numbers": True}
    (tmp_path / FILE_NAME).write_text(json.dumps(old))
    loaded = asdict(load_settings(tmp_path))
    assert {name: loaded[name] for name in old} == old and loaded["backup_folder"] == ""
    save_settings(tmp_path, replace(load_settings(tmp_path), backup_folder="/media/" + "盘" * 300))
    assert load_settings(tmp_path).backup_folder.startswith("/media/") and load_settings(tmp_path).font_px == 17


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 50_000, b'{"font_px": 20' + b" " * 70_000 + b"}"],
    ids=["empty", "torn", "list", "null", "not-utf8", "deep", "oversized"],
)
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("font_px", True),
        ("font_px", "20"),
        ("font_px", 20.0),
        ("font_px", 11),
        ("font_px", 33),
        ("look", "purple"),
        ("show_id_numbers", 1),
        ("operator", "名" * 201),
        ("operator", "a\nb"),
        ("operator", None),
        ("backup_folder", "盘" * 1001),
        ("printer", "a\0b"),
    ],
)
def test_one_wrong_value_costs_only_itself(tmp_path: Path, name: str, value: Any) -> None:
    good: dict[str, Any] = {"operator": "周明德", "font_px": 20, "look": "dark", "show_id_numbers": True}
    (tmp_path / FILE_NAME).write_text(json.dumps(good | {name: value, "unknown": 1}))
    loaded = asdict(load_settings(tmp_path))
    assert loaded[name] == asdict(Settings())[name]
    others = asdict(Settings()) | good
    assert {k: v for k, v in loaded.items() if k != name} == {k: v for k, v in others.items() if k != name}
    with pytest.raises(Refused, match="的值不能用"):
        save_settings(tmp_path, replace(Settings(), **{name: value}))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from([o.name for o in described()]), ANY_JSON))
def test_no_content_yields_an_unacceptable_setting(
    tmp_path_factory: pytest.TempPathFactory, kept: dict[str, Any]
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / FILE_NAME).write_text(json.dumps(kept))
    loaded = asdict(load_settings(home))
    assert all(one.accepts(loaded[one.name]) for one in described())
