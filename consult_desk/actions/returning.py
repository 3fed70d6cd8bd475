"""Edited Word comes back: a file handed out and edited by hand becomes the next version of its paper."""

from dataclasses import replace
from pathlib import Path

from consult_desk.actions.passage import reason_of
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import read_limited, sha256
from consult_desk.desk import Tx
from consult_desk.flow.step import require
from consult_desk.model import Paper, PaperFile
from consult_desk.model.journaling import take_head
from consult_desk.views.imprints import form_code, form_words
from consult_desk.views.paper_facts import paper_row
from consult_desk.views.returning import returned_word, word_parts


def take_back_word(tx: Tx, data: bytes | Path, reason: str, paper_id: int | None = None) -> int:
    """收回手工改过的 Word：成为这份文书新的一版，原来的各版都留着。

    data: the file, or where it lies. reason: what was changed and why, at least five characters. paper_id: of which
    paper, None to go by the code within the file. Returns the number of the new version. Raises Refused for a file that
    may not be opened, is another paper's, of an older version, unchanged, or holds tracked changes, comments, hidden
    text; nothing is kept then.
    """
    from consult_desk.base.text import clean_text
    from consult_desk.documents.docx_guard import MAX_FILE
    from consult_desk.documents.paper import facts_from_json, facts_to_json, paper
    from consult_desk.documents.returned_word import said_in, settled

    reason = reason_of(reason)
    content = read_limited(data, max_bytes=MAX_FILE) if isinstance(data, Path) else data
    found = returned_word(tx, content, paper_id)
    require(found.obstacles)
    old = paper_row(tx, found.paper)
    kind = paper(old.kind)
    parts = word_parts(content)
    text = clean_text(said_in(parts), "Word 里的文字", required=True, max_chars=2_000_000)
    tx.session.flush()
    head = take_head(tx.session, now=tx.now, reason=f"收回改过的{kind.title}")
    if head is None:
        raise Refused(Obstacle("记录链还是空的，不能收回文书", "请先登记事项", code="no_journal"))
    code = form_code(tx, kind.key, old.subject, old.subject_id, found.next_version)
    facts = facts_from_json(kind, old.facts)
    supersedes = f"{old.document_number or old.title} 第{old.number}版"
    imprint = replace(
        facts.imprint, version=found.next_version, supersedes=supersedes, correction=reason, head=head.sha256,
        head_size=head.size, code=code, code_words=form_words(tx, kind.title, old.subject, old.subject_id, found.next_version),
    )  # fmt: skip
    kept = settled(parts, code)
    # It keeps the number printed in it: the same paper, another version.
    row = Paper(
        kind=old.kind, subject=old.subject, subject_id=old.subject_id, number=found.next_version,
        document_number=old.document_number, title=old.title, form="docx",
        facts=facts_to_json(replace(facts, imprint=imprint)), text=text, supersedes_id=old.id, correction=reason,
        head=head.sha256, head_size=head.size, posted_from=old.posted_from, posted_until=old.posted_until, code=code,
        pages=None, edited=True, **tx.stamp(),
    )  # fmt: skip
    tx.session.add(row)
    tx.session.flush()
    tx.note(
        "take_back_word/file", f"paper/{row.id}",
        {"brought_sha256": sha256(content), "kept_sha256": sha256(kept), "gone": found.gone, "new": found.new},
    )  # fmt: skip
    tx.session.add(PaperFile(paper_id=row.id, stage=0, sha256=tx.keep_file(kept), size=len(kept), signed_at=None))
    tx.session.flush()
    return row.id
