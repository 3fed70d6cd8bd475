"""Refusals met by hand from the resolution on: notices, objections, the work, papers, terms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from consult_desk import actions as act
from consult_desk.actions.execution import Part
from consult_desk.sample.guide import PASSPHRASE, Guide
from tests.journeys import paper_hands
from tests.journeys.hamlet import matter, reach
from tests.journeys.refusal_hands import Case, Met

REPLY = "经现场查看，水渠在原线疏浚，不改道，不占用承包地。"


def a_notice(met: Met, _none: None) -> None:
    """From the resolution to its notice taken down, with signature and photographs."""
    hands = met.hands
    met.matter("能办的事")
    met.deed("no_paper")
    met.matter()
    met.gone("no_paper")
    met.deed("not_posted", posted_by="单守田")
    page = met.matter()
    met.gone("not_posted")
    met.follow("publicity")
    assert page.tabs.checkedButton().property("part") == "公开"
    met.page("desk")
    met.follow("unsigned")
    hands.deed("现在签名（发布单位）…", passphrase=PASSPHRASE)
    met.page("desk")
    met.gone("unsigned")
    met.follow("no_photo")
    hands.click("放入照片")
    met.choose_files()
    hands.fill(hands.form(), kind="近景")
    hands.submit()
    met.page("desk")
    met.gone("no_photo")
    hands.until(page.shown.postings[-1].until_on, 18)
    met.matter()
    met.gone("publicity")
    met.deed("not_removed")
    met.matter()
    met.gone("not_removed")


def torn_down(guide: Guide) -> None:
    guide.issue("resolution", 1, sign=False)
    posting, _until = guide.post(1, "disclose_resolution", guide.clock.day)
    guide.clock.go(guide.clock.day + timedelta(days=3))
    guide.desk.do(act.disclosures.take_down, posting, early_reason="被大风刮落")


def a_notice_torn_down(met: Met, _none: None) -> None:
    """A torn notice hangs again; its old date does not fit any more, so it is issued anew first."""
    met.matter()
    met.follow("cut_short")
    met.refused(posted_on=met.hands.clock.day)
    met.deed("printed_date", correction="原公告被风刮落重新张贴")
    met.matter()
    met.deed("cut_short", posted_on=met.hands.clock.day)
    met.gone("printed_date")
    met.matter()
    met.gone("cut_short")


def corrected(guide: Guide) -> None:
    guide.issue("resolution", 1, sign=False)
    guide.post(1, "disclose_resolution", guide.clock.day)
    guide.clock.go(guide.clock.day + timedelta(days=2))
    guide.desk.do(act.papers.issue_paper, "resolution", 1, posted_from=guide.clock.day, correction="金额写错了一位")


def an_old_notice_hangs(met: Met, _none: None) -> None:
    met.matter()
    met.deed("paper_superseded", early_reason="金额写错，换贴更正版")
    met.matter()
    assert "cut_short" in met.codes()
    met.hands.deed("登记张贴")
    met.matter()
    met.gone("paper_superseded")


def hanging(guide: Guide) -> None:
    guide.issue("resolution", 1, sign=False)
    guide.post(1, "disclose_resolution", guide.clock.day)
    guide.desk.do(act.disclosures.record_objection, 1, name="佘铁柱", channel="当面", content="水渠改道会不会占我家的地？")


def an_objection(met: Met, _none: None) -> None:
    """Upheld: the matter is suspended, and goes on when it is settled."""
    met.matter()
    met.deed("open_objection", finding="异议成立", reply=REPLY, handler="任立春", effect="暂停")
    met.matter()
    met.gone("open_objection")
    met.deed("suspended", reason="异议已经处理完毕")
    met.matter()
    met.gone("suspended")


def resolved(met: Met, _none: None) -> None:
    met.matter("能办的事")
    met.deed("resolved", to_step="村民代表会议", reason="方案要改，重新表决")
    met.matter("能办的事")
    met.gone("resolved")


def the_work(met: Met, _none: None) -> None:
    """Begun, accepted too early, then part by part."""
    hands = met.hands
    met.matter()
    met.deed("no_execution", parts=[{"title": "疏浚", "weight": "100"}])
    met.matter()
    met.gone("no_execution")
    met.follow("no_acceptance")
    met.refused(finding="质量合格", passed="通过")
    met.follow("not_finished")
    met.refused(actual="29000")
    met.deed("open_parts")
    met.matter("能办的事")
    met.deed("not_finished", actual="29000")
    met.gone("open_parts")
    met.matter()
    met.deed("no_acceptance", finding="质量合格", passed="通过")
    met.gone("not_finished")
    met.matter("能办的事")
    met.gone("no_acceptance")
    met.deed("already_accepted")
    assert hands.window.trail[-1][0] == "paper"
    met.gone("already_accepted")


def planned_work(guide: Guide) -> None:
    parts = [Part("疏浚", 100, guide.clock.day + timedelta(days=5))]
    guide.desk.do(act.execution.start_execution, 1, executor="村民委员会", parts=parts)


def a_part_is_due(met: Met, _none: None) -> None:
    met.page("desk")
    met.deed("milestone")
    met.page("desk")
    met.gone("milestone")


def long_after(guide: Guide) -> None:
    guide.clock.go(date(2027, 5, 10))


def the_authorisation_ends(met: Met, _none: None) -> None:
    met.page("desk")
    met.deed(
        "term", scope="公益事业", categories="公益", given_on=met.hands.clock.day, until=date(2029, 12, 31),
        source="2027年第1次村民会议",
    )  # fmt: skip
    met.page("desk")
    met.gone("term")


def a_quarter_without_a_meeting(met: Met, _none: None) -> None:
    met.page("desk")
    met.follow("regular")
    page: Any = met.hands.window.pages["planning"]
    assert page.shown.body == page.where["body"] and page.bodies.checkedButton().property("body") == page.where["body"]
    met.removed.add("regular")  # the meeting itself is the other cases' story


def unopened_group(guide: Guide) -> None:
    matter(guide, "cn-village-group")


def no_group(met: Met, _none: None) -> None:
    met.matter("能办的事")
    met.follow("no_group")
    assert met.hands.window.trail[-1][0] == "matter_new"
    met.gone("no_group")


def by_villagers(guide: Guide) -> None:
    matter(guide, "ha", proposer="villagers")


def too_few_signed(met: Met, _none: None) -> None:
    met.matter("能办的事")
    met.deed("proposers", person_ids=["周明德", "单守田", "查正清"])
    met.matter("能办的事")
    met.gone("proposers")


def advice(met: Met, _none: None) -> None:
    """An opinion against it: the text is changed and shown again."""
    met.matter()
    met.deed("no_review", by="村民小组", opinion="工期太长", agreed="不同意")
    met.matter()
    met.gone("no_review")
    met.deed("not_agreed", text="一、疏浚三组水渠八百米，一个月完成。", reason="按村民意见缩短工期")
    met.matter()
    met.hands.deed("登记意见", by="村民小组", opinion="同意", agreed="同意")
    met.matter()
    met.gone("not_agreed")


def answered_above(met: Met, _none: None) -> None:
    met.page("issue", kind="resolution", subject_id=1)
    met.deed("township", opinion="同意筹资", agreed="同意")
    met.page("issue", kind="resolution", subject_id=1)
    met.gone("township")


def in_hardship(guide: Guide) -> None:
    text = "一、疏浚三组水渠八百米。\n二、其中低保户周家优先施工；其余按顺序。"
    found = guide.desk.do(
        act.matters.open_matter, title="三组水渠疏浚", category="public_welfare", origin="suggestion", text=text,
        budget=3_000_000, fund_source="村集体经济收益", profile="cn-village-reps",
    ).result  # fmt: skip
    reach(guide, found, "disclose_resolution")


def not_decided(met: Met, _none: None) -> None:
    """What should perhaps not hang: the form refuses, its button leads to the cards on which it is decided."""
    met.matter()
    met.refused("出具文书")
    met.follow("undecided_finding")
    page = paper_hands.draft(met.hands)
    paper_hands.choose(met.hands, page.cards.controls()[0], "removed")
    paper_hands.drawn(met.hands, page)
    paper_hands.issue(met.hands, page)
    met.gone("undecided_finding")


LATER: tuple[Case, ...] = (
    Case("not decided", ("undecided_finding",), not_decided, in_hardship, keyboard=True),
    Case("a notice", ("no_paper", "not_posted", "publicity", "unsigned", "no_photo", "not_removed"), a_notice,
         stage="disclose_resolution"),
    Case("a notice torn down", ("cut_short", "printed_date"), a_notice_torn_down, torn_down, stage="disclose_resolution"),
    Case("an old notice hangs", ("paper_superseded",), an_old_notice_hangs, corrected, stage="disclose_resolution"),
    Case("an objection", ("open_objection", "suspended"), an_objection, hanging, stage="disclose_resolution"),
    Case("resolved already", ("resolved",), resolved, stage="disclose_resolution", keyboard=True),
    Case("the work", ("no_execution", "no_acceptance", "not_finished", "open_parts", "already_accepted"), the_work,
         stage="disclose_result"),
    Case("a part is due", ("milestone",), a_part_is_due, planned_work, stage="disclose_result"),
    Case("the authorisation ends", ("term",), the_authorisation_ends, long_after),
    Case("a quarter without a meeting", ("regular",), a_quarter_without_a_meeting),
    Case("no group", ("no_group",), no_group, unopened_group),
    Case("too few signed", ("proposers",), too_few_signed, by_villagers),
    Case("advice against it", ("no_review", "not_agreed"), advice, stage="first", profile="tpl-5yi5gongkai"),
    Case("answered above", ("township",), answered_above, stage="disclose_resolution", profile="cn-yishiyiyi"),
)  # fmt: skip
