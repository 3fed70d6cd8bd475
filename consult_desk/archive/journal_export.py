"""Writes the journal out for strangers: entries, heads, papers, the checking program and a description of it all."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files

from consult_desk.base.chain import ENTRY_FIELDS, HEAD_FIELDS, canonical
from consult_desk.base.errors import Trouble

_ENTRY_KEYS = (*ENTRY_FIELDS, "prev", "hash", "salt", "body")
_HEAD_KEYS = (*HEAD_FIELDS, "sha256", "sm3")

_README = """记录链存档说明
==============

这个文件夹里是一个村的全部议事记录。不装原来的软件，也能查出记录有没有被改动过。

怎么查
------
装有 Python 3.11 或更新版本的电脑，在这个文件夹里运行：

    python verify_journal.py .

如果手里有公告或会议记录上印的存证值（64 位十六进制），写在后面一起查：

    python verify_journal.py . 存证值

手里有印着核对码的纸，或者一份公告的 PDF，可以这样问（可以同时问几个）：

    python verify_journal.py . --code "核对码" --file 公告.pdf

没有 Python 也可以：用浏览器打开 verify.html，选中 journal.jsonl 和 heads.jsonl，再输入核对码或选 PDF。
那一页不上网，公文文件夹里的原件是不是都在，要用 verify_journal.py 查。

程序先说一句结论，再列出每一处问题。结论有三种：记录完好、记录被改动过、无法检查。

能证明什么，不能证明什么
------------------------
能发现：任何一条记录被改、被删、被加、被换次序，公文被改，票数与记名表决不符。
前提是有一个存证值在别人手里（印在公告上、记在监督委员会的本子上）。
不能证明：当时录入的内容就是事实；最后一个存证值之后的记录没有被改动；电脑的钟是准的。

文件
----
journal.jsonl   记录，每行一条，从第 1 条起，一条不缺
heads.jsonl     存证值，每行一个，从最早的起
papers/         公文原件；papers.sha256 是它们的 SHA-256，每行：校验值、两个空格、文件名
verify_journal.py   检查程序，只用 Python 自带的功能    verify.html   检查用的网页，用浏览器打开

写法（照此可以重新写一个检查程序）
----------------------------------
全部是 UTF-8 文本，行尾是一个换行符（0x0A）。每行是一个 JSON 对象，只有一种写法：
键按字符编码从小到大排；逗号、冒号后没有空格；文字用 Unicode NFC；除双引号、反斜线和
0x20 以下的控制字符外不转义；控制字符写成 \\b \\t \\n \\f \\r，其余写成 \\u00xx（小写）；
数字只有整数；同一个键不出现两次。写法不同就算被改动。

一条记录的字段：
  village 村的编号    seq 序号，从 1 起连续    at_utc 录入时刻（世界时）
  at_local 录入时刻（当地）    clock_note 时钟异常的说明，没有就是空
  actor 谁录入的    kind 做了什么    subject_id 对什么做的    subject_version 它的第几版
  body_sha256 内容的校验值    algo 算法，现为 sha256
  prev 前一条的 hash，第 1 条是 64 个 0    hash 本条的校验值
  salt 16 字节随机数（小写十六进制）    body 内容，是一个规范写法的 JSON，作为文字存放

body_sha256 = SHA-256（salt 的 16 字节 ‖ body 的字节）
hash = SHA-256（0x00 ‖ 从 village 到 algo 的 11 个字段 ‖ prev 的 32 字节）
  次序：village seq at_utc at_local clock_note actor kind subject_id subject_version body_sha256 algo
  每个字段写成：长度（4 字节，高位在前）‖ 内容的 UTF-8 字节；整数写成十进制文字。

依法删除内容的记录，salt 和 body 都是 null；后面必须有一条 kind 为 erase 的记录，
它的 body 里 seq 是被删的序号，reason 是理由，approved_by 是两个不同的人名。

一个存证值的字段：village  day 日期  size 记录条数  root 这些记录的树根  time 时刻
  previous_head 前一个存证值的 sha256，第 1 个是 64 个 0    sha256、sm3 本存证值
sha256 = SHA-256（0x02 ‖ village day size root time previous_head，写法同上）；sm3 用国密 SM3 算同样的字节，
没有条件计算时为空。印在公告上的就是 sha256。

root 按 RFC 6962：叶子是各条记录的 hash（32 字节）；两个子树合成 SHA-256（0x01 ‖ 左 ‖ 右），
左边是小于总数的最大的 2 的幂；没有记录时是空串的 SHA-256。

票数：body 里 table 为 vote 的是一次表决的总数，table 为 roll_call 的是记名表决中一个人的意见
（choice 为 yes 同意、no 反对、abstain 弃权；vote_id 是哪一次表决）。op 为 delete 的是撤销。
每份公文的 SHA-256 都写在某一条记录的 body 里（body 或其中 row 的 sha256）。
"""


def export(
    entries: Iterable[Mapping[str, object]],
    heads: Iterable[Mapping[str, object]],
    papers: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The journal as files to be written into one folder, by relative name; the same input gives the same bytes.

    entries: oldest first, with ENTRY_FIELDS, prev, hash, and salt (hex) and body (canonical JSON text), both None
    where erased; other keys are left out. heads: oldest first, with HEAD_FIELDS, sha256, sm3. papers: file name to
    bytes. Nothing is corrected on the way out: a damaged journal is exported as it is, and the check will say so.
    Raises Trouble for a file name with a folder in it, ValueError for values JSON cannot hold.
    """
    for name in papers:
        if name in ("", ".", "..") or any(char in name for char in "/\\\0\r\n"):
            raise Trouble(f"公文文件名“{name}”里有不能用的字符，存档没有写出。请改名后再导出。")
    listed = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(papers.items()))
    result = {
        "journal.jsonl": _lines(entries, _ENTRY_KEYS),
        "heads.jsonl": _lines(heads, _HEAD_KEYS),
        "papers.sha256": listed.encode(),
        "README.txt": _README.encode(),
        "verify_journal.py": checking_program(),
        "verify.html": checking_page(),
    }
    return result | {f"papers/{name}": data for name, data in papers.items()}


def checking_program() -> bytes:
    """Source of the stand-alone check, as it lies in every export; packaging must keep the .py file itself."""
    return files("consult_desk.archive").joinpath("verify_journal.py").read_bytes()


def checking_page() -> bytes:
    """The page that checks in a browser, as it lies in every export; packaging/verify/index.html is the same file."""
    return files("consult_desk.archive").joinpath("verify.html").read_bytes()


def _lines(rows: Iterable[Mapping[str, object]], keys: tuple[str, ...]) -> bytes:
    return b"".join(canonical({key: row[key] for key in keys}) + b"\n" for row in rows)
