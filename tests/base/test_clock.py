"""Beijing time on any PC."""

from datetime import UTC, datetime, timedelta

from consult_desk.base.clock import BEIJING, beijing_now


def test_now_is_beijing_time_whatever_the_pc_says() -> None:
    now = beijing_now()
    assert now.utcoffset() == timedelta(hours=8)
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_day_turns_at_midnight_in_beijing() -> None:
    assert datetime(2026, 3, 2, 16, tzinfo=UTC).astimezone(BEIJING).date().day == 3
