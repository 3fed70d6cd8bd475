"""Where things lie at run time: the only code that knows checkout, wheel and frozen paths."""

import os
import sys
from pathlib import Path

from consult_desk.base.errors import Trouble

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Path of a file or folder that came with the program, e.g. resource("profiles", "cn-village-reps").

    A wheel and a frozen app carry the resources inside the package (consult_desk/resources), a checkout
    beside it. The package is asked first: beside an installed package lies whatever else is installed.
    Raises Trouble when it is not there.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise Trouble(f"程序文件不完整，找不到“{'/'.join(parts)}”。村里的资料没有受影响，请重新安装议事台。")


def default_home() -> Path:
    """The folder of the village's data when nobody names one; it may not exist yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "consult-desk"
