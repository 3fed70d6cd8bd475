"""How the village's papers look: numbers with the next one live, styles, heading, Word templates, what is faulty."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited
from consult_desk.desk import Look
from consult_desk.model import Paper
from consult_desk.views.dressing import template_bytes

PLACES = "{简称} {村名} {年} {号}"  # of a number
EXAMPLE = "{{事项名称}}"  # of a field


@dataclass(frozen=True)
class SeriesRow:
    """One series of numbers. next_number: what the next paper gets; used: the highest figure so far; kinds: titles."""

    key: str
    title: str
    pattern: str
    start: int
    restart: str
    restart_title: str
    next_number: str
    used: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class KindRow:
    """How one kind of paper looks. word: file of its own Word template or ""; word_faults: why that cannot be used.

    styles: (key, title) of those it can be drawn in. unused: facts the template does not print, pictures: how many it has.
    """

    kind: str
    title: str
    numbering: str
    numbering_title: str
    style: str
    style_title: str
    styles: tuple[tuple[str, str], ...]
    sheet: str
    heading: bool
    names: str
    signers: tuple[str, ...]
    worded: bool
    has_word: bool
    word: str
    word_faults: tuple[Obstacle, ...]
    unused: tuple[str, ...]
    pictures: int


@dataclass(frozen=True)
class TemplatesView:
    """Everything on the page. folder: where it lies; there: whether it is there; faults: why its file is not used.

    heading: the JPEG, b"" for none. choices: (key, title) of series, sheets, name orders, signing roles.
    """

    folder: str
    there: bool
    faults: tuple[Obstacle, ...]
    series: tuple[SeriesRow, ...]
    kinds: tuple[KindRow, ...]
    heading: bytes
    heading_file: str
    heading_width: int
    numberings: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, str], ...]
    name_orders: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    restarts: tuple[tuple[str, str], ...]


def paper_templates(look: Look) -> TemplatesView:
    """文书样式：文号和下一个号、各种文书的样式、抬头图、Word 模板，以及哪里写错了。"""
    from consult_desk.documents.layout import SHEETS
    from consult_desk.documents.numbering import RESTARTS
    from consult_desk.documents.paper import PAPERS
    from consult_desk.documents.templates import FOLDER, NAME_ORDERS

    templates, folder = look.templates, look.home / FOLDER
    numberings = (("", "不编号"), *((key, one.title) for key, one in templates.series.items()))
    heading = templates.heading
    return TemplatesView(
        str(folder), folder.is_dir(), templates.faults, _series(look), tuple(_kind(look, kind.key) for kind in PAPERS),
        heading.data if heading else b"", heading.file if heading else "", heading.width_mm if heading else 156,
        numberings, tuple(SHEETS.items()), tuple(NAME_ORDERS.items()), tuple(templates.roles.items()), tuple(RESTARTS.items()),
    )  # fmt: skip


def _series(look: Look) -> tuple[SeriesRow, ...]:
    from consult_desk.documents.numbering import RESTARTS
    from consult_desk.documents.paper import PAPERS

    village, templates = look.village, look.templates
    used = look.session.scalars(select(Paper.document_number).where(Paper.document_number != "")).all()
    place = (village.short_name, village.name, look.today.year)
    return tuple(
        SeriesRow(
            key, one.title, one.pattern, one.start, one.restart, RESTARTS[one.restart], one.next(*place, used),
            one.last(*place, used), tuple(kind.title for kind in PAPERS if templates.kind(kind.key).numbering == key),
        )
        for key, one in templates.series.items()
    )  # fmt: skip


def _kind(look: Look, key: str) -> KindRow:
    from consult_desk.documents.layout import STYLES
    from consult_desk.documents.paper import paper

    chosen, templates = paper(key), look.templates
    style = templates.kind(key)
    series = templates.series_of(key)
    shown = style.style if style.style in chosen.styles else chosen.styles[0]
    path = templates.words.get(key)
    check = WordCheck((), (), (), 0) if path is None else check_word_template(look, key, path)
    return KindRow(
        key, chosen.title, style.numbering, series.title if series else "不编号", shown, STYLES[shown],
        tuple((one, STYLES[one]) for one in chosen.styles), style.sheet, style.heading, style.names, style.signers,
        bool(templates.worded(key)), "docx" in chosen.forms, path.name if path else "", check.faults, check.unused,
        check.pictures,
    )  # fmt: skip


@dataclass(frozen=True)
class WordCheck:
    """What was found in a Word template: fields it uses, what is wrong, facts it does not print, how many pictures."""

    used: tuple[str, ...]
    faults: tuple[Obstacle, ...]
    unused: tuple[str, ...]
    pictures: int


def check_word_template(look: Look, kind: str, data: bytes | Path) -> WordCheck:
    """检查一个 Word 模板：用了哪些字段，哪些写错了，哪些内容没有印出来。data: the file, or where it lies."""
    from consult_desk.documents.merge import check_template
    from consult_desk.documents.merge_fields import OF_IMPRINT, known_fields
    from consult_desk.documents.paper import paper

    known = known_fields(paper(kind).facts)
    try:
        found = check_template(template_bytes(data) if isinstance(data, Path) else data, known)
    except Refused as refused:
        return WordCheck((), refused.obstacles, (), 0)
    except Trouble as trouble:
        return WordCheck((), (Obstacle(trouble.words),), (), 0)
    used = tuple(dict.fromkeys(one.name for one in found.used))
    return WordCheck(used, found.faults, tuple(name for name in found.unused if name not in OF_IMPRINT), found.pictures)


@dataclass(frozen=True)
class ExampleView:
    """An example template: the file, what it may be called, and (field, what it is) for the eye."""

    data: bytes
    name: str
    fields: tuple[tuple[str, str], ...]


def export_template(look: Look, kind: str) -> ExampleView:
    """示例模板：一种文书的全部字段各一次，在 Word 里搬到自己的版式上。"""
    from consult_desk.documents.merge_example import example_template
    from consult_desk.documents.merge_fields import known_fields
    from consult_desk.documents.paper import paper

    chosen = paper(kind)
    if "docx" not in chosen.forms:
        raise Refused(Obstacle(f"{chosen.title}没有 Word 稿，不用模板", "请另选一种文书", code="no_word"))
    known = known_fields(chosen.facts)
    return ExampleView(example_template(chosen.title, known), f"{chosen.title}（示例模板）.docx", _told(known))


def _told(known: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    told = []
    for name, shape in known.items():
        if isinstance(shape, tuple):
            told.append((f"{{{{#{name}}}}}", f"名单，各栏：{'、'.join(shape)}"))
        else:
            told.append((f"{{{{{name}}}}}", "一段文字" if shape is None else "几段文字"))
    return tuple(told)


def try_numbering(look: Look, series: str, pattern: str, start: int, restart: str) -> str:
    """改文号以前先看：照这个写法，下一个号是什么。Raises Refused with what is wrong."""
    from consult_desk.documents.numbering import RESTARTS, Series, numbering_fault

    if series not in look.templates.series:
        known = "、".join(one.title for one in look.templates.series.values())
        raise Refused(Obstacle(f"没有“{series}”这种文号", f"可选：{known}", code="unknown_series"))
    if restart not in RESTARTS or not 1 <= start <= 99_999:
        raise Refused(Obstacle("开始的号要在 1 到 99999 之间", "请改一下", code="numbering"))
    if fault := numbering_fault(pattern, restart):
        raise Refused(Obstacle(f"文号的写法{fault}", "例如 {简称}公〔{年}〕{号}号", code="numbering"))
    used = look.session.scalars(select(Paper.document_number).where(Paper.document_number != "")).all()
    village = look.village
    return Series(series, "", pattern, start, restart).next(village.short_name, village.name, look.today.year, used)


def try_heading(look: Look, data: bytes | Path, width_mm: int = 156) -> bytes:
    """换抬头图以前先看：印出来的样子。Raises Refused for what is no heading."""
    from consult_desk.documents.heading_image import MOST_BYTES, heading_jpeg

    content = read_limited(data, max_bytes=MOST_BYTES + 1) if isinstance(data, Path) else data
    return heading_jpeg(content, width_mm)
