"""How a village wants its papers: numbers, style, wording, heading, Word templates; defaults and a folder of its own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.documents.heading_image import MOST_BYTES as MOST_HEADING
from consult_desk.documents.heading_image import NARROW, WIDE, heading_jpeg
from consult_desk.documents.layout import SHEETS, STYLES
from consult_desk.documents.merge_fields import known_fields
from consult_desk.documents.numbering import MOST, RESTARTS, Series, numbering_fault
from consult_desk.documents.template_reading import MOST_BYTES, Strict, TomlText
from consult_desk.documents.wording import ADDRESSEE, OPENING, PARTS, TITLE, fault_in, names_in

FOLDER = "文书模板"
FILE = "文书.toml"
ANY = "any"
NAME_ORDERS = {"strokes": "姓氏笔画", "pinyin": "拼音", "given": "名册的顺序"}
_HEADINGS = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class KindStyle:
    """How one kind of paper looks. numbering: key of its series, "" for no number; signers: roles that sign electronically.

    style, sheet: of layout.STYLES and SHEETS. heading: with the heading picture, if there is one. names: of NAME_ORDERS.
    """

    numbering: str = ""
    style: str = "official"
    sheet: str = "A4"
    heading: bool = True
    signers: tuple[str, ...] = ()
    names: str = "given"


@dataclass(frozen=True)
class Heading:
    """The heading picture: name of its file, width in millimetres, and the JPEG that is printed."""

    file: str
    width_mm: int
    data: bytes


@dataclass(frozen=True)
class PaperTemplates:
    """Everything a village may set about its papers. wording: own words by (kind, selector); words: Word templates by kind.

    faults: why the own file is not used; everything is as it came with the program then.
    """

    roles: Mapping[str, str]
    selectors: Mapping[str, str]
    series: Mapping[str, Series]
    kinds: Mapping[str, KindStyle]
    usual: Mapping[tuple[str, str], Mapping[str, str]]
    wording: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    heading: Heading | None = None
    words: Mapping[str, Path] = field(default_factory=dict)
    faults: tuple[Obstacle, ...] = ()
    text: str = ""

    def kind(self, key: str) -> KindStyle:
        """How that kind looks."""
        return self.kinds.get(key) or self.kinds[ANY]

    def series_of(self, kind: str) -> Series | None:
        """The series that numbers papers of that kind, None where they have no number."""
        return self.series.get(self.kind(kind).numbering)

    def pattern(self, kind: str, part: str, selectors: tuple[str, ...] = ()) -> str:
        """The village's own pattern of a part, the most particular one; "" where it has none."""
        return _chosen(self.wording, kind, part, selectors)

    def usual_pattern(self, kind: str, part: str, selectors: tuple[str, ...] = ()) -> str:
        """What the program says of itself there."""
        return _chosen(self.usual, kind, part, selectors)

    def worded(self, kind: str, selectors: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
        """(part, pattern) for every part the village words itself. selectors: kind of place, body, the last one rules."""
        own = ((part, self.pattern(kind, part, selectors)) for part in PARTS)
        return tuple((part, pattern) for part, pattern in own if pattern)


def _chosen(
    wording: Mapping[tuple[str, str], Mapping[str, str]], kind: str, part: str, selectors: tuple[str, ...]
) -> str:
    found = (wording.get((kind, one), {}).get(part, "") for one in (*reversed(selectors), ""))
    return next(filter(None, found), "")


def current_templates(defaults: Path, own: Path) -> PaperTemplates:
    """As load_templates, read again only when a file changed."""
    paths = (defaults, *sorted(own.glob("*"))) if own.is_dir() else (defaults,)
    stamp = tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in paths if path.is_file())
    return _remembered(defaults, own, stamp)


@lru_cache(maxsize=4)
def _remembered(defaults: Path, own: Path, _stamp: tuple[tuple[str, int, int], ...]) -> PaperTemplates:
    return load_templates(defaults, own)


def load_templates(defaults: Path, own: Path) -> PaperTemplates:
    """The defaults, and over them what the folder `own` says; it may be missing.

    Raises Refused where the defaults themselves are faulty; faults of the own folder stand in `faults`.
    """
    file = TomlText(defaults.name, defaults.read_text(encoding="utf-8"))
    reader = _Reader(file, None)
    shipped = reader.templates(file.values)
    if reader.faults:
        raise Refused(*reader.faults)
    words, faults = _word_templates(own)
    return _own(shipped, own / FILE, words, faults)


