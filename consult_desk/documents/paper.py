"""The kinds of paper: facts in, bytes out; to add one, write kinds/x.py with its KIND and name it in PAPERS."""

import dataclasses
import json
import types
import typing
from datetime import date
from typing import Any

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.documents import readback
from consult_desk.documents.kind import PaperKind
from consult_desk.documents.kinds import (
    attendance_sheet,
    authorization,
    ballot,
    consultation_record,
    correction_notice,
    decision_register,
    deliberation_record,
    ledger,
    meeting_notice,
    minutes,
    objection_form,
    objection_reply,
    personal_notice,
    photo_sheet,
    proposal_form,
    resolution,
    resolution_document,
    result,
    seal_log,
    signature_page,
    summary_minutes,
    supervision_opinion,
    tally_sheet,
)

__all__ = ["PAPERS", "PaperKind", "assert_readback", "facts_from_json", "facts_to_json", "paper"]

PAPERS: tuple[PaperKind, ...] = (
    meeting_notice.KIND,
    personal_notice.KIND,
    attendance_sheet.KIND,
    ballot.KIND,
    tally_sheet.KIND,
    consultation_record.KIND,
    deliberation_record.KIND,
    signature_page.KIND,
    minutes.KIND,
    minutes.AS_PDF,
    summary_minutes.KIND,
    resolution_document.KIND,
    resolution.KIND,
    result.KIND,
    objection_reply.KIND,
    proposal_form.KIND,
    correction_notice.KIND,
    photo_sheet.KIND,
    objection_form.KIND,
    authorization.KIND,
    seal_log.KIND,
    decision_register.KIND,
    supervision_opinion.KIND,
    ledger.KIND,
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
    missing = readback.compare(kind.must_say(facts), data)
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
        return _in(kind.facts, _renewed(json.loads(text)))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(Obstacle(f"保存的{kind.title}内容读不出来（{error}）", "请从备份恢复", code="facts_damaged")) from error


def _renewed(value: Any) -> Any:
    """Facts of the first release in the form of today: a sheet of one sitting had its place and moment by themselves."""
    if isinstance(value, dict) and "sittings" not in value and {"place", "moment", "lines"} <= set(value):
        return {**value, "sittings": [[value["place"], value["moment"]]]}
    return value


def _out(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _out(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_out(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _in(hint: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = typing.get_type_hints(hint)
        needed = {f.name for f in dataclasses.fields(hint) if f.default is f.default_factory is dataclasses.MISSING}
        kept = {name: _in(hints[name], value[name]) for name in hints if name in value or name in needed}
        return hint(**kept)  # what older facts do not have yet gets its default
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
