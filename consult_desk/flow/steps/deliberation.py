"""Deliberation: a body meets, is quorate, and votes; the step's gates and the judgement of its vote."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from consult_desk.base.errors import Obstacle
from consult_desk.flow.due import BODY_TITLES, active, count, due_lines
from consult_desk.flow.gathering import Gathering
from consult_desk.flow.step import Situation, date_order, order, standing, supervision
from consult_desk.model import AgendaItem, Authorization, JointProposer, Matter, Membership, RollCall
from consult_desk.rules.composition import judge_composition, judge_convening, judge_proposers
from consult_desk.rules.days import judge_convened_in_time, judge_notice
from consult_desk.rules.permission import judge_research
from consult_desk.rules.profile import StepRule
from consult_desk.rules.quorum import judge_pass, judge_quorum
from consult_desk.rules.tally import Tally
from consult_desk.rules.verdict import Verdict

FIXES = {
    "quorum": "请等人到齐再表决，或者改期重新召集；没有到会的不能补签",
    "notice": "已经宣布开会，通知不能再补：请作废这次会议，改到最早的合法日期另行安排",
    "composition": "请先按规定补选代表、登记任职，再作废这次会议、另行召开",
    "convening": "提议人数够了再召集，或由依法有权召集的组织召集",
    "research": "请先由党组织研究讨论，并登记那一步",
}
LEADS = {
    "quorum": "check_in", "notice": "void_meeting", "composition": "seat_person", "convening": "void_meeting",
    "research": "send_back",
}  # fmt: skip


@dataclass(frozen=True)
class Ruling:
    """A verdict of one kind with what it was given, ready to be kept."""

    kind: str
    verdict: Verdict
    given: str


def hearing(
    situation: Situation, step_key: str, *, merged: bool = False, on: date | None = None
) -> tuple[Obstacle, ...]:
    """Why a matter may not be put on an agenda for that step now. on: day of the meeting (None: today)."""
    matter = situation.matter
    found = list(standing(situation))
    if found:
        return tuple(found)
    profile = situation.profile
    if merged and not (step_key == "consult" and may_merge(situation, on or situation.today)):
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


def may_merge(situation: Situation, day: date) -> bool:
    """One person heads both committees on that day and the profile allows proposal and conference in one meeting."""
    if not situation.profile.merge_propose_consult_on(day):
        return False
    heads = ((("party_committee",), "书记"), (("villagers_committee", "residents_committee"), "主任"))
    held: list[set[int]] = []
    for bodies, post in heads:
        query = select(Membership.person_id).where(
            Membership.body.in_(bodies), Membership.post == post, active(day)
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
        found.append(judge_demand(situation, step, day, meeting.demanded_by, meeting.demanders))
    authorization = judge_authorization(situation, step, day)
    if authorization is not None:
        found.append(Ruling("authorization", authorization, _text({"category": matter.category, "on": day})))
    if step.prior_research_on(day):
        researched = any(situation.record(key) is not None for key in ("propose", "deliberate"))
        found.append(Ruling("research", judge_research(step, day, researched), _text({"researched": researched})))
    return tuple(found)


def judge_demand(situation: Situation, step: StepRule, day: date, demanded_by: str, demanders: int) -> Ruling:
    """Whether so many may demand the meeting (提议召开)."""
    bases = _wider_bases(situation, day)
    verdict = judge_convening(step, day, {demanded_by: demanders}, bases)
    return Ruling("convening", verdict, _text({demanded_by: demanders, "of": bases}))


def timeliness(situation: Situation, item: AgendaItem) -> tuple[Ruling, ...]:
    """Whether a demanded meeting was held in time: kept with the decision, which stands either way."""
    demanded, day = item.meeting.demanded_on, item.meeting.event_on
    if demanded is None:
        return ()
    verdict = judge_convened_in_time(situation.profile.step(item.step), day, demanded, day)
    return (Ruling("convened", verdict, _text({"demanded_on": demanded, "meets_on": day})),)


def too_late(situation: Situation, step_key: str, demanded_on: date, meets_on: date) -> tuple[Obstacle, ...]:
    """Whether a demanded meeting is set later than the rules allow (北京: 提议后五日内召集) while it can still be met.

    Once the days are over the meeting is held all the same: the committee's delay must not cost the villagers it.
    """
    step = situation.profile.step(step_key)
    verdict = judge_convened_in_time(step, meets_on, demanded_on, meets_on)
    rule = step.convening_on(meets_on)
    over = rule is not None and (situation.today - demanded_on).days > rule.within_days
    if verdict.met or over:
        return ()
    fix = "请把会议提前到期限以内，或者核对提议的日期"
    return (Obstacle(verdict.words, fix, verdict.reference, "plan_meeting", "convened_late"),)


def judge_authorization(situation: Situation, step: StepRule, day: date) -> Verdict | None:
    """Whether the assembly authorised the representatives to decide this category on that day; None if not asked."""
    rule = step.authorization_rule_on(day)
    if rule is None or not rule.required:
        return None
    matter = situation.matter
    query = select(Authorization).where(Authorization.since <= day, Authorization.until >= day)
    covering = [a for a in situation.session.scalars(query) if matter.category in a.categories.split(",")]
    if not covering:
        every = situation.session.scalars(select(Authorization).order_by(Authorization.until.desc()))
        lapsed = next((a for a in every if matter.category in a.categories.split(",")), None)
        words = "没有村民会议对这类事项的授权，村民代表会议不能作决定"
        if lapsed is not None:
            term = f"{lapsed.since:%Y-%m-%d} 至 {lapsed.until:%Y-%m-%d}"
            words = f"村民会议的授权（{term}）不包括 {day:%Y-%m-%d} 这一天，代表会议不能作决定"
        if rule.void_without:
            words += "，作出的决定无效"
        return Verdict(False, words, rule.reference)
    def lacking(grant: Authorization) -> str:
        told = (("公布", grant.posted_on), ("报乡镇备案", grant.filed_on)) if rule.void_without else ()
        return "和".join(words for words, done in told if done is None or done > day)

    grant = min(covering, key=lambda a: len(lacking(a)))
    if missing := lacking(grant):
        words = f"村民会议的授权到 {day:%Y-%m-%d} 还没有{missing}，代表会议不能作决定，作出的决定无效"
        return Verdict(False, words, rule.reference)
    return Verdict(True, f"村民会议已授权：{grant.scope}（{grant.since:%Y-%m-%d} 至 {grant.until:%Y-%m-%d}）", rule.reference)


def gates(
    situation: Situation, item: AgendaItem, gathering: Gathering, *, final: bool = False
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a valid vote on this item.

    final: the result is to be announced. Of several sittings each votes on its own day, so how many came is judged
    once, over all of them together, when the result is announced.
    """
    meeting, day = gathering.meeting, gathering.meeting.event_on
    step = situation.profile.step(item.step)
    found = list(hearing(situation, item.step, merged=item.merged, on=day))
    found.extend(order(situation, day) or date_order(situation, item.step, day))
    if meeting.state != "open":
        words = {"planned": "会议还没有通知和召开", "noticed": "会议还没有宣布开始", "closed": "会议已经结束"}
        leads = "" if meeting.state in ("closed", "void") else "open_meeting"
        found.append(Obstacle(words.get(meeting.state, "会议已作废"), "请先开会再表决", leads_to=leads, code="not_open"))
        return tuple(found)
    together = len(gathering.sittings) > 1 and not final
    for ruling in rulings(situation, item, gathering):
        if not ruling.verdict.met and not (together and ruling.kind == "quorum"):
            found.append(
                Obstacle(
                    f"{step.title}：{ruling.verdict.words}" if ruling.kind == "quorum" else ruling.verdict.words,
                    _fix(ruling),
                    ruling.verdict.reference,
                    _removed_by(ruling),
                    ruling.kind,
                )
            )
    found.extend(excluded(situation.matter, step, day))
    found.extend(proposers(situation, item.step, item.merged, day))
    return tuple(found)


