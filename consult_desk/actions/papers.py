"""Papers: issue one from the record, correct it by a new version, hand it out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from consult_desk.actions.passage import reason_of
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import write_atomic
from consult_desk.desk import Tx
from consult_desk.documents.detector import Decision, Finding, settled
from consult_desk.flow.step import require
from consult_desk.model import Paper, PaperFile, PaperFinding
from consult_desk.model.journaling import take_head
from consult_desk.views.ballot_facts import ballot_facts
from consult_desk.views.dressing import next_number, word_form
from consult_desk.views.findings import earlier_decisions, in_question, minors_in
from consult_desk.views.imprints import form_code, form_words
from consult_desk.views.overwriting import chosen_place, free_name, may_overwrite
from consult_desk.views.paper_copies import paper_copy
from consult_desk.views.paper_facts import (
    SUBJECTS,
    earlier_paper,
    facts_of,
    in_layout,
    in_the_way,
)


def issue_paper(
    tx: Tx, kind: str, subject_id: int, posted_from: date | None = None, correction: str = "", style: str = "", sheet: str = "",
    over_edited: bool = False, decisions: list[Decision] | None = None,
) -> int:  # fmt: skip
    """出具文书：会议通知、签到册、表决票、会议记录、签字页、决议公告、实施结果公告。

    kind: a key of SUBJECTS, which says whether it is of a meeting or of a matter. posted_from:
    first day of the posting printed on a notice. correction: reason for a new version; the old one stays and is
    marked as superseded. style: official, board or wide, sheet: A4 or A3, "" for what is usual. over_edited: the
    version before was edited by hand, and what was edited may fall away. decisions: about personal things found in a
    paper for the wall; those of the version before hold where they are the same. Raises Refused with what is missing
    or undecided, Trouble when the drawn paper does not say the facts.
    """
    require(in_the_way(tx, kind, subject_id))
    earlier = earlier_paper(tx, kind, subject_id)
    if earlier is not None and earlier.edited and not over_edited:
        words = f"上一版（第{earlier.number}版）是手工改过的 Word，新出的一版按记录重画，手工改的内容不会带过来"
        fix = "确实要按记录重新出，请勾选“不要手工改的内容”；只想再改几个字，请改那一份 Word，再收回来"
        raise Refused(Obstacle(words, fix, code="edited_before"))
    facts = in_layout(facts_of(tx, kind, subject_id, posted_from), kind, style, sheet)
    return _issue(tx, kind, subject_id, facts, correction, decisions or ())


def issue_ballots(
    tx: Tx, meeting_id: int, spare: int = 0, numbered: bool = False, correction: str = ""
) -> int:
    """印制表决票：每项议程一种，每位有表决权的应到人员一张；记名表决的可以编号，无记名的不编号。

    spare: how many more of each. numbered: running numbers, only for votes that are not secret. correction: why they
    are printed again. Returns the number of the paper. Raises Refused after the meeting.
    """
    return _issue(tx, "ballot", meeting_id, ballot_facts(tx, meeting_id, spare, numbered), correction)


def _issue(
    tx: Tx, kind: str, subject_id: int, facts: Any, correction: str, decisions: Sequence[Decision] = ()
) -> int:
    from consult_desk.documents import readback
    from consult_desk.documents.copies import findings_of, posted_facts
    from consult_desk.documents.paper import assert_readback, facts_to_json, paper
    from consult_desk.documents.returned_word import with_code
    from consult_desk.documents.signing import prepare

    earlier = earlier_paper(tx, kind, subject_id)
    supersedes = ""
    if earlier is not None:
        correction = reason_of(correction)
        supersedes = f"{earlier.document_number or earlier.title} 第{earlier.number}版".strip()
    tx.session.flush()
    head = take_head(tx.session, now=tx.now, reason=f"出具{paper(kind).title}")
    if head is None:
        raise Refused(Obstacle("记录链还是空的，不能出具文书", "请先登记事项", code="no_journal"))
    number = next_number(tx, kind)
    chosen = paper(kind)
    version = (earlier.number + 1) if earlier else 1
    code = form_code(tx, chosen.key, SUBJECTS[kind], subject_id, version)
    imprint = replace(
        facts.imprint, number=number, version=version, supersedes=supersedes, correction=correction.strip(),
        head=head.sha256, head_size=head.size, code=code,
        code_words=form_words(tx, chosen.title, SUBJECTS[kind], subject_id, version),
    )
    facts = replace(facts, imprint=imprint)
    roles = tuple(role for role, _title in imprint.signers) if chosen.form == "pdf" else ()
    # The whole facts are kept; what hangs on the wall is drawn without what is nobody's business.
    shown: Any = facts
    findings: tuple[Finding, ...] = ()
    if chosen.posted:
        minors = minors_in(tx, facts)
        findings = findings_of(kind, facts, minors)
        decisions = (*earlier_decisions(tx, earlier, findings), *decisions)
        require(in_question(kind, findings, decisions))
        shown = posted_facts(kind, facts, decisions, minors)[0]
    drawn = chosen.drawn(shown, files=tx.file)
    data = drawn.data
    if chosen.form == "docx":
        data = with_code(word_form(tx, kind, shown, whole=True), code)
    assert_readback(chosen, shown, data)
    text = readback.read_text(data) if chosen.form == "pdf" else ""
    if chosen.form == "pdf":
        data = prepare(data, roles, drawn.marks) if roles else data
    row = Paper(
        kind=kind, subject=SUBJECTS[kind], subject_id=subject_id, number=imprint.version, document_number=number,
        title=_title(tx, chosen.title, shown), form=chosen.form, facts=facts_to_json(facts), text=text,
        supersedes_id=earlier.id if earlier else None, correction=imprint.correction, head=head.sha256,
        head_size=head.size, posted_from=getattr(facts, "posted_from", None),
        posted_until=getattr(facts, "posted_until", None), code=code, pages=drawn.pages or None, signers=" ".join(roles),
        **tx.stamp(),
    )
    tx.session.add(row)
    tx.session.flush()
    for finding, decision in settled(findings, decisions):
        tx.session.add(
            PaperFinding(
                paper_id=row.id, place=finding.place, kind=finding.kind, words=finding.shown, decision=decision.decision,
                reason=decision.reason.strip(),
            )
        )
    tx.session.add(PaperFile(paper_id=row.id, stage=0, sha256=tx.keep_file(data), size=len(data), signed_at=None))
    tx.session.flush()
    return row.id


def _title(tx: Tx, kind_title: str, facts: Any) -> str:
    about = getattr(facts, "matter", "") or getattr(facts, "meeting", "") or tx.village.name
    return f"{kind_title}：{about}"


def save_paper(tx: Tx, paper_id: int, path: str, copy: str = "issued", form: str = "", beside: bool = False) -> str:
    """把文书另存到指定位置（先写完再换名）：正式件、内部件或张贴件，PDF 或 Word；手工改过的文件不覆盖。

    copy, form: see paper_copy. beside: where a file lies that the program did not write, or that was edited since,
    save under the next free name (…第2份) instead of refusing. Returns the full path.
    """
    found = paper_copy(tx, paper_id, copy, form)
    target = chosen_place(path)
    if not may_overwrite(tx, paper_id, target, found.data):
        free = free_name(target)
        if not beside:
            words = f"“{target.name}”已经在那里，它不是程序写的这份文书，或者有人改过，没有覆盖"
            fix = f"请另存为“{free.name}”；改过的 Word 想收进来，请用“收回改过的 Word”"
            raise Refused(Obstacle(words, fix, leads_to="take_back_word", code="edited_file"))
        target = free
    write_atomic(target, found.data)
    return str(target)
