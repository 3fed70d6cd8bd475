"""The practice village on this computer: made when first wanted, thrown away as often as one likes."""

import shutil
from pathlib import Path

from consult_desk.base import places
from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.progress import Progress, Silent
from ui.words import tr

STAGES = 4  # how often the builder tells that a part of the story is done


def practice_home() -> Path:
    """Where the practice village lies, beside the real village's folder and never in it."""
    home = places.default_home()
    return home.with_name(f"{home.name}-practice")


def has_practice(folder: Path) -> bool:
    """Whether a practice village was made there."""
    return (folder / "desk.db").exists()


def make_practice(folder: Path, progress: Progress | None = None) -> Path:
    """The folder of the practice village, made if it is not there yet; half-made ones never count.

    Raises Trouble when the disk is full or the folder cannot be written, Cancelled where progress does.
    """
    from consult_desk.sample import build_sample

    if not has_practice(folder):
        told, done = progress or Silent(), 0

        def say(words: str) -> None:
            nonlocal done
            done += 1
            told.step(min(done, STAGES), STAGES, tr("正在准备练习村：{words}", words=words))

        growing = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(growing, ignore_errors=True)
        growing.parent.mkdir(parents=True, exist_ok=True)
        try:
            told.step(0, STAGES, tr("正在准备练习村，第一次要等一会儿…"))
            build_sample(growing, say=say)
            growing.rename(folder)
        except BaseException:
            shutil.rmtree(growing, ignore_errors=True)
            raise
    return folder


def throw_away(folder: Path) -> None:
    """Delete a practice village with everything in it; nothing else is ever deleted here.

    The folder must not be open any more. Raises Refused for a village that is no practice, Trouble when the folder
    cannot be deleted.
    """
    from consult_desk.desk import Desk
    from consult_desk.views.people import village_card

    if has_practice(folder):
        desk = Desk(folder)
        try:
            practice = desk.ask(village_card).practice
        finally:
            desk.close()
        if not practice:
            raise Refused(tr("文件夹 {folder} 里是真实的村，不是练习村，不能扔掉", folder=folder))
    doomed = folder.with_name(f"{folder.name}.old")
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        if folder.exists():
            folder.rename(doomed)
            shutil.rmtree(doomed)
    except OSError as error:
        raise Trouble(
            tr("练习村没有扔掉（{why}）。请关掉正在使用它的程序，再试一次。", why=error.strerror)
        ) from error
