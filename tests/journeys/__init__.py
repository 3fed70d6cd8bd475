"""Whole days of work, from the first paper to the last."""
