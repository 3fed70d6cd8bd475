"""One file per kind of paper: its facts and its drawing."""
