"""Reads the command line and runs one command. Exit codes: 0 done, 1 refused or not valid, 2 usage, 3 surroundings."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from consult_desk.base.errors import Cancelled, Refused, Trouble
from consult_desk.cli import commands
from consult_desk.cli.calling import printed

DONE, NO, USAGE, SURROUNDINGS = 0, 1, 2, 3


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="consult-desk", description="议事台：四议两公开，从提议到签名公告。不带命令时打开窗口。"
    )
    top.add_argument("--home", type=Path, default=None, help="数据文件夹")
    top.add_argument("--json", action="store_true", help="用 JSON 回答")
    top.add_argument("--who", default="本机用户", help="操作人")
    kinds = top.add_subparsers(dest="command", metavar="命令")

    def command(name: str, about: str) -> argparse.ArgumentParser:
        made = kinds.add_parser(name, help=about, description=about)
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="用 JSON 回答")
        return made

    do = command("do", "做一件事：do 动作 JSON；do --list 列出全部动作")
    do.add_argument("name", nargs="?")
    do.add_argument("arguments", nargs="?", default="{}")
    do.add_argument("--list", action="store_true", help="列出全部动作和参数")
    see = command("see", "看一样东西：see 视图 JSON；see --list 列出全部视图")
    see.add_argument("name", nargs="?")
    see.add_argument("arguments", nargs="?", default="{}")
    see.add_argument("--list", action="store_true", help="列出全部视图和参数")
    rules = command("rules", "按规则判断：rules check")
    inner = rules.add_subparsers(dest="rule_command", required=True, metavar="check")
    check = inner.add_parser("check", help="判断一组数字是否到法定人数、是否通过")
    check.add_argument("--profile")
    check.add_argument("--step")
    check.add_argument("--on", help="日期，例如 2026-03-27")
    check.add_argument("--given", help="JSON：各类人数、到会、同意、反对、弃权")
    check.add_argument("--batch", type=Path, help="每行一个 JSON 对象：profile step on given")
    check.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    check_profile = command("check-profile", "检查规则方案文件夹并运行其中的案例")
    check_profile.add_argument("paths", nargs="+", type=Path)
    roster = command("import-roster", "预览名册；加 --apply 写入")
    roster.add_argument("file", type=Path)
    roster.add_argument("--apply", action="store_true", help="写入合格的行")
    verify = command("verify", "核对公告、导出的记录链或数据文件夹")
    verify.add_argument("files", nargs="+", type=Path)
    sample = command("sample", "建立练习村")
    sample.add_argument("folder", type=Path)
    sample.add_argument("--today", help="练习村的故事到哪一天为止")
    demo = command("demo", "演示：从两份名册到两份签名公告")
    demo.add_argument("--out", type=Path, default=Path("demo-output"))
    demo.add_argument("--no-window", action="store_true", help="结束后不打开窗口")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line. Returns the exit code; prints sentences to stderr when it is not 0."""
    given = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        chosen = parser().parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return commands.run(chosen)
    except Refused as refused:
        if chosen.json:
            print(printed({"met": False, "refused": list(refused.obstacles)}))
        else:
            print("办不成：", file=sys.stderr)
            for obstacle in refused.obstacles:
                print(f"  · {obstacle.sentence()}", file=sys.stderr)
        return NO
    except Trouble as trouble:
        print(f"出了问题：{trouble.words}", file=sys.stderr)
        return SURROUNDINGS
    except Cancelled:
        print("已取消，什么都没有改动。", file=sys.stderr)
        return NO
    except commands.Usage as usage:
        print(f"用法不对：{usage}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # Whoever read us has gone; keep Python from complaining about it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE

