"""How strong a passphrase is, in words."""

import re

from ui.words import tr

LEAST = 6


def strength(passphrase: str) -> tuple[str, bool]:
    """What to say of a passphrase, and whether it may be used at all."""
    kinds = sum(bool(re.search(p, passphrase)) for p in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]"))
    # A Chinese character is as hard to guess as two letters.
    weight = len(passphrase) + sum(1 for c in passphrase if ord(c) > 0x2E7F)
    if len(passphrase) < LEAST:
        return tr("太短了，至少要 {least} 个字符", least=LEAST), False
    if len(set(passphrase)) < 4:
        return tr("太容易猜，重复的字符太多"), False
    if weight < 10 or (kinds < 2 and weight < 14):
        return tr("一般，能用；再长一些更好，可以用一句自己记得住的话"), True
    return tr("够强"), True
