"""Reads a village's roster into a preview with a verdict for every row; writes nothing."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from consult_desk.base.errors import Refused
from consult_desk.base.progress import Progress, Silent
from consult_desk.interchange.cells import Reasons, shown
from consult_desk.interchange.columns import PEOPLE, Heading, find_heading
from consult_desk.interchange.entries import HEAD, PersonEntry, SeatEntry, read_person, read_seat
from consult_desk.interchange.grids import Cell, Grid, read_grids

__all__ = ["PersonEntry", "RosterPreview", "RosterRow", "SeatEntry", "read_roster"]


_TELL_EVERY = 500


@dataclass(frozen=True)
class RosterRow:
    """One row. line: its number in the file from 1. entry: None exactly when refused. name: for the preview.

    verdict: 'ok', 'warn' or 'refused'. reasons: Chinese sentences, the gravest first; an ok row may carry a note.
    """

    line: int
    entry: PersonEntry | SeatEntry | None
    verdict: str
    reasons: tuple[str, ...]
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class RosterPreview:
    """A whole roster before anything is written.

    kind: 'people' or 'seats'. sheet: name of the sheet read ("" for CSV). columns_ignored: headings nobody asked
    for. hidden: what the file hides (sheets, rows). notes: what else to look at before importing.
    """

    kind: str
    title: str
    sheet: str
    rows: tuple[RosterRow, ...]
    columns_ignored: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def count(self, verdict: str) -> int:
        """Rows with that verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def words(self) -> str:
        """The preview in one sentence."""
        return (
            f"{self.title}共 {len(self.rows)} 行：可以导入 {self.count('ok') + self.count('warn')} 行"
            f"（其中 {self.count('warn')} 行请核对），不能导入 {self.count('refused')} 行"
        )


@dataclass
class _Draft:
    line: int
    name: str
    reasons: Reasons
    entry: PersonEntry | SeatEntry | None


def read_roster(
    data: bytes, name: str, *, today: date | None = None, progress: Progress | None = None
) -> RosterPreview:
    """Preview of a 村民名册 or 组织任职名册 in an .xlsx or CSV file, recognised by its headings.

    data: the whole file. name: its file name, for sentences. today: day ages and terms are judged on; None leaves
    them unjudged. progress: told how far it is. Raises Refused when the file as a whole cannot be used; Cancelled
    where progress does, and never anything else for any bytes.
    """
    grids = read_grids(data, name)
    hidden = [f"工作表“{g.sheet}”是隐藏的，没有读取" for g in grids if not g.visible and any(g.rows)]
    for grid in grids:
        heading = find_heading(grid.rows) if grid.visible else None
        if heading is None:
            continue
        others = [g.sheet for g in grids if g.visible and g is not grid and any(g.rows)]
        notes = [*grid.notes, *(f"工作表“{sheet}”没有读取，一次只读一张表" for sheet in others)]
        return _preview(grid, heading, today, hidden, notes, progress or Silent())
    raise Refused(
        *hidden,
        f"在“{name}”里没有找到名册的表头。村民名册至少要有“姓名、户号、村民小组”三列，"
        "组织任职名册至少要有“姓名、组织、职务、任期起”四列；请核对是不是选错了文件"
    )


def _preview(
    grid: Grid, heading: Heading, today: date | None, hidden: list[str], notes: list[str], progress: Progress
) -> RosterPreview:
    drafts = []
    for draft in _drafts(grid, heading, today):
        drafts.append(draft)
        if len(drafts) % _TELL_EVERY == 0:
            progress.step(draft.line, len(grid.rows), "正在逐行核对")
    if not drafts:
        raise Refused(f"{heading.kind.title}只有表头，下面没有一行资料")
    notes.extend(_CHECKS[heading.kind.key](drafts))
    concealed = sorted(grid.parts.hidden & {draft.line for draft in drafts})
    if concealed:
        hidden.append(f"第 {_listed(concealed)} 行在表格里是隐藏的，共 {len(concealed)} 行，也读入了")
    return RosterPreview(
        heading.kind.key,
        heading.kind.title,
        grid.sheet,
        tuple(
            RosterRow(
                d.line,
                None if d.reasons.refused else d.entry,
                d.reasons.verdict,
                d.reasons.all(),
                d.name,
            )
            for d in drafts
        ),
        heading.ignored,
        tuple(hidden),
        tuple(notes),
    )


