"""What is said of one notice: how many days are left, and its four steps."""

from datetime import date

from consult_desk.views import disclosures as see
from ui.widgets.stepper import Stop
from ui.words import tr

TONES = {"waiting": "warn", "hanging": "", "over": "warn", "served": "good", "cut_short": "bad"}
HANGING = ("near", "far", "posting")


def left_words(row: see.NoticeRow) -> tuple[str, str]:
    """How many days are left, in words, and their tone."""
    if row.state == "waiting":
        return tr("还没有张贴"), "warn"
    if row.state == "served":
        return tr("贴满了，共 {n} 天", n=row.hung), "good"
    if row.state == "cut_short":
        return tr("只贴了 {n} 天，要重新贴", n=row.hung), "bad"
    if row.days_left < 0:
        return tr("期满 {n} 天了，请撤下", n=-row.days_left), "bad"
    if row.days_left == 0:
        return tr("今天期满，可以撤下"), "warn"
    return tr("还有 {n} 天期满", n=row.days_left), ""


def stops(view: see.PostingView) -> list[Stop]:
    """Issued, put up, proved by photographs, taken down."""
    row = view.row
    there = sum(1 for kind, n in zip(see.EVIDENCE_KINDS, row.photos, strict=True) if n and kind in HANGING)
    total = sum(row.photos)
    issued = bool(view.paper) or not view.paper_kind
    proved = tr("{n} 张", n=total) if total else tr("还没有")
    down = row.state in ("served", "cut_short")
    plain = [
        (tr("出公告"), issued, _day(view.issued_on) if view.issued_on else tr("不用出") if issued else tr("还没有")),
        (tr("张贴"), bool(row.posting), _day(row.posted_on) or tr("还没有")),
        (tr("留照片"), there > 0, proved),
        (tr("撤下"), down, _day(row.removed_on) or tr("最早 {day}", day=_day(view.until_on))),
    ]
    at = next((n for n, (_t, done, _note) in enumerate(plain) if not done), len(plain))
    return [
        Stop(title, "done" if done else "current" if n == at else "ahead", note)
        for n, (title, done, note) in enumerate(plain)
    ]


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else ""
