"""What time it is: Beijing time, whatever zone the PC is set to."""

from datetime import UTC, datetime, timedelta, timezone

# China has one legal time ; a PC with a wrong zone must not move a meeting to another day.
BEIJING = timezone(timedelta(hours=8), "北京时间")


def beijing_now() -> datetime:
    """The moment now, in Beijing time."""
    return datetime.now(UTC).astimezone(BEIJING)
