"""计票单: how each item was counted, in strokes of 正, sitting by sitting and together; blank before the vote."""

from dataclasses import dataclass

from consult_desk.base.text import chinese_date
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PDF, SHEET, WORD, PaperKind, unsaid
from consult_desk.documents.page import Box, Page, Strokes, label, numeral

_WIDTHS = (1.15, 0.85) * 4
_ROW = 75  # votes in strokes that stand in one row
_HOW = "每唱一票画一笔，五笔成一个“正”字；唱票、计票、监票人看过以后当场签名。"


@dataclass(frozen=True)
class TallyCount:
    """One count: of a sitting, or of all together. Figures are None where they were not counted, or not yet."""

    place: str
    moment: str
    method: str
    attendees: int | None
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    yes: int | None
    no: int | None
    abstain: int | None


@dataclass(frozen=True)
class TallyItem:
    """One item. total: of several sittings, None for one. share: 同意 of those present. tellers: (role, names or "").

    voters: how many may vote, so that a blank sheet has room for them.
    """

    number: int
    title: str
    matter_number: str
    counts: tuple[TallyCount, ...]
    total: TallyCount | None
    share: str
    pass_words: str
    reference: str
    result: str
    tellers: tuple[tuple[str, str], ...]
    voters: int = unsaid()


@dataclass(frozen=True)
class TallySheetFacts:
    """The tallies of one meeting, a sheet for each item."""

    imprint: Imprint
    meeting: str
    items: tuple[TallyItem, ...]


def compose(page: Page, facts: TallySheetFacts) -> None:
    """The sheets, each item on pages of its own."""
    for item in facts.items:
        page.part(f"{facts.meeting}计票单")
        words = (("事项", f"第{item.number}项　{item.title}"), ("事项编号", item.matter_number))
        page.lines([(name, value) for name, value in words if value])
        page.form(_WIDTHS, [*_sittings(item), *_together(item), *_whose(facts.imprint), *_signed(item)])
        page.note(_HOW)
        page.foot()


def _number(count: int | None, unit: str) -> Box:
    return Box("" if count is None else f"{count}{unit}", align="centre")


def _sittings(item: TallyItem) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for number, count in enumerate(item.counts, 1):
        which = f"第{numeral(number)}场　" if len(item.counts) > 1 else ""
        rows += [
            [Box(f"{which}{count.moment}，{count.place}", 8, label=True)],
            [label("表决方式"), Box(count.method, 3), label("到会有表决权的人数", 3), _number(count.attendees, "人")],
            *_ballots(count),
            [label("选项"), label("画“正”字", 6), label("票数")],
        ]
        for name, votes in (("同意", count.yes), ("反对", count.no), ("弃权", count.abstain)):
            rows += _strokes(name, votes, item.voters)
    return rows


def _ballots(count: TallyCount) -> list[list[Box]]:
    figures = (("发出票", count.issued), ("收回票", count.returned), ("有效票", count.valid), ("无效票", count.invalid))
    if count.method and all(figure is None for _name, figure in figures):
        return []  # not by ballot
    return [[box for name, figure in figures for box in (label(name), _number(figure, "张"))]]


def _strokes(name: str, votes: int | None, voters: int) -> list[list[Box]]:
    """One row, or as many as the strokes need; blank: room for everybody's."""
    if votes is None:
        room = 2.2 * max(1, -(-voters // _ROW))
        return [[label(name), Box("", 6, lines=room), Box("")]]
    rows = []
    for start in range(0, max(1, votes), _ROW):
        first = start == 0
        figure = Box(f"{votes}票", align="centre") if first else Box("")
        rows.append([label(name if first else ""), Box(Strokes(min(_ROW, votes - start)), 6, lines=1.8), figure])
    return rows


def _together(item: TallyItem) -> list[list[Box]]:
    rows: list[list[Box]] = []
    if item.total is not None:
        total = item.total
        rows += [
            [Box("各场合计", 8, label=True)],
            [label("表决方式"), Box(total.method, 3), label("到会有表决权的人数", 3), _number(total.attendees, "人")],
            *_ballots(total),
            [
                label("合计同意"), _number(total.yes, "票"), label("合计反对"), _number(total.no, "票"),
                label("合计弃权"), _number(total.abstain, "票"), label(""), Box(""),
            ],
        ]  # fmt: skip
    rows.append([label("同意比例"), Box(item.share, 7)])
    verdict = "\n".join(filter(None, (item.result, item.pass_words, f"依据：{item.reference}" if item.reference else "")))
    rows.append([label("表决结果"), Box(verdict, 7, lines=1.7)])
    return rows


def _whose(imprint: Imprint) -> list[list[Box]]:
    rows = [[label("补录说明"), Box("\n".join(imprint.late), 7)]] if imprint.late else []
    day = Box(chinese_date(imprint.issued_on), 2, align="centre")
    return [*rows, [label("计票单位"), Box("、".join(imprint.issuers), 4), label("日期"), day]]


def _signed(item: TallyItem) -> list[list[Box]]:
    known = dict(item.tellers)
    return [
        [label(role), Box(known.get(role, ""), 3, lines=1.7), label("签名"), Box("", 3)] for role in ("唱票人", "计票人", "监票人")
    ]


KIND = PaperKind(
    "tally_sheet", "计票单", TallySheetFacts, compose, forms=(PDF, WORD, SHEET), returns=True, styles=("official",)
)
