"""Deliberation: a body meets, is quorate, and votes; the step's gates and the judgement of its vote."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from consult_desk.base.errors import Obstacle
from consult_desk.flow.due import BODY_TITLES, active, count, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation, order, standing, supervision
from consult_desk.model import AgendaItem, Authorization, JointProposer, Matter, Membership
from consult_desk.rules.composition import judge_composition, judge_convening, judge_proposers
from consult_desk.rules.days import judge_notice
from consult_desk.rules.profile import StepRule
from consult_desk.rules.quorum import judge_pass, judge_quorum
from consult_desk.rules.verdict import Verdict

FIXES = {
    "quorum": "请等人到齐再表决，或者改期重新召集；没有到会的不能补签",
    "notice": "请改到最早的合法日期开会，或者按法律规定写明特殊情况",
    "composition": "请先按规定补选代表，更新名册后再开会",
    "convening": "提议人数够了再召集，或由依法有权召集的组织召集",
}
LEADS = {"quorum": "check_in", "notice": "issue_notice", "composition": "seat_person", "convening": "plan_meeting"}


@dataclass(frozen=True)
class Ruling:
    """A verdict of one kind with what it was given, ready to be kept."""

    kind: str
    verdict: Verdict
    given: str


def hearing(situation: Situation, step_key: str, *, merged: bool = False) -> tuple[Obstacle, ...]:
    """Why a matter may not be put on an agenda for that step now."""
    matter = situation.matter
    found = list(standing(situation))
    if found:
        return tuple(found)
    profile = situation.profile
    if merged and not may_merge(situation):
        found.append(
            Obstacle(
                "提议和商议不能合并召开",
                "只有规则方案允许、并且书记和主任由同一人担任的村可以合并；请分两次会议",
                code="merge",
            )
        )
    expected = "propose" if merged else step_key
    if matter.step != expected:
        now = profile.step(matter.step).title if matter.step else "已经结束"
        wanted = profile.step(step_key).title
        found.append(
            Obstacle(
                f"事项 {matter.label} 现在走到“{now}”，还不能上“{wanted}”的会",
                "请按顺序先完成前面的步骤",
                code="not_this_step",
            )
        )
    found.extend(supervision(situation))
    return tuple(found)


def may_merge(situation: Situation) -> bool:
    """One person heads both committees today and the profile allows proposal and conference in one meeting."""
    if not situation.profile.merge_propose_consult_on(situation.today):
        return False
    heads = {"party_committee": "书记", "villagers_committee": "主任"}
    held: list[set[int]] = []
    for body, post in heads.items():
        query = select(Membership.person_id).where(
            Membership.body == body, Membership.post == post, active(situation.today)
        )
        held.append(set(situation.session.scalars(query)))
    return bool(held[0] & held[1])


def rulings(situation: Situation, item: AgendaItem, gathering: Gathering) -> tuple[Ruling, ...]:
    """Every verdict the law of the meeting's day has on this item before it is voted."""
    meeting, matter = gathering.meeting, situation.matter
    step, day = situation.profile.step(item.step), meeting.event_on
    due, here = gathering.due_counts(), gathering.present_counts(item)
    given = {"due": due, "present": here, "on": day.isoformat()}
    found = [Ruling("quorum", judge_quorum(step, day, due, here), _text(given))]
    if item.merged:
        first = situation.profile.step("propose")
        narrow_due, narrow_here = _committee(gathering, item)
        found.append(
            Ruling(
                "quorum",
                judge_quorum(first, day, narrow_due, narrow_here),
                _text({"due": narrow_due, "present": narrow_here}),
            )
        )
    if step.notice_on(day) is not None:
        notice = judge_notice(
            step, day, meeting.notice_given_on, day, special_reason=meeting.special_reason,
            counting=situation.profile.counting_on(day), written=meeting.notice_written, posted=meeting.notice_posted,
        )
        found.append(Ruling("notice", notice, _text({"given_on": meeting.notice_given_on, "meets_on": day})))
    if step.composition_on(day) is not None:
        heads = {
            "members": due.get("rep_meeting_members", due.get("resident_rep_meeting_members", len(gathering.entries))),
            "reps": due.get("reps", due.get("collective_reps_all", 0)),
            "women_reps": sum(1 for e in gathering.entries if e.representative and e.woman),
        }
        found.append(Ruling("composition", judge_composition(step, day, heads), _text(heads)))
    if meeting.demanded_by:
        bases = {**due, **_wider_bases(situation, day)}
        convening = judge_convening(step, day, {meeting.demanded_by: meeting.demanders}, bases)
        found.append(Ruling("convening", convening, _text({meeting.demanded_by: meeting.demanders, "of": bases})))
    authorization = judge_authorization(situation, step, day)
    if authorization is not None:
        found.append(Ruling("authorization", authorization, _text({"category": matter.category, "on": day})))
    return tuple(found)


