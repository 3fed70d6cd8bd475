"""A village's own overlay as it is being made: the floors beside each figure, and a trial that changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consult_desk.base import places
from consult_desk.base.errors import Obstacle, Refused
from consult_desk.base.files import write_atomic
from consult_desk.base.text import clean_line
from consult_desk.desk import Look
from consult_desk.rules import wording
from consult_desk.rules.cases import check_folder
from consult_desk.rules.overlay import Answer, Figure, figures, overlay_data, share_of, write_toml
from consult_desk.rules.overlay_cases import overlay_cases, write_cases
from consult_desk.rules.profile import RuleProfile, load_folders, profile_folders
from consult_desk.views.rules import CaseRow, case_row

PREFIX = "own-"
RETIRED = "retired-profiles"
_SHARE = re.compile(r">?[1-9]\d{0,2}/[1-9]\d{0,2}")


@dataclass(frozen=True)
class OverlayForm:
    """What the form of an overlay offers: the base, and each figure that may be made stricter, with its floor.

    bases: (key, title) of every profile it could be made on. place: name of the village.
    """

    base: str
    title: str
    since: date
    figures: tuple[Figure, ...]
    bases: tuple[tuple[str, str], ...]
    place: str


def overlay_form(look: Look, base: str = "", since: date | None = None) -> OverlayForm:
    """制定本村方案时可以改严的每一项，以及上位规定。base: "" for the profile the village uses."""
    day = since or look.today
    profile = look.profile(base or look.village.profile_key)
    bases = tuple((key, one.title) for key, one in sorted(look.profiles.items()) if one.scope == profile.scope)
    return OverlayForm(profile.key, profile.title, day, figures(profile, day), bases, look.village.name)


@dataclass(frozen=True)
class Stricter:
    """One figure of an overlay beside what the profile below asks."""

    step_title: str
    title: str
    floor: str
    local: str


@dataclass(frozen=True)
class OverlayTrial:
    """An overlay that could be saved: its texts, what it makes stricter, and how its cases came out."""

    key: str
    title: str
    stricter: tuple[Stricter, ...]
    cases: tuple[CaseRow, ...]
    profile_toml: str
    cases_toml: str

    @property
    def passed(self) -> bool:
        """Whether every case came out as written."""
        return all(case.passed for case in self.cases)


def try_overlay(
    look: Look, base: str, title: str, region: str, since: date, document: str, answers: dict[str, Any]
) -> OverlayTrial:
    """试一试一份本村方案，什么都不保存。answers: figure key to days, heads, share, true or role; empty ones count not.

    Raises Refused naming every fault, for laxer figures both of them.
    """
    profile = look.profile(base)
    title, region = clean_line(title, "方案名称", max_chars=60), clean_line(region, "适用的地方", max_chars=60)
    document = clean_line(document, "依据的本地文件")
    if any(other.title == title for other in look.profiles.values()):
        raise Refused(Obstacle(f"已经有一个方案叫“{title}”", "请换一个名称，例如加上年份", code="known_title"))
    if not 1998 <= since.year <= look.today.year + 5:
        raise Refused(Obstacle(f"施行日期 {since:%Y-%m-%d} 像是输错了", "请核对年份", code="odd_date"))
    offered = figures(profile, since)
    asked = _asked(offered, answers)
    key = _next_key(look)
    raw = overlay_data(profile, key, title, region, since, document, asked, look.today)
    text = write_toml(raw)
    known = {figure.key: figure for figure in offered}
    shipped = places.resource("profiles")
    own = profile_folders(look.home / "profiles")
    with TemporaryDirectory() as folder:
        path = Path(folder) / key
        path.mkdir()
        write_atomic(path / "profile.toml", text.encode())
        try:
            laid = load_folders([*profile_folders(shipped), *own, path])[key]
        except Refused as refused:
            raise Refused(*(_plain(profile, o) for o in refused.obstacles)) from refused
        cases = write_cases(overlay_cases(laid, since, offered, asked))
        write_atomic(path / "cases.toml", cases.encode())
        outcome = check_folder(path, shipped, own)
    if outcome.faults:
        raise Refused(*outcome.faults)
    return OverlayTrial(
        key, title, tuple(_stricter(known[name], answer) for name, answer in asked.items()),
        tuple(case_row(laid, one) for one in outcome.cases), text, cases,
    )  # fmt: skip


def _next_key(look: Look) -> str:
    """The next free name; those of retired overlays are never used again."""
    folders = (*(look.home / "profiles").glob(f"{PREFIX}*"), *(look.home / RETIRED).glob(f"{PREFIX}*"))
    numbers = [int(found[1]) for path in folders if (found := re.fullmatch(rf"{PREFIX}(\d+)", path.name))]
    return f"{PREFIX}{max(numbers, default=0) + 1}"


def _asked(offered: tuple[Figure, ...], answers: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers that say something, in the order of the figures. Raises Refused for what cannot be read."""
    known = {figure.key: figure for figure in offered}
    faults = [Obstacle(f"没有“{key}”这一项", "请从表里选", code="unknown_figure") for key in answers if key not in known]
    asked: dict[str, Answer] = {}
    for figure in offered:
        answer = answers.get(figure.key)
        if answer in (None, "", False) or (figure.kind in ("more", "fewer") and answer == figure.least):
            continue
        words = _fault(figure, answer)
        if words:
            faults.append(Obstacle(f"“{figure.step_title}”的“{figure.title}”：{words}", code="bad_figure"))
        else:
            asked[figure.key] = answer
    if faults:
        raise Refused(*faults)
    if not asked:
        words = "没有一项比上位规定更严，这样的方案和上位规定一样"
        raise Refused(Obstacle(words, "至少填一项更严的要求，没有的话直接用上位方案", code="nothing_stricter"))
    return asked


def _fault(figure: Figure, answer: object) -> str:
    if figure.kind in ("more", "fewer"):
        fits = isinstance(answer, int) and not isinstance(answer, bool) and 1 <= answer <= 3650
        return "" if fits else f"应当是 1 到 3650 的整数（{figure.unit}）"
    if figure.kind == "flag":
        return "" if answer is True else "只能选“是”或不选"
    if figure.kind == "role":
        return "" if answer in {code for code, _words in figure.choices} else "不在可选的里面"
    fits = isinstance(answer, str) and _SHARE.fullmatch(answer) is not None and share_of(answer).fraction <= 1
    return "" if fits else "应当是 2/3 这样的份额"


def _stricter(figure: Figure, answer: Answer) -> Stricter:
    if figure.kind == "share":
        local = wording.share_words(share_of(str(answer)))
    elif figure.kind in ("more", "fewer"):
        local = f"{'至少' if figure.kind == 'more' else '最迟'} {answer} {figure.unit}"
    else:
        local = dict(figure.choices).get(str(answer), "要求")
    return Stricter(figure.step_title, figure.title, figure.floor or "没有规定", local)


def _plain(base: RuleProfile, obstacle: Obstacle) -> Obstacle:
    """A fault of the loader in the words of the form."""
    words = wording.plain_fault(obstacle.words, {step.key: step.title for step in base.steps})
    if "上位规定" not in words:
        return Obstacle(words, code=obstacle.code)
    return Obstacle(words, "请改成不低于上位规定的数字；要改上位规定，只能由制定它的机关改", code="laxer")
