"""What a person may set, described so that its page draws itself; kept as JSON in the home folder."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import read_limited, write_atomic

FILE_NAME = "settings.json"
_MAX_BYTES = 65_536
_MAX_CHARS = 200
_MAX_PATH = 1_000


@dataclass(frozen=True)
class Described:
    """One setting as the page shows it.

    kind: 'text', 'number', 'size' (of text, a number), 'choice', 'switch', 'folder' or 'file' (a path, "" for none),
    'printer' (a name, "" for the system's own; which there are is known at run time only). group: heading above it.
    choices: (value, Chinese words) of a 'choice'. low/high: bounds, both included, of a 'number' or 'size'.
    """

    name: str
    title: str
    help: str
    kind: str
    default: str | int | bool
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    group: str = ""

    def accepts(self, value: object) -> bool:
        """True when the value has the right type and lies within choices and bounds; no bool is a number."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, str):
            if self.choices:
                return value in {key for key, _ in self.choices}
            return len(value) <= (_MAX_PATH if self.kind in ("folder", "file") else _MAX_CHARS) and value.isprintable()
        return self.kind == "switch" or self.low <= value <= self.high


_SHOWN, _PERSON, _PAPERS, _SAFETY = "外观", "经办人和隐私", "打印和签名", "备份"


def _setting(title: str, help: str, kind: str, default: str | int | bool, **more: Any) -> Any:
    return field(default=default, metadata={"title": title, "help": help, "kind": kind, "default": default, **more})


@dataclass(frozen=True)
class Settings:
    """To add one: a field here with title, help and kind. Nothing else needs to know it."""

    font_px: int = _setting(
        "字号", "窗口里文字的大小，看不清就调大，马上就变。", "size", 18, low=12, high=32, group=_SHOWN
    )
    look: str = _setting(
        "颜色",
        "白天用浅色，光线暗时用深色；跟随系统就随电脑的设置变。",
        "choice",
        "light",
        choices=(("light", "浅色"), ("dark", "深色"), ("system", "跟随系统")),
        group=_SHOWN,
    )
    language: str = _setting(
        "语言",
        "窗口用的语言。法条、记录和文书始终是中文。",
        "choice",
        "zh",
        choices=(("zh", "中文"), ("en", "English")),
        group=_SHOWN,
    )
    operator: str = _setting(
        "经办人", "写进每条记录的经办人姓名，一般是村文书或村委会副主任。", "text", "", group=_PERSON
    )
    show_id_numbers: bool = _setting(
        "显示完整证件号", "关闭时只显示前几位和后几位，旁人看不到完整的身份证号和电话。", "switch", False, group=_PERSON
    )
    printer: str = _setting("打印机", "打印文书时先选好的打印机；打印前还可以换。", "printer", "", group=_PAPERS)
    signer_module: str = _setting(
        "UKey 驱动文件",
        "用 UKey 签名、程序又找不到它时才填：UKey 随带的 PKCS#11 驱动，文件名常以 .dll 或 .so 结尾。",
        "file",
        "",
        group=_PAPERS,
    )
    timestamp_url: str = _setting(
        "时间戳服务器",
        "填了网址，签名时就向它要一个时间证明（只送去一串校验码，不送文书）；空着就不联网。",
        "text",
        "",
        group=_PAPERS,
    )
    backup_folder: str = _setting(
        "备份放在哪里", "最好是U盘或移动硬盘上的文件夹，电脑坏了备份还在。", "folder", "", group=_SAFETY
    )


def described() -> tuple[Described, ...]:
    """All settings in the order of the page."""
    return tuple(Described(name=f.name, **f.metadata) for f in fields(Settings))


def load_settings(home: Path) -> Settings:
    """Settings kept in the home folder. Missing, oversized, damaged or wrong ones get their default."""
    try:
        kept = json.loads(read_limited(home / FILE_NAME, max_bytes=_MAX_BYTES))
    except (Trouble, Refused, ValueError, RecursionError):
        kept = None
    return Settings(**dict(_valid(kept if isinstance(kept, dict) else {})))


def save_settings(home: Path, settings: Settings) -> None:
    """Keep the settings. Raises Refused naming the setting that is out of range, Trouble if not saved."""
    values = asdict(settings)
    for one in described():
        if not one.accepts(values[one.name]):
            raise Refused(f"设置“{one.title}”的值不能用，请重新选择")
    text = json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_atomic(home / FILE_NAME, text.encode())


def _valid(kept: dict[str, object]) -> Iterator[tuple[str, Any]]:
    for one in described():
        if one.name in kept and one.accepts(kept[one.name]):
            yield one.name, kept[one.name]
