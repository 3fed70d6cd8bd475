"""The facts of any kind stretched to what it must bear: 3,000 characters, long tables, 400 names; and the poorest."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from consult_desk.documents.kind import PaperKind

FULL = 3000
NAMES = 400
ROWS = 40
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = ("建国", "秀芝", "德福", "桂兰", "䶮", "玉珍", "小梅", "㛃", "志强", "玲", "文斌", "海燕", "𬱖", "春生")
_PROSE = (
    "同意将村口至北沟组的主干道（长1.86公里、宽4.5米）硬化为水泥路面，厚度不少于18厘米，两侧各留0.5米路肩；",
    "工程预算186,000.00元，其中“一事一议”财政奖补120,000.00元，村集体经济收入66,000.00元，不向村民筹资。",
    "施工由村民委员会按规定公开询价（不少于3家）确定，合同报乡镇备案；质保期24个月，质保金5%，期满验收后支付。",
    "村务监督委员会全程监督：材料进场、隐蔽工程、工程量签证、资金支付，每次监督都写明日期、人员和意见！",
    "沿线23户的排水由施工单位负责恢复，涉及占用菜地的按《土地承包经营权》确权面积补偿，标准为每平方米38.5元。",
)
# Fields that hold running text, paragraph by paragraph or in one string.
_TEXTS = frozenset(
    {"text", "resolution", "content", "reply", "plan", "background", "discussion", "revised", "body_text", "opinion_text"}
)
_PEOPLE = frozenset({"present_names", "names", "lines", "slips", "people", "persons"})


def names(count: int) -> tuple[str, ...]:
    """That many invented names, among them rare and long ones."""
    made = []
    for at in range(count):
        name = _SURNAMES[at * 7 % len(_SURNAMES)] + _GIVEN[(at // 3 + at) % len(_GIVEN)]
        made.append("阿依古丽·买买提" if at % 37 == 20 else "欧阳" + name[1:] if at % 29 == 11 else name)
    return tuple(made)


def prose(length: int = FULL) -> tuple[str, ...]:
    """Paragraphs of that many characters in all."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < length:
        at = len(paragraphs)
        paragraphs.append("".join(islice(cycle(_PROSE[at % 5 :] + _PROSE[: at % 5]), 1 + at % 4)))
    return tuple(paragraphs)


def rich(kind: PaperKind) -> Any:
    """The facts of a kind with everything in it as long as life makes it."""
    return _richer(_samples()[kind.key]())


def usual(kind: PaperKind) -> Any:
    """The facts of a kind at their usual length."""
    return _samples()[kind.key]()


def poor(kind: PaperKind) -> Any:
    """The facts of a kind with next to nothing in them."""
    samples = _samples()
    return samples.get(f"{kind.key}_poor", samples[kind.key])()


def _samples() -> dict[str, Callable[[], Any]]:
    """Sample facts by kind, and by kind_poor where there are poorer ones."""
    from consult_desk.documents.paper import PAPERS
    from tests.documents import sample_facts, sample_matters, sample_meetings

    found: dict[str, Callable[[], Any]] = {}
    for kind in PAPERS:
        name = kind.key.removesuffix("_pdf")
        for module in (sample_facts, sample_meetings, sample_matters):
            for wanted, key in ((name, kind.key), (f"poor_{name}", f"{kind.key}_poor")):
                if hasattr(module, wanted):
                    found[key] = getattr(module, wanted)
    return found


def _richer(value: Any) -> Any:
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.name == "imprint" or not held:
            continue
        if field.name in _TEXTS:
            changes[field.name] = prose() if isinstance(held, tuple) else "\n".join(prose())
        elif isinstance(held, tuple) and isinstance(held[0], str) and field.name in _PEOPLE:
            changes[field.name] = names(NAMES)
        elif isinstance(held, tuple) and dataclasses.is_dataclass(held[0]):
            changes[field.name] = _more(held, field.name)
    return replace(value, **changes)


def _more(held: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    if name in _PEOPLE:
        rows, called = islice(cycle(held), NAMES), iter(names(NAMES))
        own = {f.name for f in dataclasses.fields(held[0])}
        given = []
        for number, row in enumerate(rows, 1):
            numbered = {"number": number} if "number" in own else {}
            given.append(replace(row, **numbered, **({"name": next(called)} if "name" in own else {})))
        return tuple(given)
    if name in ("items", "sheets", "pictures", "photos"):
        return tuple(_richer(one) for one in held)
    return tuple(islice(cycle(held), max(len(held), ROWS)))
