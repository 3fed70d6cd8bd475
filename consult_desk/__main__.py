"""Lets `python -m consult_desk` do what the command `consult-desk` does."""

import sys
from multiprocessing import freeze_support

from consult_desk.cli import main

if __name__ == "__main__":
    freeze_support()  # a packed program starts itself again for the reader of strange PDFs
    sys.exit(main())
