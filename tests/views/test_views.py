"""Pictures: each view answers frozen data, says what it was read from, and finds what it is asked for."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from consult_desk import actions as act
from consult_desk.sample.guide import Guide
from consult_desk.views import meeting_facts, notice_facts
from consult_desk.views.console import console
from consult_desk.views.ledger import ledger
from consult_desk.views.listed import VIEWS
from consult_desk.views.meeting_facts import minutes_facts
from consult_desk.views.papers import paper_page
from consult_desk.views.people import roster, village_card
from consult_desk.views.rules import rule_page, rule_profiles
from consult_desk.views.templates import export_template
from tests.journeys.hamlet import NAMES, START, advance, gathered, matter, reach, refused

ARGUMENTS: Mapping[str, dict[str, Any]] = {
    "body_members": {"body": "villager_reps"}, "person_page": {"person_id": 1}, "body_page": {"body": "villager_reps"},
    "roster_preview": {"data": "姓名,性别,出生日期,户号,村民小组\n霍水生,男,1990-1-1,9,1\n".encode(), "name": "a.csv"},
    "find_characters": {"asked": "日斤"}, "glyph_cover": {"text": "昕"},
    "matter_page": {"matter_id": 1}, "matter_sheet": {"matter_id": 1},
    "text_difference": {"matter_id": 1, "older": 1, "newer": 1}, "meeting_page": {"meeting_id": 1},
    "posting_page": {"posting_id": 1}, "evidence_photo": {"evidence_id": 1}, "objection_page": {"objection_id": 1},
    "minutes_page": {"meeting_id": 1}, "meeting_file": {"file_id": 1},
    "paper_page": {"paper_id": 1}, "paper_copy": {"paper_id": 1}, "preview_paper": {"kind": "minutes", "subject_id": 1},
    "meeting_batch": {"meeting_id": 1}, "matter_batch": {"matter_id": 1},
    "check_file": {"data": b"%PDF"}, "paper_signing": {"paper_id": 1}, "rule_page": {"profile": "sd"},
    "profile_page": {"profile": "sd"}, "compare_profiles": {"one": "sd", "other": "cq"}, "profile_cases": {"profile": "sd"},
    "overlay_form": {"base": "sd"}, "console": {"meeting_id": 1}, "projection": {"meeting_id": 1},
    "try_overlay": {
        "base": "sd", "title": "石桥村办法", "region": "石桥村", "since": START, "document": "石桥村章程第三条",
        "answers": {"disclose_result.publicity.days": 20},
    },
}


def picture(width: int = 900, height: int = 300) -> bytes:
    """A plain PNG."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def _scanned(guide: Guide) -> dict[str, Any]:
    guide.desk.do(act.homecoming.file_scan_by_hand, picture(800, 1100), "p.png", paper_id=1, page=1)
    return {"scan_id": 1}


# What must be made first.
MADE: Mapping[str, Callable[[Guide], dict[str, Any]]] = {
    "whose_word": lambda guide: {"data": guide.desk.ask(paper_page, 1).data},
    "returned_word": lambda guide: {"data": guide.desk.ask(paper_page, 1).data},
    "export_template": lambda _guide: {"kind": "resolution"},
    "check_word_template": lambda guide: {"kind": "resolution", "data": guide.desk.ask(export_template, "resolution").data},
    "try_numbering": lambda _guide: {"series": "meeting", "pattern": "{简称}会〔{年}〕{号}号", "start": 1, "restart": "yearly"},
    "try_heading": lambda _guide: {"data": picture()},
    "dropped_file": lambda _guide: {"data": picture()},
    "scan_picture": _scanned,
}


def frozen(value: object) -> bool:
    """Whether a picture holds nothing that could still reach the database."""
    if dataclasses.is_dataclass(value):
        fixed = value.__dataclass_params__.frozen  # type: ignore[union-attr]
        return fixed and all(frozen(getattr(value, f.name)) for f in dataclasses.fields(value))
    if isinstance(value, tuple | list):
        return all(frozen(v) for v in value)
    if isinstance(value, dict):
        return all(frozen(v) for v in value.values())
    return value is None or isinstance(value, str | int | date | bytes)


POSTED = {"disclosures", "posting_page", "evidence_photo", "objections", "objection_page", "today"}