def _fix(ruling: Ruling) -> str:
    if _removed_by(ruling) == "publish_authorization":
        return "请公布授权、报乡镇备案，并登记日期"
    return FIXES.get(ruling.kind, "请先召开村民会议授权，并登记授权的事项和期限")


def _removed_by(ruling: Ruling) -> str:
    """The action that removes what a ruling found missing; an authorisation that is there has to be made known."""
    if ruling.kind == "authorization" and "还没有" in ruling.verdict.words:
        return "publish_authorization"
    return LEADS.get(ruling.kind, "record_authorization")


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
    """Whether the item passed: one ruling, or two where proposal and conference were heard as one.

    Those who stood aside came all the same: they stay among 到会人员, whose majority the law asks for.
    """
    found = [_passing(situation, item.step, gathering, gathering.due_counts(), gathering.voters_present(item),
                      gathering.tally(item)[0])]
    if item.merged:
        due, here = _committee(gathering, item)
        found.append(_passing(situation, "propose", gathering, due, sum(here.values()), inner_votes(gathering, item)[0]))
    return tuple(found)


def _passing(
    situation: Situation, key: str, gathering: Gathering, due: dict[str, int], attendees: int, tally: Tally
) -> Ruling:
    given = {"due": due, "attendees": attendees, "yes": tally.yes, "no": tally.no, "abstain": tally.abstain}
    verdict = judge_pass(situation.profile.step(key), gathering.meeting.event_on, due, attendees, tally)
    return Ruling("pass", verdict, _text(given))


