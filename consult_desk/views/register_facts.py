"""The facts of the registers of a year, ledger and seal log, and of the authorisation of the assembly."""

from collections import defaultdict
from datetime import date

from sqlalchemy import extract, func, select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.documents.kinds.authorization import AuthorizationFacts
from consult_desk.documents.kinds.ledger import LedgerFacts, LedgerLine
from consult_desk.documents.kinds.seal_log import SealLine, SealLogFacts
from consult_desk.model import Authorization, Matter, Objection, Posting, SealUse, StepRecord, Vote
from consult_desk.views.imprints import blank_imprint, late_lines
from consult_desk.views.ledger import Cell, ledger
from consult_desk.views.vocabulary import CATEGORIES, COLUMN_TITLES, COLUMNS

NAMES = {"village": "“四议两公开”工作台账", "community": "居民事务民主决策台账", "collective": "民主决策工作台账"}
ASSEMBLIES = {
    "village": ("村民会议", "村民代表会议", "村民"), "community": ("居民会议", "居民代表会议", "居民"),
    "collective": ("成员大会", "成员代表大会", "成员"),
}  # fmt: skip


def year_title(look: Look, year: int) -> str:
    """Whose registers of which year."""
    return f"{look.village.name}　{year}年"


def registering(look: Look, kind: str, year: int) -> tuple[Obstacle, ...]:
    """Why a register of that year cannot be printed: nothing is in it."""
    if kind == "ledger":
        if look.session.scalar(select(func.count()).select_from(Matter).where(Matter.year == year)):
            return ()
        return (Obstacle(f"{year}年还没有事项，台账是空的", "请先登记事项，或者选别的年份", "", "open_matter", "empty_year"),)
    if look.session.scalar(select(func.count()).select_from(SealUse).where(extract("year", SealUse.event_on) == year)):
        return ()
    return (Obstacle(f"{year}年还没有用印登记", "请在事项里登记用印，或者选别的年份", "", "log_seal_use", "empty_year"),)


def ledger_facts(look: Look, year: int) -> LedgerFacts:
    """What the printed 台账 of a year says: the rows of the ledger, with votes, notices and objections."""
    if obstacles := registering(look, "ledger", year):
        raise Refused(*obstacles)
    rows = ledger(look, year=year, order="number", descending=False).rows
    votes, hung, raised = _votes(look, year), _postings(look, year), _objections(look, year)
    lines = tuple(
        LedgerLine(
            number, row.label, row.title,
            tuple(_day(cell, hung.get((row.matter, key))) for key, cell in zip(COLUMNS, row.cells, strict=True)),
            votes.get(row.matter, ""), raised.get(row.matter, ""), row.state_title, "",
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    return LedgerFacts(
        imprint=blank_imprint(look), year=year, titles=COLUMN_TITLES, matters=lines, total=len(rows),
        done=sum(row.state == "done" for row in rows), name=NAMES[look.village.kind],
    )  # fmt: skip


def _day(cell: Cell | None, hung: tuple[date, date | None] | None) -> str:
    """2026-03-05, with 未通过 or 补录 below it; of a notice both ends; — where the rules do not have the step."""
    if cell is None:
        return "—"
    if hung is not None:
        start, end = hung
        same = end is not None and end.year == start.year
        return f"{start:%Y-%m-%d}" + (f"\n至{end:%m-%d}" if same else f"\n至{end:%Y-%m-%d}" if end else "\n张贴中")
    if cell.on is None:
        return ""
    failed = "\n未通过" if cell.outcome == "not_passed" else ""
    return f"{cell.on:%Y-%m-%d}{failed}" + ("\n补录" if cell.late else "")


def _votes(look: Look, year: int) -> dict[int, str]:
    """How the newest valid resolution of each matter was voted."""
    query = (
        select(StepRecord.matter_id, StepRecord.item_id, func.sum(Vote.yes), func.sum(Vote.no), func.sum(Vote.abstain))
        .join(Matter, Matter.id == StepRecord.matter_id).join(Vote, Vote.item_id == StepRecord.item_id)
        .where(Matter.year == year, StepRecord.step == "resolve", ~StepRecord.void, ~Vote.superseded)
        .group_by(StepRecord.id).order_by(StepRecord.id)
    )  # fmt: skip
    return {
        matter: f"同意{yes}\n反对{no}\n弃权{abstain}" for matter, _item, yes, no, abstain in look.session.execute(query)
    }


def _postings(look: Look, year: int) -> dict[tuple[int, str], tuple[date, date | None]]:
    query = select(Posting).join(Matter, Matter.id == Posting.matter_id).where(
        Matter.year == year, Posting.round == Matter.round
    )
    return {(p.matter_id, p.step): (p.event_on, p.removed_on) for p in look.session.scalars(query.order_by(Posting.id))}


def _objections(look: Look, year: int) -> dict[int, str]:
    query = select(Objection).join(Matter, Matter.id == Objection.matter_id).where(Matter.year == year)
    found: dict[int, list[Objection]] = defaultdict(list)
    for row in look.session.scalars(query):
        found[row.matter_id].append(row)
    return {
        matter: f"{len(rows)}件" + ("" if all(row.finding for row in rows) else f"\n{sum(not r.finding for r in rows)}件待答复")
        for matter, rows in found.items()
    }


def seal_log_facts(look: Look, year: int) -> SealLogFacts:
    """What the 用印登记 of a year says, in the order of days."""
    if obstacles := registering(look, "seal_log", year):
        raise Refused(*obstacles)
    query = select(SealUse, Matter).join(Matter, Matter.id == SealUse.matter_id)
    rows = look.session.execute(
        query.where(extract("year", SealUse.event_on) == year).order_by(SealUse.event_on, SealUse.id)
    ).all()
    imprint = blank_imprint(look, None, late_lines([(f"为“{use.document}”用印", use) for use, _matter in rows]))
    uses = tuple(
        SealLine(number, use.event_on, matter.label, matter.title, use.document, use.copies, use.approver, use.keeper)
        for number, (use, matter) in enumerate(rows, 1)
    )
    return SealLogFacts(imprint, year, uses, sum(one.copies for one in uses), f"{imprint.issuers[-1]}公章")


def authorization_row(look: Look, authorization_id: int) -> Authorization:
    """The authorisation of that id. Raises Refused when there is none."""
    found = look.session.get(Authorization, authorization_id)
    if found is None:
        fix = "请在授权的列表里选择"
        raise Refused(Obstacle(f"没有第 {authorization_id} 号授权", fix, "", "record_authorization", "unknown_authorization"))
    return found


def authorization_title(look: Look, authorization_id: int) -> str:
    """Which authorisation it is, in one line."""
    return authorization_row(look, authorization_id).scope.split("\n")[0]


def authorization_facts(look: Look, authorization_id: int) -> AuthorizationFacts:
    """What the 授权书 says."""
    row = authorization_row(look, authorization_id)
    giver, taker, members = ASSEMBLIES[look.village.kind]
    return AuthorizationFacts(
        imprint=blank_imprint(look, None, late_lines([("授权", row)])), giver=giver, taker=taker, given_on=row.event_on,
        source=row.source, scope=row.scope,
        categories=tuple(CATEGORIES.get(key, key) for key in row.categories.split(",") if key), since=row.since, until=row.until,
        posted_on=row.posted_on, filed_on=row.filed_on, members=members,
    )  # fmt: skip
