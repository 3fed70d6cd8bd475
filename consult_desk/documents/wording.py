"""Sentences with places to fill, and a paper composed with the village's own title, addressee, opening and closing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consult_desk.documents.imprint import Imprint
from consult_desk.documents.merge_fields import text_fields
from consult_desk.documents.page import Files, Page, lines_in, no_file

TITLE, ADDRESSEE, OPENING, CLOSING = "title", "addressee", "opening", "closing"
PARTS = {TITLE: "标题", ADDRESSEE: "主送", OPENING: "开头", CLOSING: "结尾"}
MOST = 500  # characters of a pattern
_TOKEN = re.compile(r"\{([^{}\[\]]{0,40})\}|([{}\[\]])")


def names_in(pattern: str) -> tuple[str, ...]:
    """The names of the places in a pattern, in order."""
    return tuple(found[1] for found in _TOKEN.finditer(pattern) if found[1] is not None)


def fault_in(pattern: str, known: Sequence[str], needed: Sequence[str] = ()) -> str:
    """What is wrong with a pattern in a sentence, "" for nothing. needed: places it may not leave out."""
    if len(pattern) > MOST:
        return f"太长了，最多 {MOST} 个字"
    if any(ord(char) < 32 and char != "\n" for char in pattern):
        return "里有看不见的控制字符"
    optional = False
    for found in _TOKEN.finditer(pattern):
        if found[1] is not None and found[1] not in known:
            return f"里的 {{{found[1]}}} 不认识；可以用：{'、'.join(f'{{{name}}}' for name in known)}"
        if found[2] in ("{", "}"):
            return "里的大括号没有成对；占位要写成 {事项名称} 的样子"
        if found[2] is not None and (found[2] == "[") == optional:
            return "里的方括号没有成对，或者套了两层；可省的一段写成 [根据{法律依据}，] 的样子"
        optional = optional != (found[2] is not None)
    if optional:
        return "里的方括号没有成对"
    if missing := [name for name in needed if name not in names_in(pattern)]:
        return f"少了 {'、'.join(f'{{{name}}}' for name in missing)}，纸面上就读不到这一项了"
    return ""


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with every place filled, literally; a part in [ ] is left out where all its places are empty."""
    said: list[str] = []
    within: list[str] | None = None
    anything = False
    at = 0
    for found in _TOKEN.finditer(pattern):
        into = said if within is None else within
        into.append(pattern[at : found.start()])
        at = found.end()
        if found[1] is not None:
            value = values.get(found[1], "")
            into.append(value)
            anything = anything or bool(value)
        elif found[2] == "[":
            within, anything = [], False
        elif within is not None:
            said += within if anything else []
            within = None
    return "".join([*said, pattern[at:]])


@dataclass
class Heard:
    """What a composition said in the places that a village may word itself."""

    parts: dict[str, str] = field(default_factory=dict)


class Worded:
    """A page on which the title, the addressee, the first paragraph and the last words are the village's own."""

    def __init__(self, page: Page, wording: Mapping[str, str], heard: Heard | None = None) -> None:
        self._page, self._wording = page, wording
        self._heard = heard or Heard()
        self._opened = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def _own(self, part: str, words: str) -> str:
        self._heard.parts.setdefault(part, words)
        return self._wording.get(part) or words

    def title(self, words: str, under: str = "") -> None:
        """The title, or the village's own."""
        self._opened = False
        self._page.title(self._own(TITLE, words), under)

    def addressee(self, words: str) -> None:
        """The addressee, or the village's own."""
        self._page.addressee(self._own(ADDRESSEE, words))

    def paragraph(self, text: str, label: str = "") -> None:
        """A paragraph; the first one is the opening."""
        if not self._opened and not label:
            self._opened, text = True, self._own(OPENING, text)
        self._page.paragraph(text, label)

    def heading(self, words: str, level: int = 1) -> None:
        """What stands below a heading is no opening any more."""
        self._opened = True
        self._page.heading(words, level)

    def signature(self, *, stamp: bool = True) -> None:
        """The closing words, then the signature."""
        if closing := self._wording.get(CLOSING):
            self._page.paragraph(closing)
        self._page.signature(stamp=stamp)


class _Deaf:
    """A page that draws nothing."""

    def __init__(self, imprint: Imprint) -> None:
        self.imprint = imprint
        self.files: Files = no_file

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_said, **_more: None


def own_words(facts: Any) -> dict[str, str]:
    """The village's own sentences by part, their places filled from these very facts, masked or whole."""
    values = text_fields(facts) if facts.imprint.wording else {}
    return {part: fill(pattern, values) for part, pattern in facts.imprint.wording}


def worded(page: Any, facts: Any) -> Any:
    """The page itself, or one that says the village's own wording."""
    return Worded(page, own_words(facts)) if facts.imprint.wording else page


def said_in_own_words(compose: Callable[[Any, Any], None], facts: Any, said: Sequence[str]) -> tuple[str, ...]:
    """What the paper must say when it has own wording: the own sentences instead of those they stand for."""
    if not facts.imprint.wording:
        return tuple(said)
    wording = own_words(facts)
    heard = Heard()
    page: Any = Worded(_Deaf(facts.imprint), {}, heard)
    compose(page, facts)
    gone = {line for part in wording for line in lines_in([heard.parts.get(part, "")])}
    own = [wording[part] for part in wording if part == CLOSING or part in heard.parts]
    return (*(one for one in said if one not in gone), *lines_in(own))
