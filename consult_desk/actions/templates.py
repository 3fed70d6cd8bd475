"""The village's own look of papers: its folder, numbers, styles, heading picture and Word templates."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from consult_desk.base import places
from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited, sha256, write_atomic
from consult_desk.base.text import clean_line
from consult_desk.desk import Tx
from consult_desk.views.overwriting import chosen_place, free_name
from consult_desk.views.templates import check_word_template, export_template, try_heading, try_numbering

HEADING_FILE = "抬头.jpg"
OLD = "旧模板"
_Value = str | int | bool | Sequence[str]


def make_template_folder(tx: Tx) -> str:
    """建立“文书模板”文件夹，放进说明和可以照着改的 文书.toml。What is there already stays. Returns where it is."""
    folder = _folder(tx)
    for name, resource in (("README.txt", "folder_readme.txt"), (_file_name(), "folder_start.toml")):
        if not (folder / name).exists():
            _put(tx, folder / name, places.resource("paper_templates", resource).read_bytes())
    return str(folder)


def set_numbering(tx: Tx, series: str, pattern: str, start: int = 1, restart: str = "yearly") -> str:
    """改文号的写法、从几号开始、要不要每年从头编；用过的号不会再用。

    pattern: with {简称} {村名} {年} {号}. Returns the number the next paper gets. Raises Refused with what is wrong.
    """
    pattern = clean_line(pattern, "文号的写法")
    following = try_numbering(tx, series, pattern, start, restart)
    now = tx.templates.series[series]
    wanted: dict[str, _Value] = {"pattern": pattern, "start": start, "restart": restart}
    _set(tx, {("numbering", series, name): value for name, value in wanted.items() if value != getattr(now, name)})
    return following


def set_paper_style(
    tx: Tx, kind: str, numbering: str = "", style: str = "official", sheet: str = "A4", heading: bool = True,
    names: str = "given", signers: Sequence[str] = (),
) -> None:  # fmt: skip
    """改一种文书的样式：用哪种文号、公文还是公示栏、A4 还是 A3、用不用抬头图、名单怎么排、谁电子签名。

    Raises Refused for what this kind cannot have. Papers issued before stay as they are.
    """
    from consult_desk.documents.paper import paper

    now = tx.templates.kind(paper(kind).key)
    wanted: dict[str, _Value] = {
        "numbering": numbering, "style": style, "sheet": sheet, "heading": heading, "names": names,
        "signers": tuple(signers),
    }  # fmt: skip
    _set(tx, {("kind", kind, name): value for name, value in wanted.items() if value != getattr(now, name)})


def set_heading(tx: Tx, data: bytes | Path, width_mm: int = 156) -> None:
    """换抬头图：横条图片，去掉拍摄信息再存；只印在最上面。公章、印章的图片不接受。

    data: PNG or JPEG, or where it lies. width_mm: how wide it is printed, 60 to 156. Raises Refused for what is no heading.
    """
    made = try_heading(tx, data, width_mm)
    plain = made if width_mm == 156 else try_heading(tx, data)
    _sound(tx)
    _put(tx, _folder(tx) / HEADING_FILE, plain)
    _set(tx, {("heading", "file"): HEADING_FILE, ("heading", "width_mm"): width_mm}, always=True)


def remove_heading(tx: Tx) -> None:
    """不用抬头图了，印回红头。The picture moves to 旧模板."""
    heading = tx.templates.heading
    if heading is None:
        raise Refused(Obstacle("现在没有用抬头图", "不用再取消", code="no_heading"))
    _set(tx, {("heading", "file"): ""}, always=True)
    _retire(tx, _folder(tx) / heading.file)


def save_example_template(tx: Tx, kind: str, path: str) -> str:
    """把一种文书的示例模板存出来，在 Word 里改成自己的版式。A file that is there is never written over. Returns its path."""
    found = export_template(tx, kind)
    target = chosen_place(path)
    if target.exists():
        target = free_name(target)
    write_atomic(target, found.data)
    return str(target)


def adopt_word_template(tx: Tx, kind: str, data: bytes | Path) -> str:
    """启用自己的 Word 模板：检查过没有写错的字段，才放进“文书模板”文件夹；换下的旧模板留着。

    data: the file, or where it lies. Returns the name of the file. Raises Refused naming every field that is misspelt,
    with the known ones, and for a file that may not be opened.
    """
    from consult_desk.documents.docx_guard import MAX_FILE
    from consult_desk.documents.paper import paper

    chosen = paper(kind)
    if "docx" not in chosen.forms:
        raise Refused(Obstacle(f"{chosen.title}没有 Word 稿，不用模板", "请另选一种文书", code="no_word"))
    content = read_limited(data, max_bytes=MAX_FILE) if isinstance(data, Path) else data
    check = check_word_template(tx, kind, content)
    if check.faults:
        raise Refused(*check.faults)
    if not check.used:
        fix = "先导出示例模板，把其中的字段搬到您的版式里"
        raise Refused(Obstacle("这个 Word 文件里一个字段也没有，不是模板", fix, code="no_fields"))
    target = _folder(tx) / f"{chosen.title}.docx"
    before = tx.templates.words.get(kind)
    if before is not None:
        _retire(tx, before)
    _put(tx, target, content)
    return target.name


def retire_word_template(tx: Tx, kind: str) -> None:
    """停用自己的 Word 模板，以后照程序的版式；文件移到“旧模板”，不删除。"""
    path = tx.templates.words.get(kind)
    if path is None:
        raise Refused(Obstacle("这种文书没有用自己的 Word 模板", "不用停用", code="no_template"))
    _retire(tx, path)


# ------------------------------------------------------------------ the folder


def _file_name() -> str:
    from consult_desk.documents.templates import FILE

    return FILE


def _folder(tx: Tx) -> Path:
    from consult_desk.documents.templates import FOLDER

    folder = tx.home / FOLDER
    try:
        if not folder.exists():
            folder.mkdir()
            tx.undoing.callback(shutil.rmtree, folder, ignore_errors=True)
    except OSError as error:
        raise Trouble(f"不能在数据文件夹里建立“{FOLDER}”（{error.strerror}），没有保存。请检查磁盘空间和权限。") from error
    return folder


def _put(tx: Tx, path: Path, data: bytes) -> None:
    """Write a file of the folder; what lay there comes back if the commit does not come."""
    before = path.read_bytes() if path.is_file() else None
    write_atomic(path, data)
    back: Callable[[], object] = path.unlink if before is None else lambda: write_atomic(path, before)
    tx.undoing.callback(back)
    tx.note("paper_templates/file", f"{path.parent.name}/{path.name}", {"sha256": sha256(data)})


def _retire(tx: Tx, path: Path) -> None:
    old = path.parent / OLD
    try:
        old.mkdir(exist_ok=True)
        target = old / path.name
        target = free_name(target) if target.exists() else target
        path.rename(target)
    except OSError as error:
        raise Trouble(f"“{path.name}”移不动（{error.strerror}），没有改。请关掉正在打开它的程序后再做一次。") from error
    tx.undoing.callback(target.rename, path)
    tx.note("paper_templates/file", f"{path.parent.name}/{path.name}", {"moved_to": f"{OLD}/{target.name}"})


def _sound(tx: Tx) -> None:
    """The own file must be sound before anything in it is changed by itself."""
    faults = [one for one in tx.templates.faults if one.code == "template_fault"]
    if faults:
        fix = "请点“打开文件夹”，用记事本改好这一行，再来改"
        raise Refused(Obstacle("“文书.toml”里有写错的地方，不能自动改", fix, code="template_file"), *faults)


def _set(tx: Tx, values: Mapping[tuple[str, ...], _Value], *, always: bool = False) -> None:
    """Change values of the own file, comments and everything else as they were; nothing happens where nothing changes."""
    from consult_desk.documents.template_reading import with_value
    from consult_desk.documents.templates import load_templates, read_text

    _sound(tx)
    if not values and not always:
        raise Refused(Obstacle("和现在的一样，没有要改的", "不用保存", code="unchanged"))
    folder = _folder(tx)
    path = folder / _file_name()
    text = tx.templates.text or places.resource("paper_templates", "folder_start.toml").read_text(encoding="utf-8")
    try:
        for place, value in values.items():
            if place == ("heading", "file") and not value:
                text = _without_heading(text)
            else:
                text = with_value(text, place, value)
    except ValueError as error:
        fix = "请点“打开文件夹”，用记事本改“文书.toml”"
        raise Refused(Obstacle("“文书.toml”里这一项的写法特别，不能自动改", fix, code="template_file")) from error
    defaults = places.resource("paper_templates", "defaults.toml")
    read_text(text, folder, load_templates(defaults, folder / "nowhere"))
    _put(tx, path, text.encode())


def _without_heading(text: str) -> str:
    """The text without its section about the heading."""
    kept: list[str] = []
    within = False
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            within = line.split("#")[0].strip() == "[heading]"
        if not within or line.lstrip().startswith("#") or not line.strip():
            kept.append(line)
    return "\n".join(kept) + "\n"
