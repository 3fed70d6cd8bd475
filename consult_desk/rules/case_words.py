"""Cases said in plain Chinese: what is given, what is expected of it, what the rules found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .bases import BASES, unit
from .composition import BODY_TITLES
from .days import ANSWERERS

_GIVEN: Mapping[str, str] = {
    "present": "实到", "reps": "代表", "for": "同意", "against": "反对", "abstain": "弃权", "notice_on": "通知",
    "meets_on": "开会", "posted_on": "张贴", "removed_on": "撤下", "today": "今天是", "accepted_on": "验收",
    "event_on": "事情办完", "demanded_on": "提议", "received_on": "收到异议", "replied_on": "答复",
    "special_reason": "特殊情况", "matter": "事项", "reply_of": "哪一种答复", "present_by": "实到",
    "convened_by": "联名", "proposed_by": "提出的是", "dates": "各项日期",
}  # fmt: skip
_FLAGS: Mapping[str, tuple[str, str]] = {
    "authorized": ("有村民会议授权", "没有村民会议授权"),
    "researched": ("党组织研究过", "党组织没有研究过"),
    "notice_written": ("书面通知了本人", "没有书面通知本人"),
    "notice_posted": ("张榜了", "没有张榜"),
}
_EXPECTED: Mapping[str, tuple[str, str]] = {
    "met": ("都符合", "有不符合"),
    "quorum": ("到会人数够", "到会人数不够"),
    "pass": ("通过", "没有通过"),
    "composition": ("人员组成合规", "人员组成不合规"),
    "convening": ("应当开会", "不到应当开会的人数"),
    "convened_in_time": ("按时开会", "开会晚了"),
    "proposers": ("可以提出", "不能提出"),
    "notice": ("通知合规", "通知不合规"),
    "posting": ("公开够天数", "公开不够天数"),
    "posted_in_time": ("按时公布", "公布晚了"),
    "earliest_posting": ("公示时间对", "公示太早"),
    "reply": ("按时答复", "答复晚了"),
    "authorization": ("授权齐备", "缺授权"),
    "research": ("先研究过", "缺党组织研究"),
    "matter": ("可以决定", "不能决定"),
    "order": ("日期先后对", "日期先后不对"),
    "merge_propose_consult": ("提议和商议可以合并", "提议和商议不能合并"),
    "exclude_unreachable": ("联系不上的可以不计", "联系不上的也要计"),
    "remote": ("可以在线参加", "不能在线参加"),
    "research_needed": ("要先经党组织研究", "不用先经党组织研究"),
    "authorization_needed": ("要有授权", "不用授权"),
}
_PLAIN: Mapping[str, str] = {
    "until": "公开到", "process_max_days": "过程天数", "counting": "天数算法", "proxy": "委托", "township": "乡镇",
    "refused": "应当拒绝",
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "exclusive": "开始那天不算", "inclusive": "开始那天也算", "same_household": "可以委托同户", "": "没有", "none": "没有规定",
}  # fmt: skip


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else _WORDS.get(str(value), str(value))


def given_words(given: Mapping[str, object]) -> str:
    """What a case gives, in one line."""
    said = []
    for name, value in given.items():
        if name in _FLAGS:
            said.append(_FLAGS[name][0 if value else 1])
        elif name in BASES:
            said.append(f"{BASES[name]} {value} {unit(name)}")
        elif isinstance(value, Mapping):
            parts = (f"{BASES.get(key, key)} {_day(one)}" for key, one in value.items())
            said.append(f"{_GIVEN.get(name, name)}：{'、'.join(parts)}")
        elif isinstance(value, list):
            said.append(f"{_GIVEN.get(name, name)}{'、'.join(BODY_TITLES.get(str(one), str(one)) for one in value)}")
        elif name == "reply_of":
            said.append(ANSWERERS.get(str(value), str(value)))
        else:
            said.append(f"{_GIVEN.get(name, name)} {_day(value)}")
    return "，".join(said)


def outcome_words(outcome: Mapping[str, object]) -> str:
    """What is expected, or was found, in one line."""
    return "；".join(_outcome(name, value) for name, value in outcome.items())


def _outcome(name: str, value: object) -> str:
    if name in _EXPECTED:
        if isinstance(value, bool):
            return _EXPECTED[name][0 if value else 1]
        return f"“{_EXPECTED[name][0]}”这一项没有规定"
    for ending, words in (("_required", "所需"), ("_words", "说明"), ("_reference", "依据")):
        if name.endswith(ending):
            return f"{words} {'没有' if value is None else value}"
    return f"{_PLAIN.get(name, name)} {'没有' if value is None else _day(value)}"
