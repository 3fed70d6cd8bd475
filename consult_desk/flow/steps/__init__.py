"""Kinds of step: what each asks for before it lets a matter through."""

from consult_desk.flow.steps import deliberation, posting, review

# A kind of step rule (rules.profile.StepRule.kind) and the module that knows its obstacles.
STEPS = {"deliberation": deliberation, "review": review, "posting": posting}

__all__ = ["STEPS", "deliberation", "posting", "review"]
