"""The law of the day a meeting was held, whenever it is typed in, and matters that cross the new year."""

from datetime import date, timedelta
from pathlib import Path

from consult_desk import actions as act
from consult_desk.sample.guide import Clock, Guide, Votes
from consult_desk.views.ledger import ledger
from consult_desk.views.meeting_facts import meeting_notice_facts, minutes_facts
from consult_desk.views.notice_facts import resolution_facts, result_facts
from consult_desk.views.rules import rule_page
from tests.journeys import hamlet
from tests.journeys.hamlet import advance, matter, reach


def resolved(template: Path, home: Path, on: date) -> tuple[Guide, int]:
    """A matter whose representatives met on that day."""
    guide = hamlet.opened(template, home, on - timedelta(days=10))
    found = matter(guide)
    reach(guide, found, "resolve")
    guide.clock.go(on - timedelta(days=1))
    advance(guide, found)
    return guide, found


def test_the_same_step_cites_the_article_of_its_day(template: Path, tmp_path: Path) -> None:
    """2025-12-20: article 26 of 2018; 2026-01-10: article 30 of 2025; the figures stay the same."""
    said = {}
    for on in (date(2025, 12, 20), date(2026, 1, 10)):
        guide, found = resolved(template, tmp_path / on.isoformat(), on)
        step = guide.matter(found).steps[3]
        assert step.on == on
        said[on.year] = step
        line = next(r for r in guide.desk.ask(rule_page, "cn-village-reps", on=on) if r.step == "resolve")
        article = {2025: "村民委员会组织法（2018修正）第二十六条", 2026: "村民委员会组织法（2025修正）第三十条"}[on.year]
        assert line.references[0] == article
        guide.desk.close()
    assert "（2018修正）" in said[2025].reference and "第二十六条" in said[2025].reference
    assert "（2025修正）" in said[2026].reference and "第三十条" in said[2026].reference
    assert "第三十条" not in said[2025].reference and "第二十六条" not in said[2026].reference
    assert "第二十八条" in said[2026].reference and said[2025].words == said[2026].words


def test_a_matter_that_spans_the_new_year(template: Path, tmp_path: Path) -> None:
    """Conferred in December, resolved in January: each step under the law of its own day, the posting too."""
    guide = hamlet.opened(template, tmp_path / "home", date(2025, 12, 26))
    found = matter(guide)
    for day in (27, 29, 30):
        guide.clock.go(date(2025, 12, day))
        advance(guide, found)
    guide.clock.go(date(2026, 1, 4))
    advance(guide, found)
    reach(guide, found, "")
    view = guide.matter(found)
    references = {s.key: s.reference for s in view.steps}
    assert "2018修正）第二十九条" in references["consult"] and "（2025修正）" in references["resolve"]
    assert "第三十五条" in references["disclose_resolution"] and view.label == "2025-001"
    assert [p.title for p in view.papers] and view.state == "done"
    guide.desk.close()


def test_before_2026_a_posting_needs_no_fifteen_days(template: Path, tmp_path: Path) -> None:
    """The law of 2018 names no days: the verdict says so instead of inventing some."""
    guide, found = resolved(template, tmp_path / "home", date(2025, 12, 10))
    guide.issue("resolution", found, sign=False)
    posting, until = guide.post(found, "disclose_resolution", guide.clock.day)
    assert until == guide.clock.day
    assert "没有写最少天数" in guide.take_down(posting, guide.clock.day + timedelta(days=1))
    guide.desk.close()


def test_typed_in_later_is_marked_everywhere(guide: Guide) -> None:
    """A whole matter entered a month late: its own days count, and ledger, pages and papers all say 补录."""
    began = date(2026, 3, 2)
    day = [began + timedelta(days=n) for n in range(60)]
    entry = began + timedelta(days=58)
    guide.clock.go(entry)
    found = matter(guide, opened_on=day[0])
    bodies = (("party_committee", "propose"), ("two_committees", "consult"), ("party_member_meeting", "deliberate"),
              ("rep_meeting", "resolve"))
    for number, (body, step) in enumerate(bodies):
        held = day[number + 1]
        meeting = guide.desk.do(
            act.meetings.plan_meeting, body=body, title="补记的会议", items=[act.meetings.Hearing(found, step)],
            places=[act.meetings.Place("村委会", Clock(held).moment)], convener="村党支部", chair="周明德", recorder="单守田",
        ).result
        guide.desk.do(act.meetings.issue_notice, meeting, given_on=day[number])
        guide.gather(meeting)
        guide.desk.do(act.meetings.record_delivery, meeting, person_ids=[1], method="电话", on=day[number])
        item = guide.meeting(meeting).items[0].item
        guide.vote(item, Votes(guide.meeting(meeting).present))
        guide.close(meeting)
    shown = guide.meeting(meeting)
    assert shown.late and shown.items[0].votes[0].endswith("补录") and shown.deliveries[0][3]
    assert all(step.late == (step.on is not None) for step in guide.matter(found).steps)
    assert [c.late for c in guide.desk.ask(ledger).rows[0].cells if c] == [True] * 4 + [False] * 2
    guide.desk.do(
        act.matters.record_supervision, found, step="resolve", persons="洪石头", finding="程序合规", on=day[4]
    )
    notice, minutes = guide.desk.ask(meeting_notice_facts, meeting), guide.desk.ask(minutes_facts, meeting)
    assert notice.imprint.late == ("补录：会议通知发出于2026年3月5日，2026年4月29日录入",)
    assert {line.split("发生于")[0] for line in minutes.imprint.late} == {"补录：会议", "补录：签到", "补录：表决"}
    resolution = guide.desk.ask(resolution_facts, found, day[5])
    assert any("村民代表会议决议发生于2026年3月6日，2026年4月29日录入" in line for line in resolution.imprint.late)
    guide.desk.do(act.papers.issue_paper, "resolution", found, posted_from=day[5])
    hung = guide.desk.do(
        act.disclosures.post_notice, found, step="disclose_resolution", places=["村务公开栏"], posted_on=day[5]
    ).result
    guide.desk.do(act.disclosures.take_down, hung.posting, removed_on=day[26])
    guide.desk.do(
        act.execution.start_execution, found, executor="村民委员会", parts=[act.execution.Part("疏浚", 100)],
        started_on=day[28],
    )
    guide.desk.do(act.execution.complete_milestone, found, 1, done_on=day[30])
    guide.desk.do(act.execution.finish_execution, found, finished_on=day[31], actual=2_950_000)
    guide.desk.do(act.execution.accept_work, found, by=["洪石头", "查正清"], finding="合格", accepted_on=day[32])
    view = guide.matter(found)
    assert view.postings[0].late and "补录" in view.steps[3].supervision and "这件事项是补录的" in view.warnings
    result = guide.desk.ask(result_facts, found, day[33])
    assert [line.split("发生于")[0] for line in result.imprint.late] == ["补录：实施", "补录：验收"]
    assert result.difference == "节余500.00元" and result.accepted_by == ("洪石头", "查正清")
