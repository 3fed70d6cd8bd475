"""A file is written whole or not at all, whatever the disk does."""

import errno
import os
import resource as limits
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import read_limited, sha256, write_atomic


def test_new_content_replaces_the_old_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / f"{'公' * 80}.pdf"
    write_atomic(path, b"old")
    write_atomic(path, b"new" * 1_000_000)
    assert path.read_bytes() == b"new" * 1_000_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def small_files_only() -> Iterator[None]:
    before = limits.getrlimit(limits.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits.setrlimit(limits.RLIMIT_FSIZE, (4096, before[1]))
    yield
    limits.setrlimit(limits.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_the_old_file_and_says_what_to_do(tmp_path: Path, small_files_only: None) -> None:
    path = tmp_path / "会议记录.docx"
    write_atomic(path, b"old")
    with pytest.raises(Trouble) as trouble:
        write_atomic(path, b"x" * 100_000)
    assert str(path) in trouble.value.words
    assert "空间已满" in trouble.value.words
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "open"])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "空间已满"),
        (errno.EDQUOT, "空间已满"),
        (errno.EIO, "可能已经损坏"),
        (errno.EROFS, "写保护"),
        (errno.EACCES, "写入权限"),
        (errno.ENXIO, "错误号"),
    ],
)
def test_any_failing_call_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    path = tmp_path / "a.pdf"
    write_atomic(path, b"old")

    def fail(*_: object, **__: object) -> int:
        raise OSError(number, "simulated")

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(Trouble) as trouble:
            write_atomic(path, b"new")
    assert words in trouble.value.words
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = os.write
    with monkeypatch.context() as slow:
        slow.setattr(os, "write", lambda handle, data: honest(handle, bytes(data[:3])))
        write_atomic(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_an_interruption_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_atomic(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_take_a_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到这个文件夹"):
        write_atomic(tmp_path / "gone" / "a", b"")
    (tmp_path / "dir").mkdir()
    with pytest.raises(Trouble, match="是一个文件夹"):
        write_atomic(tmp_path / "dir", b"")
    assert [p.name for p in tmp_path.iterdir()] == ["dir"]


def test_folders_are_not_synced_where_the_system_has_no_such_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    honest = os.open

    def watch(path: str, flags: int, *mode: int) -> int:
        opened.append(Path(path))
        return honest(path, flags, *mode)

    path = tmp_path / "a"
    with monkeypatch.context() as windows:
        windows.setattr("consult_desk.base.files._FOLDERS_SYNC", False)
        windows.setattr(os, "open", watch)
        write_atomic(path, b"x")
    assert tmp_path not in opened
    assert path.read_bytes() == b"x"


def test_reading_is_limited_and_speaks_plainly(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"x" * 10)
    assert read_limited(path, max_bytes=10) == b"x" * 10
    with pytest.raises(Refused, match="太大了"):
        read_limited(path, max_bytes=9)
    with pytest.raises(Refused, match="不是一个文件"):
        read_limited(tmp_path, max_bytes=9)
    with pytest.raises(Trouble, match="找不到文件"):
        read_limited(tmp_path / "无", max_bytes=9)
    with pytest.raises(Trouble, match="不能使用的字符"):
        read_limited(tmp_path / "a\0b", max_bytes=9)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")

    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, "simulated")

    with monkeypatch.context() as closed:
        closed.setattr(Path, "open", forbidden)
        with pytest.raises(Trouble, match=r"打不开.*不允许"):
            read_limited(path, max_bytes=9)
    assert path.read_bytes() == b"x"
