"""A scanned PDF taken apart into pictures, in a process of its own: whatever it does to the reader, nothing else falls."""

import multiprocessing
import os
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from consult_desk.base.errors import Obstacle, Refused, Trouble

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 200
MOST_PIXELS = 40_000_000  # of one picture; a bomb claims more
LONGEST = 3500  # pixels of the long side of what is kept: A4 at 300 dpi
PATIENCE = 20.0  # seconds for one page; a scanned one takes a fraction of a second
MOST_MEMORY = 800_000_000  # bytes beside the program itself, where the system can hold a process to it
USUAL, LEAST, MOST = 200 / 72, 100 / 72, 400 / 72  # pixels for each point
MOST_OBJECTS = 20_000  # on one page
COVERED = 0.4  # of a page must be picture, else it was written by a program and nobody signed it on paper

_READY, _LOCKED, _BROKEN, _WRITTEN, _HUGE = b"ready", b"locked", b"broken", b"written", b"huge"


class PdfSheets:
    """The pages of a PDF. Use it in a with statement; it ends the process it began."""

    def __init__(self, data: bytes, name: str) -> None:
        """Start reading. Raises Refused where it is damaged, locked, has no page or too many; Trouble."""
        self._name, self._data = name, data
        self._begin()
        answer = self._answer()
        if not self._ready:
            self._end()
            raise Trouble("读 PDF 的部分没有启动起来，可能被杀毒软件拦住了。请把每一页拍成照片或存为 JPG 再拖进来。")
        if answer == _LOCKED:
            self._end()
            words = f"“{name}”加了密码"
            raise Refused(Obstacle(words, "请去掉密码再拖进来，或者打印出来重新扫描", code="locked_pdf"))
        self._count = int(answer) if answer.isdigit() else 0
        if not 0 < self._count <= MOST_PAGES:
            self._end()
            if not self._count:
                raise self._damaged()
            words = f"“{name}”有 {self._count} 页，一次最多 {MOST_PAGES} 页"
            raise Refused(Obstacle(words, "请分成几个文件", code="too_many_pages"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __len__(self) -> int:
        return self._count

    def page(self, number: int) -> "Image":
        """That page as pixels, from 1. Raises Refused where it cannot be read, or is no scan at all."""
        from PIL import Image

        if not self._process.is_alive():
            self._begin()
            self._answer()
        answer = b""
        with suppress(OSError):
            self._pipe.send_bytes(b"%d" % (number - 1))
            answer = self._answer()
        where = f"“{self._name}”第 {number} 页"
        if answer == _WRITTEN:
            words = f"{where}是电子文件，不是签过字的纸的扫描件"
            raise Refused(Obstacle(words, "请把打印出来、签过字的纸扫描或拍照后拖进来", code="not_scan"))
        if answer == _HUGE:
            fix = "请把扫描的分辨率调到 200–300 dpi"
            raise Refused(Obstacle(f"{where}的像素太多", fix, code="too_many_pixels"))
        head, _end, pixels = answer.partition(b"\n")
        mode, _comma, size = head.decode("ascii", "replace").partition(",")
        wide, _cross, tall = size.partition("x")
        if mode not in ("L", "RGB") or len(pixels) != int(wide) * int(tall) * len(mode):
            self._end()
            raise self._damaged(where)
        return Image.frombytes(mode, (int(wide), int(tall)), pixels)

    def _damaged(self, where: str = "") -> Refused:
        words = f"{where or f'“{self._name}”'}读不出来：文件不完整，或者已经损坏"
        return Refused(Obstacle(words, "请重新扫描；或者把每一页拍成照片拖进来", code="damaged"))

    def _begin(self) -> None:
        # A fresh process, not a fork: the window's threads and its display must not be copied into it.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = self._answer() == _READY
        with suppress(OSError):
            self._pipe.send_bytes(self._data)

    def _answer(self) -> bytes:
        """What the other process says, b"" where it fell, gave up or takes too long. Only bytes: it is not trusted."""
        with suppress(EOFError, OSError):
            if self._pipe.poll(PATIENCE):
                return self._pipe.recv_bytes(4 * MOST_PIXELS)
        return b""

    def _end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def serve(pipe: Connection) -> None:
    """Read the PDF that comes first, then answer page after page, until nobody asks any more."""
    _hold_to_limits()
    from pypdfium2 import PdfDocument, PdfiumError

    pipe.send_bytes(_READY)
    try:
        document = PdfDocument(pipe.recv_bytes())
    except PdfiumError as error:
        pipe.send_bytes(_LOCKED if "assword" in str(error) else _BROKEN)
        return
    pipe.send_bytes(b"%d" % len(document))
    while True:
        try:
            number = int(pipe.recv_bytes(16))
        except (EOFError, OSError):
            return
        try:
            answer = _drawn(document, number)
        except Exception:
            answer = _BROKEN
        pipe.send_bytes(answer)


def _hold_to_limits() -> None:
    """No more memory than a scan needs, no file and no picture of a crash left behind."""
    if os.name == "nt":
        return
    import resource

    most = _mapped() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)  # what the reader complains of is nobody's business
    os.close(null)


def _mapped() -> int:
    """How much room the program itself takes before it has read anything, where the system tells."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return MOST_MEMORY


def _drawn(document: Any, number: int) -> bytes:
    page = document[number]
    try:
        width, height = page.get_size()
        found = _scale_of_scan(page, width, height)
        if isinstance(found, bytes):
            return found
        scale = min(found, LONGEST / max(width, height))
        bitmap = page.render(scale=scale, may_draw_forms=False, optimize_mode=None)
        picture = bitmap.to_pil()
        if picture.mode not in ("L", "RGB"):
            picture = picture.convert("RGB")
        pixels: bytes = picture.tobytes()
        return f"{picture.mode},{picture.width}x{picture.height}\n".encode() + pixels
    finally:
        page.close()


def _scale_of_scan(page: Any, width: float, height: float) -> float | bytes:
    """Pixels for each point at which the page's own picture is neither blown up nor made small."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDFPage_CountObjects

    if FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
        return _WRITTEN
    covered, finest = 0.0, 0.0
    for one in islice(page.get_objects(max_depth=3), MOST_OBJECTS):
        if one.type != FPDF_PAGEOBJ_IMAGE:
            continue
        wide, tall = one.get_px_size()
        if wide * tall > MOST_PIXELS:
            return _HUGE
        left, bottom, right, top = one.get_bounds()
        area = max(0.0, right - left) * max(0.0, top - bottom)
        covered += area
        if area > 0.1 * width * height:
            finest = max(finest, ((wide * tall) / area) ** 0.5)
    if covered < COVERED * width * height:
        return _WRITTEN
    return min(max(finest or USUAL, LEAST), MOST)


def scanned(data: bytes) -> bool:
    """Whether the first page of a PDF is a picture rather than something a program wrote. False where it is unreadable."""
    try:
        with PdfSheets(data, "") as pages:
            pages.page(1)
    except (Refused, Trouble):
        return False
    return True
