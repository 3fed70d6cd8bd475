"""Write docs/用户手册.md from what the window itself says: help texts, the guided tour, the shortcuts there are.

    make guide                          the text, and an illustrated copy with its pictures in screenshots/guide/
    packaging/guide.py --text           the text only
"""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

import ui  # noqa: E402, F401
from ui import keys  # noqa: E402
from ui.help import Topic, topics  # noqa: E402
from ui.tour import load_steps  # noqa: E402
from ui.window import Window  # noqa: E402

GUIDE = ROOT / "docs" / "用户手册.md"
HEAD = """# 议事台用户手册

写给村（社区）书记、文书和村务监督委员会的同志。书中的人名、村名都是虚构的。
窗口里按 F1 看到的就是这些内容；`make guide` 把它们编成这本手册，带图的一本在 `screenshots/guide/`。
"""
NUMBERS = "〇一二三四五六七八九十"
# Pictures of the illustrated copy: topic → page and what it is opened with.
PICTURES: dict[str, tuple[str, dict[str, object]]] = {
    "desk": ("desk", {}), "matters": ("matters", {}), "matter": ("matter", {"matter_id": 2}), "meetings": ("meetings", {}),
    "meeting": ("meeting", {"meeting_id": 4}), "console": ("console", {"meeting_id": 11}), "people": ("people", {}),
    "papers": ("papers", {}), "paper": ("paper", {"paper_id": 4}), "disclosures": ("disclosures", {}),
    "rules": ("rules", {}), "settings": ("settings", {}), "checking": ("checking", {}),
}  # fmt: skip


def number(value: int) -> str:
    """1 to 99 as Chinese counts chapters: 十一, 二十."""
    tens, ones = divmod(value, 10)
    return f"{NUMBERS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMBERS[ones] if ones or not tens else ''}"


def compose(groups: Sequence[keys.Group], pictures: frozenset[str] = frozenset()) -> str:
    """The whole guide. groups: the keyboard map of a window with all its pages. pictures: topics that have one."""
    chapters = [_chapter(topic, topic.key in pictures) for topic in topics()]
    chapters += [("跟着走一遍（窗口里的游览）", _tour()), ("键盘对照表", _keys(groups))]
    body = "\n".join(f"## {number(n)}、{title}\n\n{text.strip()}\n" for n, (title, text) in enumerate(chapters, 1))
    return f"{HEAD}\n{body}"


def _chapter(topic: Topic, picture: bool) -> tuple[str, str]:
    text = re.sub(r"\[([^\]]+)\]\(page:\w+\)", r"\1", topic.text)
    text = re.sub(r"^(#+) ", r"#\1 ", text, flags=re.MULTILINE)
    return topic.title, f"![{topic.title}]({topic.key}.png)\n\n{text}" if picture else text


def _tour() -> str:
    said = [f"{n}. **{step.title}。** {step.words}{step.do}" for n, step in enumerate(load_steps(), 1)]
    return "在练习村里点“跟着走一遍”，窗口会一步一步指给您看：\n\n" + "\n".join(said)


def _keys(groups: Sequence[keys.Group]) -> str:
    lines = ["| 在哪里 | 按什么 | 做什么 |", "|---|---|---|"]
    lines += [f"| {group.title} | {key.keys} | {key.words} |" for group in groups for key in group.keys]
    return "\n".join(lines)


def mapped(window: Window) -> tuple[keys.Group, ...]:
    """The keyboard map once every page of a window is made, in the order of the pages."""
    from ui.pages.listed import PAGES

    for page in PAGES:
        window.pages[page.key]
    places = [page.title for page in PAGES]
    groups = keys.listed(window)
    return tuple(sorted(groups, key=lambda group: places.index(group.title) if group.title in places else -1))


def wait(window: Window) -> None:
    """Let Qt work until the village is open and every question is answered."""
    for _ in range(6000):
        if window.home is not None and not window.bridge.waiting:
            break
        QTest.qWait(10)
    QTest.qWait(50)


def main() -> int:
    """Write the guide, and its illustrated copy unless --text."""
    from tests.ui import everywhere
    from tests.ui.village import Clock
    from ui.app import dress
    from ui.bridge import Bridge

    with TemporaryDirectory() as temporary:
        village = everywhere.build(Path(temporary) / "village")
        app = QApplication(["guide"])
        window = Window(Bridge(now=Clock(everywhere.END)), dress(app, village.home))
        window.show()
        window.begin(village.home)
        wait(window)
        groups = mapped(window)
        GUIDE.write_text(compose(groups), encoding="utf-8")
        print(GUIDE.relative_to(ROOT))
        if "--text" not in sys.argv:
            folder = ROOT / "screenshots" / "guide"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            taken = set()
            for key, (page, where) in PICTURES.items():
                if page in {p.key for p in window.pages.values()}:
                    window.open_page(page, **where)
                    wait(window)
                    QTest.qWait(300)
                    window.grab().save(str(folder / f"{key}.png"))
                    taken.add(key)
            (folder / GUIDE.name).write_text(compose(groups, frozenset(taken)), encoding="utf-8")
            print(f"{(folder / GUIDE.name).relative_to(ROOT)} with {len(taken)} pictures")
        window.close()
        shiboken6.delete(window)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
