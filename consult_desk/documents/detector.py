"""Finds in the facts of a paper what is nobody's business on the wall, and takes it out as somebody decided."""

import dataclasses
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any

from consult_desk.base.places import resource
from consult_desk.base.text import check_digit

MASKED, REMOVED, KEPT = "masked", "removed", "kept"
LEAST_REASON = 5
CONTEXT = 12
# What is published on purpose: where to object, whom to call. Numbers in these stay.
OPEN_FIELDS = frozenset({"imprint", "channels", "supervision", "contact", "posting_reference", "references"})
# What a paper is about, and words of the program: numbers are looked for, sensitive words are not.
_TITLES = frozenset({"matter", "meeting", "matter_number", "quorum_words", "pass_words", "places", "title"})
# Digits, letters and signs as an input method writes them in full width, each as its half-width twin.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?P<id>[0-9]{6}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx])"
    r"|(?P<card>[0-9]{16,19}|[0-9]{4}(?:[- ][0-9]{4}){3}(?:[- ]?[0-9]{1,3})?)"
    r"|(?P<old>[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})"
    r"|(?:\+?86[- ]?)?(?P<phone>1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4})"
    r"|(?P<line>0[0-9]{2,3}-[0-9]{7,8}))(?![0-9A-Za-z])"
)
_DOOR = re.compile(
    r"(?<=[村屯组路街巷弄道里区寨])(?:第?[0-9]{1,4}(?:号楼|号院|幢|栋|单元))*[0-9]{1,5}[号室](?![楼院文机线公决令通地])"
)
_OFFICE = re.compile("村委|居委|委员会|办公室|值班|监督|服务|受理|咨询|镇|乡|街道|公司|单位")
_AGE = re.compile(r"(?<![0-9])(?:[0-9]|1[0-7])周?岁(?!以)")
_SENTENCE_END = "。；;！!？?\n"
_TITLE = {"id": "身份证号", "old": "身份证号", "card": "银行卡号", "phone": "手机号", "line": "座机号", "address": "住址门牌"}
_WHY_NUMBER = "公告里用不着，贴出去会被人利用（个人信息保护法第六条，只写必要的）。"


@dataclass(frozen=True)
class Finding:
    """Something personal at one place of the facts.

    key: stable for the same place, kind and order there; says nothing of what was found. place: path in the facts.
    found: as it stands; before, after: some characters around it. replacement: what masking puts in its place.
    certain: masked without a question; else somebody has to decide. why: one sentence for a layman.
    """

    key: str
    place: str
    kind: str
    kind_title: str
    found: str
    before: str
    after: str
    replacement: str
    certain: bool
    why: str
    start: int

    @property
    def shown(self) -> str:
        """What was found, itself masked: for the record and for refusals."""
        return self.replacement or f"{self.found[:1]}…"


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a finding: masked, removed, or kept with a reason of five characters at least."""

    key: str
    decision: str
    reason: str = ""

    @property
    def valid(self) -> bool:
        """Whether it can be followed."""
        return self.decision in (MASKED, REMOVED) or (self.decision == KEPT and len(self.reason.strip()) >= LEAST_REASON)


def find(facts: Any, minors: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Everything personal in the facts, in their order. minors: names of people under 18 that may occur in them."""
    names = tuple(dict.fromkeys(name for name in minors if name))
    return tuple(finding for place, text in _texts(facts, "") for finding in _in_text(place, text, names))


def undecided(findings: Sequence[Finding], decisions: Iterable[Decision]) -> tuple[Finding, ...]:
    """Those somebody still has to decide about; a decision to keep without a reason does not count."""
    known = {one.key: one for one in decisions}
    return tuple(
        one for one in findings
        if not (known[one.key].valid if one.key in known else one.certain)
    )  # fmt: skip


def settled(findings: Sequence[Finding], decisions: Iterable[Decision]) -> tuple[tuple[Finding, Decision], ...]:
    """Every finding with what is done about it: as decided, else masked."""
    known = {one.key: one for one in decisions if one.valid}
    return tuple((one, known.get(one.key, Decision(one.key, MASKED))) for one in findings)


def treated(facts: Any, findings: Sequence[Finding], decisions: Iterable[Decision] = ()) -> Any:
    """The facts without what was masked or removed. A removed finding takes its sentence along."""
    by_place: dict[str, list[tuple[Finding, Decision]]] = {}
    for finding, decision in settled(findings, decisions):
        by_place.setdefault(finding.place, []).append((finding, decision))
    return _rebuilt(facts, "", by_place)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _texts(one, f"{place}.{number}")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in OPEN_FIELDS:
                yield from _texts(getattr(value, field.name), f"{place}.{field.name}" if place else field.name)