def inner_votes(gathering: Gathering, item: AgendaItem) -> tuple[Tally, Tally]:
    """How the branch committee voted inside a merged meeting: at the least, and at the most, in favour.

    A roll call tells exactly; of a count of hands only the bounds follow: whoever did not agree may have sat in it.
    """
    inner, least, most = _inner_ids(gathering), 0, 0
    for vote in gathering.votes(item):
        here = gathering.entitled(item, vote.sitting_id, vote.taken_at) & inner
        if vote.method == "roll_call":
            query = select(RollCall.person_id).where(RollCall.vote_id == vote.id, RollCall.choice == "yes")
            agreed = len(here & set(gathering.session.scalars(query)))
            least, most = least + agreed, most + agreed
        else:
            least += max(0, len(here) - (vote.attendees - vote.yes))
            most += min(len(here), vote.yes)
    return Tally(least, 0, 0), Tally(most, 0, 0)


def unclear(situation: Situation, item: AgendaItem, gathering: Gathering) -> tuple[Obstacle, ...]:
    """A merged vote by hands or ballot that leaves open whether the branch committee itself agreed."""
    if not item.merged:
        return ()
    due, here = _committee(gathering, item)
    least, most = (
        _passing(situation, "propose", gathering, due, sum(here.values()), tally).verdict.met
        for tally in inner_votes(gathering, item)
    )
    if least == most:
        return ()
    words = "合并开会时，从总票数分不清党组织委员自己是不是过半数同意"
    return (Obstacle(words, "请改用记名表决，逐人登记", "", "record_vote", "merged_votes"),)


def _committee(gathering: Gathering, item: AgendaItem) -> tuple[dict[str, int], dict[str, int]]:
    """Due and present of the branch committee inside a joint meeting of both committees."""
    inner = _inner_ids(gathering)
    entries = [e for e in gathering.entries if e.person_id in inner]
    return count("party_committee", entries), count("party_committee", entries, gathering.present_for(item))


def _inner_ids(gathering: Gathering) -> set[int]:
    query = select(Membership.person_id).where(
        Membership.body == "party_committee", active(gathering.meeting.event_on)
    )
    return set(gathering.session.scalars(query))


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
