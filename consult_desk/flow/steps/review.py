"""Review: somebody gives an opinion in writing (建议、评议、参议、乡镇审核); no quorum, but no way past it."""

from datetime import date

from sqlalchemy import select

from consult_desk.base.errors import Obstacle
from consult_desk.flow.step import Situation, date_order, order, standing, supervision
from consult_desk.model import Review


def obstacles(situation: Situation, step_key: str, day: date) -> tuple[Obstacle, ...]:
    """Why an opinion of that day may not be recorded for that step now."""
    found = list(standing(situation)) or list(supervision(situation))
    if not found and situation.matter.step != step_key:
        step = situation.profile.step(situation.matter.step)
        found.append(Obstacle(f"事项现在走到“{step.title}”，轮不到这一步", "请按顺序办理", code="not_this_step"))
    return tuple(found) or (*order(situation, day), *date_order(situation, step_key, day))


def waiting(situation: Situation, step_key: str) -> tuple[Obstacle, ...]:
    """What the step still misses."""
    query = select(Review).where(Review.matter_id == situation.matter.id, Review.step == step_key).order_by(Review.id)
    found = [r for r in situation.session.scalars(query) if situation.of_this_round(r.entered_at)]
    title = situation.profile.step(step_key).title
    if not found:
        return (Obstacle(f"还没有“{title}”的意见", "请登记意见、意见人和日期", "", "record_review", "no_review"),)
    if not found[-1].agreed:
        return (Obstacle(f"“{title}”不同意", "请按意见修改后再送，或退回前面的步骤", "", "revise_text", "not_agreed"),)
    return ()
