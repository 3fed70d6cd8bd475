"""Finds in the facts of a paper what is nobody's business on the wall, and takes it out as somebody decided."""

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate
from typing import Any

from consult_desk.base.names import surname
from consult_desk.documents.personal_numbers import LINE, PHONE, Number, numbers
from consult_desk.documents.personal_words import accounts, complainants, doors, hints, sorts

MASKED, REMOVED, KEPT = "masked", "removed", "kept"
LEAST_REASON = 5
CONTEXT = 12
# What is published on purpose: where to object, whom to call, which law, the check code of an earlier version.
OPEN_FIELDS = frozenset({"imprint", "channels", "supervision", "contact", "posting_reference", "references", "old_code"})
# What a paper is about, and words of the program: numbers are looked for, sensitive words are not.
_TITLES = frozenset({"matter", "meeting", "matter_number", "quorum_words", "pass_words", "places", "title"})
# Letters and signs as an input method writes them in full width, each as its half-width twin.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_OFFICE = re.compile("村委|居委|委员会|办公室|值班|监督|服务|受理|咨询|镇|乡|街道|公司|单位")
_SENTENCE_END = "。；;！!？?\n"
_TITLE = {"id": "身份证号", "card": "银行卡号", "phone": "手机号", "line": "座机号", "address": "住址门牌"}
_WHY_NUMBER = "公告里用不着，贴出去会被人利用（个人信息保护法第六条，只写必要的）。"
_WHY_DOOR = "住址写到组就够了，不写门牌。"


@dataclass(frozen=True)
class Finding:
    """Something personal at one place of the facts.

    key: stable for the same place, kind and order there; says nothing of what was found. place: path in the facts.
    found: as it stands; before, after: some characters around it. replacement: what masking puts in its place, "" where
    masking would leave a person recognisable: then the sentence goes or stays. certain: masked without a question; else
    somebody has to decide. why: one sentence for a layman.
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
    def maskable(self) -> bool:
        """Whether something put in its place hides whom it is about."""
        return bool(self.replacement)

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

    def settles(self, finding: Finding) -> bool:
        """Whether it can be followed for that finding."""
        return (
            (self.decision == MASKED and finding.maskable) or self.decision == REMOVED
            or (self.decision == KEPT and len(self.reason.strip()) >= LEAST_REASON)
        )  # fmt: skip


def find(facts: Any, minors: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Everything personal in the facts, in their order. minors: names of people under 18 that may occur in them."""
    texts = list(_texts(facts, ""))
    names = [(name, "minor", f"{surname(name)}某", True) for name in dict.fromkeys(minors) if name]
    names += [(name, "complaint", "某村民", False) for name in complainants(text for _place, text, _joined in texts)]
    return tuple(finding for place, text, joined in texts for finding in _in_text(place, text, joined, names))


def undecided(findings: Sequence[Finding], decisions: Iterable[Decision]) -> tuple[Finding, ...]:
    """Those somebody still has to decide about; a decision to keep without a reason does not count."""
    known = {one.key: one for one in decisions}
    return tuple(one for one in findings if not (known[one.key].settles(one) if one.key in known else one.certain))


def settled(findings: Sequence[Finding], decisions: Iterable[Decision]) -> tuple[tuple[Finding, Decision], ...]:
    """Every finding with what is done about it: as decided, else masked, or removed where masking would not hide."""
    known = {one.key: one for one in decisions}
    return tuple(
        (one, known[one.key] if one.key in known and known[one.key].settles(one) else _usual(one)) for one in findings
    )


def _usual(finding: Finding) -> Decision:
    return Decision(finding.key, MASKED if finding.maskable else REMOVED)


def treated(facts: Any, findings: Sequence[Finding], decisions: Iterable[Decision] = ()) -> Any:
    """The facts without what was masked or removed. A removed finding takes its sentence along."""
    by_place: dict[str, list[tuple[Finding, Decision]]] = {}
    for finding, decision in settled(findings, decisions):
        by_place.setdefault(finding.place, []).append((finding, decision))
    return _rebuilt(facts, "", by_place)


