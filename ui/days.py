"""A day as the window says it."""

from datetime import date

from ui.words import tr


def said_day(day: date) -> str:
    """2026年3月5日, in the language in force."""
    return tr("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)
