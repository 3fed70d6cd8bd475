"""What every test stands on: a screen that needs no display, and no byte code left in the tree."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