def judge_authorization(situation: Situation, step: StepRule, day: date) -> Verdict | None:
    """Whether the assembly authorised the representatives to decide this category on that day; None if not asked."""
    rule = step.authorization_rule_on(day)
    if rule is None or not rule.required:
        return None
    matter = situation.matter
    query = select(Authorization).where(Authorization.since <= day, Authorization.until >= day)
    covering = [a for a in situation.session.scalars(query) if matter.category in a.categories.split(",")]
    if not covering:
        lapsed = situation.session.scalar(
            select(Authorization).where(Authorization.categories.contains(matter.category)).limit(1)
        )
        words = "没有村民会议对这类事项的授权，村民代表会议不能作决定"
        if lapsed is not None:
            term = f"{lapsed.since:%Y-%m-%d} 至 {lapsed.until:%Y-%m-%d}"
            words = f"村民会议的授权（{term}）不包括 {day:%Y-%m-%d} 这一天，代表会议不能作决定"
        if rule.void_without:
            words += "，作出的决定无效"
        return Verdict(False, words, rule.reference)
    grant = covering[0]
    if rule.void_without and (grant.posted_on is None or grant.filed_on is None):
        missing = "和".join(w for w, d in (("公布", grant.posted_on), ("报乡镇备案", grant.filed_on)) if d is None)
        return Verdict(False, f"村民会议的授权还没有{missing}，代表会议不能作决定", rule.reference)
    return Verdict(True, f"村民会议已授权：{grant.scope}（{grant.since:%Y-%m-%d} 至 {grant.until:%Y-%m-%d}）", rule.reference)