def _drafts(grid: Grid, heading: Heading, today: date | None) -> Iterable[_Draft]:
    read: Callable[[dict[str, Cell], date | None, Reasons], PersonEntry | SeatEntry | None]
    read = read_person if heading.kind is PEOPLE else read_seat
    for line, row in enumerate(grid.rows[heading.line :], start=heading.line + 1):
        cells: dict[str, Cell] = dict.fromkeys(heading.kind.columns, "")
        cells |= {name: row[column] for column, name in heading.fields.items() if column < len(row)}
        empty = all(not shown(cell) for cell in cells.values())
        formulas = [column for column in heading.fields if (line, column) in grid.parts.formulas]
        if empty and not formulas:
            continue
        reasons = Reasons()
        for column in formulas:
            title = heading.kind.heading(heading.fields[column])
            if grid.parts.formulas[line, column]:
                reasons.warned.append(f"“{title}”是公式算出来的，按显示的结果读入，请核对")
            else:
                reasons.refused.append(f"“{title}”是公式但没有结果，请在 Excel 里复制后“粘贴为数值”再导入")
        if line in grid.parts.hidden:
            reasons.warned.append("这一行在表格里是隐藏的，请核对要不要导入")
        entry = read(cells, today, reasons)
        yield _Draft(line, shown(cells["name"])[:50], reasons, entry)


def _check_people(drafts: Sequence[_Draft]) -> list[str]:
    """What only the whole file shows: one person twice, one household in two groups, households without a head."""
    _refuse_shared_numbers(drafts, same_person_once=True)
    people = [(d, d.entry) for d in drafts if isinstance(d.entry, PersonEntry) and not d.reasons.refused]
    by_name: dict[str, list[tuple[_Draft, PersonEntry]]] = defaultdict(list)
    for draft, person in people:
        by_name[unicodedata.normalize("NFKC", person.name)].append((draft, person))
    for same in by_name.values():
        if len(same) > 1 and any(not person.id_number for _, person in same):
            lines = _listed([draft.line for draft, _ in same])
            for draft, _ in same:
                draft.reasons.warned.append(
                    f"第 {lines} 行同名，有的没有身份证号：是同一个人请只留一行，不是请补身份证号"
                )
    return _check_households(people)


def _check_households(people: Sequence[tuple[_Draft, PersonEntry]]) -> list[str]:
    groups: dict[str, tuple[str, int]] = {}
    heads: dict[str, int] = {}
    for draft, person in people:
        if person.household_no and person.group:
            group, line = groups.setdefault(person.household_no, (person.group, draft.line))
            if group != person.group:
                draft.reasons.refused.append(
                    f"户号 {person.household_no} 在第 {line} 行属于{group}，这一行写的是{person.group}，请核对"
                )
        if person.household_no and person.relation == HEAD and not draft.reasons.refused:
            line = heads.setdefault(person.household_no, draft.line)
            if line != draft.line:
                draft.reasons.warned.append(f"户号 {person.household_no} 在第 {line} 行已经有户主，请核对")
    for draft, person in people:
        if person.group:
            continue
        if person.household_no in groups:
            draft.entry = replace(person, group=groups[person.household_no][0])
            draft.reasons.noted.append(f"没有写村民小组，按同户的人算作{groups[person.household_no][0]}")
        else:
            draft.reasons.refused.append("没有填写村民小组，也没有同户的人可以参照")
    headless = sorted({p.household_no for _, p in people if p.household_no} - set(heads))
    if headless:
        some = _listed(headless)
        return [f"有 {len(headless)} 户没有写明户主（户号 {some}），由户代表参加的会议要先定下户代表"]
    return []


def _check_seats(drafts: Sequence[_Draft]) -> list[str]:
    """One seat twice, or one ID number under two names."""
    _refuse_shared_numbers(drafts, same_person_once=False)
    taken: dict[tuple[object, ...], int] = {}
    for draft in drafts:
        seat = draft.entry
        if isinstance(seat, SeatEntry) and not draft.reasons.refused:
            holder = seat.id_number or (seat.name, seat.household_no)
            line = taken.setdefault((holder, seat.body, seat.post, seat.from_), draft.line)
            if line != draft.line:
                draft.reasons.refused.append(f"与第 {line} 行是同一个人的同一个职务，请只留一行")
    return []


def _refuse_shared_numbers(drafts: Sequence[_Draft], *, same_person_once: bool) -> None:
    """Refuse every row of a number that stands under two names, and the repeats of a person who may stand once."""
    holders: dict[str, list[tuple[_Draft, str]]] = defaultdict(list)
    for draft in drafts:
        if draft.entry is not None and draft.entry.id_number:
            holders[draft.entry.id_number].append((draft, unicodedata.normalize("NFKC", draft.entry.name)))
    for same in holders.values():
        lines = _listed([draft.line for draft, _ in same])
        if len({name for _, name in same}) > 1:
            for draft, _ in same:
                draft.reasons.refused.append(f"第 {lines} 行是同一个身份证号，姓名却不一样，请对照证件改正")
        elif same_person_once:
            for draft, _ in same[1:]:
                draft.reasons.refused.append(f"与第 {same[0][0].line} 行的身份证号相同，同一个人只能有一行")


def _listed(things: Sequence[object]) -> str:
    """The first ten, joined: a sentence stays a sentence however long the file is."""
    return "、".join(str(thing) for thing in things[:10]) + (" 等" if len(things) > 10 else "")


_CHECKS: dict[str, Callable[[Sequence[_Draft]], list[str]]] = {
    "people": _check_people,
    "seats": _check_seats,
}
