"""How a person last arranged the window: its place, columns, filters; kept in the village's folder."""

import json
from pathlib import Path
from typing import Any

from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import read_limited, write_atomic

FILE_NAME = "window.json"


class Arrangement:
    """JSON values by key; a damaged file counts as none, a disk that does not take it is not worth a word."""

    def __init__(self, home: Path | None = None) -> None:
        self._home = home
        self._kept: dict[str, Any] = {}
        if home is not None:
            try:
                kept = json.loads(read_limited(home / FILE_NAME, max_bytes=1_000_000))
            except (Refused, Trouble, ValueError, RecursionError):
                return
            self._kept = kept if isinstance(kept, dict) else {}

    def get(self, key: str, default: Any) -> Any:
        """What was kept under that key."""
        return self._kept.get(key, default)

    def put(self, key: str, value: Any) -> bool:
        """Keep a value; answers whether it is another than before."""
        if key in self._kept and self._kept[key] == value:
            return False
        self._kept[key] = value
        return True

    def save(self) -> None:
        """Write it down."""
        if self._home is not None and self._home.is_dir():
            try:
                write_atomic(self._home / FILE_NAME, json.dumps(self._kept, ensure_ascii=False).encode())
            except Trouble:
                return
