"""A village's own folder from nothing: made whole beside its place and then moved there, so that half a one never counts."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consult_desk.actions.people import found_village
from consult_desk.actions.rosters import import_roster
from consult_desk.actions.signing import make_identity
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.base.progress import Progress, Silent
from consult_desk.desk import DATABASE, Desk

MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Plan:
    """What is to be made. roster: files to import, () for later; passphrase: of the signing certificate, "" for later.

    signer: the name in that certificate.
    """

    name: str
    township: str
    kind: str
    profile: str
    roster: tuple[Path, ...] = ()
    signer: str = ""
    passphrase: str = ""


@dataclass(frozen=True)
class Founded:
    """What was made: the folder, how many rows were imported, how many were left out."""

    home: Path
    imported: int
    left_out: int


def found_home(
    home: Path, plan: Plan, *, now: Callable[[], datetime], progress: Progress | None = None, who: str = "本机用户"
) -> Founded:
    """Make the village's folder with everything planned, or nothing at all.

    Raises Refused when the folder holds other things or a part of the plan does not fit, Trouble when the disk fails,
    Cancelled where progress does; the folder is then as it was.
    """
    told = progress or Silent()
    _free(home)
    growing = home.with_name(f".{home.name}-founding")  # a name nobody else gives a folder: it is swept first
    shutil.rmtree(growing, ignore_errors=True)
    steps = 2 + len(plan.roster) + bool(plan.passphrase)
    try:
        told.step(0, steps, "正在建立数据文件夹")
        desk = Desk.create(growing, now=now, who=who)
        try:
            imported = left_out = 0
            desk.do(found_village, name=plan.name, township=plan.township, kind=plan.kind, profile=plan.profile)
            for number, path in enumerate(plan.roster, 1):
                told.step(number, steps, f"正在导入名册 {path.name}")
                data = read_limited(path, max_bytes=MOST_BYTES)
                outcome = desk.do(import_roster, data=data, name=path.name).result
                imported, left_out = imported + outcome.applied, left_out + outcome.left_out
            if plan.passphrase:
                told.step(steps - 1, steps, "正在制作签名证书")
                signer = plan.signer or plan.name
                desk.do(make_identity, role="issuer", name=signer, passphrase=plan.passphrase)
            told.step(steps, steps, "正在收尾")
        finally:
            desk.close()
        _move(growing, home)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    return Founded(home, imported, left_out)


def _free(home: Path) -> None:
    if (home / DATABASE).exists():
        raise Refused(Obstacle(f"文件夹 {home} 里已经有议事台的数据", "请直接打开它，或者另选一个空文件夹", code="village_exists"))
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refused(Obstacle(f"文件夹 {home} 里已经有别的文件", "请另选一个空文件夹，以免混在一起", code="not_empty"))


def _move(growing: Path, home: Path) -> None:
    try:
        if home.exists():
            home.rmdir()
        growing.rename(home)
    except OSError as error:
        raise Trouble(f"不能在 {home} 建立数据文件夹（{error.strerror}）。请检查磁盘空间和权限，或换一个位置。") from error
