"""Files written whole or not at all, and read with a limit, with failures said in plain Chinese."""

import errno
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from consult_desk.base.errors import Refused, Trouble

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
# Windows gives no handle on a folder to sync; NTFS journals the rename itself.
_FOLDERS_SYNC = os.name != "nt"
_FORBIDDEN = {errno.EACCES, errno.EPERM}


def sha256(data: bytes) -> str:
    """SHA-256 of the bytes as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that any failure or power cut leaves the old file or the new one, whole.

    The new file is readable by its owner only (0600). Raises Trouble naming the place (disk full, no
    permission, folder gone, drive damaged); the old content is then untouched, no half-written file stays.
    """
    path = Path(path)
    # A short name of its own: a Chinese file name near the limit of 255 bytes leaves no room for a suffix.
    half = path.parent / f".tmp-{secrets.token_hex(8)}"
    try:
        _write_durably(half, data)
        os.replace(half, path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise Trouble(_saving_failed(path, error)) from error
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def read_limited(path: Path, *, max_bytes: int) -> bytes:
    """The whole content of a file a person has chosen.

    Raises Trouble when it cannot be read, Refused when it is no plain file or larger than `max_bytes`.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            raise Refused(f"“{path}”不是一个文件，请选择文件本身")
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise Trouble(f"找不到文件“{path}”。请核对文件名和所在文件夹，U盘上的文件请先插好U盘。") from error
    except OSError as error:
        words = f"文件“{path}”打不开：它所在的磁盘{_cause(error)}。请关闭正在使用它的程序，或复制一份再试。"
        raise Trouble(words) from error
    except ValueError as error:  # a NUL in the name
        raise Trouble("文件名里有不能使用的字符，请改名后再试。") from error
    if len(data) > max_bytes:
        raise Refused(f"文件“{path.name}”超过 {max_bytes // 1_000_000} MB，太大了，可能选错了文件")
    return data


def _write_durably(path: Path, data: bytes) -> None:
    binary = getattr(os, "O_BINARY", 0)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if not _FOLDERS_SYNC:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _saving_failed(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        advice = "请删除不用的大文件，或换一个有空间的磁盘，然后再保存一次"
    elif error.errno in _FORBIDDEN:
        advice = "请换一个文件夹，或请管电脑的人开通写入权限"
    elif error.errno == errno.EROFS:
        advice = "请打开U盘的写保护开关，或换一个磁盘"
    elif error.errno == errno.ENOENT:
        advice = "请把U盘插好，或核对文件夹是否改了名，然后再保存一次"
    else:
        advice = "请换一个磁盘保存，并尽快备份这个磁盘上的资料"
    return f"没有保存成功：“{path}”所在的磁盘{_cause(error)}。原来的文件没有被改动；{advice}。"


def _cause(error: OSError) -> str:
    if error.errno in _FULL:
        return "空间已满"
    if error.errno in _FORBIDDEN:
        return "不允许本程序使用这个位置"
    if error.errno == errno.EROFS:
        return "是只读的"
    if error.errno == errno.ENOENT:
        return "上找不到这个文件夹"
    if error.errno == errno.EISDIR:
        return "上同名的是一个文件夹"
    if error.errno == errno.EIO:
        return "读写出错，可能已经损坏"
    return f"出了问题（错误号 {error.errno}）"
