"""The facts of the printed reply to an objection, and why it may not be printed yet."""

from sqlalchemy import select

from consult_desk.base.citing import cite
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look
from consult_desk.documents.kinds.objection_reply import ObjectionReplyFacts
from consult_desk.model import Objection, VerdictRecord
from consult_desk.views.imprints import blank_imprint, late_lines, matter_row

FINDINGS = {"upheld": "成立", "rejected": "不成立"}
EFFECTS = {"none": "", "suspend": "暂停这件事项的实施，处理完再恢复", "send_back": "把这件事项退回前面的步骤重新办理"}


def objection_row(look: Look, objection_id: int) -> Objection:
    """The objection of that id. Raises Refused when there is none."""
    found = look.session.get(Objection, objection_id)
    if found is None:
        raise Refused(Obstacle(f"没有第 {objection_id} 号异议", "请在公开页的异议里选择", code="unknown_objection"))
    return found


def objection_title(look: Look, objection_id: int) -> str:
    """Who objected to what, in one line."""
    row = objection_row(look, objection_id)
    return f"{row.name}对“{matter_row(look, row.matter_id).title}”的异议"


def replying(look: Look, objection_id: int) -> tuple[Obstacle, ...]:
    """Why the reply may not be printed: nothing was answered yet."""
    if objection_row(look, objection_id).finding:
        return ()
    fix = "请先调查、登记答复，再打印答复书"
    return (Obstacle("这条异议还没有答复，不能出答复书", fix, "", "reply_objection", "open_objection"),)


def objection_reply_facts(look: Look, objection_id: int) -> ObjectionReplyFacts:
    """What the 异议答复书 says. Raises Refused before the objection is answered."""
    row = objection_row(look, objection_id)
    if row.replied_on is None:
        raise Refused(*replying(look, objection_id))
    matter = matter_row(look, row.matter_id)
    query = select(VerdictRecord).where(VerdictRecord.subject == "objection", VerdictRecord.subject_id == row.id)
    verdict = look.session.scalar(query.order_by(VerdictRecord.id.desc()).limit(1))
    village = look.village
    return ObjectionReplyFacts(
        imprint=blank_imprint(look, None, late_lines([("收到异议", row)])),
        objector=row.name,
        matter=matter.title,
        matter_number=matter.label,
        received_on=row.event_on,
        channel=row.channel,
        content=tuple(row.content.split("\n")),
        finding=FINDINGS[row.finding],
        reply=tuple(row.reply.split("\n")),
        effect=EFFECTS[row.effect],
        handler=row.handler,
        replied_on=row.replied_on,
        due_words=verdict.words if verdict is not None else "",
        reference=cite([verdict.reference]) if verdict is not None else "",
        contacts=tuple(
            (label, value)
            for label, value in (
                ("联系人和电话", village.contact), ("村务监督委员会", village.supervision_contact),
            )
            if value
        ),
    )
