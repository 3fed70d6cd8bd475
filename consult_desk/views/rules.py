"""Rules as they are shown: which profiles there are, and what each asks for on a day, with its article."""

from dataclasses import dataclass
from datetime import date

from consult_desk.desk import Look, reads


@dataclass(frozen=True)
class ProfileRow:
    """One rule profile in the list."""

    key: str
    title: str
    region: str
    kind: str
    extends: str


@reads()
def rule_profiles(look: Look) -> tuple[ProfileRow, ...]:
    """全部规则方案。"""
    return tuple(
        ProfileRow(p.key, p.title, p.region, p.kind, p.extends) for _key, p in sorted(look.profiles.items())
    )


@dataclass(frozen=True)
class RuleLine:
    """One step of a profile on a day, in words."""

    step: str
    title: str
    body: str
    quorum: str
    passing: str
    notice_days: int | None
    publicity_days: int | None
    references: tuple[str, ...]
    remarks: tuple[str, ...]


EVIDENCE = {"memory": "按常识暂定，未见原文", "inferred": "按惯例暂定，法律没有写明数字"}


@reads()
def rule_page(look: Look, profile: str, on: date | None = None) -> tuple[RuleLine, ...]:
    """一个规则方案在某一天的规定：每一步谁来开、多少人、几天、依据。"""
    day = on or look.today
    lines = []
    for step in look.profile(profile).steps:
        quorum, passing = step.quorum_on(day), step.pass_on(day)
        notice, publicity = step.notice_on(day), step.publicity_on(day)
        entries = [e for name in step.rules if (e := step.entry_on(name, day)) is not None]
        remarks = dict.fromkeys(EVIDENCE[e.evidence] for e in entries if e.evidence in EVIDENCE)
        references = dict.fromkeys(r for name in step.rules if (r := step.reference_on(name, day)))
        lines.append(
            RuleLine(
                step.key, step.title, step.body_title, quorum.words() if quorum else "",
                passing.words() if passing else "", notice.days if notice else None,
                publicity.days if publicity else None, tuple(references), tuple(remarks),
            )
        )
    return tuple(lines)
