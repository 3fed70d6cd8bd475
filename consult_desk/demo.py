"""The main job shown: two rosters, one matter through six steps, two signed notices, checked by other programs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from consult_desk import actions as act
from consult_desk.actions.meetings import Hearing
from consult_desk.base.errors import Refused, Trouble
from consult_desk.base.files import write_atomic
from consult_desk.interchange.sample_village import build_rosters
from consult_desk.sample.guide import Clock, Guide, Votes
from consult_desk.sample.village import open_ditch, open_matter, prepare_village, resolve
from consult_desk.views.checking import check_file
from consult_desk.views.journal import check_home
from consult_desk.views.papers import paper_page
from consult_desk.views.rules import rule_page

BEGIN = date(2026, 3, 2)
NAMES = {
    "meeting_notice": "会议通知.pdf",
    "attendance_sheet": "签到册.pdf",
    "minutes": "会议记录.docx",
    "resolution": "决议公告.pdf",
    "result": "实施结果公告.pdf",
}


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
    say("二、四议：提议、商议、审议、决议")
    matter = open_ditch(guide)
    days = [BEGIN + timedelta(days=n) for n in (3, 8, 15, 25)]
    meetings = resolve(guide, [matter], days)
    papers = {"meeting_notice": guide.issue("meeting_notice", meetings[3])}
    papers["attendance_sheet"] = guide.issue("attendance_sheet", meetings[3], sign=False)
    papers["minutes"] = guide.issue("minutes", meetings[3], sign=False)
    say("三、决议公开")
    clock.go(days[3] + timedelta(days=1))
    papers["resolution"] = guide.issue("resolution", matter)
    posting, until = guide.post(matter, "disclose_resolution", clock.day)
    guide.take_down(posting, until)
    guide.supervise(matter, "disclose_resolution")
    say("四、实施、验收，实施结果公开")
    guide.execute(matter, until + timedelta(days=1), until + timedelta(days=26), until + timedelta(days=29), 18_125_000)
    clock.go(clock.day + timedelta(days=1))
    papers["result"] = guide.issue("result", matter)
    posting, until = guide.post(matter, "disclose_result", clock.day)
    guide.take_down(posting, until)
    guide.supervise(matter, "disclose_result")
    files = _save(guide, papers, out)
    guide.desk.do(act.journal.export_journal, folder=str(out / "记录链"))
    _steps(guide, matter)
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


def _save(guide: Guide, papers: dict[str, int], out: Path) -> list[Path]:
    saved = []
    for kind, paper in papers.items():
        path = out / NAMES[kind]
        write_atomic(path, guide.desk.ask(paper_page, paper).data)
        saved.append(path)
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


def _verdicts(guide: Guide, files: Sequence[Path], out: Path) -> bool:
    print("\n写出的文件和核对结论：")
    good = True
    for path in files:
        verdict = guide.desk.ask(check_file, data=path.read_bytes()) if path.suffix == ".pdf" else None
        words = verdict.kind if verdict else "Word 文件，可编辑"
        good = good and (verdict is None or verdict.good)
        print(f"  {path}：{words}")
        if path.name in (NAMES["resolution"], NAMES["result"]):
            good = _others(path) and good
    home = guide.desk.ask(check_home)
    print(f"  {out / 'home'}：{home.words}")
    from consult_desk.archive.verify_journal import verify_folder

    code, words, _faults = verify_folder(out / "记录链")
    print(f"  {out / '记录链'}：{words}")
    return good and home.good and code == 0


def _others(path: Path) -> bool:
    good = True
    for command in (["pdfsig", str(path)], ["qpdf", "--check", str(path)]):
        program = shutil.which(command[0])
        if program is None:
            print(f"      {command[0]}：本机没有安装，没有核对")
            good = False
            continue
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)  # noqa: S603
        if command[0] == "pdfsig":
            valid = done.stdout.count("Signature is Valid")
            good = good and valid == 2
            print(f"      pdfsig：{valid} 个签名，Signature is Valid")
        else:
            good = good and done.returncode == 0
            lines = [line for line in done.stdout.splitlines() if "errors" in line]
            print(f"      qpdf --check：{lines[0] if lines else done.stderr.strip()}")
    return good


