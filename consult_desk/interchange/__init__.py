"""Exchange with the outside: rosters read in two steps, workbooks written so that nothing in them runs."""