def _texts(value: Any, place: str, lines: bool = True) -> Iterator[tuple[str, str, tuple[Number, ...]]]:
    """Every text with its place, and the parts of numbers that begin or end in the paragraph beside it."""
    if isinstance(value, str):
        yield place, value, ()
    elif isinstance(value, tuple):
        parts = _parts(value) if lines else {}
        for number, one in enumerate(value):
            if isinstance(one, str):
                yield f"{place}.{number}", one, tuple(parts.get(number, ()))
            else:
                yield from _texts(one, f"{place}.{number}", lines=False)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in OPEN_FIELDS:
                yield from _texts(getattr(value, field.name), f"{place}.{field.name}" if place else field.name)


def _parts(paragraphs: tuple[Any, ...]) -> dict[int, list[Number]]:
    """Numbers broken by the end of a paragraph and nothing else: for each paragraph the part that stands in it."""
    if len(paragraphs) < 2 or not all(isinstance(one, str) for one in paragraphs):
        return {}
    found: dict[int, list[Number]] = {}
    starts = list(accumulate((len(one) + 1 for one in paragraphs), initial=0))
    whole = "\n".join(paragraphs)
    for number in numbers(whole):
        if not whole[number.start : number.stop].replace("\n", "", 1).isalnum():
            continue
        first, last = bisect_right(starts, number.start) - 1, bisect_right(starts, number.stop - 1) - 1
        for at in range(first, last + 1) if first < last else ():
            start, stop = max(number.start - starts[at], 0), min(number.stop - starts[at], len(paragraphs[at]))
            if start < stop:
                found.setdefault(at, []).append(replace(number, start=start, stop=stop, digits=""))
    return found


def _in_text(
    place: str, text: str, joined: Sequence[Number], names: Sequence[tuple[str, str, str, bool]]
) -> Iterator[Finding]:
    plain = text.translate(_HALF)  # of the same length, so that places agree
    spans: list[tuple[int, int, str, str, bool]] = []
    for one in (*joined, *numbers(text)):
        start = one.start - (one.kind == LINE and plain[one.start - 1 : one.start] == "(")
        if one.kind == LINE and _OFFICE.search(plain, max(0, start - CONTEXT), start):
            continue  # the telephone of an office is published on purpose
        spans.append((start, one.stop, one.kind, _hidden(one), one.certain))
    found = [*doors(plain), *accounts(plain)]
    if place.split(".")[0] not in _TITLES:
        found += hints(plain)
    spans += [(one.start, one.stop, one.kind, one.replacement, one.certain) for one in found]
    for name, kind, replacement, certain in names:
        spans += [(*match.span(), kind, replacement, certain) for match in re.finditer(re.escape(name), text)]
    end, order = 0, dict[str, int]()
    for start, stop, kind, replacement, certain in sorted(spans, key=lambda one: (one[0], -one[1])):
        if start < end:
            continue
        sort = "phone" if kind == LINE else kind
        end, order[sort] = stop, order.get(sort, 0) + 1
        title, why = _words_of(kind)
        yield Finding(
            sha256(f"{place}|{sort}|{order[sort]}".encode()).hexdigest()[:16], place, sort, title, text[start:stop],
            text[max(0, start - CONTEXT) : start], text[stop : stop + CONTEXT], replacement, certain, why, start,
        )  # fmt: skip


def _words_of(kind: str) -> tuple[str, str]:
    """Title of a kind and why it should not hang."""
    if kind in _TITLE:
        return _TITLE[kind], _WHY_DOOR if kind == "address" else _WHY_NUMBER
    return sorts()[kind].title, sorts()[kind].why


def _hidden(number: Number) -> str:
    """The last four digits stay: the first six of an ID number and a birthday point at one person in a small village."""
    digits = number.digits
    if not digits:
        return "****"  # a part of a number
    return f"{digits[:3]}****{digits[-4:]}" if number.kind == PHONE else f"{'*' * (len(digits) - 4)}{digits[-4:]}"


def _rebuilt(value: Any, place: str, by_place: Mapping[str, list[tuple[Finding, Decision]]], lines: bool = True) -> Any:
    if isinstance(value, str):
        return _cut(value, by_place[place]) if place in by_place else value
    if isinstance(value, tuple):
        made = [(one, _rebuilt(one, f"{place}.{number}", by_place, lines=False)) for number, one in enumerate(value)]
        # A paragraph that goes leaves no gap; of a pair or a row nothing may move.
        drop = lines and all(isinstance(one, str) for one in value)
        return tuple(new for old, new in made if new or not old or not drop)
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
