"""How a step is finished and a matter handed on: record, verdicts, frozen text, next step."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused
from consult_desk.desk import Look, Tx
from consult_desk.flow.engine import difference, versions
from consult_desk.flow.step import Situation
from consult_desk.flow.steps.deliberation import Ruling
from consult_desk.model import Matter, Movement, PostingPlace, StepRecord, TextVersion, VerdictRecord


def situation_of(look: Look, matter: Matter) -> Situation:
    """The situation of a matter today."""
    return Situation(look.session, matter, look.today, look.calendar)


def freeze_text(tx: Tx, matter: Matter, step: str, event_on: date, reason: str) -> TextVersion:
    """Freeze the text as it is handed over, with its difference to the version before."""
    before = versions(tx.session, matter)
    old = before[-1].text if before else ""
    version = TextVersion(
        matter_id=matter.id,
        number=len(before) + 1,
        step=step,
        text=matter.text,
        diff=difference(old, matter.text) if before else "",
        reason=reason,
        **tx.stamp(event_on),
    )
    tx.session.add(version)
    tx.session.flush()
    return version


def pass_step(
    tx: Tx, matter: Matter, step_key: str, event_on: date, words: str, reference: str, *, item_id: int | None = None
) -> StepRecord:
    """Record a step as taken, freeze the text, and hand the matter to the next step (done after the last)."""
    situation = situation_of(tx, matter)
    rule = situation.profile.step(step_key)
    record = StepRecord(
        matter_id=matter.id, step=step_key, title=rule.title, round=matter.round, outcome="passed", words=words,
        reference=reference, item_id=item_id, **tx.stamp(event_on),
    )
    tx.session.add(record)
    freeze_text(tx, matter, step_key, event_on, f"{rule.title}通过")
    matter.step = situation.after(step_key)
    if not matter.step:
        matter.state = "done"
    tx.session.flush()
    return record


def keep_rulings(tx: Tx, subject: str, subject_id: int, rulings: Sequence[Ruling], event_on: date) -> None:
    """Keep verdicts in the words of their day."""
    for ruling in rulings:
        tx.session.add(
            VerdictRecord(
                subject=subject, subject_id=subject_id, kind=ruling.kind, met=ruling.verdict.met,
                words=ruling.verdict.words, reference=ruling.verdict.reference, given=ruling.given,
                **tx.stamp(event_on),
            )
        )


def move_back(tx: Tx, matter: Matter, kind: str, to_step: str, reason: str, event_on: date) -> Movement:
    """Record a movement against the stream and void the steps from `to_step` on."""
    movement = Movement(
        matter_id=matter.id, kind=kind, from_step=matter.step, to_step=to_step, reason=reason, **tx.stamp(event_on)
    )
    tx.session.add(movement)
    if to_step:
        situation = situation_of(tx, matter)
        keys = [s.key for s in situation.line]
        undone = set(keys[keys.index(to_step) :])
        for record in tx.session.scalars(select(StepRecord).where(StepRecord.matter_id == matter.id)):
            if record.step in undone:
                record.void = True
        _take_down(tx, situation, undone, event_on)
        execution = situation.execution
        if "resolve" in undone and execution is not None:
            # What is no longer resolved is not carried out; a new resolution begins it anew.
            execution.state = "suspended"
        matter.step = to_step
        matter.round += 1
    tx.session.flush()
    return movement


def _take_down(tx: Tx, situation: Situation, undone: set[str], event_on: date) -> None:
    """A notice of a step that is undone does not hang on: it says what no longer holds."""
    for posting in (p for key in undone for p in situation.postings(key) if p.state == "hanging"):
        posting.state, posting.removed_on = "cut_short", max(event_on, posting.event_on)
        posting.removed_entered_on, posting.removed_reason = tx.today, "事项退回，公告不再有效"
        for place in tx.session.scalars(select(PostingPlace).where(PostingPlace.posting_id == posting.id)):
            place.removed_at = tx.now


def reason_of(words: str) -> str:
    """A reason of at least five characters, as every correction needs. Raises Refused."""
    reason = words.strip()
    if len(reason) < 5:
        raise Refused(Obstacle("理由太短，说不清楚", "请写明理由（至少五个字）", code="reason"))
    return reason