def read_text(text: str, folder: Path, shipped: PaperTemplates) -> PaperTemplates:
    """What the own file would mean with this text; Refused with every fault. shipped: as load_templates gives them."""
    try:
        file = TomlText(FILE, text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(_not_toml(error)) from error
    reader = _Reader(file, shipped, folder)
    found = reader.templates(file.values)
    if reader.faults:
        raise Refused(*reader.faults)
    return found


def _own(shipped: PaperTemplates, path: Path, words: Mapping[str, Path], faults: list[Obstacle]) -> PaperTemplates:
    plain = _with(shipped, words=words)
    text = ""
    if path.is_file():
        try:
            text = read_limited(path, max_bytes=MOST_BYTES).decode("utf-8-sig")
            plain = read_text(text, path.parent, plain)
        except Refused as refused:
            faults = [*refused.obstacles, *faults]
        except (Trouble, UnicodeDecodeError) as error:
            said = error.words if isinstance(error, Trouble) else f"{FILE} 不是 UTF-8 编码的文字"
            fix = "请用记事本打开，另存为 UTF-8 编码"
            faults = [Obstacle(said, fix, code="template_fault"), *faults]
    return _with(plain, faults=tuple(faults), text=text)


def _with(found: PaperTemplates, **changes: Any) -> PaperTemplates:
    kept = {one.name: getattr(found, one.name) for one in fields(found)}
    return PaperTemplates(**{**kept, **changes})


def _not_toml(error: Exception) -> Obstacle:
    said = str(error)
    line = said.partition("at line ")[2].partition(",")[0]
    where = f"{FILE} 第 {line} 行" if line else FILE
    fix = "请检查这一行的引号、等号和方括号，文字两边要加英文引号"
    return Obstacle(f"{where}：写法不对，读不懂（{said}）", fix, code="template_fault")


def _word_templates(own: Path) -> tuple[dict[str, Path], list[Obstacle]]:
    from consult_desk.documents.paper import PAPERS

    names = {name: kind.key for kind in PAPERS if "docx" in kind.forms for name in (kind.key, kind.title)}
    found: dict[str, Path] = {}
    faults: list[Obstacle] = []
    for path in sorted(own.glob("*.docx")) if own.is_dir() else ():
        if path.name.startswith(("~$", ".")) or not path.is_file():  # a lock of Word
            continue
        kind = names.get(path.stem)
        if kind is None:
            fix = "文件名要和文书的名称一样，例如“决议公告.docx”；不是模板的请移到别的文件夹"
            faults.append(Obstacle(f"{FOLDER}/{path.name}：没有叫这个名字的文书", fix, code="template_name"))
        elif kind in found:
            fix = "请只留一个"
            faults.append(Obstacle(f"{FOLDER}/{path.name} 和 {found[kind].name} 是同一种文书的模板", fix, code="template_name"))
        else:
            found[kind] = path
    return found, faults


class _Reader(Strict):
    """Reads one file over what there is already."""

    def __init__(self, file: TomlText, below: PaperTemplates | None, folder: Path | None = None) -> None:
        super().__init__(file)
        self.below, self.folder = below, folder

    def templates(self, raw: Mapping[str, Any]) -> PaperTemplates:
        """The whole file."""
        from consult_desk.documents.paper import PAPERS

        below = self.below
        sections = ["numbering", "kind", "wording"]
        self.only(raw, [*sections, *(["heading"] if below else ["roles", "places", "bodies"])], ())
        self.kinds = {kind.key: kind for kind in PAPERS}
        roles = dict(below.roles if below else raw["roles"])
        selectors = dict(below.selectors) if below else {**raw["places"], **raw["bodies"]}
        series = dict(below.series) if below else {}
        for key, table in self.table(raw.get("numbering", {}), ("numbering",)).items():
            series[key] = self._series(key, self.table(table, ("numbering", key)), series.get(key))
        return PaperTemplates(
            roles, selectors, MappingProxyType(series), self._kinds(raw, series, roles),
            below.usual if below else self._wording(raw, selectors), self._wording(raw, selectors) if below else {},
            self._heading(raw), below.words if below else {},
        )  # fmt: skip

    def _series(self, key: str, raw: Mapping[str, Any], below: Series | None) -> Series:
        place = ("numbering", key)
        self.only(raw, ("title", "pattern", "start", "restart"), place)
        base = below or Series(key, key, "")
        restart = self.choice(raw.get("restart", base.restart), RESTARTS, (*place, "restart"), base.restart)
        pattern = raw.get("pattern", base.pattern)
        return Series(
            key, self.text(raw.get("title", base.title), 20, (*place, "title")),
            self.text(pattern, MOST, (*place, "pattern"), lambda words: numbering_fault(words, restart)),
            self.whole(raw.get("start", base.start), 1, 99_999, (*place, "start"), base.start), restart,
        )  # fmt: skip

    def _kinds(
        self, raw: Mapping[str, Any], series: Mapping[str, Series], roles: Mapping[str, str]
    ) -> Mapping[str, KindStyle]:
        tables = self.table(raw.get("kind", {}), ("kind",))
        self.only(tables, (ANY, *self.kinds), ("kind",))
        below = dict(self.below.kinds) if self.below else {}
        everywhere = self.table(tables.get(ANY, {}), ("kind", ANY))
        made = {ANY: self._kind(ANY, everywhere, below.get(ANY, KindStyle()), series, roles)}
        for key in self.kinds:
            own = self.table(tables.get(key, {}), ("kind", key))
            base = below.get(key) or made[ANY]
            if below and everywhere:  # what is said of all kinds reaches those that say nothing of their own
                base = self._kind(ANY, everywhere, base, series, roles, again=True)
            made[key] = self._kind(key, own, base, series, roles)
        return MappingProxyType(made)

    def _kind(
        self, key: str, raw: Mapping[str, Any], base: KindStyle, series: Mapping[str, Series], roles: Mapping[str, str],
        *, again: bool = False,
    ) -> KindStyle:  # fmt: skip
        before = len(self.faults)
        place = ("kind", key)
        self.only(raw, tuple(one.name for one in fields(KindStyle)), place)
        numbers = {"": "不编号", **{name: one.title for name, one in series.items()}}
        styles = {name: STYLES[name] for name in (self.kinds[key].styles if key != ANY else STYLES)}
        style = raw.get("style", base.style)
        # A style said of all kinds holds for those that have it.
        chosen = self.choice(style, styles, (*place, "style"), base.style) if "style" in raw else base.style
        found = KindStyle(
            self.choice(raw.get("numbering", base.numbering), numbers, (*place, "numbering"), base.numbering), chosen,
            self.choice(raw.get("sheet", base.sheet), SHEETS, (*place, "sheet"), base.sheet),
            self.flag(raw.get("heading", base.heading), (*place, "heading"), base.heading),
            self.several(list(raw.get("signers", base.signers)), roles, (*place, "signers")),
            self.choice(raw.get("names", base.names), NAME_ORDERS, (*place, "names"), base.names),
        )
        if again:
            del self.faults[before:]
        return found

    def _wording(
        self, raw: Mapping[str, Any], selectors: Mapping[str, str]
    ) -> Mapping[tuple[str, str], Mapping[str, str]]:
        found: dict[tuple[str, str], Mapping[str, str]] = {}
        tables = self.table(raw.get("wording", {}), ("wording",))
        known = self.kinds if self.below is None else dict.fromkeys(kind for kind, _selector in self.below.usual)
        self.only(tables, tuple(known), ("wording",))
        for kind in (one for one in tables if one in known):
            table = self.table(tables[kind], ("wording", kind))
            self.only(table, (*PARTS, *selectors), ("wording", kind))
            found[kind, ""] = self._parts(kind, table, ("wording", kind))
            for selector in (one for one in table if one in selectors):
                place = ("wording", kind, selector)
                inner = self.table(table[selector], place)
                self.only(inner, tuple(PARTS), place)
                found[kind, selector] = self._parts(kind, inner, place)
        return MappingProxyType(found)

    def _parts(self, kind: str, raw: Mapping[str, Any], place: tuple[str, ...]) -> Mapping[str, str]:
        shapes = known_fields(self.kinds[kind].facts)
        known = [name for name, shape in shapes.items() if not isinstance(shape, tuple)]
        made = {}
        for part in (one for one in PARTS if one in raw):
            usual = self.below.usual_pattern(kind, part) if self.below and part in (OPENING, ADDRESSEE) else ""
            needed = tuple(dict.fromkeys(names_in(usual)))
            words = self.text(
                raw[part], 500, (*place, part), lambda said, needed=needed: fault_in(said, known, needed)  # type: ignore[misc]
            )
            if words and part in (TITLE, ADDRESSEE) and "\n" in words:
                self.fault((*place, part), "只能写一行")
            made[part] = words
        return MappingProxyType(made)

    def _heading(self, raw: Mapping[str, Any]) -> Heading | None:
        if "heading" not in raw or self.folder is None:
            return None
        place = ("heading",)
        table = self.table(raw["heading"], place)
        self.only(table, ("file", "width_mm"), place)
        width = self.whole(table.get("width_mm", WIDE), NARROW, WIDE, (*place, "width_mm"), WIDE)
        name = self.text(table.get("file", ""), 100, (*place, "file"), _heading_name)
        if not name:
            return None
        try:
            data = heading_jpeg(read_limited(self.folder / name, max_bytes=MOST_HEADING), width)
        except (Refused, Trouble) as error:
            self.fault((*place, "file"), str(error).splitlines()[0])
            return None
        return Heading(name, width, data)


def _heading_name(name: str) -> str:
    """What is wrong with the name of a heading file: it lies in the folder itself."""
    if not name or "/" in name or "\\" in name or name.startswith(".") or not name.lower().endswith(_HEADINGS):
        return "应当是放在“文书模板”文件夹里的图片的文件名，例如“抬头.png”"
    return ""
