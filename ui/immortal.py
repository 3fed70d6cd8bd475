"""WORKAROUND for PySide 6.12 before Python 3.12: None, True and False must not run out of references."""

import ctypes
import sys


def keep_none() -> None:
    """Make None, True, False and small numbers outlive every call into Qt.

    PySide 6.12 is built for a Python in which these are immortal. On 3.10 and 3.11, every call that returns nothing
    drops one reference to None, and after some five thousand of them the interpreter aborts with "deallocating None";
    True and False go the same way, more slowly.
    """
    if sys.version_info < (3, 12):
        for one in (None, True, False, NotImplemented, Ellipsis, *range(-5, 257)):
            # In CPython the reference count is the first word of an object.
            ctypes.c_ssize_t.from_address(id(one)).value += sys.maxsize >> 2
