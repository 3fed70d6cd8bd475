"""Which column of a village's workbook means what: headings as people write them, and the two kinds of roster."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from consult_desk.base.errors import Refused
from consult_desk.interchange.grids import Cell

HEADING_WITHIN = 10


@dataclass(frozen=True)
class RosterKind:
    """One kind of roster. columns: field to its heading and synonyms. required: fields without which nothing works."""

    key: str
    title: str
    columns: dict[str, tuple[str, ...]]
    required: tuple[str, ...]

    def heading(self, name: str) -> str:
        """The heading our own template gives to a field."""
        return self.columns[name][0]

    def headings(self) -> tuple[str, ...]:
        """All headings of our own template, in order."""
        return tuple(names[0] for names in self.columns.values())


_NAME = ("姓名", "名字", "村民姓名", "成员姓名")
_ID = ("身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "身份证", "证件号码", "证件号", "身份号码")
_HOUSEHOLD = ("户号", "户编号", "户口编号", "家庭编号", "户主编号", "户口簿编号", "户籍号")
_NOTE = ("备注", "说明", "附注")

PEOPLE = RosterKind(
    "people",
    "村民名册",
    {
        "name": _NAME,
        "sex": ("性别",),
        "id_number": _ID,
        "birth": ("出生日期", "出生年月日", "生日", "出生年月", "出生时间"),
        "household_no": _HOUSEHOLD,
        "relation": ("与户主关系", "户主关系", "家庭关系", "关系", "与户主的关系", "同户主关系"),
        "group": ("村民小组", "组别", "小组", "组", "所属小组", "所在小组", "组名", "自然组", "村组"),
        "phone": ("联系电话", "手机", "手机号", "手机号码", "电话", "联系方式", "电话号码"),
        "registered": ("户籍在本村", "户籍是否在本村", "是否本村户籍", "本村户籍", "户籍"),
        "note": _NOTE,
    },
    ("name", "household_no", "group"),
)
SEATS = RosterKind(
    "seats",
    "组织任职名册",
    {
        "name": _NAME,
        "id_number": _ID,
        "household_no": _HOUSEHOLD,
        "body": ("组织", "组织名称", "所在组织", "机构", "班子"),
        "post": ("职务", "岗位", "任职", "身份"),
        "from_": ("任期起", "任职时间", "任期开始", "起始日期", "任职日期", "任期自", "开始日期"),
        "until": ("任期止", "任期届满", "任期结束", "截止日期", "任期至", "届满日期", "结束日期"),
        "note": _NOTE,
    },
    ("name", "body", "post", "from_"),
)


@dataclass(frozen=True)
class Heading:
    """Where the table begins. line: its heading's line from 1. fields: column from 0 to field. ignored: headings."""

    kind: RosterKind
    line: int
    fields: dict[int, str]
    ignored: tuple[str, ...]


def find_heading(rows: Sequence[Sequence[Cell]]) -> Heading | None:
    """The heading row among the first ten (a title may stand above it), or None when there is none.

    Raises Refused when there is one but a required column is missing or one stands there twice.
    """
    best: Heading | None = None
    for line, row in enumerate(rows[:HEADING_WITHIN], start=1):
        for kind in (SEATS, PEOPLE):
            found = _match(kind, line, row)
            if best is None or len(found.fields) > len(best.fields):
                best = found
    if best is None or len(best.fields) < 3:
        return None
    _complete(best)
    return best


def _match(kind: RosterKind, line: int, row: Sequence[Cell]) -> Heading:
    names = {synonym: field for field, synonyms in kind.columns.items() for synonym in synonyms}
    fields: dict[int, str] = {}
    ignored = []
    for column, cell in enumerate(row):
        heading = _plain(cell)
        if heading in names:
            fields[column] = names[heading]
        elif heading:
            ignored.append(heading)
    return Heading(kind, line, fields, tuple(ignored))


def _complete(heading: Heading) -> None:
    kind, present = heading.kind, list(heading.fields.values())
    for name in kind.columns:
        if present.count(name) > 1:
            raise Refused(f"“{kind.heading(name)}”这一列出现了两次，不知道该用哪一列，请删掉一列再导入")
    missing = [f"“{kind.heading(name)}”" for name in kind.required if name not in present]
    if kind is PEOPLE and "id_number" not in present and not {"sex", "birth"} <= set(present):
        missing.append("“身份证号”（或者“性别”和“出生日期”两列）")
    if missing:
        found = "、".join([kind.heading(name) for name in present] + list(heading.ignored))
        raise Refused(f"{kind.title}缺少{'、'.join(missing)}列。表格里现有的列是：{found}。请补上后再导入")


def _plain(cell: Cell) -> str:
    """A heading without what people add to it: spaces, stars, colons and remarks in brackets."""
    if not isinstance(cell, str):
        return ""
    text = unicodedata.normalize("NFKC", cell[:100])
    text = re.sub(r"\(.*?\)|\[.*?\]", "", text)
    return re.sub(r"[\s*:★]", "", text)[:30]
