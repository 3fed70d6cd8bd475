"""异议登记表: one objection from the day it came in to what followed, with boxes to tick by hand."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.form_rows import DAY, SIX, hands, issuing, pairs, ticked, wide
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Box, Page, label

_SIZE = 10.5
_CONTENT = ("异议成立", "异议不成立")
_SATISFIED = ("满意", "基本满意", "不满意")
_PRIVATE = "本表存档，不张贴。满意情况由提出异议的人自己填写。"


@dataclass(frozen=True)
class ObjectionFormFacts:
    """One objection.

    number: in the year, 2026-002. objector: the name as it may be read by others, 王某某. content, reply: paragraph by
    paragraph. due_on: last day of the answer or None. finding: one of 异议成立, 异议不成立, or "" before. followed: one of
    follow_ups or "".
    """

    imprint: Imprint
    number: str
    objector: str
    matter: str
    matter_number: str
    notice: str
    received_on: date
    channel: str
    content: tuple[str, ...]
    handler: str
    due_on: date | None
    finding: str
    reply: tuple[str, ...]
    replied_on: date | None
    due_words: str
    followed: str
    follow_ups: tuple[str, ...] = unsaid()


def compose(page: Page, facts: ObjectionFormFacts) -> None:
    """One form; what is not decided yet is room to write."""
    page.title("异议登记表")
    page.form(SIX, [*_received(facts), *_answered(facts), *issuing(facts.imprint), *_ends()], size=_SIZE)
    page.note(_PRIVATE)
    page.foot()


def _received(facts: ObjectionFormFacts) -> list[list[Box]]:
    return [
        pairs(("登记编号", facts.number), ("收到日期", chinese_date(facts.received_on)), span=2),
        [label("事项"), Box(facts.matter, 3), label("事项编号"), Box(facts.matter_number, align="centre")],
        *([wide("对应公告", facts.notice)] if facts.notice else []),
        pairs(("异议人", facts.objector), ("提出方式", facts.channel), span=2),
        wide("异议内容", "\n".join(facts.content), 5.0),
    ]


def _answered(facts: ObjectionFormFacts) -> list[list[Box]]:
    due = chinese_date(facts.due_on) if facts.due_on else "没有规定期限" if facts.finding else DAY
    replied = chinese_date(facts.replied_on) if facts.replied_on else DAY
    return [
        [label("经办人"), Box(facts.handler, align="centre"), label("调查结论"), Box(ticked(_CONTENT, facts.finding), 3)],
        wide("调查情况\n和答复", "\n".join(facts.reply), 5.0),
        pairs(("答复期限", due), ("答复日期", replied), span=2),
        *([wide("是否及时", facts.due_words)] if facts.due_words else []),
        wide("后续处理", ticked(facts.follow_ups, facts.followed)),
        wide("满意情况\n本人意见", ticked(_SATISFIED), 3.0),
    ]


def _ends() -> list[list[Box]]:
    return [hands(("异议人签名\n（按手印）", ""), ("经办人签名", ""))]


KIND = PaperKind("objection_form", "异议登记表", ObjectionFormFacts, compose, returns=True, styles=("official",))
