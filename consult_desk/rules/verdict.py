"""The answer of every judge: met or not, in words with the arithmetic, and the article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What a rule says about one set of facts.

    words: a sentence in plain Chinese with the arithmetic. reference: the article(s), joined by "；".
    required, due, counted: whole numbers of people (or households, days), None where the rule has no number.
    base: name of the base that decided. parts: the verdicts of a rule made of several requirements.
    """

    met: bool
    words: str
    reference: str
    required: int | None = None
    due: int | None = None
    counted: int | None = None
    base: str = ""
    parts: tuple[Verdict, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The verdict as plain JSON data; `parts` only where there are any."""
        answer: dict[str, object] = {
            "met": self.met,
            "words": self.words,
            "required": self.required,
            "reference": self.reference,
            "due": self.due,
            "counted": self.counted,
            "base": self.base,
        }
        if self.parts:
            answer["parts"] = [part.as_json() for part in self.parts]
        return answer


def joined(references: tuple[str, ...]) -> str:
    """References joined by "；", each once, in the order given, empty ones left out."""
    return "；".join(dict.fromkeys(reference for reference in references if reference))
