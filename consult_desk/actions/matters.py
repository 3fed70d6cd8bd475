"""Matters: open one, change its text, send it back, withdraw it, vote again, record opinions and supervision."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from consult_desk.actions.disclosures import finish_if_done
from consult_desk.actions.passage import (
    freeze_text,
    move_back,
    pass_step,
    reason_of,
    situation_of,
)
from consult_desk.actions.people import person_by
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import read_limited, sha256
from consult_desk.base.text import clean_line, clean_text
from consult_desk.desk import Tx
from consult_desk.flow import engine
from consult_desk.flow.step import order, require
from consult_desk.flow.steps import review
from consult_desk.model import Attachment, Execution, Group, JointProposer, Matter, Review, Supervision
from consult_desk.views.imprints import matter_row
from consult_desk.views.vocabulary import CATEGORIES, ORIGIN_TITLES, PROPOSER_TITLES

MOST_BYTES = 50_000_000  # of one attachment


def open_matter(
    tx: Tx, title: str, category: str, origin: str, text: str, proposer: str = "party_org", background: str = "",
    budget: int | None = None, fund_source: str = "", conflicts: str = "", executor: str = "",
    deadline: date | None = None, group: str = "", profile: str = "", opened_on: date | None = None,
) -> int:
    """提出事项：题目、类别、动议事由、草案、预算（分）、资金来源。

    category: key of the matter's category. origin: suggestion, cadre or assignment. budget in fen. profile: key of
    the rule profile, "" for the village's own; it is pinned whole. Raises Refused naming every fault.
    """
    stamp = tx.stamp(opened_on)
    faults = []
    if category not in CATEGORIES:
        faults.append(Obstacle(f"不认识的事项类别“{category}”", f"可选：{'、'.join(CATEGORIES)}", code="category"))
    if origin not in ORIGIN_TITLES:
        faults.append(Obstacle(f"不认识的动议事由“{origin}”", f"可选：{'、'.join(ORIGIN_TITLES)}", code="origin"))
    if proposer not in PROPOSER_TITLES:
        faults.append(Obstacle(f"不认识的提议人“{proposer}”", f"可选：{'、'.join(PROPOSER_TITLES)}", code="proposer"))
    if budget is not None and budget < 0:
        faults.append(Obstacle("预算不能是负数", "请核对金额", code="budget"))
    if budget is not None and budget > 0 and not fund_source.strip():
        faults.append(Obstacle("有预算但没有写资金来源", "请写明资金从哪里来", code="fund_source"))
    require(faults)
    rules = tx.profile(profile or tx.village.profile_key)
    year = stamp["event_on"].year
    group_id = None
    if group:
        group_id = tx.session.scalar(select(Group.id).where(Group.name == group))
        if group_id is None:
            raise Refused(Obstacle(f"没有名为“{group}”的村民小组", "请核对小组名", code="unknown_group"))
    number = (tx.session.scalar(select(func.max(Matter.number)).where(Matter.year == year)) or 0) + 1
    matter = Matter(
        year=year, number=number, title=clean_line(title, "事项名称", max_chars=80), category=category, origin=origin,
        background=clean_text(background, "背景"), text=clean_text(text, "方案", required=True), budget=budget,
        fund_source=fund_source.strip(), conflicts=conflicts.strip(), proposer=proposer, executor=executor.strip(),
        deadline=deadline, group_id=group_id, profile_key=rules.key, profile_fingerprint=rules.fingerprint,
        profile_text=rules.text, step=next(s.key for s in rules.steps if not s.parallel), **stamp,
    )
    tx.session.add(matter)
    tx.session.flush()
    freeze_text(tx, matter, "", stamp["event_on"], "提出")
    return matter.id


def join_proposal(tx: Tx, matter_id: int, person_ids: list[int]) -> int:
    """登记联名提议人。Returns how many have signed now."""
    matter_row(tx, matter_id)
    known = set(tx.session.scalars(select(JointProposer.person_id).where(JointProposer.matter_id == matter_id)))
    for person_id in person_ids:
        person = person_by(tx, person_id)
        if not person.adult_on(tx.today):
            raise Refused(Obstacle(f"{person.name}未满十八周岁，不能联名", "请核对名单", code="minor"))
        if person_id not in known:
            tx.session.add(JointProposer(matter_id=matter_id, person_id=person_id))
            known.add(person_id)
    tx.session.flush()
    return len(known)


def attach_file(tx: Tx, matter_id: int, title: str, file_name: str, data: bytes | Path) -> str:
    """添加附件，按内容指纹保存。data: the file, or where it lies.

    Returns the SHA-256. Raises Refused over 50 MB or for an empty file, Trouble for one that cannot be read.
    """
    matter_row(tx, matter_id)
    if isinstance(data, Path):
        data = read_limited(data, max_bytes=MOST_BYTES)
    if not data or len(data) > MOST_BYTES:
        raise Refused(Obstacle("附件是空的，或者超过 50 MB", "请核对文件，大文件请压缩或拆分", code="file_size"))
    digest = tx.keep_file(data)
    name = clean_line(file_name.replace("\\", "/").rsplit("/", 1)[-1], "文件名")
    tx.session.add(
        Attachment(
            matter_id=matter_id, title=clean_line(title, "附件名称"), file_name=name, sha256=sha256(data),
            size=len(data), **tx.stamp(),
        )
    )
    return digest


def revise_text(tx: Tx, matter_id: int, text: str, reason: str, revised_on: date | None = None) -> int:
    """修改方案文字；旧文保留，写明理由，显示差别。Returns the number of the new version."""
    matter = matter_row(tx, matter_id)
    require(engine.revising(situation_of(tx, matter)))
    new = clean_text(text, "方案", required=True)
    if new == matter.text:
        raise Refused(Obstacle("文字没有变化", "没有要保存的修改", code="unchanged"))
    stamp = tx.stamp(revised_on)
    require(order(situation_of(tx, matter), stamp["event_on"]))
    matter.text = new
    return freeze_text(tx, matter, matter.step, stamp["event_on"], reason_of(reason)).number


def amend_matter(
    tx: Tx, matter_id: int, reason: str, title: str | None = None, background: str | None = None,
    budget: int | None = None, fund_source: str | None = None, executor: str | None = None,
    deadline: date | None = None, on: date | None = None,
) -> list[str]:
    """更正事项的题目、背景、预算（分）、资金来源、承办人、期限，写明理由；旧的内容留在记录里。

    Returns what changed, one line each. Raises Refused once the matter is resolved, or when nothing changes.
    """
    matter = matter_row(tx, matter_id)
    require(engine.revising(situation_of(tx, matter)))
    if budget is not None and budget < 0:
        raise Refused(Obstacle("预算不能是负数", "请核对金额", code="budget"))
    wanted: dict[str, object] = {
        "title": None if title is None else clean_line(title, "事项名称", max_chars=80),
        "background": None if background is None else clean_text(background, "背景"),
        "budget": budget, "fund_source": None if fund_source is None else fund_source.strip(),
        "executor": None if executor is None else executor.strip(), "deadline": deadline,
    }
    names = {
        "title": "题目", "background": "背景", "budget": "预算（分）", "fund_source": "资金来源", "executor": "承办人",
        "deadline": "期限",
    }
    changes = []
    for field, value in wanted.items():
        before = getattr(matter, field)
        if value is not None and value != before:
            setattr(matter, field, value)
            changes.append(f"{names[field]}由“{'' if before is None else before}”改为“{value}”")
    if not changes:
        raise Refused(Obstacle("没有要更正的内容", "请填写要改成什么", code="unchanged"))
    if matter.budget and not matter.fund_source:
        raise Refused(Obstacle("有预算但没有写资金来源", "请写明资金从哪里来", code="fund_source"))
    move_back(tx, matter, "amended", "", f"{reason_of(reason)}：{'；'.join(changes)}", tx.stamp(on)["event_on"])
    return changes


def _day(tx: Tx, matter: Matter, on: date | None) -> date:
    """The day of a movement, not before what it moves back."""
    day: date = tx.stamp(on)["event_on"]
    require(order(situation_of(tx, matter), day))
    return day


def send_back(tx: Tx, matter_id: int, to_step: str, reason: str, on: date | None = None) -> None:
    """退回前面的步骤，写明理由；退回后的步骤要重新办理。"""
    matter = matter_row(tx, matter_id)
    require(engine.sending_back(situation_of(tx, matter), to_step))
    move_back(tx, matter, "sent_back", to_step, reason_of(reason), _day(tx, matter, on))
    matter.state = "open"


def withdraw_matter(tx: Tx, matter_id: int, reason: str, on: date | None = None) -> None:
    """撤回事项，写明理由；记录保留。"""
    matter = matter_row(tx, matter_id)
    require(engine.withdrawing(situation_of(tx, matter)))
    move_back(tx, matter, "withdrawn", "", reason_of(reason), _day(tx, matter, on))
    matter.state = "withdrawn"


def request_revote(tx: Tx, matter_id: int, reason: str, on: date | None = None) -> None:
    """重新表决：没有通过、或异议成立以后，写明理由，回到表决的那一步。"""
    matter = matter_row(tx, matter_id)
    situation = situation_of(tx, matter)
    require(engine.revoting(situation))
    to_step = matter.step if matter.state == "rejected" else "resolve"
    move_back(tx, matter, "revote", to_step, reason_of(reason), _day(tx, matter, on))
    matter.state = "open"


def resume_matter(tx: Tx, matter_id: int, reason: str, on: date | None = None) -> None:
    """恢复因异议暂停的事项，写明理由。"""
    matter = matter_row(tx, matter_id)
    if matter.state != "suspended":
        raise Refused(Obstacle("这件事项没有暂停", "不需要恢复", code="not_suspended"))
    move_back(tx, matter, "resumed", "", reason_of(reason), _day(tx, matter, on))
    matter.state = "open"
    execution = tx.session.scalar(select(Execution).where(Execution.matter_id == matter.id))
    if execution is not None and execution.state == "suspended":
        execution.state = "running"


def record_review(
    tx: Tx, matter_id: int, step: str, by: str, opinion: str, agreed: bool = True, document: str = "",
    on: date | None = None,
) -> int:
    """登记意见（建议、评议、参议、乡镇审核）：谁、什么意见、同意与否、批复文号。

    A step of that name is passed when the opinion agrees; township_review may also answer a resolution that needs
    the township. Raises Refused.
    """
    matter = matter_row(tx, matter_id)
    situation = situation_of(tx, matter)
    stamp = tx.stamp(on)
    beside = step == "township_review" and not situation.profile.has(step)
    if not beside:
        require(review.obstacles(situation, step, stamp["event_on"]))
    elif situation.record("resolve") is None:
        raise Refused(Obstacle("还没有形成决议，乡镇意见无从登记", "请先完成表决", code="no_resolution"))
    else:
        require(order(situation, stamp["event_on"]))
    entry = Review(
        matter_id=matter.id, step=step, by=clean_line(by, "意见人"), opinion=clean_text(opinion, "意见", required=True),
        agreed=agreed, document=document.strip(), **stamp,
    )
    tx.session.add(entry)
    tx.session.flush()
    if agreed and not beside:
        rule = situation.profile.step(step)
        pass_step(tx, matter, step, stamp["event_on"], f"{rule.title}：{entry.by}，{entry.opinion}", "")
    return entry.id


def record_supervision(
    tx: Tx, matter_id: int, step: str, persons: str, finding: str, note: str = "", on: date | None = None
) -> int:
    """登记村务监督：哪一步、监督人员、日期、意见。Raises Refused for a step not taken yet."""
    matter = matter_row(tx, matter_id)
    situation = situation_of(tx, matter)
    situation.profile.step(step)
    if situation.record(step) is None and matter.step != step:
        raise Refused(Obstacle("这一步还没有进行，不能先写监督意见", "请在步骤进行时或完成后登记", code="not_this_step"))
    stamp = tx.stamp(on)
    if stamp["event_on"] < matter.event_on:
        raise Refused(Obstacle("监督日期早于提出事项的日期", "请核对日期", code="order"))
    entry = Supervision(
        matter_id=matter.id, step=step, persons=clean_line(persons, "监督人员"), finding=clean_line(finding, "监督意见"),
        note=note.strip(), **stamp,
    )
    tx.session.add(entry)
    tx.session.flush()
    if matter.step == step and situation.profile.step(step).kind == "posting":
        finish_if_done(tx, situation, step, stamp["event_on"])
    return entry.id
