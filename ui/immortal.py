"""WORKAROUND for PySide 6.12 before Python 3.12: None must not run out of references."""

import ctypes
import sys


def keep_none() -> None:
    """Make None outlive every call into Qt.

    PySide 6.12 is built for a Python whose None is immortal. On 3.10 and 3.11, every call that returns nothing drops
    one reference to None, and after some five thousand of them the interpreter aborts with "deallocating None".
    """
    if sys.version_info < (3, 12):
        # In CPython the reference count is the first word of an object.
        ctypes.c_ssize_t.from_address(id(None)).value += sys.maxsize >> 2