def gates(situation: Situation, item: AgendaItem, gathering: Gathering) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a valid vote on this item."""
    meeting, day = gathering.meeting, gathering.meeting.event_on
    step = situation.profile.step(item.step)
    found = list(hearing(situation, item.step, merged=item.merged))
    found.extend(order(situation, day))
    if meeting.state != "open":
        words = {"planned": "会议还没有通知和召开", "noticed": "会议还没有宣布开始", "closed": "会议已经结束"}
        leads = "" if meeting.state in ("closed", "void") else "open_meeting"
        found.append(Obstacle(words.get(meeting.state, "会议已作废"), "请先开会再表决", leads_to=leads, code="not_open"))
        return tuple(found)
    for ruling in rulings(situation, item, gathering):
        if not ruling.verdict.met:
            found.append(
                Obstacle(
                    f"{step.title}：{ruling.verdict.words}" if ruling.kind == "quorum" else ruling.verdict.words,
                    FIXES.get(ruling.kind, "请先召开村民会议授权，并登记授权的事项和期限"),
                    ruling.verdict.reference,
                    LEADS.get(ruling.kind, "record_authorization"),
                    ruling.kind,
                )
            )
    found.extend(excluded(situation.matter, step, day))
    found.extend(proposers(situation, item.step, item.merged, day))
    return tuple(found)


def excluded(matter: Matter, step: StepRule, day: date) -> tuple[Obstacle, ...]:
    """Matters this body may not decide (成员代表大会, 农村集体经济组织法 第二十八条)."""
    matters = step.excluded_matters_on(day)
    if matter.category not in matters:
        return ()
    body = BODY_TITLES.get(step.body, step.body)
    return (
        Obstacle(
            f"“{matters[matter.category]}”不能由{body}决定",
            "请改用成员大会的规则方案",
            step.reference_on("excluded_matters", day),
            code="excluded_matter",
        ),
    )


def proposers(situation: Situation, step_key: str, merged: bool, day: date) -> tuple[Obstacle, ...]:
    """Whether the one who proposed may propose, where the profile names the proposers (河南)."""
    matter = situation.matter
    step = situation.profile.step("propose" if merged else step_key)
    if step.proposers_on(day) is None:
        return ()
    query = select(JointProposer.person_id).where(JointProposer.matter_id == matter.id)
    signers = set(situation.session.scalars(query))
    reps = set(situation.session.scalars(_representatives(day)))
    by_reps = len(signers & reps)
    joint = {"villagers": len(signers), "residents": len(signers), "villagers_reps": by_reps, "resident_reps": by_reps}
    # An order from above reaches the villagers through their Party organisation.
    body = "party_org" if matter.proposer in ("party_org", "superior") else matter.proposer
    verdict = judge_proposers(step, day, {body}, joint, _wider_bases(situation, day))
    if verdict.met:
        return ()
    fix = "请补齐联名，或由有提议权的组织提出"
    return (Obstacle(verdict.words, fix, verdict.reference, "join_proposal", "proposers"),)


def judge_vote(situation: Situation, item: AgendaItem, gathering: Gathering) -> tuple[Ruling, ...]:
    """Whether the item passed: one ruling, or two where proposal and conference were heard as one."""
    tally, attendees = gathering.tally(item)
    day = gathering.meeting.event_on
    steps = [item.step, "propose"] if item.merged else [item.step]
    found = []
    for key in steps:
        due = gathering.due_counts()
        if key != item.step:
            due = _committee(gathering, item)[0]
        given = {"due": due, "attendees": attendees, "yes": tally.yes, "no": tally.no, "abstain": tally.abstain}
        found.append(
            Ruling("pass", judge_pass(situation.profile.step(key), day, due, attendees, tally), _text(given))
        )
    return tuple(found)


def _committee(gathering: Gathering, item: AgendaItem) -> tuple[dict[str, int], dict[str, int]]:
    """Due and present of the branch committee inside a joint meeting of both committees."""
    session, day = gathering.session, gathering.meeting.event_on
    query = select(Membership.person_id).where(Membership.body == "party_committee", active(day))
    inner = set(session.scalars(query))
    entries = [e for e in gathering.entries if e.person_id in inner]
    return count("party_committee", entries), count("party_committee", entries, gathering.present_for(item))


def _wider_bases(situation: Situation, day: date) -> dict[str, int]:
    """Numbers of villagers and representatives that a demand or a joint proposal is measured against."""
    lines = due_lines(situation.session, "villager_assembly", day)
    reps = situation.session.scalars(_representatives(day)).all()
    homes = len({line.household_id for line in lines if line.household_id is not None})
    return {
        "villagers": len(lines),
        "residents": len(lines),
        "adults_18": len(lines),
        "residents_18": len(lines),
        "households": homes,
        "resident_households": homes,
        "villagers_reps": len(reps),
        "resident_reps": len(reps),
    }


def _representatives(day: date) -> Select[int]:
    seats = Membership.body.in_(("villager_reps", "resident_reps"))
    return select(Membership.person_id).where(seats, active(day)).distinct()


def _text(given: Mapping[str, object]) -> str:
    return json.dumps(given, ensure_ascii=False, sort_keys=True, default=str)