def _in_text(place: str, text: str, minors: Sequence[str]) -> Iterator[Finding]:
    plain = text.translate(_HALF)  # of the same length, so that places agree
    spans: list[tuple[int, int, str, str, str, bool, str]] = []
    for match in _NUMBERS.finditer(plain):
        kind = str(match.lastgroup)
        digits = match[kind].replace("-", "").replace(" ", "")
        if kind == "card" and not luhn(digits):
            continue
        if kind == "line" and _OFFICE.search(plain, max(0, match.start() - CONTEXT), match.start()):
            continue  # the telephone of an office is published on purpose
        sure = kind in ("card", "phone") or (kind == "id" and check_digit(digits[:17]) == digits[17].upper())
        spans.append((*match.span(), _kind_of(kind), _TITLE[kind], _hidden(kind, digits), sure, _WHY_NUMBER))
    for match in _DOOR.finditer(plain):
        spans.append((*match.span(), "address", _TITLE["address"], "××号", True, "住址写到组就够了，不写门牌。"))
    if place.split(".")[0] not in _TITLES:
        for match in _AGE.finditer(plain):
            spans.append((*match.span(), "minor", _words()["minor"][0], "××岁", False, _words()["minor"][1]))
        for kind, (title, why, pattern) in _words().items():
            spans += [(*match.span(), kind, title, "××", False, why) for match in pattern.finditer(plain)]
    for name in minors:
        for match in re.finditer(re.escape(name), text):
            spans.append((*match.span(), "minor", _words()["minor"][0], f"{name[0]}某", True, _words()["minor"][1]))
    end, order = 0, dict[str, int]()
    for start, stop, kind, title, replacement, sure, why in sorted(spans, key=lambda one: (one[0], -one[1])):
        if start < end:
            continue
        end, order[kind] = stop, order.get(kind, 0) + 1
        key = sha256(f"{place}|{kind}|{order[kind]}".encode()).hexdigest()[:16]
        yield Finding(
            key, place, kind, title, text[start:stop], text[max(0, start - CONTEXT) : start], text[stop : stop + CONTEXT],
            replacement, sure, why, start,
        )  # fmt: skip


def _kind_of(number: str) -> str:
    return {"old": "id", "line": "phone"}.get(number, number)


def _hidden(kind: str, digits: str) -> str:
    """The last four digits stay: the first six of an ID number and a birthday point at one person in a small village."""
    return f"{digits[:3]}****{digits[-4:]}" if kind == "phone" else f"{'*' * (len(digits) - 4)}{digits[-4:]}"


def luhn(digits: str) -> bool:
    """Whether the last digit fits the others, as on every bank card (GB/T 14504)."""
    doubled = [int(d) if at % 2 == 0 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


@cache
def _words() -> Mapping[str, tuple[str, str, re.Pattern[str]]]:
    """Kinds of sensitive words: title, why, and a pattern of all of them, the longest first."""
    data = tomllib.loads(resource("privacy", "words.toml").read_text(encoding="utf-8"))
    return {
        kind: (one["title"], one["why"], re.compile("|".join(map(re.escape, sorted(one["words"], key=len, reverse=True)))))
        for kind, one in data.items()
    }


def _rebuilt(value: Any, place: str, by_place: Mapping[str, list[tuple[Finding, Decision]]]) -> Any:
    if isinstance(value, str):
        return _cut(value, by_place[place]) if place in by_place else value
    if isinstance(value, tuple):
        made = [(one, _rebuilt(one, f"{place}.{number}", by_place)) for number, one in enumerate(value)]
        return tuple(new for old, new in made if new or not old or not isinstance(old, str))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in OPEN_FIELDS]
        changes = {name: _rebuilt(getattr(value, name), f"{place}.{name}" if place else name, by_place) for name in names}
        return replace(value, **changes)
    return value


def _cut(text: str, here: Sequence[tuple[Finding, Decision]]) -> str:
    gone: list[tuple[int, int, str]] = []
    for finding, decision in here:
        start, stop = finding.start, finding.start + len(finding.found)
        if decision.decision == MASKED:
            gone.append((start, stop, finding.replacement))
        elif decision.decision == REMOVED:
            first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
            ends = [at for mark in _SENTENCE_END if (at := text.find(mark, stop)) >= 0]
            gone.append((first, min(ends) + 1 if ends else len(text), ""))
    kept, end = [], 0
    # A sentence that goes takes along what was to be masked within it.
    for start, stop, words in sorted(gone, key=lambda one: (one[0], -one[1])):
        if start < end:
            continue
        kept += [text[end:start], words]
        end = stop
    return "".join((*kept, text[end:])).strip("\n")
