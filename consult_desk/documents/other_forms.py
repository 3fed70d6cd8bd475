"""The other form of a paper: a notice as Word to copy from, the minutes as PDF to look at and print."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from consult_desk.base.text import chinese_date
from consult_desk.documents.blocks import numeral, version_words
from consult_desk.documents.kinds import minutes, minutes_pdf
from consult_desk.documents.kinds.attendance_sheet import AttendanceSheetFacts
from consult_desk.documents.kinds.meeting_notice import MeetingNoticeFacts
from consult_desk.documents.kinds.resolution import ResolutionFacts
from consult_desk.documents.kinds.result import ResultFacts
from consult_desk.documents.posting import about, everyone, period
from consult_desk.documents.word import Page

Pairs = list[tuple[str, str]]


def _begun(facts: Any, name: str) -> Page:
    imprint = facts.imprint
    page = Page(name)
    if imprint.practice:
        page.watermark("练　习")
    page.title(name)
    for note in (imprint.number, version_words(imprint)):
        if note:
            page.note(note)
    page.space()
    return page


def _lines(page: Page, pairs: Pairs) -> None:
    for label, value in pairs:
        if value:
            page.text(value, f"{label}：")


def _ended(page: Page, facts: Any) -> bytes:
    imprint = facts.imprint
    _lines(page, [("补录说明", line) for line in imprint.late])
    page.space()
    page.text(f"{'、'.join(imprint.issuers)}　{chinese_date(imprint.issued_on)}")
    page.small("这是方便摘用的 Word 稿，不作为正式文书；正式文书以议事台出具的 PDF 为准。")
    return page.bytes()


def notice_word(facts: MeetingNoticeFacts) -> bytes:
    """The call to a meeting as Word."""
    page = _begun(facts, f"关于召开{facts.meeting}的通知")
    if facts.called:
        page.text(f"{facts.called}：")
    for place, moment in facts.sittings:
        _lines(page, [("时间", moment), ("地点", place)])
    page.heading("会议议程")
    for number, item in enumerate(facts.agenda, 1):
        page.text(f"{number}. {item}")
    page.heading("有关说明")
    _lines(page, [
        ("召集", facts.convener), ("主持", facts.chair), ("发出日期", chinese_date(facts.notice_given_on)),
        ("通知期限", facts.notice_words), ("依据", facts.reference), ("临时召集原因", facts.special_reason),
        ("联系方式", facts.contact),
    ])  # fmt: skip
    return _ended(page, facts)


def sheet_word(facts: AttendanceSheetFacts) -> bytes:
    """The attendance sheet as Word, one table for each sitting."""
    page = _begun(facts, f"{facts.meeting}签到册")
    rows = [("序号", "姓名", "身份", "组别", "签名或按手印", "备注")]
    rows += [(str(one.number), one.name, one.seat, one.group, "", one.remark) for one in facts.lines]
    for place, moment in facts.sittings:
        _lines(page, [("时间", moment), ("地点", place), ("应到", f"{facts.due}人"), ("到会要求", facts.quorum_words)])
        page.table((14, 30, 28, 28, 34, 22), rows, head=True)
    _lines(page, [(name, reason) for name, reason in facts.excluded])
    return _ended(page, facts)


def resolution_word(facts: ResolutionFacts) -> bytes:
    """The resolution as Word."""
    page = _begun(facts, about(facts.matter, "决议公告"))
    page.text(everyone(facts.imprint))
    page.text(f"{chinese_date(facts.held_on)}召开的{facts.meeting}对“{facts.matter}”（事项编号{facts.matter_number}）作出决议。")
    page.heading("一、表决情况")
    counts = [("应到", facts.due), ("实到", facts.present), ("同意", facts.yes), ("反对", facts.no), ("弃权", facts.abstain)]
    page.table(tuple(156 / 5 for _ in counts), ([label for label, _n in counts], [str(n) for _l, n in counts]), head=True)
    _lines(page, [("到会", facts.quorum_words), ("表决", facts.pass_words), ("依据", "；".join(facts.references))])
    page.heading("二、决议内容")
    for text in facts.resolution:
        page.text(text)
    _lines(page, [
        ("预算", facts.budget), ("资金来源", facts.fund_source), ("执行单位或负责人", facts.executor),
        ("完成期限", facts.deadline),
    ])  # fmt: skip
    page.heading("三、民主决策过程")
    for one in facts.steps:
        page.text(f"{chinese_date(one.held_on)}，{one.body}。{one.outcome}", f"{one.title}：")
    return _posted(page, facts, 4)


def result_word(facts: ResultFacts) -> bytes:
    """The result as Word."""
    page = _begun(facts, about(facts.matter, "实施结果公告"))
    page.text(everyone(facts.imprint))
    page.heading("一、实施情况")
    _lines(page, [
        ("事项编号", facts.matter_number), ("决议日期", chinese_date(facts.resolved_on)),
        ("执行单位或负责人", facts.executor), ("承包或承办方", facts.contractor),
        ("实施时间", f"{chinese_date(facts.started_on)}至{chinese_date(facts.finished_on)}"),
        ("完成进度", f"{facts.progress}%"),
    ])  # fmt: skip
    for one in facts.milestones:
        done = chinese_date(one.done_on) if one.done_on else "未完成"
        page.text(f"{one.title}，占 {one.weight}%，{done}")
    page.heading("二、资金使用")
    _lines(page, [
        ("预算", facts.budget), ("实际支出", facts.actual), ("相差", facts.difference), ("资金来源", facts.fund_source),
    ])  # fmt: skip
    page.heading("三、验收和遗留事项")
    _lines(page, [
        ("验收日期", chinese_date(facts.accepted_on)), ("验收人员", "、".join(facts.accepted_by)),
        ("验收结论", facts.finding), ("遗留事项", facts.outstanding or "无"),
    ])  # fmt: skip
    return _posted(page, facts, 4)


def _posted(page: Page, facts: ResolutionFacts | ResultFacts, number: int) -> bytes:
    page.heading(f"{numeral(number)}、公示期限和异议渠道")
    page.text(period(facts))
    _lines(page, [("公示地点", "、".join(facts.places)), *facts.channels, *facts.supervision])
    return _ended(page, facts)


# What a paper can be had as besides the form it is issued in.
OTHER_FORMS: Mapping[str, tuple[str, Callable[[Any], bytes]]] = MappingProxyType(
    {
        "minutes": ("pdf", minutes_pdf.draw),
        "minutes_pdf": ("docx", minutes.draw),
        "meeting_notice": ("docx", notice_word),
        "attendance_sheet": ("docx", sheet_word),
        "resolution": ("docx", resolution_word),
        "result": ("docx", result_word),
    }
)
