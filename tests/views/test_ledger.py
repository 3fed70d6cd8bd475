"""The ledger's page: found, filtered and sorted in SQL, and what waits for the secretary."""

from datetime import date, timedelta

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.sample.guide import Guide
from consult_desk.views.board import CARDS, WORK, board
from consult_desk.views.ledger import ledger, ledger_choices
from tests.journeys.hamlet import START, advance, matter, reach, refused


def numbers(guide: Guide, **asked: object) -> list[int]:
    return [row.matter for row in guide.desk.ask(ledger, **asked).rows]  # type: ignore[arg-type]


def test_pages_follow_each_other_without_a_gap(guide: Guide) -> None:
    made = [matter(guide) for _ in range(5)]
    pages = [numbers(guide, limit=2, start=start) for start in (0, 2, 4)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    view = guide.desk.ask(ledger, limit=2)
    assert (view.total, view.going) == (5, 5)


def test_every_order_sorts_and_what_has_no_value_comes_last(guide: Guide) -> None:
    first, second, third = matter(guide), matter(guide, category="other", executor="村委会"), matter(guide)
    guide.desk.do(act.matters.amend_matter, second, "预算核实后减少", budget=100, deadline=date(2026, 9, 1))
    advance(guide, third)
    advance(guide, first)
    assert numbers(guide, order="number", descending=False) == [first, second, third]
    assert numbers(guide, order="propose", descending=False) == [third, first, second]
    assert numbers(guide, order="propose", descending=True) == [first, third, second]
    assert numbers(guide, order="budget", descending=False)[0] == second
    assert numbers(guide, order="executor", descending=True)[0] == second
    assert numbers(guide, order="deadline", descending=True)[0] == second
    assert numbers(guide, order="step", descending=False)[0] == second
    for order in ("proposer", "category", "opened"):
        assert sorted(numbers(guide, order=order)) == [first, second, third]
    refused(guide, lambda: guide.desk.ask(ledger, order="colour"), "unknown_order")


def test_filters_and_search_join(guide: Guide) -> None:
    first, second = matter(guide), matter(guide, category="other", proposer="villagers")
    guide.desk.do(act.matters.join_proposal, second, [2, 3])
    advance(guide, first)
    assert numbers(guide, step="consult") == [first] and numbers(guide, category="other") == [second]
    assert numbers(guide, search="2026-002") == [second] and numbers(guide, search="村民联名") == [second]
    assert numbers(guide, search="单守田") == [second] and numbers(guide, search="ssT") == [second]
    assert numbers(guide, search="水渠") == [second, first] and numbers(guide, search="%") == []
    assert numbers(guide, search="水渠", step="consult", state="open") == [first]
    choices = guide.desk.ask(ledger_choices)
    assert choices.years == (2026,) and [key for key, _title in choices.steps] == ["propose", "consult"]
    assert [key for key, _title in choices.categories] == ["public_welfare", "other"]


def test_what_waits_for_a_day_does_not_need_me(guide: Guide) -> None:
    """A meeting called for tomorrow and a notice that hangs need nobody today; an objection always does."""
    called = matter(guide)
    assert numbers(guide, needs_me=True) == [called]
    guide.call("party_committee", [Hearing(called, "propose")], START + timedelta(days=3), notice_on=START)
    guide.clock.go(START)
    assert numbers(guide, needs_me=True) == []
    guide.clock.go(START + timedelta(days=3))
    assert numbers(guide, needs_me=True) == [called], "the day of the meeting has come"
    hanging = matter(guide)
    reach(guide, hanging, "disclose_resolution")
    guide.issue("resolution", hanging, sign=False)
    _posting, until = guide.post(hanging, "disclose_resolution", guide.clock.day)
    assert hanging not in numbers(guide, needs_me=True)
    guide.desk.do(act.disclosures.record_objection, hanging, name="李四", channel="口头", content="渠线占了我家地")
    assert hanging in numbers(guide, needs_me=True)
    guide.desk.do(act.disclosures.reply_objection, 1, reply="已实地核对，没有占地。", finding="rejected", handler="查正清")
    assert hanging not in numbers(guide, needs_me=True)
    guide.clock.go(until)
    assert hanging in numbers(guide, needs_me=True), "the notice may come down"


def test_the_board_puts_each_matter_under_its_step_with_what_is_missing(guide: Guide) -> None:
    first, second = matter(guide), matter(guide)
    reach(guide, first, "disclose_result")
    view = guide.desk.ask(board)
    found = {column.key: column for column in view.columns}
    assert [c.matter for c in found["propose"].cards] == [second] and view.total == 2
    assert [c.matter for c in found[WORK].cards] == [first], "the work comes before the posting of its result"
    assert [o.code for o in found["propose"].cards[0].waiting] == ["no_meeting"]
    began = guide.clock.day + timedelta(days=1)
    guide.execute(first, began, began + timedelta(days=4), began + timedelta(days=5), 2_900_000)
    guide.clock.go(guide.clock.day + timedelta(days=1))
    guide.issue("result", first, sign=False)
    _posting, until = guide.post(first, "disclose_result", guide.clock.day)
    card = {c.key: c for c in guide.desk.ask(board).columns}["disclose_result"].cards[0]
    assert card.hangs is not None and card.hangs[0] == 0 and card.progress == 100
    meeting = guide.call("party_committee", [Hearing(second, "propose")], until, notice_on=guide.clock.day)
    assert meeting and {c.key: c for c in guide.desk.ask(board).columns}["propose"].cards[0].meeting_on == until


def test_a_full_column_says_how_many_there_are(guide: Guide) -> None:
    for _ in range(CARDS + 1):
        matter(guide)
    column = guide.desk.ask(board).columns[0]
    assert (len(column.cards), column.total) == (CARDS, CARDS + 1)
    assert guide.desk.ask(board, search="没有这件").total == 0
