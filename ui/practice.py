"""The practice village on this computer: made when first wanted, thrown away by deleting its folder."""

import shutil
from pathlib import Path

from consult_desk.base import places


def practice_home() -> Path:
    """Where the practice village lies, beside the real village's folder and never in it."""
    home = places.default_home()
    return home.with_name(f"{home.name}-practice")


def make_practice(folder: Path) -> Path:
    """The folder of the practice village, made if it is not there yet; half-made ones never count.

    Raises Trouble when the disk is full or the folder cannot be written.
    """
    from consult_desk.desk import DATABASE
    from consult_desk.sample import build_sample

    if not (folder / DATABASE).exists():
        growing = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(growing, ignore_errors=True)
        growing.parent.mkdir(parents=True, exist_ok=True)
        build_sample(growing)
        growing.rename(folder)
    return folder
