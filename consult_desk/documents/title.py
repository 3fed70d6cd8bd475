"""Breaks a title into balanced lines by sense: no word torn, no line beginning with 的."""

import re

from consult_desk.documents.setter import NO_END, NO_START, Style, measure

# Words of village papers that a title should not tear.
_WHOLE = (
    "村民代表会议|村民代表|村民会议|村民小组|村民委员会|居民委员会|监督委员会|村务监督|集体经济组织|集体经济|集体土地|集体资产|"
    "决议公告|实施结果|结果公告|公告|公示|通知|签到册|会议|决议|实施|方案|项目|工程|建设|硬化|道路|村内|村级|财务|收支|情况|"
    "承包|发包|流转|合同|分配|使用|补偿|征地|饮水|安全|改造|修缮|修建|新建|路灯|安装|采购|管理|办法|村规民约|制定|修订|环境|整治|"
    "生活垃圾|处理|收费|标准|养老|服务|中心|广场|文化|卫生|户厕|高标准|农田|水利|灌溉|渠道|宅基地|审批|低保|救助|股份|收益|"
    "第[一二三四五六七八九十0-9]+[季度届次批期号]*|[0-9]+年度?|关于|以及|征求|意见|审议|商议|提议"
)
_TOGETHER = re.compile(f"(?:{_WHOLE})|[0-9A-Za-z.,%〔〕（）()-]+|《[^》]{{1,12}}》")
_GOOD_BEFORE = re.compile(r"关于|实施|建设|项目|方案|的|情况|决议|工程|《")
_GOOD_AFTER = re.compile(r"[的和与及、，》）年次]$|关于$|方案$|项目$|工程$|情况$")


def break_title(text: str, style: Style, width: float) -> list[str]:
    """The fewest lines that fit `width` points, as even as sense allows; a title too long even so is cut anywhere."""
    torn = _torn(text)
    count = 1
    while True:
        lines = _best(text, style, width, count, torn)
        if lines is not None:
            return lines
        count += 1
        if count > 6:
            return _best_anywhere(text, style, width)


def _torn(text: str) -> set[int]:
    inside: set[int] = set()
    for found in _TOGETHER.finditer(text):
        inside.update(range(found.start() + 1, found.end()))
    return inside


def _best(text: str, style: Style, width: float, count: int, torn: set[int]) -> list[str] | None:
    """The cheapest cut into `count` lines, by going through every place a line may end."""
    ends: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    even = measure(text, style) / count
    for row in range(1, count + 1):
        following: dict[int, tuple[float, list[str]]] = {}
        for start, (cost, lines) in ends.items():
            for end in range(start + 1, len(text) + 1) if row < count else (len(text),):
                if end <= start or (end < len(text) and not _may_break(text, end)):
                    continue
                room = measure(text[start:end], style)
                if room > width:
                    break
                price = cost + ((room - even) / style.size) ** 2 + _penalty(text, end, torn)
                if end not in following or price < following[end][0]:
                    following[end] = (price, [*lines, text[start:end]])
        ends = following
    return ends[len(text)][1] if len(text) in ends else None


def _may_break(text: str, at: int) -> bool:
    return text[at] not in NO_START and text[at - 1] not in NO_END


def _penalty(text: str, at: int, torn: set[int]) -> float:
    if at == len(text):
        return 0.0
    if at in torn:
        return 60.0
    if text[at] == "的":
        return 25.0
    good = bool(_GOOD_AFTER.search(text[:at])) or bool(_GOOD_BEFORE.match(text, at))
    return 0.0 if good else 8.0


def _best_anywhere(text: str, style: Style, width: float) -> list[str]:
    lines = [""]
    for char in text:
        if lines[-1] and measure(lines[-1] + char, style) > width:
            lines.append("")
        lines[-1] += char
    return lines
