"""The forms of a meeting: what is noted by form, what is typed in afterwards, proxies and people online."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consult_desk.actions.meetings import Hearing, open_meeting
from consult_desk.sample.guide import Guide
from consult_desk.views.console import Seat
from tests.journeys.fixtures import guide, template  # noqa: F401
from tests.journeys.hamlet import NAMES, matter, reach
from tests.journeys.hands import Hands
from tests.ui.fixtures import clocked_window, words
from tests.ui.halls import console, key, part, resolution, seen, typed
from ui.deed import DeedDialog
from ui.pages.console import ConsolePage
from ui.pages.console_checkin import CheckInPart
from ui.pages.console_vote import VotePart

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
Sit = Callable[[Guide], Hands]


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication) -> Iterator[Sit]:
    """Sit down at the window of a guide's village."""
    with ExitStack() as stack:

        def begin(guide: Guide) -> Hands:
            guide.desk.close()
            window = stack.enter_context(clocked_window(qtbot, qapp, guide.desk.home, guide.clock))
            return Hands(window, qtbot, guide.clock)

        yield begin


def form(hands: Hands, page: ConsolePage, action: str, refused: object = False, **values: object) -> DeedDialog:
    """Open a form with what the console knows, fill it, send it off."""
    known = {k: values.pop(k) for k in ("person_id",) if k in values}
    hands.window.open_deed(action, **page.known(), **known)
    hands.wait()
    hands.form().fill(values)
    return hands.submit(refused=bool(refused))


def seat(page: ConsolePage, person: int) -> Seat:
    return next(s for s in seen(page).seats if s.person == person)


def test_every_form_of_a_meeting(guide: Guide, sit: Sit) -> None:  # noqa: F811
    """Late arrival, leave, absence, departure and return, recusal, observer, speech, each read back in the console."""
    meeting, item = resolution(guide, absent=3)
    guide.clock.moment += timedelta(minutes=30)
    now = guide.clock.moment
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    form(hands, page, "check_in", person_ids=[15], arrived_at=now - timedelta(minutes=10))
    assert (seat(page, 15).state, seat(page, 15).arrived_at) == ("present", now - timedelta(minutes=10))
    deed = form(hands, page, "record_leave", refused=True, person_ids=[16], absent=False, reason="")
    assert "请假原因没有填写" in words(deed.reasons)
    hands.form().fill({"reason": "住院"})
    hands.submit()
    form(hands, page, "record_leave", person_ids=[17], absent=True)
    assert (seat(page, 16).state, seat(page, 16).reason, seat(page, 17).state) == ("leave", "住院", "absent")
    form(hands, page, "record_departure", person_id=6, left_at=now - timedelta(minutes=5))
    assert seat(page, 6).state == "left"
    form(hands, page, "undo_departure", person_id=6)
    assert seat(page, 6).state == "present"
    form(hands, page, "recuse", person_id=7, reason="承包人的近亲属")
    form(hands, page, "add_observer", name="尚国安", role="驻村干部")
    form(hands, page, "record_speech", speaker=NAMES[4], words="渠道淤了三年。")
    view = seen(page)
    assert view.item is not None and view.item.line.item == item and view.observers == (("尚国安", "驻村干部"),)
    assert view.item.recused[0][1:] == (NAMES[6], "承包人的近亲属") and view.item.speeches[0][1] == NAMES[4]
    key(hands, Qt.Key.Key_F3)
    said = words(page.parts["speech"])
    assert f"回避：{NAMES[6]}（承包人的近亲属）" in said and "列席：尚国安（驻村干部）" in said


def test_a_vote_typed_in_from_the_tally_sheet(guide: Guide, sit: Sit) -> None:  # noqa: F811
    """Days later: the console says it is 补录, the form refuses what cannot be and takes what can, then a correction."""
    meeting, _item = resolution(guide)
    guide.clock.go(guide.clock.day + timedelta(days=3))
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    assert "补录：这一场是 2026-03-" in page.late.text()
    deed = form(hands, page, "record_vote", refused=True, method="show_of_hands", yes=15, no=1, abstain=0)
    assert "比实到 15 人多 1" in words(deed.reasons)
    hands.form().fill({"yes": 14})
    hands.submit()
    ballot: dict[str, object] = {"yes": 13, "no": 1, "abstain": 1, "issued": 15, "returned": 15, "valid": 15, "invalid": 0}
    form(hands, page, "record_vote", method="secret_ballot", scrutineers="查正清", tellers="曾小满", callers="任立春",
         correction="照计票单更正", **ballot)  # fmt: skip
    item = seen(page).item
    assert item is not None
    count = item.ballots[0].count
    assert count is not None and (count.method, count.yes, count.correction) == ("secret_ballot", 13, "照计票单更正")


def test_late_entry_in_the_console_asks_for_the_moment(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, _item = resolution(guide, absent=3)
    held = guide.clock.moment
    guide.clock.go(guide.clock.day + timedelta(days=2))
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    form(hands, page, "record_departure", person_id=6, left_at=held + timedelta(hours=2))
    hands.window.activateWindow()
    key(hands, Qt.Key.Key_F4)
    vote = part(page, VotePart)
    assert vote.moment.isVisible()
    vote.count.fields["yes"].setText("11")
    vote.submit()
    hands.wait()
    assert "要写明表决的时间" in vote.said.text()
    vote.moment.fill({"taken_at": held + timedelta(hours=1)})
    vote.submit()
    hands.wait()
    item = seen(page).item
    assert item is not None
    count = item.ballots[0].count
    assert count is not None and count.taken_at == held + timedelta(hours=1) and count.attendees == 12


def test_proxies_and_people_online_where_the_law_knows_them(guide: Guide, sit: Sit) -> None:  # noqa: F811
    """A collective's assembly has both; a village's representatives have neither, and see no button for them."""
    found = matter(guide, "cn-collective-assembly")
    reach(guide, found, "resolve")
    today = guide.clock.day
    meeting = guide.call("collective_assembly", [Hearing(found, "resolve")], today + timedelta(days=10), notice_on=today)
    guide.desk.do(open_meeting, meeting)
    hands = sit(guide)
    page = console(hands.window, hands, meeting)
    checkin = part(page, CheckInPart)
    assert checkin.remote.isVisible() and checkin.deeds["record_proxy"].isVisible()
    typed(hands, "13")
    checkin.remote.setChecked(True)
    hands.window.activateWindow()
    checkin.field.setFocus()
    typed(hands, "12")
    assert seat(page, 12).remote and seat(page, 13).state == "present" and not seat(page, 13).remote
    deed = form(hands, page, "record_proxy", refused=True, giver_id=16, holder_id=13, document="委托书一号")
    assert "不是同一户" in words(deed.reasons)
    hands.form().fill({"giver_id": 14})
    hands.submit()

    assert seat(page, 14).state == "proxy"
    item = seen(page).item
    assert item is not None and item.meter.bases[0].present == 3


def test_a_village_knows_no_proxies(guide: Guide, sit: Sit) -> None:  # noqa: F811
    meeting, _item = resolution(guide)
    hands = sit(guide)
    checkin = part(console(hands.window, hands, meeting), CheckInPart)
    assert not checkin.remote.isVisible() and not checkin.deeds["record_proxy"].isVisible()
