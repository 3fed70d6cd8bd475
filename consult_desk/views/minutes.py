"""The minutes while they are being worded: what is recorded and fixed, what the recorder may say in his own words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult_desk.base.errors import Obstacle
from consult_desk.base.text import chinese_date
from consult_desk.desk import Look
from consult_desk.flow import gavel
from consult_desk.flow.gathering import Gathering
from consult_desk.model import (
    Minutes,
)
from consult_desk.views.imprints import meeting_row
from consult_desk.views.meeting_facts import minutes_facts
from consult_desk.views.minutes_words import composed, edited, parts


@dataclass(frozen=True)
class SectionView:
    """One part of the minutes. part: "" where it is fixed. words: as they will be printed; composed: from the record.

    title: {n} in it stands for number, the item of the agenda (0 for the whole meeting).
    """

    part: str
    title: str
    number: int
    words: str
    composed: str
    edited: bool


@dataclass(frozen=True)
class MinutesView:
    """The minutes of a meeting as they would be printed now. confirmed: version, 0 while none; stale: worded since."""

    meeting: int
    title: str
    chair: str
    recorder: str
    sections: tuple[SectionView, ...]
    confirmed: int
    confirmed_by: str
    stale: bool
    obstacles: tuple[Obstacle, ...]


def minutes_page(look: Look, meeting_id: int) -> MinutesView:
    """会议记录：照登记写成的部分和可以改文字的部分。"""
    from consult_desk.documents.paper import facts_to_json

    meeting = meeting_row(look, meeting_id)
    gathering = Gathering(look.session, meeting)
    obstacles = gavel.wording(meeting)
    newest = look.session.scalar(
        select(Minutes).where(Minutes.meeting_id == meeting.id).order_by(Minutes.number.desc()).limit(1)
    )
    sections: list[SectionView] = []
    stale = False
    if not obstacles:
        facts = minutes_facts(look, meeting_id)
        own, plain, titles = edited(look, meeting.id), composed(look, gathering), parts(gathering)

        def free(part: str) -> SectionView:
            number = int(part.partition(".")[2] or 0)
            return SectionView(part, titles[part], number, own.get(part, plain[part]), plain[part], part in own)

        def fixed(title: str, number: int, lines: Sequence[str]) -> SectionView:
            words = "\n".join(line for line in lines if line)
            return SectionView("", title, number, words, words, False)

        sections.append(fixed("会议情况", 0, [
            f"{chinese_date(facts.held_on)}，{'；'.join(f'{moment}，{place}' for place, moment in facts.sittings)}",
            f"应到 {facts.due} 人，实到 {facts.present} 人。{facts.quorum_words}",
            f"会议通知：{facts.notice_words}" if facts.notice_words else "",
            f"请假：{_named(facts.leave)}" if facts.leave else "",
            f"缺席：{'、'.join(facts.absent)}" if facts.absent else "",
            f"不计入应到：{_named(facts.excluded)}" if facts.excluded else "",
            f"列席：{'、'.join(facts.observers)}" if facts.observers else "",
        ]))  # fmt: skip
        sections.append(free("opening"))
        for number, item in enumerate(facts.items, 1):
            sections.append(free(f"discussion.{number}"))
            counts = "，".join(f"{label} {count}" for label, count in item.counts)
            sections.append(fixed("第 {n} 项的表决和决定", number, [
                f"{item.title}（{item.step}）", f"回避：{_named(item.recused)}" if item.recused else "",
                f"{item.method}：{counts}" if item.method else "", item.pass_words, item.decision,
            ]))  # fmt: skip
        sections += [free("closing"), free("remarks")]
        stale = newest is not None and json.loads(newest.facts) != json.loads(facts_to_json(facts))
    return MinutesView(
        meeting.id, meeting.title, meeting.chair, meeting.recorder, tuple(sections), newest.number if newest else 0,
        newest.confirmed_by if newest else "", stale, gavel.confirming(meeting),
    )


def _named(pairs: Sequence[tuple[str, str]]) -> str:
    return "、".join(f"{name}（{reason}）" if reason else name for name, reason in pairs)