def _hang(guide: Guide, matter_id: int) -> None:
    """A notice with a photograph and an objection."""
    reach(guide, matter_id, "disclose_resolution")
    guide.issue("resolution", matter_id, sign=False)
    guide.post(matter_id, "disclose_resolution", guide.clock.day)
    photo = [act.disclosures.Photo("a.jpg", b"\xff\xd8\xff")]
    guide.desk.do(act.disclosures.add_evidence, 1, kind="near", data=photo, taken_by="单守田")
    guide.desk.do(act.disclosures.record_objection, matter_id, name="易兴旺", channel="书面", content="单价偏高")


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.__name__)
def test_every_view_is_a_frozen_picture(guide: Guide, view: Any) -> None:
    found = matter(guide)
    advance(guide, found)
    if view.__name__ in POSTED:
        _hang(guide, found)
    guide.issue("minutes", 1, sign=False)
    guide.desk.do(act.minutes.attach_scan, 1, kind="signature_page", title="签字页", data=[act.minutes.Scan("p.png", b"scan")])
    assert view.__doc__
    given = MADE[view.__name__](guide) if view.__name__ in MADE else ARGUMENTS.get(view.__name__, {})
    assert frozen(guide.desk.ask(view, **given))


def test_an_answer_names_every_table_it_was_read_from(guide: Guide) -> None:
    """The console judges authorisations, which it shows nowhere: it must be asked again when one is recorded."""
    found = matter(guide)
    reach(guide, found, "resolve")
    meeting, _item = gathered(guide, found)
    read = guide.desk.answer(console, meeting).read
    assert {"Meeting", "DueEntry", "Attendance", "Authorization"} <= read
    touched = guide.desk.do(
        act.people.record_authorization, scope="集体收益", categories=["collective_funds"], given_on=guide.clock.day,
        until=guide.clock.day + timedelta(days=300), source="2026年第1次村民会议",
    ).touched  # fmt: skip
    assert touched & read


def test_the_ledger_finds_by_year_state_and_words(guide: Guide) -> None:
    first, second = matter(guide), matter(guide, "cn-village-group", group="一组")
    advance(guide, first)
    rows = guide.desk.ask(ledger).rows
    assert [r.matter for r in rows] == [second, first]
    assert [c is None for c in rows[0].cells] == [True, True, True, False, False, False]
    cell = rows[1].cells[0]
    assert cell is not None and (cell.on, cell.outcome, cell.supervised) == (START + timedelta(days=1), "passed", True)
    assert guide.desk.ask(ledger, year=2025).total == 0 and guide.desk.ask(ledger, year=2026).total == 2
    assert guide.desk.ask(ledger, state="done").total == 0 and guide.desk.ask(ledger, search="2026-002").total == 1


def test_the_roster_is_read_page_by_page(guide: Guide) -> None:
    """Pages in pinyin order join into the whole roster, nobody twice; search by name, initials and pinyin."""
    seen: list[int] = []
    after = None
    while True:
        page = guide.desk.ask(roster, after=after, limit=7)
        seen += [r.person for r in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == list(range(1, 27)) and page.total == 26
    for word in ("周明德", "zmd", "zhoumingde"):
        assert guide.desk.ask(roster, search=word).rows[0].name == NAMES[0]
    row = guide.desk.ask(roster, search="周明德").rows[0]
    assert "党支部委员会书记" in row.seats and (row.group, row.household) == ("一组", "001")
    assert guide.desk.ask(roster, search="%").total == 0
    card = guide.desk.ask(village_card)
    assert (card.people, card.households, card.profile) == (26, 8, "cn-village-reps")


def test_rules_are_shown_with_their_doubts(guide: Guide) -> None:
    """A figure taken from convention says so, and each day has its own article."""
    lines = {r.step: r for r in guide.desk.ask(rule_page, "cn-village-reps", on=date(2026, 3, 1))}
    assert lines["propose"].remarks == ("按惯例暂定，法律没有写明数字",) and lines["resolve"].remarks == ()
    assert lines["disclose_result"].publicity_days == 15 and lines["resolve"].notice_days is None
    assert {p.key for p in guide.desk.ask(rule_profiles)} == set(guide.desk.profiles)
    refused(guide, lambda: guide.desk.ask(rule_page, "atlantis"), "unknown_profile")


def test_facts_are_refused_before_there_are_any(guide: Guide) -> None:
    found = matter(guide)
    meeting = guide.call("party_committee", [act.meetings.Hearing(found, "propose")], START)
    refused(guide, lambda: guide.desk.ask(minutes_facts, meeting), "not_open")
    refused(guide, lambda: guide.desk.ask(notice_facts.result_facts, found), "no_acceptance")
    with pytest.raises(Exception, match=r"[\u4e00-\u9fff]"):
        guide.desk.ask(notice_facts.resolution_facts, found)
    assert guide.desk.ask(meeting_facts.meeting_notice_facts, meeting).called == "支部委员会全体委员"


def test_a_paper_remembers_its_head(guide: Guide) -> None:
    found = matter(guide)
    reach(guide, found, "disclose_resolution")
    view = guide.desk.ask(paper_page, guide.issue("resolution", found, sign=False))
    imprint = view.facts["imprint"]
    assert isinstance(imprint, dict) and imprint["head"] == view.head and imprint["head_size"] == view.head_size > 0
    assert imprint["number"] == view.number == "石桥村公〔2026〕1号"
