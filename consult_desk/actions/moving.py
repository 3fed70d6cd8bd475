"""The village's folder copied whole to another place, to go on there; the old one stays as it is."""

import shutil
from contextlib import suppress
from pathlib import Path

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import write_atomic
from consult_desk.desk import DATABASE, Tx
from consult_desk.model import store

ASIDE = (".tmp-", f"{DATABASE}-journal", f"{DATABASE}-wal", f"{DATABASE}-shm")


def copy_home(tx: Tx, parent: str) -> str:
    """把全部数据复制到另一个文件夹里，原来的留着不动。Returns the folder to open from now on.

    parent: the folder in which one of the same name is made. Raises Refused when there is one already, when it lies
    inside the village's own folder, or there is not enough room; Trouble when the disk fails. A copy that was not
    finished, or stopped, is taken away again.
    """
    source, above = tx.home.resolve(), Path(parent).expanduser()
    if not above.is_dir():
        raise Refused(Obstacle(f"找不到文件夹“{above}”", "U盘请先插好，再选一次", code="no_folder"))
    target = above.resolve() / source.name
    if target == source or source in target.parents:
        raise Refused(Obstacle("选的就是现在的数据文件夹，或者在它里面", "请选别的地方，例如另一块硬盘", code="same_folder"))
    if target.exists():
        raise Refused(Obstacle(f"“{target}”已经有了", "请换一个文件夹，程序不会盖掉已有的东西", code="folder_taken"))
    inside = [p for p in sorted(source.rglob("*")) if p.is_file() and not p.is_symlink() and p.name != DATABASE]
    files = [path for path in inside if not path.name.startswith(ASIDE)]
    needed = sum(path.stat().st_size for path in files) + (source / DATABASE).stat().st_size
    free = shutil.disk_usage(above).free
    if free < needed + 20_000_000:
        words = f"“{above}”只剩 {free // 1_000_000} MB，数据有 {needed // 1_000_000 + 1} MB，放不下"
        raise Refused(Obstacle(words, "请清理出空间，或换一块磁盘", code="no_room"))
    tx.note("copy_home/folder", "village", {"from": str(source), "to": str(target), "bytes": needed})
    growing = target.with_name(f".{source.name}-copying")
    try:
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(mode=0o700)
        for number, path in enumerate(files):
            tx.progress.step(number, len(files) + 1, f"正在复制 {number}/{len(files)}")
            place = growing / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(place, path.read_bytes())
        tx.progress.step(len(files), len(files) + 1, "正在复制记录")
        store.copy_file(source / DATABASE, growing / DATABASE)
        growing.rename(target)
    except OSError as error:
        _take_away(growing)
        raise Trouble(f"没有复制成（{error.strerror}），原来的数据没有变。请检查那块磁盘，或换一个地方。") from error
    except BaseException:
        _take_away(growing)
        raise
    return str(target)


def _take_away(folder: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(folder)
