"""The form code in the corner of every printed page: which page of which paper of which village it is."""

import re
from dataclasses import dataclass
from hashlib import sha256

# What a code is about; V is the village itself, with the year as number.
SUBJECTS = {
    "matter": "M", "meeting": "G", "objection": "O", "posting": "P", "authorization": "A", "village": "V", "paper": "C",
}  # fmt: skip
_LETTERS = {letter: subject for subject, letter in SUBJECTS.items()}
_SHAPE = re.compile(
    r"CD1\.(?P<tag>[0-9A-F]{6})\.(?P<letter>[MGOPAVC])(?P<id>[1-9][0-9]{0,8})\.(?P<kind>[A-Z][A-Z0-9-]{1,39})"
    r"\.(?P<version>[1-9][0-9]{0,3})(?:\.(?P<page>[1-9][0-9]{0,3})\.(?P<pages>[1-9][0-9]{0,3}))?"
)
# The code of a whole paper within other text, where a page's code stands.
STEM = re.compile(r"CD1\.[0-9A-F]{6}\.[MGOPAVC][1-9][0-9]{0,8}\.[A-Z][A-Z0-9-]{1,39}\.[1-9][0-9]{0,3}(?=\.[1-9])")


def village_tag(uid: str) -> str:
    """Six capitals that tell one village's papers from another's: the first of the SHA-256 of its world-wide name."""
    return sha256(uid.encode()).hexdigest()[:6].upper()


@dataclass(frozen=True)
class FormCode:
    """One page of one paper. subject: a key of SUBJECTS. page and pages from 1; both 0 in the stem of a whole paper."""

    tag: str
    subject: str
    subject_id: int
    kind: str
    version: int
    page: int = 0
    pages: int = 0

    @property
    def stem(self) -> str:
        """The code of the whole paper, as it is kept: CD1.7F3A2C.M12.RESOLUTION.1."""
        kind = self.kind.upper().replace("_", "-")
        return f"CD1.{self.tag}.{SUBJECTS[self.subject]}{self.subject_id}.{kind}.{self.version}"

    @property
    def text(self) -> str:
        """What the printed code says; only capitals, digits, dots and dashes, which QR packs well."""
        return page_text(self.stem, self.page, self.pages) if self.page else self.stem

    @classmethod
    def parse(cls, text: str) -> "FormCode | None":
        """The code that a scanner read, None for anything else."""
        found = _SHAPE.fullmatch(text.strip())
        if found is None:
            return None
        page, pages = int(found["page"] or 0), int(found["pages"] or 0)
        if page > pages:
            return None
        kind = found["kind"].lower().replace("-", "_")
        return cls(found["tag"], _LETTERS[found["letter"]], int(found["id"]), kind, int(found["version"]), page, pages)


def page_text(stem: str, page: int, pages: int) -> str:
    """The code of one page of the paper with that stem."""
    return f"{stem}.{page}.{pages}"
