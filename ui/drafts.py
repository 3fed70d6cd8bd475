"""What is being typed and not yet done, kept on the disk so that no word is lost when the power goes."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import read_limited, write_atomic
from ui.words import tr

FOLDER = "drafts"
_MAX_BYTES = 4_000_000


class Drafts:
    """The drafts of one village's folder, one file each; a damaged one counts as none."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def _path(self, key: str) -> Path:
        return self._folder / f"{sha256(key.encode()).hexdigest()[:24]}.json"

    def find(self, key: str) -> dict[str, Any]:
        """What was typed under that key, {} where nothing was."""
        try:
            kept = json.loads(read_limited(self._path(key), max_bytes=_MAX_BYTES))
        except (Trouble, Refused, ValueError, RecursionError):
            return {}
        if not isinstance(kept, dict) or kept.get("key") != key or not isinstance(kept.get("values"), dict):
            return {}
        values: dict[str, Any] = kept["values"]
        return values

    def keep(self, key: str, values: dict[str, Any]) -> None:
        """Keep what is typed. Raises Trouble when the disk does not take it."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(
                tr("草稿没有存下（{why}），请先不要关窗口，检查磁盘空间和文件夹权限。", why=error.strerror)
            ) from error
        write_atomic(self._path(key), json.dumps({"key": key, "values": values}, ensure_ascii=False).encode())

    def drop(self, key: str) -> None:
        """Forget a draft; no matter if there is none."""
        try:
            os.unlink(self._path(key))
        except OSError:
            return
