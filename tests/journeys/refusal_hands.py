"""A person who runs into refusals at the window: reads the reason, follows its button, comes back and finds it gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QWidget

from consult_desk.base.errors import Obstacle
from consult_desk.sample.guide import Guide
from tests.journeys.hands import Hands
from tests.ui.fixtures import words
from ui.list_editors import FilesEditor
from ui.pages.desk import DeskPage
from ui.widgets.obstacles import Obstacles

Where = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """codes: the refusals met in it; stage: step the matter is taken to before; arrange: what else happened by then."""

    name: str
    codes: tuple[str, ...]
    act: Callable[[Met, Any], None]
    arrange: Callable[[Guide], Any] = lambda _guide: None
    stage: str = ""
    profile: str = "cn-village-reps"
    category: str = "public_welfare"
    keyboard: bool = False


@dataclass
class Met:
    """Who meets refusals. folder: where files may be made."""

    hands: Hands
    folder: Path
    followed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)

    def matter(self, tab: str = "步骤", matter_id: int = 1) -> Any:
        """The page of the matter, with that part in front."""
        return self.page("matter", matter_id=matter_id, tab=tab)

    def page(self, key: str, **where: Any) -> Any:
        """A page."""
        self.hands.window.open_page(key, **where)
        self.hands.wait()
        return self.hands.window.pages[key]

    def console(self, part: str, meeting_id: int = 0) -> Any:
        """A part of the console of a meeting."""
        here: Where = {"meeting_id": meeting_id} if meeting_id else dict(self.hands.window.pages["console"].where)
        page = self.page("console", **here, part=part)
        return page.parts[part]

    def reasons(self) -> Iterator[tuple[Obstacle, QWidget]]:
        """Every reason that is on the screen, with the card it is said on."""
        place = self.hands.place()
        said = [*place.findChildren(Obstacles), self.hands.window.message.reasons]
        for cards in said:
            if cards.isVisible():
                layout = cards.layout()
                assert layout is not None
                for number, obstacle in enumerate(cards.shown):
                    card = layout.itemAt(number).widget()  # type: ignore[union-attr]
                    assert card is not None
                    yield obstacle, card
        if isinstance(place, DeskPage):
            view = place.shown
            for rows, duties in ((place.now, view.now), (place.ahead, view.ahead), (place.missing, view.missing)):
                for button, duty in zip(rows.buttons, duties, strict=False):
                    yield duty.obstacle, button.parentWidget()

    def codes(self) -> list[str]:
        """What is in the way, by its codes."""
        return [obstacle.code for obstacle, _card in self.reasons()]

    def read(self, code: str) -> QWidget:
        """Find the reason on the screen and read it: what is wrong, what to do, which article, in plain Chinese."""
        found = [(o, card) for o, card in self.reasons() if o.code == code]
        assert found, f"{code} is not shown, but {self.codes()}; the screen says {words(self.hands.place())[:500]}"
        obstacle, card = found[0]
        said = words(card)
        for part in (obstacle.words, obstacle.fix, obstacle.reference):
            assert part.rstrip("。") in said, f"{code} does not say {part}, only {said}"
            assert not re.search(r"[a-z]{2,}_[a-z]|None|\{", part), part
        assert obstacle.fix, f"{code} does not say what to do"
        assert len(re.findall(r"[\u4e00-\u9fff]", obstacle.words)) > 4, obstacle.words
        return card

    def follow(self, code: str) -> None:
        """Press the button of a reason."""
        card = self.read(code)
        buttons = [b for b in card.findChildren(QAbstractButton) if b.isVisible()]
        assert len(buttons) == 1, f"{code} has no button"
        before = self.hands.place(), self.hands.window.trail[-1]
        self.hands.press(buttons[0])
        console = self.hands.window.trail[-1][0] == "console"
        tab = code == "publicity"
        assert console or tab or (self.hands.place(), self.hands.window.trail[-1]) != before, f"the button of {code} is dead"
        self.followed.add(code)

    def deed(self, code: str, **values: Any) -> None:
        """Press the button of a reason, fill in the form it opens, send it off."""
        self.follow(code)
        self.hands.fill(self.hands.form(), **values)
        self.hands.submit()

    def on_the_spot(self, code: str) -> None:
        """A reason that is removed in the very form that says it: no button, the form is in front."""
        card = self.read(code)
        assert not [b for b in card.findChildren(QAbstractButton) if b.isVisible()]
        self.followed.add(code)

    def gone(self, *codes: str) -> None:
        """These reasons are not shown here any more."""
        still = set(self.codes()) & set(codes)
        assert not still, f"still {still}: {words(self.hands.place())[:400]}"
        self.removed |= set(codes)

    def refused(self, button: str = "", **values: Any) -> None:
        """Send a form off that is refused (button: what opens it); it stays open with its reasons."""
        if button:
            self.hands.click(button)
        self.hands.fill(self.hands.form(), **values)
        deed = self.hands.submit(refused=True)
        assert self.hands.open_deed() is deed and deed.reasons.shown, f"{deed.windowTitle()} was not refused"

    def file(self, name: str = "纸.jpg") -> None:
        """The next file that is asked for."""
        path = self.folder / name
        path.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 400)
        FilesEditor.ask = staticmethod(lambda *_a: ([str(path)], ""))  # type: ignore[method-assign]

    def choose_files(self, key: str = "files") -> None:
        """Press the button of the field that asks for files."""
        self.file()
        editor: Any = self.hands.form().editors[key]
        self.hands.press(editor.control)


def moment(hands: Hands, editor: Any, day: str, clock: str = "9:00") -> None:
    """Type a day and an hour."""
    hands.write(editor.line, day)
    hands.write(editor.clock, clock)
