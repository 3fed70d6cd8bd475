"""The main job shown: two rosters, one matter through six steps, all its papers, checked by other programs."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import write_atomic
from consult_desk.interchange.sample_village import build_rosters
from consult_desk.sample.guide import Clock, Guide, Votes
from consult_desk.sample.village import open_ditch, open_matter, prepare_village, resolve
from consult_desk.sample.whole_matter import lead
from consult_desk.views.checking import check_file
from consult_desk.views.journal import check_home
from consult_desk.views.papers import paper_page
from consult_desk.views.rules import rule_page

BEGIN = date(2026, 3, 2)
PAPERS = "文书"


def show(out: Path, *, window: bool = True) -> int:
    """Do the main job into the folder `out`, made anew. Returns 0 when every verdict is good, else 1.

    Raises Trouble when the folder holds something this demo did not make.
    """
    _clear(out)
    say = print
    say("一、导入两份名册")
    for name, data in build_rosters().items():
        write_atomic(out / name, data)
    clock = Clock(BEGIN)
    guide = prepare_village(out / "home", clock)
    say(f"    {out / '村民名册.xlsx'}、{out / '组织任职名册.xlsx'} → 青石村，规则：国家基线·村民代表会议")
    done = lead(guide, BEGIN, say)
    files = _save(guide, done.papers, out / PAPERS)
    guide.desk.do(act.journal.export_journal, folder=str(out / "记录链"))
    _steps(guide, done.matter)
    _refusals(guide)
    _law_by_date(guide)
    good = _verdicts(guide, files, out)
    guide.desk.close()
    say("")
    say("全部完好。" if good else "有不符合的地方，请看上面的结论。")
    if window and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "win32"):
        # In a process of its own: the window outlives this one, and the demo's verdict does not wait for it.
        subprocess.run([sys.executable, "-m", "consult_desk", "--home", str(out / "home")], check=False)  # noqa: S603
    return 0 if good else 1


def _clear(out: Path) -> None:
    mark = out / ".consult-desk-demo"
    if out.exists() and any(out.iterdir()) and not mark.exists():
        raise Trouble(f"文件夹 {out} 里有别的东西，演示不会动它。请另选一个文件夹：--out 文件夹名。")
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    write_atomic(mark, b"")


@dataclass(frozen=True)
class _Saved:
    """A paper written to a file. signatures: how many it must carry. corrected: a later version took its place."""

    path: Path
    signatures: int
    corrected: bool


def _save(guide: Guide, papers: Sequence[int], folder: Path) -> list[_Saved]:
    folder.mkdir()
    saved = []
    for number, paper in enumerate(papers, 1):
        view = guide.desk.ask(paper_page, paper)
        words = re.sub(r'[\\/:*?"<>|]', "", f"{view.kind_title} {view.number or view.title.partition('：')[2]}".strip())
        path = folder / f"{number:02d} {words}.{view.form}"
        write_atomic(path, view.data)
        saved.append(_Saved(path, len(view.signed_by), view.superseded_by is not None))
    return saved


def _steps(guide: Guide, matter: int) -> None:
    view = guide.matter(matter)
    print(f"\n事项 {view.label}《{view.title}》：{view.state_title}")
    for number, step in enumerate(view.steps, 1):
        print(f"  {number} {step.title}　{step.on:%Y-%m-%d}　{'通过' if step.state == 'done' else '未完成'}")
        print(f"      {step.words}")
        print(f"      依据：{step.reference}")


def _refused(work: Callable[[], object]) -> None:
    try:
        work()
    except Refused as refused:
        for obstacle in refused.obstacles:
            print(f"      {obstacle.sentence()}")
        return
    raise AssertionError("the rules let through what they must refuse")


def _refusals(guide: Guide) -> None:
    """One representative fewer, a posting of 14 days, no authorisation, a notice one day late: refused, nothing written."""
    print("\n同样的事项，差一点就办不成：")
    matter = open_ditch(guide)
    day = guide.clock.day
    resolve(guide, [matter], [day, day, day])
    meeting = guide.call("rep_meeting", [Hearing(matter, "resolve")], day)
    guide.gather(meeting, absent=16)
    item = guide.meeting(meeting).items[0].item
    print("  · 代表只到 29 人：")
    _refused(lambda: guide.record(item, Votes(29)))
    guide.desk.do(act.meetings.void_meeting, meeting, reason="到会人数不足，改期召开")
    meeting = guide.call("rep_meeting", [Hearing(matter, "resolve")], day)
    guide.gather(meeting, absent=15)
    guide.vote(guide.meeting(meeting).items[0].item, Votes(30))
    guide.close(meeting)
    guide.issue("resolution", matter, sign=False)
    posting, _until = guide.post(matter, "disclose_resolution", day)
    print("  · 公告只贴 14 天：")
    _refused(lambda: guide.take_down(posting, day + timedelta(days=14)))
    print("  · 没有村民会议的授权：")
    planning = open_matter(guide, "村庄规划调整", "planning", "cadre", "调整二组宅基地布局。", 0)
    day = guide.clock.day
    resolve(guide, [planning], [day, day, day])
    meeting = guide.call("rep_meeting", [Hearing(planning, "resolve")], day)
    guide.gather(meeting)
    _refused(lambda: guide.record(guide.meeting(meeting).items[0].item, Votes(45)))
    print("  · 村民会议只提前 9 天通知：")
    big = open_matter(guide, "村规民约修订", "other", "suggestion", "修订红白事简办条款。", 0, profile="cn-village-assembly")
    resolve(guide, [big], [day, day, day])
    hearing = [Hearing(big, "resolve")]
    _refused(lambda: guide.call("villager_assembly", hearing, day + timedelta(days=9), notice_on=day))


def _law_by_date(guide: Guide) -> None:
    print("\n法律按开会那天算，同一步：")
    for day in (date(2025, 12, 20), date(2026, 1, 10)):
        line = next(r for r in guide.desk.ask(rule_page, "cn-village-reps", on=day) if r.step == "resolve")
        print(f"  · {day}：{line.quorum}（{line.references[0]}）")


def _verdicts(guide: Guide, files: Sequence[_Saved], out: Path) -> bool:
    print(f"\n写出的 {len(files)} 份文书（在 {out / PAPERS}）和核对结论：")
    good = True
    for one in files:
        if one.path.suffix != ".pdf":
            print(f"  {one.path.name}：Word 文件，可编辑")
            continue
        verdict = guide.desk.ask(check_file, data=one.path.read_bytes())
        good = good and verdict.kind == ("已被更正" if one.corrected else "原件一致")
        pages, signed = _pages(one.path), f"，{one.signatures} 个签名" if one.signatures else ""
        print(f"  {one.path.name}：{pages} 页{signed}，{verdict.kind}")
    good = _others([one for one in files if one.path.suffix == ".pdf"]) and good
    home = guide.desk.ask(check_home)
    print(f"  {out / 'home'}：{home.words}")
    from consult_desk.archive.verify_journal import verify_folder

    code, words, _faults = verify_folder(out / "记录链")
    print(f"  {out / '记录链'}：{words}")
    return good and home.good and code == 0


def _pages(path: Path) -> int:
    from pikepdf import Pdf

    with Pdf.open(path) as document:
        return len(document.pages)


def _others(files: Sequence[_Saved]) -> bool:
    """What programs of others say: every signature valid, every file whole."""
    if missing := [name for name in ("pdfsig", "qpdf") if shutil.which(name) is None]:
        print(f"  {'、'.join(missing)}：本机没有安装，没有核对")
        return False
    signed = [one for one in files if one.signatures]
    valid = [_run("pdfsig", str(one.path)).stdout.count("Signature is Valid") for one in signed]
    whole = [_run("qpdf", "--check", str(one.path)).returncode == 0 for one in files]
    print(f"  pdfsig：{len(signed)} 份签过名的文书，{sum(valid)} 个签名，全部 Signature is Valid"
          if valid == [one.signatures for one in signed] else "  pdfsig：有签名不对")  # fmt: skip
    print(f"  qpdf --check：{len(files)} 份 PDF，{sum(whole)} 份没有语法错误")
    return valid == [one.signatures for one in signed] and all(whole)


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
