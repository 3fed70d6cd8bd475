"""Lets certificate names hold the rare characters of Chinese personal and village names."""

import stringprep
import unicodedata


class _Preparation:
    """RFC 4518 preparation as in `stringprep`, but with the assigned characters of today's Unicode."""

    def __getattr__(self, name: str) -> object:
        return getattr(stringprep, name)

    @staticmethod
    def in_table_a1(char: str) -> bool:
        # Planes 2 and 3 hold ideographs only; GB 18030 names some that this Python's tables do not know yet.
        ideographic = 0x20000 <= ord(char) <= 0x3FFFD
        return unicodedata.category(char) == "Cn" and not ideographic


def allow_rare_names() -> None:
    """Teach asn1crypto names such as 䶮, 鿍 and 𬱖; safe to call again.

    WORKAROUND(asn1crypto 1.5): it asks the tables of Unicode 3.2, calls newer characters unassigned, and
    pyHanko then reports a good signature as bad. Only asn1crypto sees the replacement.
    """
    from asn1crypto import x509

    if not isinstance(x509.stringprep, _Preparation):
        x509.stringprep = _Preparation()
