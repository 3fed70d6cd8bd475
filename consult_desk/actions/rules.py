"""A village's own rules: an overlay made stricter than its base, adopted for new matters, retired when unused."""

import shutil
from datetime import date
from typing import Any

from sqlalchemy import func, select

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import sha256, write_atomic
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.model import Matter
from consult_desk.views.overlays import RETIRED, try_overlay
from consult_desk.views.rules import is_own

_SCOPES = {"village": "村", "community": "社区", "collective": "农村集体经济组织", "group": "村民小组"}


def make_overlay(
    tx: Tx, base: str, title: str, region: str, since: date, document: str, answers: dict[str, Any]
) -> str:
    """制定本村方案：比上位方案更严，存进数据文件夹。Returns its key.

    answers: as try_overlay takes them. Raises Refused for what is laxer than the base, naming both figures, and when
    one of its own cases does not come out as written; nothing is saved then.
    """
    _village = tx.village
    trial = try_overlay(tx, base, title, region, since, document, answers)
    wrong = [case for case in trial.cases if not case.passed]
    if wrong:
        raise Refused(*(Obstacle(f"案例“{case.title}”没有通过：{case.fault}", code="case_failed") for case in wrong))
    folder = tx.home / "profiles" / trial.key
    profile, cases = trial.profile_toml.encode(), trial.cases_toml.encode()
    tx.note(
        "make_overlay/file", f"profiles/{trial.key}",
        {"title": title, "base": base, "profile_toml": trial.profile_toml, "profile_sha256": sha256(profile),
         "cases_sha256": sha256(cases)},
    )  # fmt: skip
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Trouble(f"不能在数据文件夹里建立 profiles/{trial.key}（{error.strerror}），方案没有保存。") from error
    tx.undoing.callback(shutil.rmtree, folder, ignore_errors=True)
    # The profile comes last: without it the folder counts for nothing.
    write_atomic(folder / "cases.toml", cases)
    write_atomic(folder / "profile.toml", profile)
    return trial.key


def adopt_profile(tx: Tx, profile: str) -> None:
    """把一个规则方案定为本村新事项用的方案。Matters that are there keep the one they pinned.

    Raises Refused for a profile of another kind of place, of special matters only, or the one in use.
    """
    village, rules = tx.village, tx.profile(profile)
    if village.profile_key == profile:
        raise Refused(Obstacle(f"本村已经在用“{rules.title}”", code="already_done"))
    if rules.kind == "special_matter" or rules.scope == "group":
        words = f"“{rules.title}”只用于专门的事项，不能定为本村平时的方案"
        raise Refused(Obstacle(words, "提出这类事项的时候再选它", code="special_matter"))
    before = tx.profiles.get(village.profile_key)  # None: an own one that does not load any more
    scope = rules.scope if before is None else before.scope
    if rules.scope != scope:
        words = f"“{rules.title}”适用于{_SCOPES[rules.scope]}，本村现在按{_SCOPES[scope]}的规定办事"
        raise Refused(Obstacle(words, f"请选适用于{_SCOPES[scope]}的方案", code="other_scope"))
    village.profile_key = profile


def retire_overlay(tx: Tx, profile: str, reason: str) -> None:
    """停用一个没有事项用到的本村方案。Its files move to retired-profiles, none is deleted.

    Raises Refused when it came with the program, is pinned by a matter, is the village's own, or another one extends it.
    """
    reason = clean_line(reason, "停用原因")
    title = profile if profile in tx.faulty else tx.profile(profile).title
    if not is_own(tx, profile):
        raise Refused(Obstacle(f"“{title}”是随程序带来的，不能停用", "不用它就可以了", code="shipped_profile"))
    obstacles = []
    pinned = tx.session.scalar(select(func.count()).select_from(Matter).where(Matter.profile_key == profile)) or 0
    if pinned and profile not in tx.faulty:
        words = f"有 {pinned} 件事项用的是“{title}”"
        obstacles.append(Obstacle(words, "用过的方案要一直留着，新事项改用别的方案就可以了", code="pinned"))
    if tx.village.profile_key == profile:
        fix = "请先把别的方案定为本村方案"
        obstacles.append(Obstacle(f"“{title}”是本村正在用的方案", fix, leads_to="adopt_profile", code="in_use"))
    above = [other.title for other in tx.profiles.values() if other.extends == profile]
    if above:
        obstacles.append(Obstacle(f"“{'”“'.join(above)}”以它为底", "请先停用那些方案", code="extended"))
    if obstacles:
        raise Refused(*obstacles)
    source, target = tx.home / "profiles" / profile, tx.home / RETIRED / profile
    tx.note("retire_overlay/file", f"profiles/{profile}", {"title": title, "reason": reason})
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        tx.undoing.callback(target.rename, source)
    except OSError as error:
        raise Trouble(f"方案的文件夹移不动（{error.strerror}），没有停用。请关掉正在看它的程序后再做一次。") from error
