"""The kinds of paper: facts in, bytes out; to add one, write kinds/x.py and name it in PAPERS."""

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.documents import readback
from consult_desk.documents.kinds import (
    attendance_sheet,
    ballot,
    meeting_notice,
    minutes,
    minutes_pdf,
    objection_reply,
    resolution,
    result,
    signature_page,
)


@dataclass(frozen=True)
class PaperKind:
    """One kind. form: "pdf" or "docx". draw: facts to bytes. said: strings that must be readable in the paper.

    posted: True for papers that hang on the wall.
    """

    key: str
    title: str
    form: str
    facts: type[Any]
    draw: Callable[[Any], bytes]
    said: Callable[[Any], tuple[str, ...]]
    posted: bool


PAPERS: tuple[PaperKind, ...] = (
    PaperKind(
        "meeting_notice", "会议通知", "pdf", meeting_notice.MeetingNoticeFacts, meeting_notice.draw,
        meeting_notice.said, False,
    ),
    PaperKind(
        "attendance_sheet", "签到册", "pdf", attendance_sheet.AttendanceSheetFacts, attendance_sheet.draw,
        attendance_sheet.said, False,
    ),
    PaperKind("ballot", "表决票", "pdf", ballot.BallotFacts, ballot.draw, ballot.said, False),
    PaperKind(
        "signature_page", "会议记录签字页", "pdf", signature_page.SignaturePageFacts, signature_page.draw,
        signature_page.said, False,
    ),
    PaperKind("minutes", "会议记录", "docx", minutes.MinutesFacts, minutes.draw, minutes.said, False),
    PaperKind(
        "minutes_pdf", "会议记录（PDF）", "pdf", minutes.MinutesFacts, minutes_pdf.draw, minutes_pdf.said, False
    ),
    PaperKind("resolution", "决议公告", "pdf", resolution.ResolutionFacts, resolution.draw, resolution.said, True),
    PaperKind("result", "实施结果公告", "pdf", result.ResultFacts, result.draw, result.said, True),
    PaperKind(
        "objection_reply", "异议答复书", "pdf", objection_reply.ObjectionReplyFacts, objection_reply.draw,
        objection_reply.said, False,
    ),
)


def paper(key: str) -> PaperKind:
    """The kind of that key. Raises Refused naming the known ones."""
    for kind in PAPERS:
        if kind.key == key:
            return kind
    known = "、".join(f"{kind.key}（{kind.title}）" for kind in PAPERS)
    raise Refused(Obstacle(f"不认识的文书“{key}”", f"可选：{known}", code="unknown_paper"))


def assert_readback(kind: PaperKind, facts: Any, data: bytes) -> None:
    """Read the finished paper back and compare it with its facts. Raises Trouble naming what it does not say."""
    missing = readback.compare(kind.said(facts), data)
    if missing:
        raise Trouble(
            f"{kind.title}画好后核对，纸面上读不到：{'；'.join(missing[:3])}。为了不发出有误的文书，程序没有保存它，请联系技术人员。"
        )


def facts_to_json(facts: Any) -> str:
    """Facts as canonical JSON text: sorted keys, dates in ISO form, tuples as lists."""
    return json.dumps(_out(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_from_json(kind: PaperKind, text: str) -> Any:
    """The facts from their JSON text, equal to what went in. Raises Refused for text that does not fit the kind."""
    try:
        return _in(kind.facts, json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Obstacle(f"保存的{kind.title}内容读不出来（{error}）", "请从备份恢复", code="facts_damaged")) from error


def _out(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _out(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_out(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _in(hint: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = typing.get_type_hints(hint)
        return hint(**{name: _in(hints[name], value[name]) for name in hints})
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)
        if inner[-1] is Ellipsis:
            return tuple(_in(inner[0], v) for v in value)
        return tuple(_in(h, v) for h, v in zip(inner, value, strict=True))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = tuple(a for a in typing.get_args(hint) if a is not type(None))
        return None if value is None else _in(inner[0], value)
    if hint is date:
        return date.fromisoformat(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} is not {hint.__name__}")
    return value
