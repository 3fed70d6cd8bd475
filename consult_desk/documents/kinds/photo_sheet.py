"""公示照片单: one posting with its photographs, two in a row, and when, where and by whom each was taken."""

from dataclasses import dataclass
from datetime import date

from consult_desk.base.text import chinese_date
from consult_desk.documents.form_rows import SIX, issuing, pairs, signing, wide
from consult_desk.documents.imprint import Imprint
from consult_desk.documents.kind import PaperKind, unsaid
from consult_desk.documents.page import Box, Page, Picture, label
from consult_desk.documents.photos import small_photo

_SIZE = 10.5


@dataclass(frozen=True)
class PhotoLine:
    """One photograph: the SHA-256 it is kept under, and the words below it. Its picture is fetched when it is drawn."""

    words: str
    sha256: str = unsaid()


@dataclass(frozen=True)
class PhotoSheetFacts:
    """One posting. places: where it hung and from when to when. removed_on: None while it hangs. near…removal: photographs."""

    imprint: Imprint
    matter: str
    matter_number: str
    notice: str
    notice_number: str
    step: str
    posted_on: date
    until_on: date
    removed_on: date | None
    posted_by: str
    places: tuple[str, ...]
    period_words: str
    photos: tuple[PhotoLine, ...]


def compose(page: Page, facts: PhotoSheetFacts) -> None:
    """The posting in a form, the photographs below it."""
    page.title("公示照片单")
    removed = chinese_date(facts.removed_on) if facts.removed_on else "还在张贴"
    rows = [
        [label("事项"), Box(facts.matter, 3), label("事项编号"), Box(facts.matter_number, align="centre")],
        [label("公告"), Box(facts.notice, 3), label("文号"), Box(facts.notice_number, align="centre")],
        pairs(("环节", facts.step), ("张贴人", facts.posted_by), span=2),
        pairs(*(("张贴日期", chinese_date(facts.posted_on)), ("期满日期", chinese_date(facts.until_on)), ("撤下日期", removed))),
        wide("张贴地点", "\n".join(facts.places)),
        wide("公示期限", facts.period_words),
        *issuing(facts.imprint),
        signing("填表人签名"),
    ]
    page.form(SIX, rows, size=_SIZE)
    page.heading(f"照片（{len(facts.photos)}张）")
    pictures = []
    for number, one in enumerate(facts.photos, 1):
        data = page.files(one.sha256)
        pictures.append(Picture(small_photo(data, one.words) if data else b"", f"{number}. {one.words}"))
    page.pictures(pictures)
    page.foot()


KIND = PaperKind("photo_sheet", "公示照片单", PhotoSheetFacts, compose, styles=("official",))
