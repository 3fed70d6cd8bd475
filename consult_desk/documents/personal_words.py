"""Words in running text that point at one person: doors, ages, names beside a complaint or a vote, accounts of the net."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from consult_desk.base.names import COMMON, COMPOUND, surname
from consult_desk.base.places import resource

ADDRESS, MINOR, BIRTH, VOTE, CONTACT, COMPLAINT = "address", "minor", "birth", "vote", "contact", "complaint"
_COUNT = "(?:[0-9]{1,5}|[一二三四五六七八九十百〇零]{1,5})"
_FACILITY = "楼院文机线公决令通地桥标水井路泵塘坝库沟渠仓厂门闸站点池棚车灯杆变涵洞码林图宗包方议提候会岗柱坑墓田山岭河支干矿炉段次"
_MEASURE = "[0-9年人户元米平万层]"
_DOOR = re.compile(
    # A flat: 3号楼2单元501室, 5幢302, 2单元501.
    rf"第?{_COUNT}(?:号楼|号院|幢|栋|座)(?:{_COUNT}[室号](?![{_FACILITY}])|[0-9]{{3,4}}(?!{_MEASURE}))"
    rf"|(?:第?{_COUNT}(?:号楼|号院|幢|栋|座))?第?{_COUNT}单元{_COUNT}(?:-{_COUNT})?(?!{_MEASURE})[室号]?"
    # A house: after the name of a group, a street, an estate, or after 住.
    rf"|(?:(?<=[村屯组路街巷弄里区寨庄营社队园苑湾坪])|(?<=大道)|(?<=胡同)|(?<=住)|(?<=门牌))"
    rf"(?<!机组)第?(?P<house>{_COUNT})(?P<more>(?:[-–—之]{_COUNT}){{1,2}})?[号室](?![{_FACILITY}])"
    # 锦绣小区12-3-401.
    rf"|(?<=[区苑园])[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}}(?![0-9])室?"
)
_LIVES = re.compile("住|地址|门牌|户籍")
_OF_A_VILLAGE = frozenset("村屯组寨庄营社队")
_AFTER_A_HOUSE = re.compile(r"$|[\s，,。；;、：:！!？?（）()“”《》家住户的院内村]")
_AGE = re.compile(
    "(?<![0-9])(?:[0-9]|1[0-7])周?岁(?!以)|(?<![零〇一二两三四五六七八九十百])(?:十[一二三四五六七]?|[一二两三四五六七八九])周?岁(?!以)"
    "|(?<![0-9])[0-9]{1,2}个月大|[一二两三四五六七八九十]{1,2}个月大"
)
_BORN = re.compile(
    "(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:出生|生(?=[，,。、；;）)]))|出生日期|生于(?:19|20)[0-9]{2}年"
)
_NET = re.compile(
    r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![A-Za-z0-9-])[Qq]{2}号?(?:[：: ]|为|是){0,2}[0-9]{5,12}(?![A-Za-z0-9-])"
    r"|(?:微信|(?<![A-Za-z0-9-])[Vv][Xx])号?(?:[：: ]|为|是){0,2}[A-Za-z0-9_-]{5,20}"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. -]?"
    r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警](?![A-Za-z0-9])"
)
_FAMILY = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(COMMON))}])"
_GIVEN = "[\u3400-\u9fff\U00020000-\U000323af]"
_SAID = "(?:本人)?(?:表示|投了?|举手)?(?:不同意|不赞成|同意|赞成|反对|弃权)"
_ROLL = re.compile(rf"(?:(?<=^)|(?<=[\s，。；、：,;:（(]))(?P<name>{_FAMILY}{_GIVEN}{{1,2}}?)(?={_SAID})", re.MULTILINE)
_NO_NAME = re.compile(
    "党员|支部|村民|代表|成员|全体|双方|各方|全票|大家|一致|委员|会议|干部|组员|群众|居民|户主|多数|少数|部分|和|与|均|都|已|未|不$"
)
_BRIDGE = "(?:名叫|名为|叫作|叫|是|为|系|即)?(?:[：:，, （(“‘]){0,2}"
_SUFFIX = re.compile("[的说称在向对反家住已和与是为系等曾又还也就把被将给去来到从因所有提要]")


@dataclass(frozen=True)
class Sort:
    """One sort of sensitive words. mask: whether putting ×× in their place hides who is meant."""

    title: str
    why: str
    pattern: re.Pattern[str]
    mask: bool


@dataclass(frozen=True)
class Words:
    """Words that point at a person. replacement: "" where nothing but taking out the sentence hides him."""

    start: int
    stop: int
    kind: str
    replacement: str
    certain: bool


@cache
def sorts() -> Mapping[str, Sort]:
    """The sorts of sensitive words of resources/privacy/words.toml, the longest word of each tried first."""
    data = tomllib.loads(resource("privacy", "words.toml").read_text(encoding="utf-8"))
    return {
        kind: Sort(
            one["title"], one["why"], re.compile("|".join(map(re.escape, sorted(one.get("words", ["\0"]), key=len, reverse=True)))),
            one.get("mask", True),
        )
        for kind, one in data.items()
    }  # fmt: skip


def doors(text: str) -> Iterator[Words]:
    """Addresses to the door. Certain where nothing else is likely; 三组15号 may be a day, 人民路3号改造 a project."""
    for match in _DOOR.finditer(text):
        certain = True
        if match["house"]:
            lives = bool(_LIVES.search(text, max(0, match.start() - 12), match.start()))
            day = text[match.start() - 1] in _OF_A_VILLAGE and not match["more"] and _value(match["house"]) <= 31
            certain = (lives or not day) and bool(_AFTER_A_HOUSE.match(text, match.end()))
        yield Words(*match.span(), ADDRESS, "××号", certain)


def _value(count: str) -> int:
    """十五 is 15; the least is enough to tell days from doors."""
    if count.isdigit() and count.isascii():
        return int(count)
    if "百" in count:
        return 100
    tens, ten, ones = count.rpartition("十")
    digits = "〇一二三四五六七八九"
    if not ten:
        return int("".join(str(max(0, digits.find(one))) for one in ones) or 0)
    return 10 * (digits.find(tens) if tens and tens in digits else 1) + max(0, digits.find(ones) if ones else 0)


def hints(text: str) -> Iterator[Words]:
    """What somebody has to judge: words of the list, ages of children, birthdays, accounts of the net, how one voted."""
    for match in _AGE.finditer(text):
        yield Words(*match.span(), MINOR, "××岁", False)
    for match in _BORN.finditer(text):
        yield Words(*match.span(), BIRTH, "××出生", False)
    for match in _ROLL.finditer(text):
        if not _NO_NAME.search(match["name"]):
            yield Words(*match.span("name"), VOTE, "某某", False)
    for kind, sort in sorts().items():
        for match in sort.pattern.finditer(text):
            yield Words(*match.span(), kind, "××" if sort.mask else "", False)


def accounts(text: str) -> Iterator[Words]:
    """Mail, WeChat, QQ and number plates."""
    for match in _NET.finditer(text):
        yield Words(*match.span(), CONTACT, "××", False)


def complainants(texts: Iterable[str]) -> tuple[str, ...]:
    """Names that stand beside 举报人, 信访人 and the like; they are to be found wherever else they stand."""
    word = sorts()[COMPLAINT].pattern.pattern
    after = re.compile(rf"(?:{word}){_BRIDGE}(?P<name>{_FAMILY}{_GIVEN}{{1,2}})")
    before = re.compile(
        rf"(?P<name>{_FAMILY}{_GIVEN}{{1,2}}?)(?:就是|即是|是|为|系|作为|[，,（( ]){{1,2}}(?:本案|该案|这次|此次)?(?:{word})"
    )
    more = re.compile(rf"(?:[、和与]|以及)(?P<name>{_FAMILY}{_GIVEN}{{1,2}})")
    names: list[str] = []
    for text in texts:
        for match in after.finditer(text):
            one: re.Match[str] | None = match
            while one is not None:
                name = _name_only(one["name"])
                names.append(name)
                one = more.match(text, one.start("name") + len(name))
        names += [match["name"] for match in before.finditer(text)]
    return tuple(dict.fromkeys(name for name in names if len(name) > 1 and not _NO_NAME.search(name)))


def _name_only(found: str) -> str:
    """王建国, 王建 of 王建反映: a verb is not part of the name."""
    head = len(surname(found))
    for at in range(head + 1, len(found)):
        if _SUFFIX.match(found, at):
            return found[:at]
    return found
