"""Every page and every form of the window, each with something to show: for what is true of all of them.

A new page must be told here what it is opened with; a meta-test in test_accessibility.py asks for it. Forms need no
entry: they are opened with whatever their action and their view take.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from consult_desk.actions.meetings import Hearing
from consult_desk.desk import Desk
from consult_desk.sample.guide import Clock, Guide
from consult_desk.sample.village import Sample, build_sample

END = date(2026, 11, 20)  # the day the story of the village ends


@dataclass(frozen=True)
class Village:
    """The practice village, a meeting that is called and one that goes on; ids by the names actions know them by."""

    home: Path
    ids: dict[str, Any]


def build(home: Path) -> Village:
    """Make the practice village with a meeting ahead and one going on."""
    sample = build_sample(home, today=END)
    clock = Clock(END)
    desk = Desk(home, now=clock, who="单守田")
    guide = Guide(desk, clock)
    going = guide.call("party_committee", [Hearing(sample.proposed, "propose")], END)
    guide.gather(going, absent=1)
    clock.go(END)
    hearing = [Hearing(sample.deliberating, "deliberate")]
    ahead = guide.call("party_member_meeting", hearing, END + timedelta(days=5), notice_on=END)
    clock.go(END)
    item = guide.meeting(going).items[0].item
    desk.close()
    return Village(home, {**_ids(sample), "meeting_id": going, "ahead": ahead, "item_id": item})


def _ids(sample: Sample) -> dict[str, Any]:
    return {
        "matter_id": sample.finished, "hanging": sample.hanging, "deliberating": sample.deliberating,
        "proposed": sample.proposed, "paper_id": sample.papers["resolution"], "minutes": sample.papers["minutes"],
        "person_id": 1, "giver_id": 1, "holder_id": 2, "step": "resolve", "number": 1, "membership_id": 1,
        "import_id": 1, "authorization_id": 1, "posting_id": 1, "objection_id": 1, "profile": "cn-village-reps",
        "body": "rep_meeting", "role": "issuer", "household_id": 1, "sitting_id": None,
    }  # fmt: skip


Where = dict[str, Any]
# What each page is opened with: name of the picture → where.
PAGES_SHOW: dict[str, Callable[[dict[str, Any]], dict[str, Where]]] = {
    "desk": lambda ids: {"": {}},
    "matters": lambda ids: {"": {}},
    "matter": lambda ids: {
        "finished": {"matter_id": ids["matter_id"]}, "hanging": {"matter_id": ids["hanging"]},
        "deliberating": {"matter_id": ids["deliberating"]}, "proposed": {"matter_id": ids["proposed"]},
    },
    "matter_new": lambda ids: {"": {}},
    "meetings": lambda ids: {"": {}},
    "meeting": lambda ids: {
        "going": {"meeting_id": ids["meeting_id"]}, "ahead": {"meeting_id": ids["ahead"]}, "held": {"meeting_id": 4},
    },
    "planning": lambda ids: {"": {}},
    "console": lambda ids: {"": {"meeting_id": ids["meeting_id"]}},
    "people": lambda ids: {"": {}},
    "person": lambda ids: {"": {"person_id": ids["person_id"]}},
    "bodies": lambda ids: {"": {"body": ids["body"]}},
    "roster_import": lambda ids: {"": {}},
    "papers": lambda ids: {"": {}},
    "paper": lambda ids: {"pdf": {"paper_id": ids["paper_id"]}, "minutes": {"paper_id": ids["minutes"]}},
    "issue": lambda ids: {"": {}},
    "printing": lambda ids: {"ahead": {"meeting_id": ids["ahead"]}, "finished": {"matter_id": ids["matter_id"]}},
    "signers": lambda ids: {"": {}},
    "templates": lambda ids: {"": {}},
    "word_return": lambda ids: {"": {"paper_id": ids["paper_id"]}},
    "checking": lambda ids: {"": {}},
    "homecoming": lambda ids: {"": {}, "meeting": {"meeting_id": 4}},
    "rules": lambda ids: {"": {}},
    "rule_profile": lambda ids: {"": {"profile": ids["profile"]}},
    "rule_compare": lambda ids: {"": {"one": "cn-village-reps", "other": "cn-village-assembly"}},
    "overlay": lambda ids: {"": {}},
    "disclosures": lambda ids: {"": {}},
    "disclosure": lambda ids: {"": {"posting_id": ids["posting_id"]}},
    "posting": lambda ids: {"": {"posting_id": ids["posting_id"]}},
    "objection": lambda ids: {"": {"objection_id": ids["objection_id"]}},
    "journal": lambda ids: {"": {}},
    "settings": lambda ids: {"": {}},
    "help": lambda ids: {"": {}, "start": {"topic": "start"}},
}  # fmt: skip


def _bare(_ids: dict[str, Any]) -> dict[str, Where]:
    return {"": {}}


def pages(village: Village) -> Iterator[tuple[str, str, Where]]:
    """Every page with every picture worth looking at: name, key, where."""
    from ui.pages.listed import PAGES

    for page in PAGES:
        for name, where in PAGES_SHOW.get(page.key, _bare)(village.ids).items():
            yield f"{page.key}-{name}" if name else page.key, page.key, where


def deeds(village: Village) -> Iterator[tuple[str, Where]]:
    """Every form with where it is opened: whatever its action and its view take that we know of."""
    from ui.deeds import DEEDS

    for deed in DEEDS:
        names = {*inspect.signature(deed.action).parameters}
        if deed.view is not None:
            names |= {*inspect.signature(deed.view).parameters}
        taken = {"meeting_id", "matter_id", *names} if "item_id" in names or "step" in names else names
        yield deed.key, {name: value for name, value in village.ids.items() if name in taken and value is not None}


@pytest.fixture(scope="session", name="whole_village")
def whole_village_made(tmp_path_factory: pytest.TempPathFactory) -> Village:
    """The village with everything in it, made once; copy its home before changing it."""
    return build(tmp_path_factory.mktemp("whole") / "village")
