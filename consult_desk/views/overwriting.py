"""Whether a file that lies where a paper is to be saved may be written over, and which name is free beside it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from consult_desk.base.errors import Obstacle, Refused, Trouble
from consult_desk.base.files import read_limited, sha256
from consult_desk.base.text import clean_line
from consult_desk.desk import Look
from consult_desk.model import Paper, PaperFile
from consult_desk.views.paper_copies import copies_of, forms_of, paper_copy
from consult_desk.views.paper_facts import paper_row

_LARGEST = 100_000_000
_MOST_NAMES = 1_000


def chosen_place(path: str) -> Path:
    """Where somebody wants a file. Raises Refused for a name the disk does not take and a folder it does not open."""
    words = clean_line(path, "文件路径", max_chars=1000)
    try:
        target = Path(words).expanduser().resolve()
        target.with_name(f"{target.stem} 第{_MOST_NAMES}份{target.suffix}").exists()  # the longest name it may get
    except (OSError, RuntimeError, ValueError) as error:  # ValueError: the root of a disk has no name
        said = f"“{Path(words).name[:40]}”存不到这里：文件名太长，或者这个文件夹打不开"
        raise Refused(Obstacle(said, "请换一个短一点的文件名，或者另选一个文件夹", code="file_place")) from error
    return target


def may_overwrite(look: Look, paper_id: int, target: Path, data: bytes) -> bool:
    """True where nothing lies there, the very same bytes, or what this program wrote of any version of this paper."""
    if not target.exists():
        return True
    try:
        there = read_limited(target, max_bytes=_LARGEST)
    except (Refused, Trouble):  # a folder, a device, something huge: nothing of ours
        return False
    if there == data:
        return True
    digest = sha256(there)
    if look.session.scalar(select(PaperFile.id).where(PaperFile.sha256 == digest).limit(1)) is not None:
        return True
    return any(sha256(one) == digest for one in _written(look, paper_row(look, paper_id), target.suffix.lstrip(".").lower()))


def _written(look: Look, row: Paper, form: str) -> Iterator[bytes]:
    """Every copy in that form of every version of the paper, as the program writes it now."""
    same = select(Paper).where(Paper.kind == row.kind, Paper.subject == row.subject, Paper.subject_id == row.subject_id)
    for version in look.session.scalars(same.order_by(Paper.number.desc())).all():
        if form in forms_of(version.kind, version.edited):
            for copy, _title in copies_of(version.kind, version.edited):
                try:
                    yield paper_copy(look, version.id, copy, form).data
                except (Refused, Trouble):
                    continue


def free_name(target: Path) -> Path:
    """文书 第2份.docx beside 文书.docx, the first such name that is free."""
    for number in range(2, _MOST_NAMES):
        free = target.with_name(f"{target.stem} 第{number}份{target.suffix}")
        if not free.exists():
            return free
    raise Trouble(f"“{target.parent}”里同名的文件太多了，没有保存。请换一个文件夹。")
