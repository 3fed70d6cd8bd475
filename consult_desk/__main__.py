"""Lets `python -m consult_desk` do what the command `consult-desk` does."""

import sys

from consult_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
