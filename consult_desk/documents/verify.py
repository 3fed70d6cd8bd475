"""Answers whether a PDF notice is the village's own, unchanged; in doubt never a good verdict."""

from dataclasses import dataclass
from hashlib import sha256

from consult_desk.documents.signatures import SignatureState, UnreadableSignature, does_not_fit, read_signatures

ORIGINAL = "原件一致"
ALTERED = "已被改动"
FOREIGN = "不是本村原件"
SUPERSEDED = "已被更正"
UNKNOWN = "无法验证"


@dataclass(frozen=True)
class KnownPaper:
    """What the desk remembers of an issued paper.

    sha256: of the final file, hex. text: its page text as `readback.read_text` gave it when it was issued.
    version: from 1. superseded_by: version that corrects it, or None. signatures: how many it carries.
    number: 文号, or "". missing: titles of those who have not signed yet. signers: (field, fingerprint) of those who
    have, in the order of signing; () on papers that do not tell.
    """

    sha256: str
    text: str
    version: int
    superseded_by: int | None
    signatures: int
    number: str
    missing: tuple[str, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PaperVerdict:
    """kind: one of the five words above. words: one sentence. details: further sentences. good: is it valid.

    answer: the kind as it is told; a corrected paper says by which version, corrected_by.
    """

    kind: str
    words: str
    details: tuple[str, ...]
    good: bool
    answer: str = ""
    corrected_by: int | None = None


def examine(pdf: bytes, known: KnownPaper | None, pinned: frozenset[str]) -> PaperVerdict:
    """Judge a PDF file; never raises, and never good unless the desk knows the paper.

    known: the issued paper this file claims to be, None when the desk has none. pinned: fingerprints (SHA-256,
    hex) of the village's own certificates. First the hash of the whole file; only if that is unknown the
    structure, the signatures and the page text, all of which must agree.
    """
    if known is not None and sha256(pdf).hexdigest() == known.sha256:
        return _ours(known, ("文件的每一个字节都与台账里存的原件相同。",))
    from consult_desk.documents.structure import Suspicious, active_words, check_structure, check_tables

    try:
        check_tables(pdf)
        if does_not_fit(pdf) and not active_words(pdf):
            return _verdict(ALTERED, "已被改动：最后一个签名与文件对不上。请以村里存档的原件为准。")
        check_structure(pdf)
        signatures = read_signatures(pdf)
        if known is None:
            return _unknown_paper(signatures, pinned)
        return _compare(pdf, known, signatures, pinned)
    except Suspicious as reason:
        return _verdict(
            UNKNOWN, f"无法验证：{reason}。请不要打开它，向村里要一份原件。", ("没有打开文件里的任何内容。",)
        )
    except UnreadableSignature:
        return _verdict(UNKNOWN, "无法验证：文件里的签名读不出来。请向村里要一份原件。")
    except Exception:  # a parser's surprise on a hostile file; the one safe answer is that we cannot tell
        return _verdict(UNKNOWN, "无法验证：文件损坏，读不出来。请向村里要一份原件。")


def _verdict(kind: str, words: str, details: tuple[str, ...] = (), good: bool = False) -> PaperVerdict:
    return PaperVerdict(kind, words, details, good, kind)


def _ours(known: KnownPaper, details: tuple[str, ...]) -> PaperVerdict:
    if known.missing:
        details = (f"还缺 {len(known.missing)} 个签名：{'、'.join(known.missing)}。签齐以后请以签齐的那一份为准。", *details)
    if known.superseded_by is not None:
        words = f"有效，但已被第 {known.superseded_by} 版更正。请以第 {known.superseded_by} 版为准。"
        details = (f"这是第 {known.version} 版。", *details)
        answer = f"已被第 {known.superseded_by} 版更正"
        return PaperVerdict(SUPERSEDED, words, details, True, answer, known.superseded_by)
    short = f"，但还缺 {len(known.missing)} 个签名" if known.missing else ""
    return _verdict(ORIGINAL, f"与原件一致：这是本村发出的第 {known.version} 版，没有改动{short}。", details, True)


def _compare(
    pdf: bytes, known: KnownPaper, signatures: tuple[SignatureState, ...], pinned: frozenset[str]
) -> PaperVerdict:
    from consult_desk.documents.readback import read_text, squeezed

    told = tuple(_sentence(one, pinned) for one in signatures)
    if not signatures:
        return _foreign("文件里没有签名，而且与台账里的原件不同", told)
    if broken := _broken(signatures):
        return _verdict(ALTERED, f"已被改动：{broken}。请以村里存档的原件为准。", told)
    if any(one.fingerprint not in pinned for one in signatures):
        return _foreign("签名用的不是本村登记的证书，名称相同也不算", told)
    if len(signatures) != known.signatures:
        return _foreign(f"应当有 {known.signatures} 个签名，文件里有 {len(signatures)} 个", told)
    if known.signers and [(one.field, one.fingerprint) for one in signatures] != list(known.signers):
        return _foreign("签名的人与台账里记的不同", told)
    if squeezed(read_text(pdf)) != squeezed(known.text):
        return _foreign("签名是本村的，但正文与台账里存的不同", told)
    return _ours(known, ("文件的字节与存档不完全相同，但签名完好，正文一致。", *told))


def _unknown_paper(signatures: tuple[SignatureState, ...], pinned: frozenset[str]) -> PaperVerdict:
    told = tuple(_sentence(one, pinned) for one in signatures)
    if not signatures:
        words = "无法验证：文件里没有签名，台账里也没有这份文件。请到发出它的村里核对。"
        return _verdict(UNKNOWN, words, told)
    if any(one.strange for one in signatures):
        words = "无法验证：签名不是议事台写的样子，这里认不出来。请到发出它的单位核对。"
        return _verdict(UNKNOWN, words, told)
    if broken := _broken(signatures):
        return _verdict(ALTERED, f"已被改动：{broken}。请以村里存档的原件为准。", told)
    if pinned and any(one.fingerprint not in pinned for one in signatures):
        return _foreign("签名用的不是本村登记的证书，台账里也没有这份文件", told)
    if signatures and all(one.fingerprint in pinned for one in signatures):
        return _foreign("签名用的是本村的证书，但台账里没有发过这份文件", told)
    words = "无法验证是不是原件：签名完好，签后没有改动，但这里的台账里没有这份文件。请到发出它的村里核对。"
    return _verdict(UNKNOWN, words, told)


def _foreign(why: str, details: tuple[str, ...]) -> PaperVerdict:
    return _verdict(FOREIGN, f"不是本村原件：{why}。请向村里要一份原件。", details)


def _broken(signatures: tuple[SignatureState, ...]) -> str:
    for one in signatures:
        if not one.sound:
            return f"“{one.signer}”的签名与文件内容对不上"
    return "" if signatures[-1].whole_file else "最后一个签名之后，文件又加了内容"


def _sentence(one: SignatureState, pinned: frozenset[str]) -> str:
    words = f"“{one.signer}”的签名：" + ("完好" if one.sound else "对不上")
    if one.fingerprint in pinned:
        words += "，用的是本村登记的证书"
    if one.stamped_at is not None:
        moment = f"{one.stamped_at:%Y-%m-%d %H:%M} UTC"
        words += f"；时间戳服务“{one.stamped_by}”证明 {moment} 以前已经签好（没有核对这个服务是谁办的）"
    if one.self_signed:
        words += "；证书是自制的，只能证明签后没有改动、用的是同一把钥匙，不能证明是谁签的，不等于盖章"
    return words + "。"
